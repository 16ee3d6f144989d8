import { html } from 'hono/html';
import type { publicBoard, publicProblem, publicProblems } from '#contract/public-pages.ts';
import type { publicSurveys } from '#contract/survey-public.ts';
import type { Parsed } from '#contract/operation.ts';
import { exact, sayMonth } from '#web/words/format.ts';
import { type CitizenLook, citizenPage, dayWords } from './citizen-layout.ts';
import { surveyList } from './citizen-survey.ts';

type Html = ReturnType<typeof html>;
type Board = Parsed<(typeof publicBoard)['output']>;
type Problems = Parsed<(typeof publicProblems)['output']>;
type Problem = Parsed<(typeof publicProblem)['output']>;
type Surveys = Parsed<(typeof publicSurveys)['output']>;
type Row = Problems['items'][number];

/** 公开: figures first, then the problems; what would tell of single people says so instead of a number. */
export function boardPage(
  look: CitizenLook,
  board: Board,
  found: Problems,
  surveys: Surveys,
): Html {
  const { w } = look;
  const n = (cell: number | undefined): string => (cell === undefined ? w.public.few : exact(cell));
  const pieces = (cell: number | undefined): string =>
    cell === undefined ? w.public.few : w.public.pieces(exact(cell));
  const names: Readonly<Record<string, string>> = w.subject;
  const called = {
    subject: (name: string) => names[name] ?? w.public.noSubject,
    unit: (name: string) => name,
    month: (name: string) => sayMonth(name, look.lang),
  };
  const kept: Readonly<Record<string, string>> = w.moderation;
  return citizenPage(
    look,
    w.public.title,
    html`<h1>${w.public.title}</h1>
      <p class="hint">${w.public.asOf(dayWords(look, look.today))}</p>
      <div class="pair">
        <p>${w.public.received}<strong>${pieces(board.received)}</strong></p>
        <p>${w.public.answered}<strong>${pieces(board.answered)}</strong></p>
        <p>${w.public.adopted}<strong>${pieces(board.adopted)}</strong></p>
        <p>${w.public.problems}<strong>${exact(board.problems.n)}</strong></p>
        <p>${w.public.claimed}<strong>${exact(board.problems.claimed)}</strong></p>
        <p>${w.public.checked}<strong>${exact(board.problems.checked)}</strong></p>
      </div>
      <h2>${w.public.problems}</h2>
      ${problemList(look, found)} ${surveyList(look, surveys)}
      <p class="hint">${w.public.fewHint}</p>
      ${board.tables.map(
        ({ by, rows }) =>
          html`<h2 id="t-${by}">${w.public.by[by]}</h2>
            <table aria-labelledby="t-${by}">
              <thead>
                <tr>
                  <th scope="col">${w.public.by[by]}</th>
                  <th scope="col">${w.public.received}</th>
                  <th scope="col">${w.public.answered}</th>
                </tr>
              </thead>
              <tbody>
                ${rows.map(
                  (row) =>
                    html`<tr>
                      <th scope="row">${called[by](row.name)}</th>
                      <td class="n">${n(row.received)}</td>
                      <td class="n">${n(row.answered)}</td>
                    </tr>`,
                )}
              </tbody>
            </table>`,
      )}
      ${
        board.moderation.length === 0
          ? ''
          : html`<h2>${w.public.moderation}</h2>
              <dl class="facts">
                ${board.moderation.map(
                  (one) =>
                    html`<div>
                      <dd>${kept[one.what] ?? one.what}</dd>
                      <dd>${n(one.n)}</dd>
                    </div>`,
                )}
              </dl>`
      }
      <h2>${w.public.open}</h2>
      <p>
        <a href="/api/v1/public/data">${w.public.csv}</a>
        <a href="/api/v1/public/problems">${w.public.json}</a>
      </p>`,
  );
}

function problemList(look: CitizenLook, found: Problems): Html {
  const { w } = look;
  if (found.items.length === 0) return html`<p class="notice">${w.public.none}</p>`;
  return html`<ul class="cards">
      ${found.items.map(
        (row) =>
          html`<li>
            <a class="card" href="/public/p/${row.no}"
              ><strong class="title">${row.title}</strong>${meta(look, row)}</a
            >
          </li>`,
      )}
    </ul>
    ${found.next === undefined ? '' : html`<p><a class="button" href="/public?after=${encodeURIComponent(found.next)}">${w.public.more}</a></p>`}`;
}

function meta(look: CitizenLook, row: Row): Html {
  const { w } = look;
  const states: Readonly<Record<string, string>> = w.problem;
  return html`<span class="meta"
    ><span class="tag ${row.state === 'closed' ? 'done' : 'work'}"
      >${states[row.state] ?? row.state}</span
    >
    ${row.unit === undefined ? '' : html`<span>${row.unit}</span>`}
    ${row.meToo === 0 ? '' : html`<span>${w.public.meTooCount(row.meToo)}</span>`}</span
  >`;
}

/** 一个公开问题: said to be done and checked side by side, and 我也遇到. */
export function problemPage(look: CitizenLook, it: Problem, thanked: boolean): Html {
  const { w } = look;
  const told: Readonly<Record<string, string>> = w.step;
  return citizenPage(
    look,
    it.title,
    html`<h1>${it.title}</h1>
      ${thanked ? html`<p class="notice good" role="status">${w.public.meTooDone}</p>` : ''}
      <p>${meta(look, it)}</p>
      <p class="said">${it.words}</p>
      <div class="pair">
        <p>
          ${w.public.claimed}<strong
            >${it.claimedOn === undefined ? w.public.notYet : dayWords(look, it.claimedOn)}</strong
          >
        </p>
        <p>
          ${w.public.checked}<strong
            >${it.checkedOn === undefined ? w.public.notYet : dayWords(look, it.checkedOn)}</strong
          >
        </p>
        <p>
          ${w.public.voices}<strong
            >${it.voices === undefined ? w.public.few : w.public.pieces(exact(it.voices))}</strong
          >
        </p>
        <p>${w.public.meToo}<strong>${exact(it.meToo)}</strong></p>
      </div>
      ${
        thanked
          ? ''
          : html`<form method="post" action="/public/p/${it.no}">
              <input type="hidden" name="nonce" value="${it.nonce}" />
              <button class="button main">${w.public.meToo}</button>
            </form>`
      }
      <h2>${w.follow.steps}</h2>
      <ol class="steps">
        ${it.steps.map(
          (step) =>
            html`<li>
              <strong
                >${told[step.step] ?? step.step}${step.percent === undefined ? '' : ` ${step.percent}%`}</strong
              >
              <p class="hint">
                ${dayWords(look, step.on)}${step.unit === undefined ? '' : ` · ${step.unit}`}
              </p>
            </li>`,
        )}
      </ol>
      <p class="hint">${it.no} · ${w.public.publishedOn(dayWords(look, it.publishedOn))}</p>`,
  );
}
