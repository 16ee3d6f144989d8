import { html } from 'hono/html';
import type { sayForm, sayVoice } from '#contract/citizen.ts';
import type { openCollection } from '#contract/collection.ts';
import type { Parsed } from '#contract/operation.ts';
import { VOICE_KINDS } from '#domain/voice/voice.ts';
import { type CitizenLook, citizenPage, dayWords } from './citizen-layout.ts';
import { makingMarks, type Typed } from './field.ts';

type Html = ReturnType<typeof html>;
type Form = Parsed<(typeof sayForm)['output']>;
type Receipt = Parsed<(typeof sayVoice)['output']>;

const KINDS = [...VOICE_KINDS, 'accusation'] as const;

/** What was typed, and what of it is in the way. */
export interface SayState {
  readonly typed: Typed;
  /** Why it was not taken, and by which field. */
  readonly fault?: { readonly of: 'words' | 'photos'; readonly why: string } | undefined;
  /** Photos that lie with us already. */
  readonly photos: readonly string[];
  readonly door: SayDoor;
}

/** Which of the doors the form stands behind: everybody's, the enterprises', or a campaign's. */
export interface SayDoor {
  readonly enterprise: boolean;
  readonly collection?: Parsed<(typeof openCollection)['output']>;
}

/** Not the address of the form itself: what is sent there makes a browser forget the form that it would go back to. */
export function sentTo({ enterprise }: SayDoor): string {
  return enterprise ? '/say/enterprise?sent' : '/say?sent';
}

/** 提意见的表: everything on one page, only the words are needed. */
export function sayPage(look: CitizenLook, form: Form, state: SayState): Html {
  const { w } = look;
  const one = (name: string): string => state.typed[name]?.[0] ?? '';
  return citizenPage(
    look,
    state.fault === undefined ? w.say.title : `${w.say.faults} · ${w.say.title}`,
    html`${headOf(look, state.door)}
      <div
        id="kept"
        class="notice"
        role="status"
        hidden
        data-found="${w.keep.found}"
        data-waits="${w.keep.waits}"
      >
        <p></p>
        <button type="button" class="button">${w.keep.fill}</button>
        <button type="button" class="button">${w.keep.drop}</button>
      </div>
      ${
        state.fault === undefined
          ? ''
          : html`<div class="notice bad" role="alert" tabindex="-1" autofocus>
              <h2>${w.say.faults}</h2>
              <ul>
                <li><a href="#${state.fault.of}">${state.fault.why}</a></li>
              </ul>
            </div>`
      }
      <form
        method="post"
        action="${sentTo(state.door)}"
        enctype="multipart/form-data"
        data-keep
        ${form.proofBits > 0 ? html`data-proof="${form.proofBits}"` : ''}
      >
        <input type="hidden" name="nonce" value="${form.nonce}" />
        <input type="hidden" name="proof" value="" />
        ${
          state.door.collection === undefined
            ? ''
            : html`<input type="hidden" name="c" value="${state.door.collection.code}" />`
        }
        ${state.photos.map((id) => html`<input type="hidden" name="photo" value="${id}" />`)}
        <fieldset class="field">
          <legend>${w.say.kind}</legend>
          <div class="choices one">
            ${KINDS.map((kind) => choice('kind', kind, w.say.kinds[kind], (one('kind') || 'request') === kind))}
          </div>
        </fieldset>
        <div class="field">
          <label for="words">${w.say.words}</label>
          <p class="hint" id="words-hint">${w.say.wordsHint}</p>
          <textarea
            id="words"
            name="words"
            rows="5"
            aria-describedby="words-hint"
            ${state.fault?.of === 'words' ? html`aria-invalid="true"` : ''}
          >
${one('words')}</textarea>
        </div>
        ${lineField('place', w.say.place, w.say.placeHint, one('place'), 200)}
        <div class="field">
          <label for="placeUnit">${w.say.unit}</label>
          <select id="placeUnit" name="placeUnit">
            <option value="">${w.say.unitNone}</option>
            ${form.places.map((unit) => html`<option value="${unit.id}" ${one('placeUnit') === unit.id ? 'selected' : ''}>${unit.county ? '' : '　'}${unit.name}</option>`)}
          </select>
        </div>
        <div class="field">
          <label for="subject">${w.say.subject}</label>
          <select id="subject" name="subject">
            <option value="">${w.say.subjectNone}</option>
            ${form.subjects.map((subject) => html`<option value="${subject}" ${one('subject') === subject ? 'selected' : ''}>${w.subject[subject]}</option>`)}
          </select>
        </div>
        <div class="field">
          <label for="photos">${w.say.photos}</label>
          <p class="hint" id="photos-hint">
            ${state.photos.length > 0 ? w.say.photoKept(state.photos.length) : w.say.photosHint}
          </p>
          <input
            type="file"
            id="photos"
            name="photos"
            multiple
            accept="image/*"
            ${makingMarks(w.photo)}
            aria-describedby="photos-hint"
          />
        </div>
        <div class="choices one">
          ${choice('photoPlace', 'true', w.say.photoPlace, one('photoPlace') === 'true', 'checkbox')}
        </div>
        ${lineField(
          'about',
          state.door.enterprise ? w.say.aboutUnit : w.say.about,
          state.door.enterprise ? w.say.aboutUnitHint : w.say.aboutHint,
          one('about'),
          120,
        )}
        ${lineField('name', w.say.name, undefined, one('name'), 60)}
        ${lineField('contact', w.say.contact, w.say.contactHint, one('contact'), 120)}
        <div class="choices one">
          ${choice('mayCall', 'true', w.say.mayCall, one('mayCall') === 'true', 'checkbox')}
          ${
            form.tells.length === 0
              ? ''
              : choice(
                  'tellMe',
                  'true',
                  w.news.wish(form.tells.map((port) => w.news.ways[port]).join(w.news.or)),
                  one('tellMe') === 'true',
                  'checkbox',
                )
          }
        </div>
        <button class="button main">${w.say.submit}</button>
      </form>`,
  );
}

export function choice(
  name: string,
  value: string,
  label: string,
  chosen: boolean,
  type: 'radio' | 'checkbox' = 'radio',
): Html {
  return html`<label class="choice"
    ><input type="${type}" name="${name}" value="${value}" ${chosen ? 'checked' : ''} /><span
      >${label}</span
    ></label
  >`;
}

function lineField(
  name: string,
  label: string,
  hint: string | undefined,
  value: string,
  max: number,
): Html {
  return html`<div class="field">
    <label for="${name}">${label}</label>
    ${hint === undefined ? '' : html`<p class="hint" id="${name}-hint">${hint}</p>`}
    <input
      type="text"
      id="${name}"
      name="${name}"
      value="${value}"
      maxlength="${max}"
      autocomplete="off"
      ${hint === undefined ? '' : html`aria-describedby="${name}-hint"`}
    />
  </div>`;
}

/** What is asked for, by whom and until when; that it is free to anybody to take part. */
function headOf(look: CitizenLook, { enterprise, collection: asked }: SayDoor): Html {
  const { w } = look;
  if (enterprise)
    return html`<h1>${w.say.enterprise}</h1>
      <p>${w.say.enterpriseLead}</p>`;
  if (asked === undefined)
    return html`<h1>${w.say.title}</h1>
      <p>${w.say.lead} <a href="/say/enterprise">${w.say.enterprise}</a></p>`;
  return html`<h1>${asked.topic}</h1>
    ${asked.words === '' ? '' : html`<p>${asked.words}</p>`}
    <p class="hint">
      ${w.collect.window(asked.unit, dayWords(look, asked.fromOn), dayWords(look, asked.toOn))}
      ${w.collect.voluntary}
    </p>
    ${asked.state === 'open' ? '' : html`<p class="notice">${w.collect[asked.state]}</p>`}`;
}

/** 回执: the code, once, on a page that prints as a slip. */
export function receiptPage(look: CitizenLook, receipt: Receipt, danger: boolean): Html {
  const { w } = look;
  return citizenPage(
    look,
    w.receipt.title,
    html`<h1>${w.receipt.title}</h1>
      ${danger ? html`<p class="notice bad" role="alert">${w.receipt.danger}</p>` : ''}
      <div class="slip" role="status">
        <strong>${w.receipt.code}</strong>
        <p class="code">${receipt.code}</p>
        <p class="hint">${w.receipt.day} ${dayWords(look, receipt.receivedOn)}</p>
      </div>
      ${receipt.again ? html`<p class="notice">${w.receipt.known}</p>` : ''}
      ${receipt.onForm > 1 ? html`<p class="notice">${w.receipt.oneMore(receipt.onForm)}</p>` : ''}
      <p>${w.receipt.codeHint}</p>
      <p>${receipt.held ? w.receipt.held : w.receipt.next}</p>
      ${receipt.told === undefined ? '' : html`<p class="${receipt.told ? '' : 'notice'}">${receipt.told ? w.news.willTell : w.news.cannotTell}</p>`}
      <p class="hint screen-only">${w.receipt.print}</p>
      <form method="post" action="/follow" class="screen-only">
        <input type="hidden" name="code" value="${receipt.code}" />
        <p><button class="button main">${w.receipt.follow}</button></p>
      </form>
      <p class="screen-only"><a class="button" href="/say">${w.receipt.again}</a></p>`,
  );
}
