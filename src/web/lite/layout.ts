import { html } from 'hono/html';
import type { Lang } from '#web/words/lang.ts';
import { liteEn } from '#web/words/lite-en.ts';
import { type LiteWords, liteZh } from '#web/words/lite-zh.ts';

export type Html = ReturnType<typeof html>;

/** What every page is made with. */
export interface Look {
  readonly lang: Lang;
  /** 大字版 */
  readonly big: boolean;
  readonly w: LiteWords;
  /** The calendar day in the city, `YYYY-MM-DD`. */
  readonly today: string;
  /** Where the page stands, query included: the links that change its look come back here. */
  readonly path: string;
  /** Where the style sheet lies. */
  readonly css: string;
  /** Where the script lies that makes photos smaller and keeps reports while there is no network. */
  readonly script: string;
  /** 只读: nothing can be saved just now. */
  readonly readOnly?: boolean;
  /** 离线暂存: whose reports wait on this phone. */
  readonly outbox?: { readonly who: string };
}

export function wordsOf(lang: Lang): LiteWords {
  return lang === 'zh' ? liteZh : liteEn;
}

interface PageParts {
  readonly title: string;
  readonly body: Html;
  /** Nobody is signed in: no navigation. */
  readonly outside?: boolean;
}

/** A whole page. The referrer rule lets a form of ours name its origin over plain http, where older browsers say nothing else. */
export function page(look: Look, { title, body, outside = false }: PageParts): Html {
  const { w } = look;
  return html`${head(look, title, look.big ? 'big' : '')}
    <body>
      <a class="skip" href="#main">${w.page.skip}</a>
      <header class="top">
        <a class="app" href="/m">${w.page.app}</a>
        <p class="looks">
          <a href="${lookLink(look, look.big ? 'size=normal' : 'size=big')}"
            >${look.big ? w.page.normal : w.page.big}</a
          >
          <a
            href="${lookLink(look, look.lang === 'zh' ? 'lang=en' : 'lang=zh')}"
            lang="${look.lang === 'zh' ? 'en' : 'zh-CN'}"
            >${w.page.otherLang}</a
          >
        </p>
      </header>
      ${outside ? '' : nav(look)}
      <main id="main" tabindex="-1">
        ${look.readOnly === true ? html`<p class="notice bad">${w.page.readOnly}</p>` : ''}
        ${outbox(look)}${body}
      </main>
      <script src="${look.script}" defer></script>
      <footer class="foot">
        <a href="/">${w.page.desk}</a>
        ${outside ? '' : signOut(look)}
      </footer>
    </body>
    </html>`;
}

/** Where it is said what waits on the phone; without scripts the box stays hidden. */
function outbox({ outbox: it, w }: Look): Html | string {
  if (it === undefined) return '';
  return html`<div
    id="outbox"
    class="notice"
    role="status"
    hidden
    data-who="${it.who}"
    data-kept="${w.outbox.kept}"
    data-waiting="${w.outbox.waiting}"
    data-sent="${w.outbox.sent}"
    data-refused="${w.outbox.refused}"
    data-sign-in="${w.outbox.signIn}"
    data-drop="${w.outbox.drop}"
    data-leaving="${w.outbox.leaving}"
  ></div>`;
}

/** The head of a page or a printed sheet; `mood` is the class on its root. */
export function head({ lang, css, w }: Look, title: string, mood: string): Html {
  return html`<!doctype html>
    <html lang="${lang === 'zh' ? 'zh-CN' : 'en'}" class="${mood}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="same-origin" />
        <title>${title} · ${w.page.app}</title>
        <link rel="icon" href="/icon.svg" />
        <link rel="stylesheet" href="${css}" />
      </head>
     `;
}

function lookLink({ path }: Look, change: string): string {
  return `/m/look?${change}&back=${encodeURIComponent(path)}`;
}

function nav({ w, path }: Look): Html {
  const places = [
    ['/m', w.page.work],
    ['/m/list', w.page.all],
    ['/m/mend', w.page.mend],
    ['/m/visit', w.page.visit],
  ] as const;
  const here = path.split('?')[0];
  return html`<nav class="nav" aria-label="${w.page.nav}">
    ${places.map(([href, name]) => html`<a href="${href}" ${href === here ? html`aria-current="page"` : ''}>${name}</a>`)}
  </nav>`;
}

function signOut({ w }: Look): Html {
  return html`<form method="post" action="/m/sign-out">
    <button class="plain">${w.page.signOut}</button>
  </form>`;
}

/** A page that says what is in the way, in a plain sentence. */
export function failedPage(look: Look, sentence: string, outside = false): Html {
  const { w } = look;
  return page(look, {
    title: w.page.failed,
    outside,
    body: html`<h1>${w.page.failed}</h1>
      <p class="notice bad" role="alert">${sentence}</p>
      <p><a class="button" href="/m">${w.page.home}</a></p>`,
  });
}
