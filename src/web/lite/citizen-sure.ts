import { html } from 'hono/html';
import type { lookOver } from '#contract/citizen.ts';
import type { Parsed } from '#contract/operation.ts';
import { type Disclosed, disclosedIn, homesIn } from '#domain/voice/disclosed.ts';
import { type CitizenLook, citizenPage } from './citizen-layout.ts';
import { choice, sentTo } from './citizen-say.ts';
import type { Typed } from './field.ts';

type Html = ReturnType<typeof html>;
export type LookedOver = Parsed<(typeof lookOver)['output']>;

/** What the writer is asked before it is sent: what tells of him in his text, or words of an accusation. */
export function surePage(
  look: CitizenLook,
  typed: Typed,
  photos: readonly string[],
  about: LookedOver,
): Html {
  const { w } = look;
  const hidden = Object.entries(typed).flatMap(([name, values]) =>
    ['photo', 'sure', 'hide', 'hideHome'].includes(name)
      ? []
      : values.map((value) => ({ name, value })),
  );
  return citizenPage(
    look,
    w.sure.title,
    html`<h1>${w.sure.title}</h1>
      <form method="post" action="${sentTo({ enterprise: look.path === '/say/enterprise' })}">
        ${hidden.map(({ name, value }) => html`<input type="hidden" name="${name}" value="${value}" />`)}
        ${photos.map((id) => html`<input type="hidden" name="photo" value="${id}" />`)}
        <input type="hidden" name="sure" value="true" />
        ${
          about.number || about.name
            ? html`<p class="notice">${w.sure.known}</p>
                ${markedTexts(typed, disclosedIn)}
                <fieldset class="field">
                  <legend>${w.sure.how}</legend>
                  <div class="choices one">
                    ${choice('hide', 'true', w.sure.hide, true)}
                    ${choice('hide', 'false', w.sure.keep, false)}
                  </div>
                </fieldset>`
            : ''
        }
        ${
          about.home
            ? html`<p class="notice">${w.sure.home}</p>
                ${markedTexts(typed, homesIn)}
                <fieldset class="field">
                  <legend>${w.sure.homeHow}</legend>
                  <div class="choices one">
                    ${choice('hideHome', 'false', w.sure.homeKeep, true)}
                    ${choice('hideHome', 'true', w.sure.homeHide, false)}
                  </div>
                </fieldset>`
            : ''
        }
        ${
          about.alike.length === 0
            ? ''
            : html`<p>${w.sure.alike}</p>
                <ul>
                  ${about.alike.map(
                    (one) =>
                      html`<li>
                        <a href="/public/p/${one.no}">${one.title}</a>
                        ${problemState(look, one.state)}
                      </li>`,
                  )}
                </ul>`
        }
        ${
          about.accusation
            ? html`<p class="notice bad">${w.sure.accusation}</p>
                ${doorLines(look)}`
            : ''
        }
        <p><button class="button main">${w.sure.go}</button></p>
        <p><button class="button" name="back" value="true">${w.sure.back}</button></p>
      </form>`,
  );
}

/** So much of the text is shown on either side of what is marked in it. */
const AROUND = 12;
const MOST_MARKED = 20;

/** What was found, each in the words around it: a long text is not shown whole to be looked through. */
function markedTexts(
  typed: Typed,
  found: (text: string, isPlace: boolean) => readonly Disclosed[],
): Html {
  const texts = [typed['words']?.[0] ?? '', typed['place']?.[0] ?? ''];
  const marked = texts.flatMap((text, i) =>
    found(text, i === 1).map(({ from, to }) => {
      const start = Math.max(0, from - AROUND);
      const before = `${start === 0 ? '' : '…'}${text.slice(start, from)}`;
      const after = `${text.slice(to, to + AROUND)}${to + AROUND < text.length ? '…' : ''}`;
      return html`<li>${before}<mark>${text.slice(from, to)}</mark>${after}</li>`;
    }),
  );
  return html`<ul>
    ${marked.slice(0, MOST_MARKED)}
  </ul>`;
}

function problemState({ w }: CitizenLook, state: string): string {
  const said: Readonly<Record<string, string>> = w.problem;
  return said[state] === undefined ? '' : `（${said[state]}）`;
}

function doorLines({ w }: CitizenLook): Html {
  return html`<ul>
    ${Object.values(w.door.lines).map((line) => html`<li>${line}</li>`)}
  </ul>`;
}

/** 检举控告 is shown its door; nothing was kept. */
export function doorPage(look: CitizenLook): Html {
  const { w } = look;
  return citizenPage(
    look,
    w.door.title,
    html`<h1>${w.door.title}</h1>
      <p class="notice">${w.door.stored}</p>
      ${doorLines(look)}
      <p><a class="button" href="/say">${w.door.back}</a></p>`,
  );
}
