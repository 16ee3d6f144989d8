import { html } from 'hono/html';
import { type Html, type Look, page } from './layout.ts';

/** The form somebody was on when his session ended: where it goes, and what was typed. */
export interface Kept {
  readonly fields: string;
  readonly photos: boolean;
}

interface SignInParts {
  /** Where to go afterwards. */
  readonly goal: string;
  readonly login?: string;
  readonly withCode?: boolean;
  readonly fault?: string | undefined;
  readonly kept?: Kept | undefined;
}

/** 登录. */
export function signInPage(look: Look, parts: SignInParts): Html {
  const { w } = look;
  const { kept, fault } = parts;
  return page(look, {
    title: w.door.title,
    outside: true,
    body: html`<h1>${w.door.title}</h1>
      ${kept === undefined ? '' : html`<p class="notice">${w.door.ended}${kept.photos ? w.door.endedPhoto : ''}</p>`}
      ${fault === undefined ? '' : html`<p class="notice bad" role="alert">${fault}</p>`}
      <form method="post" action="/m/sign-in">
        <input type="hidden" name="goal" value="${parts.goal}" />
        ${kept === undefined ? '' : html`<input type="hidden" name="kept" value="${kept.fields}" /><input type="hidden" name="photos" value="${kept.photos ? '1' : ''}" />`}
        <div class="field">
          <label for="login">${w.door.login}</label>
          <input
            id="login"
            name="login"
            autocomplete="username"
            autocapitalize="none"
            required
            value="${parts.login ?? ''}"
          />
        </div>
        <div class="field">
          <label for="password">${w.door.password}</label>
          <input
            id="password"
            name="password"
            type="password"
            autocomplete="current-password"
            required
          />
        </div>
        ${parts.withCode === true ? codeField(look) : ''}
        <button class="button main">${w.door.submit}</button>
      </form>`,
  });
}

function codeField({ w }: Look): Html {
  return html`<div class="field">
    <label for="code">${w.door.code}</label>
    <p class="hint" id="code-hint">${w.door.codeHint}</p>
    <input
      class="short"
      id="code"
      name="code"
      inputmode="numeric"
      autocomplete="one-time-code"
      maxlength="6"
      required
      aria-describedby="code-hint"
    />
  </div>`;
}

/** The first password must become one's own before anything else. */
export function firstPasswordPage(look: Look, goal: string, fault?: string): Html {
  const { w } = look;
  return page(look, {
    title: w.door.firstTitle,
    outside: true,
    body: html`<h1>${w.door.firstTitle}</h1>
      <p>${w.door.firstHint}</p>
      ${fault === undefined ? '' : html`<p class="notice bad" role="alert">${fault}</p>`}
      <form method="post" action="/m/password">
        <input type="hidden" name="goal" value="${goal}" />
        <div class="field">
          <label for="current">${w.door.current}</label>
          <input
            id="current"
            name="current"
            type="password"
            autocomplete="current-password"
            required
          />
        </div>
        <div class="field">
          <label for="next">${w.door.next}</label>
          <input id="next" name="next" type="password" autocomplete="new-password" required />
        </div>
        <button class="button main">${w.door.change}</button>
      </form>`,
  });
}
