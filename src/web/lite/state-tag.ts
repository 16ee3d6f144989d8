import { html } from 'hono/html';
import type { EntryState } from '#domain/entry/entry.ts';
import type { Html, Look } from './layout.ts';

/** Shape and tone by the part of its life: a mark and a word, never colour alone. */
const MARK = {
  raised: ['rest', '○'],
  screened: ['rest', '○'],
  not_listed: ['rest', '–'],
  listed: ['wait', '○'],
  assigned: ['wait', '◐'],
  accepted: ['work', '○'],
  underway: ['work', '◐'],
  blocked: ['wait', '–'],
  delivered: ['check', '◐'],
  closed: ['done', '●'],
  cancelled: ['rest', '–'],
  dropped: ['rest', '–'],
  draft: ['rest', '○'],
  accepted_done: ['done', '●'],
  superseded: ['rest', '–'],
} as const satisfies Record<EntryState, readonly [string, string]>;

export function stateTag({ w }: Look, { state }: { readonly state: EntryState }): Html {
  const [tone, mark] = MARK[state];
  return html`<span class="tag ${tone}"
    ><span aria-hidden="true">${mark}</span> ${w.state[state]}</span
  >`;
}
