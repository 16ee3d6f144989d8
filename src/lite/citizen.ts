import { createHash } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { compress } from 'hono/compress';
import { getCookie, setCookie } from 'hono/cookie';
import type { html } from 'hono/html';
import * as citizen from '#contract/citizen.ts';
import * as pages from '#contract/public-pages.ts';
import * as collection from '#contract/collection.ts';
import type { Parsed } from '#contract/operation.ts';
import * as surveyPublic from '#contract/survey-public.ts';
import { COLLECTION_CODE } from '#domain/voice/collection.ts';
import { langOf } from '#platform/http-problem.ts';
import { dayOf } from '#platform/command.ts';
import { citizenFailed, type CitizenLook, citizenWords } from '#web/lite/citizen-layout.ts';
import { codePage, followPage } from '#web/lite/citizen-follow.ts';
import { posterPage } from '#web/lite/citizen-poster.ts';
import { boardPage, problemPage } from '#web/lite/citizen-public.ts';
import { apiCaller, ApiRefused, type Handle } from './call.ts';
import { citizenSays, sayAgain, type CitizenVisit } from './citizen-say.ts';
import { answerPage, surveyPath, surveyResultsPage } from './citizen-survey.ts';
import { FormFault, readForm, type SentForm } from './form.ts';
import { liteScript, liteSheet } from './sheet.ts';

interface CitizenParts {
  /** The open API. */
  readonly api: Handle;
  readonly now: () => Date;
  readonly log: (line: object) => void;
  /** Where the house is found from outside, for what is printed; the address asked for when not said. */
  readonly publicUrl?: URL | undefined;
}

type Page = ReturnType<typeof html>;

const LOOK = 'luoshi-look';
const YEAR = 31_536_000;
const STATUSES = [400, 403, 404, 409, 422, 429, 503] as const;

/**
 * 群众端: `/say`, `/follow`, `/public`. They work without scripts, set no cookie but the look (and
 * that a survey was answered, read by its page alone), and log no caller.
 */
export function citizenSite({ api, now, log, publicUrl }: CitizenParts): Hono {
  const sheet = liteSheet('lite.css', 'form.css', 'citizen.css');
  const code = liteScript('shrink.js', 'citizen-proof.js', 'citizen-keep.js');
  const css = fixed('css', sheet);
  const script = fixed('js', code);
  const app = new Hono();
  for (const path of ['/say', '/say/*', '/follow', '/public', '/public/*'])
    app.use(path, compress());
  const keep = (path: string, type: string, text: string): void => {
    app.get(path, (c) =>
      c.body(text, 200, {
        'content-type': `${type}; charset=utf-8`,
        'cache-control': `public, max-age=${YEAR}, immutable`,
      }),
    );
  };
  keep(css, 'text/css', sheet);
  keep(script, 'text/javascript', code);

  const page =
    (path: CitizenLook['path'], work: (v: CitizenVisit) => Promise<Page | Response>) =>
    async (c: Context): Promise<Response> => {
      const shown = path.startsWith('/public')
        ? (c.req.path as CitizenLook['path'])
        : path === '/say/s'
          ? surveyPath(c)
          : backTo(path, c.req.query('c'));
      const lang = langIn(c);
      const caller = apiCaller(api, c.req.raw, c.env, lang);
      const look: CitizenLook = {
        lang,
        big: (getCookie(c, LOOK) ?? '').endsWith('.big'),
        w: citizenWords(lang),
        today: dayOf(now()),
        city: '',
        path: shown,
        css,
        ...(path.startsWith('/say') ? { script } : {}),
      };
      c.header('cache-control', isEmptyForm(c) ? 'private, no-cache' : 'no-store');
      try {
        const form = await caller.call(citizen.sayForm, {});
        const made = await work({ c, look: { ...look, city: form.city }, api: caller, form });
        return made instanceof Response ? made : c.html(made);
      } catch (error) {
        return failed(c, look, error, log);
      }
    };

  app.get('/say/look', (c) => changeLook(c));
  for (const door of ['/say', '/say/enterprise'] as const) {
    app.get(
      door,
      page(door, (v) => citizenSays(v)),
    );
    app.post(
      door,
      page(door, (v) => readSaid(v)),
    );
  }
  app.get(
    '/say/s/:code',
    page('/say/s', (v) => answerPage(v)),
  );
  app.post(
    '/say/s/:code',
    page('/say/s', async (v) => answerPage(v, await readForm(v.c.req.raw))),
  );
  app.get(
    '/public/s/:code',
    page('/public', (v) => surveyResultsPage(v)),
  );
  app.get(
    '/say/poster/:code',
    page('/say', (v) => showPoster(v, publicUrl ?? new URL('/', v.c.req.url))),
  );
  app.get(
    '/follow',
    page('/follow', (v) => Promise.resolve(codePage(v.look))),
  );
  app.post(
    '/follow',
    page('/follow', async (v) => follow(v, await readForm(v.c.req.raw))),
  );
  app.get(
    '/public',
    page('/public', (v) => showBoard(v)),
  );
  app.get(
    '/public/p/:no',
    page('/public', (v) => showProblem(v, v.c.req.query('thanks') === '1')),
  );
  app.post(
    '/public/p/:no',
    page('/public', async (v) => addMeToo(v, await readForm(v.c.req.raw))),
  );
  return app;

  function fixed(ending: string, text: string): string {
    return `/say/c-${createHash('sha256').update(text).digest('hex').slice(0, 12)}.${ending}`;
  }
}

/**
 * An empty form: whoever goes back to it from his receipt finds the same one, number and all, so that sending it once
 * more is no second voice. Asked for anew it is another one.
 */
function isEmptyForm(c: Context): boolean {
  return c.req.method === 'GET' && (c.req.path === '/say' || c.req.path === '/say/enterprise');
}

/** What was said; with photos too large to read, the form comes back with the words that stood above them. */
async function readSaid(v: CitizenVisit): ReturnType<typeof citizenSays> {
  let sent: SentForm;
  try {
    sent = await readForm(v.c.req.raw);
  } catch (error) {
    if (!(error instanceof FormFault) || error.typed === undefined) throw error;
    return v.c.html(await sayAgain(v, error.typed, error[v.look.lang]), 422);
  }
  return await citizenSays(v, sent);
}

/** The page itself, with the campaign it was opened for. */
function backTo(path: CitizenLook['path'], code: string | undefined): CitizenLook['path'] {
  return path === '/say' && code !== undefined && COLLECTION_CODE.test(code)
    ? `/say?c=${code}`
    : path;
}

function langIn(c: Context): 'zh' | 'en' {
  const [kept] = (getCookie(c, LOOK) ?? '').split('.');
  return kept === 'zh' || kept === 'en' ? kept : langOf(c.req.raw);
}

/** Only ever back to a page of ours that opens by its address alone. */
function changeLook(c: Context): Response {
  const [lang = '', size = ''] = (getCookie(c, LOOK) ?? '').split('.');
  const wanted = c.req.query('lang');
  const big = c.req.query('size') ?? size;
  const back = c.req.query('back') ?? '';
  setCookie(
    c,
    LOOK,
    `${wanted === 'zh' || wanted === 'en' ? wanted : lang}.${big === 'big' ? 'big' : ''}`,
    { path: '/', sameSite: 'Lax', httpOnly: true, maxAge: YEAR },
  );
  return c.redirect(
    /^\/(say(\?c=[2-9A-Z]{8}|\/enterprise|\/s\/[2-9A-Z]{8}(\?i=[2-9A-Z-]{1,20})?)?|follow|public(\/[ps]\/[\w-]+)?)$/.test(
      back,
    )
      ? back
      : '/say',
    303,
  );
}

function failed(
  c: Context,
  look: CitizenLook,
  error: unknown,
  log: (line: object) => void,
): Response | Promise<Response> {
  if (error instanceof ApiRefused) {
    const status = STATUSES.find((one) => one === error.status) ?? 422;
    return c.html(citizenFailed(look, error.message), status);
  }
  if (error instanceof FormFault)
    return c.html(citizenFailed(look, error[look.lang]), error.status);
  // The path alone: what a citizen typed, and where he came from, is in no log.
  log({ citizen: c.req.routePath, error: error instanceof Error ? error.name : typeof error });
  return c.html(
    citizenFailed(
      look,
      look.lang === 'zh' ? '系统出错了，请稍后再试' : 'Something went wrong; try again shortly',
    ),
    500,
  );
}

const SPOKEN = ['reply', 'add', 'reopen', 'ask_review', 'withdraw'];

/** By code: looking, and everything its reporter may do; each answers with the page as it then is. */
async function follow(v: CitizenVisit, { typed }: SentForm): Promise<Page | Response> {
  const one = (name: string): string => typed[name]?.[0] ?? '';
  const code = one('code');
  const what = one('do');
  const { nonce } = v.form;
  try {
    if (what === '' || what === 'see') {
      const seen = await v.api.call(citizen.followVoice, { code });
      return followPage(v.look, { code, nonce, seen });
    }
    const seen = await done(v, what, code, typed);
    const news = { good: true, sentence: v.look.w.follow.done };
    return followPage(v.look, { code, nonce, seen, news });
  } catch (error) {
    if (!(error instanceof ApiRefused)) throw error;
    if (error.code === 'code-unknown' || error.code === 'too-many' || what === '')
      return v.c.html(codePage(v.look, error.message, code), error.status === 429 ? 429 : 404);
    const seen = await v.api.call(citizen.followVoice, { code });
    const news = { good: false, sentence: error.message };
    return v.c.html(followPage(v.look, { code, nonce, seen, news }), 422);
  }
}

async function done(
  v: CitizenVisit,
  what: string,
  code: string,
  typed: SentForm['typed'],
): Promise<Parsed<typeof citizen.Followed>> {
  const one = (name: string): string => typed[name]?.[0] ?? '';
  if (SPOKEN.includes(what))
    return await v.api.call(citizen.speakByCode, {
      code,
      nonce: one('nonce'),
      move: what,
      words: one('words'),
    });
  if (what === 'tell-on' || what === 'tell-off')
    return await v.api.call(citizen.tellMe, { code, on: what === 'tell-on' });
  if (what === 'forget') return await v.api.call(citizen.forgetMe, { code });
  const [level, contacted, solved] = ['level', 'contacted', 'solved'].map(one);
  if (level === '' || contacted === '' || solved === '')
    throw new ApiRefused(422, 'invalid', v.look.w.follow.choose);
  return await v.api.call(citizen.rateVoice, {
    code,
    level: Number(level),
    contacted: contacted === 'true',
    solved: solved === 'true',
    note: one('note'),
  });
}

/** 意见箱海报: a page for the printer, A4, with the campaign's code to scan or to type. */
async function showPoster(v: CitizenVisit, house: URL): Promise<Page> {
  const asked = await v.api.call(collection.openCollection, { code: v.c.req.param('code') ?? '' });
  return posterPage(v.look, asked, new URL(`/say?c=${asked.code}`, house));
}

async function showBoard(v: CitizenVisit): Promise<Page> {
  const after = v.c.req.query('after');
  const [board, found, surveys] = await Promise.all([
    v.api.call(pages.publicBoard, {}),
    v.api.call(pages.publicProblems, after === undefined ? {} : { after }),
    v.api.call(surveyPublic.publicSurveys, {}),
  ]);
  return boardPage(v.look, board, found, surveys);
}

async function showProblem(v: CitizenVisit, thanked: boolean): Promise<Page> {
  const no = v.c.req.param('no') ?? '';
  return problemPage(v.look, await v.api.call(pages.publicProblem, { no }), thanked);
}

async function addMeToo(v: CitizenVisit, { typed }: SentForm): Promise<Response> {
  const no = v.c.req.param('no') ?? '';
  await v.api.call(pages.meToo, { no, nonce: typed['nonce']?.[0] ?? '' });
  return v.c.redirect(`/public/p/${encodeURIComponent(no)}?thanks=1`, 303);
}
