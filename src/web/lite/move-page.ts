import { html } from 'hono/html';
import { dueWords } from './due-words.ts';
import { type Events, history, moveHref, requests } from './entry-page.ts';
import { type Fault, faultSummary, fieldHtml, type FieldSpec, type Typed } from './field.ts';
import { type Html, type Look, page } from './layout.ts';
import { type Detail, type LiteMove, mendFields, moveFields } from './move-form.ts';
import { stateTag } from './state-tag.ts';

/** What stood in the way of a form that was sent, in words. */
export interface Setback {
  readonly sentence: string;
  /** What has happened to the entry since the form was opened. */
  readonly since?: Events;
  /** The photos came in before the rest was refused. */
  readonly photosKept?: boolean;
  /** The photos did not come in and are not in the form any more. */
  readonly photosLost?: boolean;
}

interface FormState {
  readonly typed: Typed;
  readonly faults: readonly Fault[];
  readonly setback?: Setback | undefined;
  /** Good news above the form: signed in again. */
  readonly news?: string | undefined;
  /** The one-time key of this rendering: sent twice, done once. */
  readonly key: string;
}

/** The small form of one move. Whatever was typed stays, come what may. */
export function movePage(look: Look, entry: Detail, move: LiteMove, state: FormState): Html {
  const { w } = look;
  const open = entry.can.includes(move);
  const fields = moveFields(move, entry, w);
  return page(look, {
    title: titleOf(look, state, w.doing[move]),
    body: html`<p><a href="/m/e/${entry.id}">‹ ${w.page.backTo}</a></p>
      ${above(look, state)}
      <h1>${w.doing[move]}</h1>
      <p class="about">
        <strong>${entry.title}</strong
        ><span class="meta"
          >${stateTag(look, entry)}
          <span class="${entry.overdue ? 'late' : 'due'}">${dueWords(entry, look)}</span></span
        >
      </p>
      ${move === 'decide' || move === 'close' || move === 'withdraw' ? requests(look, entry) : ''}
      ${
        open
          ? form(look, moveHref(entry, move), fields, state, w.send[move], entry.version)
          : closed(look, fields, state.typed)
      }`,
  });
}

/** 自查自改 in one page. */
export function mendPage(look: Look, state: FormState): Html {
  const { w } = look;
  return page(look, {
    title: titleOf(look, state, w.page.mend),
    body: html`${above(look, state)}
      <h1>${w.page.mend}</h1>
      <p class="lead">${w.ask.mendLead}</p>
      ${form(look, '/m/mend', mendFields(w), state, w.ask.mendSend)}`,
  });
}

/** What a page that came back says first of all is that nothing was sent. */
function titleOf({ w }: Look, { faults, setback }: FormState, title: string): string {
  if (faults.length > 0) return `${w.fault.title} · ${title}`;
  return setback === undefined ? title : `${w.fault.refused} · ${title}`;
}

function above(look: Look, { faults, setback, news }: FormState): Html {
  const { w } = look;
  return html`${news === undefined ? '' : html`<p class="notice good" role="status">${news}</p>`}
  ${faults.length === 0 ? '' : faultSummary(faults, w)}
  ${setback === undefined ? '' : setbackHtml(look, setback)}`;
}

function setbackHtml(look: Look, { sentence, since = [], photosKept, photosLost }: Setback): Html {
  const { w } = look;
  return html`<div class="notice bad" role="alert">
    <h2>${since.length > 0 ? w.fault.stale : w.fault.refused}</h2>
    <p>${since.length > 0 ? w.fault.staleHint : sentence}</p>
    ${photosKept === true ? html`<p>${w.fault.photosKept}</p>` : ''}
    ${photosLost === true ? html`<p>${w.fault.photosAgain}</p>` : ''}
    ${since.length > 0 ? history(look, since) : ''}
  </div>`;
}

function form(
  look: Look,
  action: string,
  fields: readonly FieldSpec[],
  { typed, faults, key }: FormState,
  send: string,
  version?: number,
): Html {
  const files = fields.some((field) => field.kind === 'photos');
  return html`<form
    method="post"
    action="${action}"
    ${files ? html`enctype="multipart/form-data"` : ''}
    ${look.outbox === undefined ? '' : html`data-outbox`}
  >
    <input type="hidden" name="key" value="${key}" />
    ${version === undefined ? '' : html`<input type="hidden" name="version" value="${version}" />`}
    ${fields.map((field) => fieldHtml(field, typed, faults))}
    <button class="button main">${send}</button>
  </form>`;
}

/** The move is no longer open: what was typed can still be read and copied. */
function closed({ w }: Look, fields: readonly FieldSpec[], typed: Typed): Html {
  const written = fields.filter(
    (field) => field.kind === 'text' && (typed[field.name]?.[0] ?? '') !== '',
  );
  return html`<p>${w.fault.closed}</p>
    ${written.map(
      (field) =>
        html`<h2>${w.fault.typed}</h2>
          <p class="said">${typed[field.name]?.[0] ?? ''}</p>`,
    )}`;
}
