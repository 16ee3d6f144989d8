import { html } from 'hono/html';
import type { recordVisit } from '#contract/visit.ts';
import type { Parsed } from '#contract/operation.ts';
import { VISIT_KINDS, VISIT_OUTCOMES } from '#domain/voice/visit.ts';
import { visitEn } from '#web/words/visit-en.ts';
import { type VisitWords, visitZh } from '#web/words/visit-zh.ts';
import { type Fault, faultSummary, fieldHtml, type FieldSpec, type Typed } from './field.ts';
import { type Html, type Look, page } from './layout.ts';

export function visitWords({ lang }: Look): VisitWords {
  return lang === 'zh' ? visitZh : visitEn;
}

/** The fields of a visit note, in the order somebody tells of it. */
export function visitFields(r: VisitWords): readonly FieldSpec[] {
  return [
    {
      kind: 'radio',
      name: 'kind',
      label: r.kind,
      needed: true,
      options: VISIT_KINDS.map((value) => ({ value, label: r.kinds[value] })),
    },
    { kind: 'text', name: 'raised', label: r.raised, hint: r.raisedHint, needed: true, max: 4000 },
    { kind: 'text', name: 'help', label: r.help, max: 2000 },
    { kind: 'line', name: 'place', label: r.place, max: 200 },
    {
      kind: 'radio',
      name: 'outcome',
      label: r.outcome,
      needed: true,
      options: VISIT_OUTCOMES.map((value) => ({ value, label: r.outcomes[value] })),
    },
    {
      kind: 'text',
      name: 'settled',
      label: r.settled,
      hint: r.settledHint,
      neededWith: ['outcome', 'settled'],
      max: 2000,
    },
    { kind: 'line', name: 'contact', label: r.contact, hint: r.contactHint, max: 120 },
  ];
}

/** 走访记录: one page on a phone, without a script. */
export function visitPage(
  look: Look,
  it: {
    readonly typed: Typed;
    readonly faults: readonly Fault[];
    readonly key: string;
    readonly said?: string;
    /** Good news above the form: signed in again. */
    readonly news?: string;
  },
): Html {
  const r = visitWords(look);
  return page(look, {
    title: it.faults.length === 0 ? r.title : `${look.w.fault.title} · ${r.title}`,
    body: html`${it.faults.length === 0 ? '' : faultSummary(it.faults, look.w)}
      ${it.said === undefined ? '' : html`<p class="notice bad" role="alert">${it.said}</p>`}
      ${it.news === undefined ? '' : html`<p class="notice good" role="status">${it.news}</p>`}
      <h1>${r.title}</h1>
      <p class="lead">${r.lead}</p>
      <form method="post" action="/m/visit">
        <input type="hidden" name="key" value="${it.key}" />
        ${visitFields(r).map((field) => fieldHtml(field, it.typed, it.faults))}
        <button class="button main">${r.send}</button>
      </form>`,
  });
}

/** What became of it; a voice's code is shown this once, for who was visited. */
export function visitDonePage(
  look: Look,
  { visit, code }: Parsed<(typeof recordVisit)['output']>,
): Html {
  const r = visitWords(look);
  return page(look, {
    title: r.done,
    body: html`<h1>${r.done}</h1>
      <p class="notice good" role="status">
        ${r.outcomes[visit.outcome]}${visit.no === undefined ? '' : html`　${r.became(visit.no)}`}
      </p>
      ${
        code === undefined
          ? ''
          : html`<p>${r.code}</p>
              <p class="lead"><strong>${code}</strong></p>`
      }
      ${visit.entry === undefined ? '' : html`<p><a class="button" href="/m/e/${visit.entry}">${visit.no}</a></p>`}
      <p><a class="button" href="/m/visit">${r.another}</a></p>`,
  });
}
