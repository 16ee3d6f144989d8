import {
  Refusal,
  type RefusalCode,
  type RefusalDetails,
  REFUSALS,
  refusalSentence,
} from '#domain/refusal.ts';
import { dbTrouble } from './db/retry.ts';
import { InputRefusal } from './input-faults.ts';

export type Lang = 'zh' | 'en';

/** The language of an answer: what the caller asks for, Chinese when he does not say. */
export function langOf(request: Request): Lang {
  const wanted = request.headers.get('accept-language') ?? '';
  return /^\s*en\b/i.test(wanted) ? 'en' : 'zh';
}

/** Any error as RFC 9457 problem details; an unexpected one says nothing of its inside. */
export function problemOf(error: unknown, lang: Lang): Response {
  if (error instanceof InputRefusal) return malformed(error, lang);
  if (error instanceof Refusal) return problem(error.code, error.details, lang);
  switch (dbTrouble(error)) {
    case 'unavailable':
      return problem('unavailable', {}, lang);
    case 'busy':
      return problem('busy', {}, lang);
    case 'disk-full':
      return problem('read-only', {}, lang);
    case undefined:
      return Response.json(
        {
          type: 'urn:luoshi:internal',
          code: 'internal',
          status: 500,
          title: lang === 'zh' ? '系统内部错误，已记录' : 'An internal error; it has been recorded',
        },
        { status: 500, headers: HEADERS },
      );
  }
}

/** The title says of every field what is wrong with it; `where` and `issues` tell them apart for programs. */
function malformed({ faults, details }: InputRefusal, lang: Lang): Response {
  const said = faults.map(({ path, [lang]: why }) =>
    lang === 'zh' ? `${path}（${why}）` : `${path} (${why})`,
  );
  const issues = faults.map(({ path, [lang]: message }) => ({ path, message }));
  const title = refusalSentence('invalid', { where: said }, lang);
  return problem('invalid', { ...details, issues, title }, lang);
}

/** When to come back, in seconds, where the refusal itself does not say. */
const COME_BACK: Partial<Record<RefusalCode, number>> = {
  unavailable: 3,
  busy: 1,
  'read-only': 60,
};
const HEADERS = { 'content-type': 'application/problem+json', 'cache-control': 'no-store' };

function problem(code: RefusalCode, details: RefusalDetails, lang: Lang): Response {
  const { status } = REFUSALS[code];
  const seconds = details['seconds'] ?? COME_BACK[code];
  const retry = typeof seconds === 'number' ? { 'retry-after': String(seconds) } : {};
  return Response.json(
    {
      type: `urn:luoshi:${code}`,
      code,
      status,
      title: refusalSentence(code, details, lang),
      ...details,
    },
    { status, headers: { ...HEADERS, ...retry } },
  );
}
