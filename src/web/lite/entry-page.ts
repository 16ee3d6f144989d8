import { html } from 'hono/html';
import type { readEvents } from '#contract/entry.ts';
import type { Parsed } from '#contract/operation.ts';
import { sayBytes, sayDay, sayMoment } from '#web/words/format.ts';
import { dueWords } from './due-words.ts';
import { type Html, type Look, page } from './layout.ts';
import { type Detail, LITE_MOVES, type LiteMove } from './move-form.ts';
import { stateTag } from './state-tag.ts';

export type Events = Parsed<(typeof readEvents)['output']>['events'];

interface EntryParts {
  readonly entry: Detail;
  readonly events: Events;
  /** The move that was just made. */
  readonly done?: LiteMove | 'mend' | undefined;
  /** The one-time key of the button that makes a move at once. */
  readonly key: string;
}

/** Moves whose button stands out; the others are offered below them. */
const FOREMOST: ReadonlySet<LiteMove> = new Set([
  'accept',
  'progress',
  'deliver',
  'check',
  'close',
  'decide',
  'co_report',
  'unblock',
  'self_mend',
]);

/** One entry: how it stands, what to do, and all that is known of it. */
export function entryPage(look: Look, parts: EntryParts): Html {
  const { w } = look;
  const { entry, done } = parts;
  return page(look, {
    title: entry.title,
    body: html`<p class="row">
        <a href="/m">‹ ${w.page.work}</a> <a href="/print/entries/${entry.id}">${w.page.print}</a>
      </p>
      ${done === undefined ? '' : html`<p class="notice good" role="status">${w.done[done]}</p>`}
      <h1>${entry.title}</h1>
      <p class="meta">
        ${stateTag(look, entry)}
        ${entry.isKey ? html`<span class="tag key">${w.list.key}</span>` : ''}
        <strong class="${entry.overdue ? 'late' : 'due'}">${dueWords(entry, look)}</strong>
      </p>
      ${moves(look, parts)} ${entryFacts(look, entry)} ${entryTexts(look, entry)}
      ${evidence(look, entry)} ${checks(look, entry)} ${requests(look, entry)}
      ${history(look, parts.events)}`,
  });
}

function moves(look: Look, { entry, key }: EntryParts): Html {
  const { w } = look;
  const open = LITE_MOVES.filter((move) => entry.can.includes(move));
  const first = open.filter((move) => FOREMOST.has(move));
  const rest = open.filter((move) => !FOREMOST.has(move));
  const atDesk =
    entry.can.includes('assign') || entry.can.includes('appoint') || entry.can.includes('issue');
  const nothing = open.length === 0 && !atDesk;
  return html`<section class="moves" aria-labelledby="moves">
    <h2 id="moves">${w.item.moves}</h2>
    ${nothing ? html`<p>${w.item.noMoves}</p>` : ''} ${atDesk ? html`<p>${w.item.onDesk}</p>` : ''}
    <div class="buttons">
      ${first.map((move, i) => moveButton(look, entry, move, key, i === 0))}
    </div>
    ${rest.length === 0 ? '' : html`<p class="others">${rest.map((move) => html`<a href="${moveHref(entry, move)}">${w.doing[move]}</a>`)}</p>`}
  </section>`;
}

/** Accepting asks nothing, so it is done at once; every other move opens its small form. */
function moveButton({ w }: Look, entry: Detail, move: LiteMove, key: string, main: boolean): Html {
  if (move === 'accept')
    return html`<form method="post" action="${moveHref(entry, move)}">
      <input type="hidden" name="version" value="${entry.version}" /><input
        type="hidden"
        name="key"
        value="${key}"
      />
      <button class="button main">${w.doing.accept}</button>
    </form>`;
  return html`<a class="button ${main ? 'main' : ''}" href="${moveHref(entry, move)}"
    >${w.doing[move]}</a
  >`;
}

export function moveHref(entry: { readonly id: string }, move: LiteMove): string {
  return `/m/e/${entry.id}/${move.replaceAll('_', '-')}`;
}

/** 基本情况, as a list of terms. */
export function entryFacts(look: Look, entry: Detail): Html {
  const { w } = look;
  const units = (role: Detail['parties'][number]['role']): string =>
    entry.parties
      .filter((party) => party.role === role)
      .map((party) => party.unit.name)
      .join(' · ');
  const facts: readonly (readonly [string, string])[] = [
    [w.list.no, entry.no],
    [w.item.lead, entry.lead?.name ?? ''],
    [w.item.co, units('co')],
    [w.item.checker, units('checker')],
    [w.item.progress, entry.progress === undefined ? '' : `${entry.progress}%`],
    [w.item.origin, entry.origin.name],
    [
      w.item.source,
      [w.source[entry.source], entry.sourceNo ?? ''].filter((one) => one !== '').join(' '),
    ],
    [w.item.category, entry.categoryName],
  ];
  return html`<dl class="facts">
    ${facts
      .filter(([, value]) => value !== '')
      .map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
  </dl>`;
}

/** What was written about it: the quoted original, details, cause, measures. */
export function entryTexts(look: Look, entry: Detail): Html {
  const { w, today, lang } = look;
  const said = [
    [w.item.quote, entry.quote],
    [w.item.detail, entry.detail],
    [w.item.cause, entry.cause],
  ] as const;
  return html`${said
    .filter(([, text]) => text !== '')
    .map(
      ([name, text]) =>
        html`<h2>${name}</h2>
          <p class="said">${text}</p>`,
    )}
  ${
    entry.measures.length === 0
      ? ''
      : html`<h2>${w.item.measures}</h2>
          <ol class="measures">
            ${entry.measures.map(
              (measure) =>
                html`<li>
                  ${measure.text}
                  ${measure.doneAt === undefined ? '' : html`<span class="hint">✓ ${w.item.doneOn(sayMoment(measure.doneAt, today, lang))}</span>`}
                  ${measure.dueOn === undefined || measure.doneAt !== undefined ? '' : html`<span class="hint">${w.item.dueOn(sayDay(measure.dueOn, today, lang))}</span>`}
                </li>`,
            )}
          </ol>`
  }`;
}

function evidence({ w, today, lang }: Look, entry: Detail): Html | string {
  if (entry.evidence.length === 0) return '';
  return html`<h2>${w.item.evidence}</h2>
    <ul class="files">
      ${entry.evidence.map(
        (file) =>
          html`<li>
            <a
              href="/api/v1/evidence/${file.id}?inline=${String(file.mediaType.startsWith('image/'))}"
              >${file.name}</a
            >
            <span class="hint"
              >${sayBytes(file.bytes)} · ${file.byUnit.name} ·
              ${sayMoment(file.at, today, lang)}</span
            >
          </li>`,
      )}
    </ul>`;
}

export function checks({ w, today, lang }: Look, entry: Detail): Html | string {
  if (entry.checks.length === 0) return '';
  return html`<h2>${w.item.checks}</h2>
    <ul class="past">
      ${entry.checks.map(
        (check) =>
          html`<li>
            <strong>${w.finding[check.finding]}</strong> ${w.method[check.method]} ·
            ${w.assurance[check.assurance]}
            <p class="said">${check.note}</p>
            <span class="hint"
              >${check.byUnit.name} · ${sayMoment(check.checkedAt, today, lang)}</span
            >
          </li>`,
      )}
    </ul>`;
}

/** 审批事项: what was asked and how it was decided. */
export function requests({ w, today, lang }: Look, entry: Detail): Html | string {
  if (entry.requests.length === 0) return '';
  return html`<h2>${w.item.requests}</h2>
    <ul class="past">
      ${entry.requests.map((asked) => {
        const until = asked.ask['deadline'];
        return html`<li>
          <strong>${w.requestKind[asked.kind]}</strong>
          ${typeof until === 'string' ? w.item.asksUntil(sayDay(until, today, lang)) : ''}
          <p class="said">${asked.reason}</p>
          <span class="hint"
            >${asked.decision === undefined ? w.item.waiting(asked.approver) : w.decision[asked.decision]}${asked.note === undefined ? '' : html` · ${asked.note}`}</span
          >
        </li>`;
      })}
    </ul>`;
}

/** 经过, the newest first. */
export function history(look: Look, events: Events): Html | string {
  if (events.length === 0) return '';
  return html`<h2>${look.w.item.history}</h2>
    <ol class="past">
      ${events.toSorted((a, b) => b.version - a.version).map((event) => happening(look, event))}
    </ol>`;
}

function happening({ w, today, lang }: Look, event: Events[number]): Html {
  const move = event.kind.slice(event.kind.lastIndexOf('.') + 1);
  const names: Readonly<Record<string, string>> = { ...w.move, ...w.eventKind };
  const who = [event.unit?.name, event.post, event.person].filter((one) => one !== undefined);
  const said = saidOf(event);
  return html`<li>
    <strong>${names[move] ?? event.kind}</strong>
    <span class="hint"
      >${sayMoment(event.at, today, lang)} ·
      ${who.join(' ')}${event.acting ? html` · ${w.page.acting}` : ''}</span
    >
    ${said === undefined ? '' : html`<p class="said">${said}</p>`}
  </li>`;
}

/** The words somebody wrote along with a move. */
function saidOf({ payload }: Events[number]): string | undefined {
  for (const place of [payload, payload['because'], payload['change']]) {
    if (typeof place !== 'object' || place === null) continue;
    const fields = place as Readonly<Record<string, unknown>>;
    for (const name of ['reason', 'note'])
      if (typeof fields[name] === 'string' && fields[name] !== '') return fields[name];
  }
  return undefined;
}
