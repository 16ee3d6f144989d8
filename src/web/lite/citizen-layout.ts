import { html } from 'hono/html';
import type { Lang } from '#web/words/lang.ts';
import { citizenEn } from '#web/words/citizen-en.ts';
import { type CitizenWords, citizenZh } from '#web/words/citizen-zh.ts';
import { sayDay } from '#web/words/format.ts';

type Html = ReturnType<typeof html>;

/** What every citizens' page is made with. */
export interface CitizenLook {
  readonly lang: Lang;
  /** 大字版 */
  readonly big: boolean;
  readonly w: CitizenWords;
  readonly today: string;
  readonly city: string;
  /** Where the links that change the look come back to: a page that is opened by a link, never by a form. */
  readonly path: `/say${string}` | '/follow' | `/public${string}`;
  readonly css: string;
  readonly script?: string;
}

export function citizenWords(lang: Lang): CitizenWords {
  return lang === 'zh' ? citizenZh : citizenEn;
}

/** A whole page. Nothing on it is fetched from elsewhere, nothing tells a robot more than that it is a form. */
export function citizenPage(look: CitizenLook, title: string, body: Html): Html {
  const { w, lang, big, css } = look;
  const name = w.page.name(look.city);
  const change = (query: string): string =>
    `/say/look?${query}&back=${encodeURIComponent(look.path)}`;
  const places = [
    ['/say', w.page.say],
    ['/follow', w.page.follow],
    ['/public', w.page.public],
  ] as const;
  return html`<!doctype html>
    <html lang="${lang === 'zh' ? 'zh-CN' : 'en'}" class="${big ? 'big' : ''}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="same-origin" />
        ${look.path.startsWith('/public') ? '' : html`<meta name="robots" content="noindex" />`}
        <title>${title} · ${name}</title>
        <link rel="icon" href="/icon.svg" />
        <link rel="stylesheet" href="${css}" />
        ${look.script === undefined ? '' : html`<script src="${look.script}" defer></script>`}
      </head>
      <body>
        <a class="skip" href="#main">${w.page.skip}</a>
        <header class="top">
          <a class="app" href="/say">${name}</a>
          <p class="looks">
            <a href="${change(big ? 'size=normal' : 'size=big')}"
              >${big ? w.page.normal : w.page.big}</a
            >
            <a
              href="${change(lang === 'zh' ? 'lang=en' : 'lang=zh')}"
              lang="${lang === 'zh' ? 'en' : 'zh-CN'}"
              >${w.page.otherLang}</a
            >
          </p>
        </header>
        <nav class="nav" aria-label="${w.page.nav}">
          ${places.map(([href, label]) => html`<a href="${href}" ${look.path.startsWith(href) ? html`aria-current="page"` : ''}>${label}</a>`)}
        </nav>
        <main id="main" tabindex="-1">${body}</main>
        <footer class="foot"><p class="hint">${w.page.sealed}</p></footer>
      </body>
    </html>`;
}

/** A day as it is said on the page. */
export function dayWords(look: CitizenLook, day: string): string {
  return sayDay(day, look.today, look.lang);
}

/** What is in the way, in a plain sentence. */
export function citizenFailed(look: CitizenLook, sentence: string): Html {
  return citizenPage(
    look,
    look.w.page.failed,
    html`<h1>${look.w.page.failed}</h1>
      <p class="notice bad" role="alert">${sentence}</p>
      <p><a class="button" href="${look.path}">${look.w.door.back}</a></p>`,
  );
}
