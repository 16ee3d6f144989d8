import { html } from 'hono/html';
import { makingMarks } from './field.ts';
import { type Html, type Look, page } from './layout.ts';

/** What a hand-over link is for, and the form it opens: photos for one entry and nothing else. */
export interface HandOver {
  readonly word: string;
  readonly no: string;
  readonly title: string;
  /** Comes from the form, so that one sent twice is one. */
  readonly form: string;
  readonly fault?: string | undefined;
}

/** 扫码交接: take or pick photos, send, done. Nobody is signed in here. */
export function handPage(look: Look, it: HandOver): Html {
  const { w } = look;
  return page(look, {
    title: w.hand.title,
    outside: true,
    body: html`<h1>${w.hand.title}</h1>
      <p class="entry-no">${it.no}</p>
      <p><strong>${it.title}</strong></p>
      ${it.fault === undefined ? '' : html`<p class="notice bad" role="alert">${it.fault}</p>`}
      <form method="post" action="/m/hand/${it.word}" enctype="multipart/form-data">
        <input type="hidden" name="form" value="${it.form}" />
        <div class="field">
          <label for="photos">${w.hand.photos}</label>
          <p class="hint" id="photos-hint">${w.hand.hint}</p>
          <input
            type="file"
            multiple
            required
            accept="image/*"
            ${makingMarks(w.photo)}
            id="photos"
            name="photos"
            aria-describedby="photos-hint"
          />
        </div>
        <button class="button">${w.hand.send}</button>
      </form>`,
  });
}

/** The photos are there; the computer shows them. */
export function handDonePage(look: Look, photos: number): Html {
  const { w } = look;
  return page(look, {
    title: w.hand.done(photos),
    outside: true,
    body: html`<h1>${w.hand.done(photos)}</h1>
      <p class="notice good" role="status">${w.hand.close}</p>`,
  });
}

/** Used, or over: what to do now. */
export function handOverPage(look: Look, sentence: string): Html {
  const { w } = look;
  return page(look, {
    title: w.hand.over,
    outside: true,
    body: html`<h1>${w.hand.over}</h1>
      <p class="notice bad" role="alert">${sentence}</p>`,
  });
}
