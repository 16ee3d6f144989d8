import { html } from 'hono/html';
import type {
  answerSurvey,
  openSurvey,
  publicSurvey,
  publicSurveys,
} from '#contract/survey-public.ts';
import type { Parsed } from '#contract/operation.ts';
import { LEVELS, MOST_TEXT, NO_ANSWER, NO_ANSWER_WORD } from '#domain/voice/survey.ts';
import { SURVEY_WORDS } from '#domain/voice/survey-words.ts';
import { exact } from '#web/words/format.ts';
import { type CitizenLook, citizenPage, dayWords } from './citizen-layout.ts';
import type { Typed } from './field.ts';

type Html = ReturnType<typeof html>;
type Opened = Parsed<(typeof openSurvey)['output']>;
type Told = Parsed<(typeof publicSurvey)['output']>;
type Result = NonNullable<Told['results']['questions']>[number];

interface SheetState {
  readonly typed: Typed;
  readonly nonce: string;
  readonly answeredBefore: boolean;
  readonly fault?: string;
}

/** 问卷: every question on one page; a sheet that nobody can be told by. */
export function sheetPage(look: CitizenLook, it: Opened, state: SheetState): Html {
  const { w } = look;
  const head = html`<h1>${it.title}</h1>
    <p class="hint">
      ${w.survey.window(it.unit, dayWords(look, it.fromOn), dayWords(look, it.toOn))}
    </p>
    ${it.words === '' ? '' : html`<p class="said">${it.words}</p>`}`;
  if (it.state !== 'open')
    return citizenPage(
      look,
      it.title,
      html`${head}
        <p class="notice">${it.state === 'over' ? w.survey.over : w.survey.coming}</p>`,
    );
  if (state.answeredBefore)
    return citizenPage(
      look,
      it.title,
      html`${head}
        <p class="notice">${w.survey.once}</p>
        <p><a class="button" href="/say/s/${it.code}?again=1">${w.survey.another}</a></p>`,
    );
  return citizenPage(
    look,
    state.fault === undefined ? it.title : `${w.say.faults} · ${it.title}`,
    html`${head}
      <p>${w.survey.anonymous}</p>
      ${
        state.fault === undefined
          ? ''
          : html`<div class="notice bad" role="alert" tabindex="-1" autofocus>
              <h2>${w.say.faults}</h2>
              <p>${state.fault}</p>
            </div>`
      }
      <form
        method="post"
        action="/say/s/${it.code}"
        ${it.proofBits > 0 ? html`data-proof="${it.proofBits}"` : ''}
      >
        <input type="hidden" name="nonce" value="${state.nonce}" />
        <input type="hidden" name="proof" value="" />
        ${it.chosen === 'open' ? '' : inviteField(look, state.typed['invite']?.[0] ?? '')}
        ${it.questions.map((question, i) => questionField(look, question, i, state))}
        <button class="button main">${w.survey.submit}</button>
      </form>`,
  );
}

function inviteField({ w }: CitizenLook, value: string): Html {
  return html`<div class="field">
    <label for="invite">${w.survey.invite}</label>
    <p class="hint" id="invite-hint">${w.survey.inviteHint}</p>
    <input
      type="text"
      id="invite"
      name="invite"
      value="${value}"
      maxlength="40"
      autocomplete="off"
      autocapitalize="characters"
      aria-describedby="invite-hint"
    />
  </div>`;
}

function questionField(
  look: CitizenLook,
  { kind, words, choices }: Opened['questions'][number],
  i: number,
  state: SheetState,
): Html {
  const { w } = look;
  const name = `q${i}`;
  const typed = state.typed[name]?.[0] ?? '';
  if (kind === 'text')
    return html`<div class="field">
      <label for="${name}">${i + 1}. ${words}（${w.survey.optional}）</label>
      <p class="hint" id="${name}-hint">${w.survey.noAccusation}</p>
      <textarea
        id="${name}"
        name="${name}"
        rows="3"
        maxlength="${MOST_TEXT}"
        aria-describedby="${name}-hint"
      >
${typed}</textarea>
    </div>`;
  const labels = [...labelsOf(look, kind, choices), SURVEY_WORDS[look.lang].none];
  const values = [...labels.keys()].map((at) =>
    at === labels.length - 1 ? NO_ANSWER_WORD : String(at),
  );
  const isMissing = state.fault !== undefined && !values.includes(typed);
  return html`<fieldset class="field" id="${name}" tabindex="-1">
    <legend>${i + 1}. ${words}</legend>
    ${isMissing ? html`<p class="fault">${w.survey.number(i + 1)}：${w.survey.choice}？</p>` : ''}
    <div class="choices one">
      ${labels.map(
        (label, at) =>
          html`<label class="choice"
            ><input
              type="radio"
              name="${name}"
              value="${values[at]}"
              ${typed === values[at] ? 'checked' : ''}
            /><span>${label}</span></label
          >`,
      )}
    </div>
  </fieldset>`;
}

function labelsOf(
  { lang }: CitizenLook,
  kind: 'choice' | 'levels' | 'text',
  choices: readonly string[],
): readonly string[] {
  return kind === 'levels' ? SURVEY_WORDS[lang].levels.slice(0, LEVELS) : choices;
}

/** 谢谢, and where help is to be had if somebody may need it at once. */
export function answeredPage(
  look: CitizenLook,
  title: string,
  { danger, hidden }: Parsed<(typeof answerSurvey)['output']>,
): Html {
  const { w } = look;
  return citizenPage(
    look,
    title,
    html`<h1>${title}</h1>
      ${danger ? html`<p class="notice bad" role="alert">${w.receipt.danger}</p>` : ''}
      <p class="notice good" role="status">${w.survey.done}</p>
      ${hidden ? html`<p>${w.survey.hidden}</p>` : ''}
      <p>${w.survey.doneHint}</p>
      <p><a class="button" href="/public">${w.page.public}</a></p>`,
  );
}

/** 问卷结果: beside each table how it came about, so that no figure travels without it. */
export function resultsPage(look: CitizenLook, it: Told): Html {
  const { w } = look;
  const { method, questions } = it.results;
  return citizenPage(
    look,
    it.title,
    html`<h1>${it.title}</h1>
      <p class="hint">
        ${w.survey.window(it.unit, dayWords(look, it.fromOn), dayWords(look, it.toOn))}
      </p>
      ${it.words === '' ? '' : html`<p class="said">${it.words}</p>`}
      <h2>${w.survey.how}</h2>
      ${methodFacts(look, method)}
      ${
        questions === undefined
          ? html`<p class="notice">${w.survey.tooFew}</p>`
          : questions.map((question, i) => questionResult(look, question, i, method))
      }
      ${
        questions === undefined
          ? ''
          : html`<p class="hint">${SURVEY_WORDS[look.lang].fewHint}</p>
              <p>
                <a href="/api/v1/public/surveys/${it.code}/data">${w.public.csv}</a>
                <a href="/api/v1/public/surveys/${it.code}">${w.public.json}</a>
              </p>`
      }`,
  );
}

type Method = Told['results']['method'];

function methodFacts(look: CitizenLook, method: Method): Html {
  const { w } = look;
  const facts: readonly (readonly [string, string])[] = [
    [w.survey.chosen, SURVEY_WORDS[look.lang].chosen[method.chosen]],
    ...(method.method === '' ? [] : ([[w.survey.method, method.method]] as const)),
    ...(method.invited === undefined
      ? []
      : ([[w.survey.invited, w.survey.people(exact(method.invited))]] as const)),
    [
      w.survey.answered,
      method.answered === undefined
        ? SURVEY_WORDS[look.lang].few
        : w.survey.sheets(exact(method.answered)),
    ],
    [w.survey.rate, rateWords(look, method)],
    ...(method.held === undefined || method.held === 0
      ? []
      : ([[w.survey.held, w.survey.sheets(exact(method.held))]] as const)),
  ];
  return html`<dl class="facts">
    ${facts.map(
      ([label, value]) =>
        html`<div>
          <dt>${label}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

function rateWords({ lang }: CitizenLook, { chosen, rate }: Method): string {
  if (chosen === 'open') return SURVEY_WORDS[lang].openRate;
  return rate === undefined ? SURVEY_WORDS[lang].few : percentOf(rate);
}

function percentOf(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}

function questionResult(look: CitizenLook, question: Result, i: number, method: Method): Html {
  const { w } = look;
  const s = SURVEY_WORDS[look.lang];
  const { kind, words, choices, cells, written } = question;
  const title = html`<h2 id="q${i}">${i + 1}. ${words}</h2>`;
  if (kind === 'text')
    return html`${title}
      <p>${w.survey.written(written === undefined ? s.few : w.survey.sheets(exact(written)))}</p>`;
  const labels = labelsOf(look, kind, choices);
  return html`${title}
    <table aria-labelledby="q${i}">
      <thead>
        <tr>
          <th scope="col">${w.survey.choice}</th>
          <th scope="col">${w.survey.count}</th>
          <th scope="col">${w.survey.share}</th>
        </tr>
      </thead>
      <tbody>
        ${cells.map(
          ({ choice, n, share, low, high }) =>
            html`<tr>
              <th scope="row">${choice === NO_ANSWER ? s.none : labels[choice]}</th>
              <td class="n">${n === undefined ? SURVEY_WORDS[look.lang].few : exact(n)}</td>
              <td class="n">
                ${share === undefined ? '' : percentOf(share)}
                ${low === undefined || high === undefined ? '' : `（${percentOf(low)}–${percentOf(high)}）`}
              </td>
            </tr>`,
        )}
      </tbody>
    </table>
    <p class="hint">
      ${s.chosen[method.chosen]}，n=${exact(method.answered ?? 0)}，${
        method.chosen === 'open' ? s.openRate : `${w.survey.rate} ${rateWords(look, method)}`
      }。${s.standing[method.standing]}
    </p>`;
}

/** Those that one may answer now, and those whose results may be read. */
export function surveyList(
  look: CitizenLook,
  { items }: Parsed<(typeof publicSurveys)['output']>,
): Html {
  const { w } = look;
  if (items.length === 0) return html``;
  return html`<h2>${w.survey.list}</h2>
    <ul class="cards">
      ${items.map(
        (it) =>
          html`<li>
            <a class="card" href="${it.results ? '/public/s/' : '/say/s/'}${it.code}"
              ><strong class="title">${it.title}</strong
              ><span class="meta"
                ><span class="tag ${it.results ? 'done' : 'work'}"
                  >${it.results ? w.survey.results : w.survey.answer}</span
                ><span
                  >${w.survey.window(it.unit, dayWords(look, it.fromOn), dayWords(look, it.toOn))}</span
                ></span
              ></a
            >
          </li>`,
      )}
    </ul>`;
}
