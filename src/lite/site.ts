import { createHash } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { compress } from 'hono/compress';
import { getCookie } from 'hono/cookie';
import * as account from '#contract/account.ts';
import * as entries from '#contract/entry.ts';
import { myWork } from '#contract/my-work.ts';
import { langOf } from '#platform/http-problem.ts';
import { dayOf } from '#platform/command.ts';
import { newId } from '#platform/ids.ts';
import { entryPage } from '#web/lite/entry-page.ts';
import { failedPage, type Look, wordsOf } from '#web/lite/layout.ts';
import { isLiteMove, type LiteMove } from '#web/lite/move-form.ts';
import { mendPage, movePage } from '#web/lite/move-page.ts';
import { firstPasswordPage, type Kept, signInPage } from '#web/lite/sign-in-page.ts';
import { listPage, workPage } from '#web/lite/work-page.ts';
import { apiCaller, ApiRefused, type Handle } from './call.ts';
import { backOf, changePassword, keepLook, LOOK, signIn, signOut } from './door.ts';
import { FormFault, readForm, type SentForm } from './form.ts';
import { printEntry, printList } from './print.ts';
import { sendHand, showHand } from './hand.ts';
import { mendAgain, moveAgain, sendMend, sendMove, type Turned } from './moves.ts';
import { sendVisitNote, showVisitNote } from './visit-note.ts';
import { go, show, statusOf, type Visit, withOutbox } from './visit.ts';
import { liteScript, liteSheet } from './sheet.ts';

interface LiteParts {
  /** The open API. */
  readonly api: Handle;
  readonly now: () => Date;
  readonly log: (line: object) => void;
  /** Can nothing be saved just now (只读)? */
  readonly readOnly?: () => boolean;
}

const WORK_ROWS = 100;
const LIST_ROWS = 20;
const YEAR = 31_536_000;

/** Pages that work without scripts (手机版、打印), for phones and for paper: `/m` and `/print`. */
export function liteSite({ api, now, log, readOnly = () => false }: LiteParts): Hono {
  const sheet = liteSheet('lite.css', 'form.css', 'paper.css');
  const css = `/m/lite-${createHash('sha256').update(sheet).digest('hex').slice(0, 12)}.css`;
  const code = liteScript('shrink.js', 'outbox.js');
  const script = `/m/lite-${createHash('sha256').update(code).digest('hex').slice(0, 12)}.js`;
  const app = new Hono();
  app.use('/m/*', compress());
  app.use('/m', compress());
  app.use('/print/*', compress());
  app.get(css, (c) =>
    c.body(sheet, 200, {
      'content-type': 'text/css; charset=utf-8',
      'cache-control': `public, max-age=${YEAR}, immutable`,
    }),
  );
  app.get(script, (c) =>
    c.body(code, 200, {
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': `public, max-age=${YEAR}, immutable`,
    }),
  );
  const visit = (c: Context): Visit => {
    const look = lookOf(c, { today: dayOf(now()), css, script, readOnly: readOnly() });
    return { c, look, api: apiCaller(api, c.req.raw, c.env, look.lang) };
  };
  const shown = (work: (v: Visit) => Promise<Response>) => async (c: Context) => {
    const v = visit(c);
    try {
      return await work(v);
    } catch (error) {
      return await failed(v, error, log);
    }
  };
  app.get('/m/look', (c) => changeLook(c));
  app.get(
    '/m/sign-in',
    shown(async (v) => show(v, signInPage(v.look, { goal: backOf(v.c) }))),
  );
  app.post('/m/sign-in', shown(signIn));
  app.post('/m/sign-out', shown(signOut));
  app.post('/m/password', shown(changePassword));
  app.get('/m', shown(showWork));
  app.get('/m/list', shown(showList));
  app.get(
    '/m/mend',
    shown((v) => showMend(v)),
  );
  app.post(
    '/m/mend',
    shown((v) =>
      withForm(
        v,
        (form) => sendMend(v, form),
        (kept) => mendAgain(v, kept),
      ),
    ),
  );
  app.get('/m/visit', shown(showVisitNote));
  app.post(
    '/m/visit',
    shown((v) => withForm(v, (form) => sendVisitNote(v, form))),
  );
  app.get('/m/hand/:word', shown(showHand));
  app.post('/m/hand/:word', shown(sendHand));
  app.get('/m/e/:id', shown(showEntry));
  app.get(
    '/m/e/:id/:move',
    shown((v) => showMove(v, moveOf(v))),
  );
  app.post(
    '/m/e/:id/:move',
    shown((v) =>
      withForm(
        v,
        (form) => sendMove(v, moveOf(v), form),
        (kept) => moveAgain(v, moveOf(v), kept),
      ),
    ),
  );
  app.get('/print/entries', shown(printList));
  app.get('/print/entries/:id', shown(printEntry));
  return app;
}

function lookOf(c: Context, made: Pick<Look, 'today' | 'css' | 'script' | 'readOnly'>): Look {
  const [kept, size] = (getCookie(c, LOOK) ?? '').split('.');
  const lang = kept === 'zh' || kept === 'en' ? kept : langOf(c.req.raw);
  const { pathname, search } = new URL(c.req.url);
  const path = c.req.method === 'GET' ? `${pathname}${search}` : pathname;
  return { lang, big: size === 'big', w: wordsOf(lang), path, ...made };
}

function changeLook(c: Context): Response {
  const [lang = '', size = ''] = (getCookie(c, LOOK) ?? '').split('.');
  const wanted = c.req.query('lang');
  const kept = wanted === 'zh' || wanted === 'en' ? wanted : lang;
  const big = c.req.query('size') ?? size;
  keepLook(c, `${kept}.${big === 'big' ? 'big' : ''}`);
  return c.redirect(backOf(c), 303);
}

async function failed(v: Visit, error: unknown, log: (line: object) => void): Promise<Response> {
  if (error instanceof ApiRefused) {
    const here = v.look.path;
    if (error.code === 'not-signed-in' && v.c.req.method === 'GET')
      return go(v, here === '/m' ? '/m/sign-in' : `/m/sign-in?goal=${encodeURIComponent(here)}`);
    if (error.code === 'not-signed-in') return show(v, signInPage(v.look, { goal: '/m' }), 401);
    if (error.code === 'password-change-due')
      return show(v, firstPasswordPage(v.look, backOf(v.c, here)), 403);
    return show(v, failedPage(v.look, error.message), statusOf(error));
  }
  if (error instanceof FormFault)
    return show(v, failedPage(v.look, error[v.look.lang]), error.status);
  log({
    // The route alone: a path may hold the word of a hand-over, a query what somebody looked for.
    lite: v.c.req.routePath,
    error: error instanceof Error ? `${error.name}: ${error.message.slice(0, 200)}` : typeof error,
  });
  return show(
    v,
    failedPage(
      v.look,
      v.look.lang === 'zh' ? '系统内部错误，已记录' : 'An internal error; it has been recorded',
    ),
    500,
  );
}

function moveOf({ c }: Visit): LiteMove {
  const move = (c.req.param('move') ?? '').replaceAll('-', '_');
  if (!isLiteMove(move)) throw new ApiRefused(404, 'not-found', c.req.param('move') ?? '');
  return move;
}

/**
 * Read a form of somebody signed in. When his session has ended, what he typed goes along through the
 * sign-in and comes back; photos cannot. With photos that are too large, `again` shows him the form as he left it.
 */
async function withForm(
  v: Visit,
  work: (form: SentForm) => Promise<Response>,
  again?: (kept: Turned) => Promise<Response>,
): Promise<Response> {
  let form: SentForm = { typed: {}, photos: [] };
  try {
    form = await readForm(v.c.req.raw);
    return await work(form);
  } catch (error) {
    if (error instanceof FormFault && error.typed !== undefined && again !== undefined)
      return await again({ typed: error.typed, sentence: error[v.look.lang] });
    if (!(error instanceof ApiRefused) || error.code !== 'not-signed-in') throw error;
    const kept: Kept = { fields: JSON.stringify(form.typed), photos: form.photos.length > 0 };
    return show(v, signInPage(v.look, { goal: new URL(v.c.req.url).pathname, kept }), 401);
  }
}

async function showWork(v: Visit): Promise<Response> {
  const [who, work] = await Promise.all([
    v.api.call(account.me, {}),
    v.api.call(myWork, { limit: WORK_ROWS }),
  ]);
  return show(v, workPage({ ...v.look, outbox: { who: who.accountId } }, who, work));
}

async function showList(v: Visit): Promise<Response> {
  const search = {
    text: (v.c.req.query('text') ?? '').trim(),
    mine: v.c.req.query('mine') === 'true',
  };
  const after = v.c.req.query('after');
  const found = await v.api.call(entries.listEntries, {
    limit: LIST_ROWS,
    ...(search.text === '' ? {} : { text: search.text }),
    ...(search.mine ? { mine: true } : {}),
    ...(after === undefined ? {} : { after }),
  });
  return show(v, listPage(v.look, search, found));
}

async function showEntry(v: Visit): Promise<Response> {
  const id = v.c.req.param('id') ?? '';
  const [entry, { events }] = await Promise.all([
    v.api.call(entries.readEntry, { id }),
    v.api.call(entries.readEvents, { id }),
  ]);
  const made = (v.c.req.query('done') ?? '').replaceAll('-', '_');
  const done = made === 'mend' || isLiteMove(made) ? made : undefined;
  return show(v, entryPage(v.look, { entry, events, done, key: newId() }));
}

async function showMove(v: Visit, move: LiteMove): Promise<Response> {
  const [look, entry] = await Promise.all([
    withOutbox(v),
    v.api.call(entries.readEntry, { id: v.c.req.param('id') ?? '' }),
  ]);
  const typed = { percent: [String(entry.progress ?? '')], method: ['on_site'] };
  return show(v, movePage(look, entry, move, { typed, faults: [], key: newId() }));
}

async function showMend(v: Visit): Promise<Response> {
  const who = await v.api.call(account.me, {});
  const level = who.posts.some((post) => post.role === 'handler') ? 'branch' : 'unit';
  const typed = { level: [level], when: ['at_once'] };
  return show(
    v,
    mendPage({ ...v.look, outbox: { who: who.accountId } }, { typed, faults: [], key: newId() }),
  );
}
