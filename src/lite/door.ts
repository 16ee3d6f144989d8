import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import * as account from '#contract/account.ts';
import * as ways from '#contract/sign-in.ts';
import * as entries from '#contract/entry.ts';
import { newId } from '#platform/ids.ts';
import { isLiteMove } from '#web/lite/move-form.ts';
import { mendPage, movePage } from '#web/lite/move-page.ts';
import { firstPasswordPage, type Kept, signInPage } from '#web/lite/sign-in-page.ts';
import { visitPage } from '#web/lite/visit-page.ts';
import { ApiRefused } from './call.ts';
import { readForm } from './form.ts';
import { go, show, statusOf, type Visit } from './visit.ts';

/** The cookie that keeps language and size of type. */
export const LOOK = 'luoshi-look';
const YEAR = 31_536_000;

export function keepLook(c: Context, look: string): void {
  setCookie(c, LOOK, look, { path: '/', sameSite: 'Lax', httpOnly: true, maxAge: YEAR });
}

/** Where to go back to: only ever a page of ours. */
export function backOf(
  c: Context,
  given = c.req.query('goal') ?? c.req.query('back') ?? '',
): string {
  return /^\/(m|print)(?:[/?][\w\-/?=&.%+:]*)?$/.test(given) ? given : '/m';
}

/** 登录; back to where one was, on the form one was on with what was typed in it. */
export async function signIn(v: Visit): Promise<Response> {
  const { typed } = await readForm(v.c.req.raw);
  const one = (name: string): string => typed[name]?.[0] ?? '';
  const goal = backOf(v.c, one('goal'));
  const kept =
    typed['kept'] === undefined
      ? undefined
      : { fields: one('kept'), photos: one('photos') === '1' };
  const input = {
    login: one('login'),
    password: one('password'),
    ...(one('code') === '' ? {} : { code: one('code').trim() }),
  };
  try {
    const answer = await v.api.answer(ways.login, input);
    const cookie = answer.headers.get('set-cookie') ?? '';
    v.c.header('set-cookie', cookie);
    const { strength } = (await answer.json()) as { strength: string };
    if (strength === 'first_password') return await show(v, firstPasswordPage(v.look, goal));
    if (kept === undefined) return go(v, goal);
    return await resume(v, goal, cookie.split(';')[0] ?? '', kept);
  } catch (error) {
    if (!(error instanceof ApiRefused)) throw error;
    const withCode = error.code === 'code-needed' || one('code') !== '';
    const page = signInPage(v.look, {
      goal,
      login: one('login'),
      withCode,
      fault: error.message,
      kept,
    });
    return show(v, page, error.status === 401 ? 401 : statusOf(error));
  }
}

/** Back on the form one was on when the session ended, with what was typed in it. */
async function resume(v: Visit, goal: string, cookie: string, kept: Kept): Promise<Response> {
  const { w } = v.look;
  const typed = typedOf(kept.fields);
  const news = `${w.door.again}${kept.photos ? w.door.endedPhoto : ''}`;
  const state = { typed, faults: [], key: newId(), news };
  if (goal === '/m/mend') return show(v, mendPage(v.look, state));
  // The same note as before: should it have gone through after all, it is one.
  if (goal === '/m/visit')
    return show(v, visitPage(v.look, { ...state, key: typed['key']?.[0] ?? state.key }));
  const [, id, name = ''] = /^\/m\/e\/([\w-]+)\/([\w-]+)$/.exec(goal) ?? [];
  const move = name.replaceAll('-', '_');
  if (id === undefined || !isLiteMove(move)) return go(v, goal);
  const entry = await v.api.call(entries.readEntry, { id }, { cookie });
  return show(v, movePage(v.look, entry, move, state));
}

/** Fields that went through the sign-in page: whatever is not a list of texts is left out. */
function typedOf(json: string): Record<string, string[]> {
  try {
    const value = JSON.parse(json) as Record<string, unknown>;
    return Object.fromEntries(
      Object.entries(value).flatMap(([name, list]) =>
        Array.isArray(list) ? [[name, list.filter((item) => typeof item === 'string')]] : [],
      ),
    );
  } catch {
    return {};
  }
}

/** Out, and nothing of it left on the phone but how one likes the pages to look. */
export async function signOut(v: Visit): Promise<Response> {
  const answer = await v.api.answer(ways.logout, {});
  const look = getCookie(v.c, LOOK);
  v.c.header('set-cookie', answer.headers.get('set-cookie') ?? '');
  if (look !== undefined) keepLook(v.c, look);
  v.c.header('clear-site-data', '"cache", "storage"');
  return go(v, '/m/sign-in');
}

/** The first password, which has to be changed before anything else. */
export async function changePassword(v: Visit): Promise<Response> {
  const { typed } = await readForm(v.c.req.raw);
  const one = (name: string): string => typed[name]?.[0] ?? '';
  const goal = backOf(v.c, one('goal'));
  try {
    const input = { current: one('current'), next: one('next') };
    const answer = await v.api.answer(account.changePassword, input, { key: newId() });
    const cookie = answer.headers.get('set-cookie');
    if (cookie !== null) v.c.header('set-cookie', cookie);
    return go(v, goal);
  } catch (error) {
    if (!(error instanceof ApiRefused) || error.code === 'not-signed-in') throw error;
    return show(v, firstPasswordPage(v.look, goal, error.message), 422);
  }
}
