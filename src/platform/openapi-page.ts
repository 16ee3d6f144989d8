import { createHash } from 'node:crypto';
import { Hono } from 'hono';
import type { Operation } from '#contract/operation.ts';
import type { Route } from './http.ts';
import { type Lang, langOf } from './http-problem.ts';
import { API_ROOT } from './openapi.ts';
import { PAGE_STYLE } from './openapi-style.ts';

/** One call that was made against a running server, and what it answered. */
export interface ApiExample {
  readonly operation: string;
  readonly curl: string;
  readonly status: number;
  readonly answer: unknown;
}

export interface ApiPageParts {
  readonly routes: readonly Route[];
  /** The text of openapi.json. */
  readonly openApi: string;
  readonly examples: readonly ApiExample[];
}

const CSP =
  "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The page of the open API at /api and its document at /openapi.json, for everybody (开放接口). */
export function apiPages(parts: ApiPageParts): Hono {
  const app = new Hono();
  const pages = { zh: pageOf(parts, 'zh'), en: pageOf(parts, 'en') };
  const kept = (text: string, type: string) => {
    const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
    const headers = {
      'content-type': type,
      etag,
      'cache-control': 'no-cache',
      vary: 'accept-language',
    };
    return (request: Request): Response =>
      request.headers.get('if-none-match') === etag
        ? new Response(undefined, { status: 304, headers })
        : new Response(text, { headers: { ...headers, 'content-security-policy': CSP } });
  };
  const html = {
    zh: kept(pages.zh, 'text/html; charset=utf-8'),
    en: kept(pages.en, 'text/html; charset=utf-8'),
  };
  const style = kept(PAGE_STYLE, 'text/css; charset=utf-8');
  const document = kept(parts.openApi, 'application/json');
  app.get('/api', (c) => {
    const wanted = c.req.query('lang');
    return html[wanted === 'zh' || wanted === 'en' ? wanted : langOf(c.req.raw)](c.req.raw);
  });
  app.get('/api/style.css', (c) => style(c.req.raw));
  app.get('/openapi.json', (c) => document(c.req.raw));
  return app;
}

const WORDS = {
  zh: {
    title: '落实 · 开放接口',
    intro: [
      '网页上能做的，接口都能做。登录后在“个人令牌”处取得令牌，放在 authorization 请求头。',
      '写操作须带 Idempotency-Key：同一键 7 天内只执行一次，断线后可放心重发。',
      '错误为 RFC 9457 格式，title 为中文或英文（accept-language）。列表用返回的 next 翻页。',
    ],
    document: '完整定义：',
    other: '<a href="?lang=en" hreflang="en" lang="en">English</a>',
    groups: '分组',
    answered: '返回',
    none: '本操作暂无示例。',
    access: { public: '无需登录', 'signed-in': '须登录' },
    scope: '令牌范围',
  },
  en: {
    title: 'Luoshi · open API',
    intro: [
      'What the site can do, the API can do. Sign in, make a personal token and send it in the authorization header.',
      'A write carries an Idempotency-Key: within 7 days the work is done once for a key, so a lost reply can be asked for again.',
      'Errors are RFC 9457, their title in Chinese or English (accept-language). Lists go on with the cursor next.',
    ],
    document: 'The whole definition: ',
    other: '<a href="?lang=zh" hreflang="zh-CN" lang="zh-CN">中文</a>',
    groups: 'Groups',
    answered: 'answers',
    none: 'There is no example of this operation yet.',
    access: { public: 'no sign-in needed', 'signed-in': 'signed in' },
    scope: 'scope of a token',
  },
} as const;

function pageOf(parts: ApiPageParts, lang: Lang): string {
  const say = WORDS[lang];
  const groups = [...new Set(parts.routes.map(({ op }) => op.group))];
  const examples = new Map(parts.examples.map((example) => [example.operation, example]));
  const nav = groups.map((group) => `<li><a href="#${escape(group)}">${escape(group)}</a></li>`);
  const sections = groups.map((group) => {
    const ops = parts.routes.filter(({ op }) => op.group === group);
    const articles = ops.map(({ op }) => articleOf(op, examples.get(op.id), lang));
    return `<section id="${escape(group)}"><h2>${escape(group)}</h2>${articles.join('')}</section>`;
  });
  return `<!doctype html>
<html lang="${lang === 'zh' ? 'zh-CN' : 'en'}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${say.title}</title><link rel="stylesheet" href="/api/style.css"></head>
<body>
<header><h1>${say.title}</h1>${say.intro.map((line) => `<p>${line}</p>`).join('')}
<p>${say.document}<a href="/openapi.json">openapi.json</a> (OpenAPI 3.1) · ${say.other}</p></header>
<nav aria-label="${say.groups}"><ul>${nav.join('')}</ul></nav>
<main>${sections.join('\n')}</main>
</body>
</html>
`;
}

function articleOf(op: Operation, example: ApiExample | undefined, lang: Lang): string {
  const say = WORDS[lang];
  const who = typeof op.access === 'string' ? say.access[op.access] : op.access.join(', ');
  const scope = op.access === 'public' ? '' : ` · ${say.scope} <code>${op.scope}</code>`;
  const title = `<code><b>${op.method}</b> ${escape(API_ROOT + op.path)}</code>`;
  return `<article id="${escape(op.id)}">
<h3><a href="#${escape(op.id)}">${escape(op.summary[lang])}</a></h3>
<p>${title}</p><p class="who">${escape(who)}${scope}</p>
${example === undefined ? `<p class="none">${say.none}</p>` : exampleOf(example, lang)}</article>`;
}

/** A focusable box, so that who has no pointer can scroll it. */
function exampleOf(example: ApiExample, lang: Lang): string {
  const { curl, status, answer } = example;
  const text = typeof answer === 'string' ? answer : JSON.stringify(answer, undefined, 2);
  return `<pre tabindex="0"><code>${escape(curl)}</code></pre>
<p class="answered">${WORDS[lang].answered} ${status}</p>
<pre tabindex="0"><code>${escape(text)}</code></pre>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
