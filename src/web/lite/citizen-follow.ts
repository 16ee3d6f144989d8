import { html } from 'hono/html';
import type { Followed } from '#contract/citizen.ts';
import type { Parsed } from '#contract/operation.ts';
import { LEVELS_OF_RATING } from '#domain/voice/voice.ts';
import { type CitizenLook, citizenPage, dayWords } from './citizen-layout.ts';
import { choice } from './citizen-say.ts';

type Html = ReturnType<typeof html>;
type Seen = Parsed<typeof Followed>;
type Step = Seen['steps'][number];

/** 查询: the code goes in a form, never in an address. A preview robot sees this page and nothing else. */
export function codePage(look: CitizenLook, fault?: string, typed = ''): Html {
  const { w } = look;
  return citizenPage(
    look,
    fault === undefined ? w.follow.title : `${fault} · ${w.follow.title}`,
    html`<h1>${w.follow.title}</h1>
      <form method="post" action="/follow">
        <div class="field">
          <label for="code">${w.follow.code}</label>
          <p class="hint" id="code-hint">${w.follow.codeHint}</p>
          ${fault === undefined ? '' : html`<p class="fault" id="code-fault" role="alert">${fault}</p>`}
          <input
            type="text"
            id="code"
            name="code"
            value="${typed}"
            maxlength="80"
            autocomplete="off"
            autocapitalize="characters"
            spellcheck="false"
            aria-describedby="code-hint ${fault === undefined ? '' : 'code-fault'}"
            ${fault === undefined ? '' : html`aria-invalid="true" autofocus`}
          />
        </div>
        <button class="button main">${w.follow.submit}</button>
      </form>`,
  );
}

interface Following {
  readonly code: string;
  readonly nonce: string;
  readonly seen: Seen;
  /** What has just been done, or is in the way. */
  readonly news?: { readonly good: boolean; readonly sentence: string } | undefined;
}

/** 办理进度: what was done in plain words, who has it, by when, and what its reporter may do now. */
export function followPage(look: CitizenLook, it: Following): Html {
  const { w } = look;
  const { seen, code, news } = it;
  return citizenPage(
    look,
    seen.title,
    html`<h1>${seen.title}</h1>
      ${news === undefined ? '' : html`<p class="notice ${news.good ? 'good' : 'bad'}" role="${news.good ? 'status' : 'alert'}">${news.sentence}</p>`}
      <dl class="facts">
        <div>
          <dt>${w.follow.state}</dt>
          <dd><strong>${nowWords(look, seen)}</strong></dd>
        </div>
        ${
          seen.unit === undefined
            ? ''
            : html`<div>
                <dt>${w.follow.unit}</dt>
                <dd>${seen.unit}</dd>
              </div>`
        }
      </dl>
      ${seen.dueOn === undefined ? '' : html`<p>${w.follow.due(dayWords(look, seen.dueOn))}</p>`}
      ${
        seen.question === undefined
          ? ''
          : html`<div class="notice">
              <h2>${w.follow.question}</h2>
              <p class="said">${seen.question}</p>
              ${speakForm(look, it, 'reply', w.follow.reply)}
            </div>`
      }
      ${seen.can.includes('rate') ? rateForm(look, code) : ''}
      <h2>${w.follow.steps}</h2>
      <ol class="steps">
        ${seen.steps.map((step) => stepHtml(look, step))}
      </ol>
      ${openForms(look, it)}
      <details>
        <summary>${w.follow.said}</summary>
        <p class="said">${seen.words}</p>
      </details>
      ${seen.publicNo === undefined ? '' : html`<p><a class="button" href="/public/p/${seen.publicNo}">${w.follow.public}</a></p>`}
      ${
        seen.sealed
          ? html`<p>${w.follow.sealed}</p>
              ${newsPart(look, it)}
              <p>${codeForm(code, 'forget', w.follow.forget)}</p>`
          : seen.tells
            ? html`<p>${w.follow.tells}</p>
                <p>${codeForm(code, 'forget', w.follow.hide)}</p>`
            : ''
      }
      ${codeForm(code, 'see', w.follow.refresh)}`,
  );
}

/** Where it stands. What is handled with a problem stands where the problem does. */
function nowWords({ w }: CitizenLook, { state, steps }: Seen): string {
  const last = state === 'linked' ? steps.findLast(({ step }) => step.startsWith('p_')) : undefined;
  const told: Readonly<Record<string, string>> = w.step;
  return (last && told[last.step]) ?? w.state[state];
}

function stepHtml(look: CitizenLook, step: Step): Html {
  const { w } = look;
  const told: Readonly<Record<string, string>> = w.step;
  return html`<li>
    <strong
      >${told[step.step] ?? step.step}${step.outcome === undefined ? '' : html`: ${w.outcome[step.outcome]}`}${step.percent === undefined ? '' : ` ${step.percent}%`}</strong
    >
    <p class="hint">
      ${dayWords(look, step.on)}${step.unit === undefined ? '' : ` · ${step.unit}`}
    </p>
    ${said(step.words)} ${said(step.facts, w.follow.facts)} ${said(step.basis, w.follow.basis)}
    ${said(step.reasons, w.follow.reasons)}
  </li>`;
}

function said(words: string | undefined, labelled?: (words: string) => string): Html | string {
  if (words === undefined || words === '') return '';
  return html`<p class="said">${labelled?.(words) ?? words}</p>`;
}

function openForms(look: CitizenLook, it: Following): Html {
  const { w } = look;
  const { can, reopenUntil } = it.seen;
  const until =
    reopenUntil === undefined ? '' : ` (${w.follow.until(dayWords(look, reopenUntil))})`;
  const forms = [
    ['add', w.follow.add],
    ['reopen', `${w.follow.reopen}${until}`],
    ['ask_review', `${w.follow.review}${until}`],
  ] as const;
  return html`${forms.map(([move, label]) =>
    can.includes(move)
      ? html`<details>
          <summary>${label}</summary>
          ${speakForm(look, it, move, label)}
        </details>`
      : '',
  )}
  ${
    can.includes('withdraw')
      ? html`<details>
          <summary>${w.follow.withdraw}</summary>
          ${withdrawForm(look, it)}
        </details>`
      : ''
  }`;
}

function speakForm(
  { w }: CitizenLook,
  { code, nonce }: Following,
  move: string,
  label: string,
): Html {
  return html`<form method="post" action="/follow">
    <input type="hidden" name="code" value="${code}" />
    <input type="hidden" name="nonce" value="${nonce}" />
    <input type="hidden" name="do" value="${move}" />
    <div class="field">
      <label for="w-${move}">${label}</label>
      <textarea id="w-${move}" name="words" rows="3" maxlength="4000"></textarea>
    </div>
    <p><button class="button">${w.follow.send}</button></p>
  </form>`;
}

function withdrawForm({ w }: CitizenLook, { code, nonce }: Following): Html {
  return html`<form method="post" action="/follow">
    <input type="hidden" name="code" value="${code}" />
    <input type="hidden" name="nonce" value="${nonce}" />
    <input type="hidden" name="do" value="withdraw" />
    <p><button class="button">${w.follow.withdraw}</button></p>
  </form>`;
}

function rateForm({ w }: CitizenLook, code: string): Html {
  const levels = LEVELS_OF_RATING.toReversed();
  const yesNo = (name: 'contacted' | 'solved'): Html =>
    html`<fieldset class="field">
      <legend>${w.follow[name]}</legend>
      <div class="choices">
        ${choice(name, 'true', w.follow.yes, false)} ${choice(name, 'false', w.follow.no, false)}
      </div>
    </fieldset>`;
  return html`<section class="moves" aria-labelledby="rate">
    <h2 id="rate">${w.follow.rateTitle}</h2>
    <form method="post" action="/follow">
      <input type="hidden" name="code" value="${code}" />
      <input type="hidden" name="do" value="rate" />
      <fieldset class="field">
        <legend>${w.follow.level}</legend>
        <div class="choices one">
          ${levels.map((level) => choice('level', String(level), w.follow.levels[level], false))}
        </div>
      </fieldset>
      ${yesNo('solved')} ${yesNo('contacted')}
      <div class="field">
        <label for="note">${w.follow.note}</label>
        <textarea id="note" name="note" rows="2" maxlength="1000"></textarea>
      </div>
      <button class="button main">${w.follow.rate}</button>
    </form>
  </section>`;
}

/** 提醒: whether he is told of news, when he was, and the switch; nothing where no way is set up. */
function newsPart(look: CitizenLook, { code, seen: { news } }: Following): Html | string {
  const { w } = look;
  if (news === undefined) return '';
  const days = news.sentOn.map((day) => dayWords(look, day)).join(w.news.and);
  return html`<p>${news.on ? w.news.on : w.news.off}</p>
    ${news.unfit ? html`<p class="notice">${w.news.unfit}</p>` : ''}
    ${days === '' ? '' : html`<p>${w.news.sent(days)}</p>`}
    ${codeForm(code, news.on ? 'tell-off' : 'tell-on', news.on ? w.news.turnOff : w.news.turnOn)}`;
}

function codeForm(code: string, what: string, label: string): Html {
  return html`<form method="post" action="/follow">
    <input type="hidden" name="code" value="${code}" />
    <input type="hidden" name="do" value="${what}" />
    <button class="plain">${label}</button>
  </form>`;
}
