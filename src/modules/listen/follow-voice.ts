import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/citizen.ts';
import type { ReporterMove } from '#domain/voice/lifecycle.ts';
import { ofVoice } from '#domain/voice/spoken.ts';
import { lastDayToReopen, openReporterMoves, reporterObjection } from '#domain/voice/policy.ts';
import { masked } from '#domain/voice/disclosed.ts';
import { readCode } from '#domain/voice/tracking-code.ts';
import { saysSomething } from '#domain/voice/watch-words.ts';
import { insist, Refusal } from '#domain/refusal.ts';
import type { Tx } from '#platform/db/open.ts';
import type { Direct } from '#platform/http.ts';
import { newId } from '#platform/ids.ts';
import { type Knock, knock } from './door.ts';
import { newsOf, setNews } from './follow-news.ts';
import { stepsOf } from './follow-steps.ts';
import { codeHash, formHash, isFreshNonce, type ListenKeys } from './listen-keys.ts';
import { forgetOne, tellsOfHim } from './forget-reporters.ts';
import type { ForgottenList } from './vault/forgotten-list.ts';
import { isSealed } from './vault/vault.ts';
import { loadVoices, type Voice } from './voice-load.ts';
import { advanceVoice, type Here, say } from './voice-store.ts';

type Followed = Sent<typeof contract.Followed>;

const REPORTER = { side: 'reporter' } as const;

/**
 * Carry out something by tracking code. A wrong code, a code with a slip of the pen and one that never was take
 * the same way and get the same answer; only wrong ones are counted, and however many others of the same network
 * have typed, a right one opens: a county may stand behind one address.
 */
async function byCode<T>(
  keys: ListenKeys,
  call: Direct,
  typed: string,
  work: (at: Here, voice: Voice, hash: string) => Promise<T>,
): Promise<T> {
  const { db, cityId, now, today, from } = call;
  const who: Knock = { db, cityId, now, today, from, keys };
  const hash = codeHash(keys, readCode(typed) ?? typed);
  const found = await db.transaction().execute(async (tx) => {
    const at: Here = { tx, cityId, now, today };
    const row = await tx
      .selectFrom('submission')
      .where('city_id', '=', cityId)
      .where('code_hash', '=', hash)
      .select('voice_id')
      .executeTakeFirst();
    const voice =
      row === undefined
        ? undefined
        : (await loadVoices(tx, cityId, [row.voice_id], true)).get(row.voice_id);
    return voice === undefined ? undefined : { result: await work(at, voice, hash) };
  });
  if (found !== undefined) return found.result;
  await knock(who, 'follow');
  throw new Refusal('code-unknown');
}

/** His page; that he looks is known to nothing but to what would have told him of what he now sees. */
async function shown(keys: ListenKeys, at: Here, voiceId: string): Promise<Followed> {
  const voice = (await loadVoices(at.tx, at.cityId, [voiceId])).get(voiceId);
  if (voice === undefined) throw new Refusal('code-unknown');
  const { row } = voice;
  const submission = await at.tx
    .selectFrom('submission')
    .where('submission.city_id', '=', at.cityId)
    .where('submission.voice_id', '=', voiceId)
    .innerJoin('voice_text as t', (join) =>
      join
        .onRef('t.city_id', '=', 'submission.city_id')
        .onRef('t.voice_id', '=', 'submission.voice_id'),
    )
    .select(['words', 'submission.place', 't.summary'])
    .executeTakeFirstOrThrow();
  const steps = await stepsOf(at.tx, at.cityId, voice);
  const question = row.asked ? steps.findLast(({ step }) => step === 'asked')?.words : undefined;
  const answered = row.answered_on !== null && ['answered', 'rated'].includes(voice.state);
  const handledBy = voice.entries.length > 0 ? await leadOf(at.tx, at.cityId, voice) : undefined;
  const unit = handledBy ?? voice.ownerName;
  const publicNo = await releasedNo(at.tx, at.cityId, voice);
  const sealed = await isSealed(at, voiceId);
  const news = sealed ? await newsOf(keys, at, voice) : undefined;
  return {
    title: row.title,
    words: submission.words,
    kind: row.kind,
    state: voice.state,
    receivedOn: row.received_on,
    ...(row.due_on === null ? {} : { dueOn: row.due_on }),
    ...(unit === undefined ? {} : { unit }),
    ...(row.outcome === null ? {} : { outcome: row.outcome }),
    steps,
    ...(question === undefined ? {} : { question }),
    can: openReporterMoves(voice, at.today),
    ...(answered && row.answered_on !== null
      ? { reopenUntil: lastDayToReopen(row.answered_on) }
      : {}),
    tells: tellsOfHim(submission),
    sealed,
    ...(news === undefined ? {} : { news }),
    ...(publicNo === undefined ? {} : { publicNo }),
  };
}

/** The unit that leads the problem, once one does. */
async function leadOf(tx: Tx, cityId: number, voice: Voice): Promise<string | undefined> {
  const row = await tx
    .selectFrom('entry as e')
    .innerJoin('unit as u', (join) =>
      join.onRef('u.city_id', '=', 'e.city_id').onRef('u.id', '=', 'e.lead_unit'),
    )
    .where('e.city_id', '=', cityId)
    .where(
      'e.id',
      'in',
      voice.entries.map(({ id }) => id),
    )
    .select('u.short_name')
    .executeTakeFirst();
  return row?.short_name;
}

async function releasedNo(tx: Tx, cityId: number, voice: Voice): Promise<string | undefined> {
  if (voice.entries.length === 0) return undefined;
  const row = await tx
    .selectFrom('public_release as r')
    .innerJoin('entry as e', (join) =>
      join.onRef('e.city_id', '=', 'r.city_id').onRef('e.id', '=', 'r.entry_id'),
    )
    .where('r.city_id', '=', cityId)
    .where('r.withdrawn_at', 'is', null)
    .where(
      'r.entry_id',
      'in',
      voice.entries.map(({ id }) => id),
    )
    .select('e.no')
    .executeTakeFirst();
  return row?.no;
}

/** 查进度 */
export async function followVoice(
  keys: ListenKeys,
  call: Direct,
  input: InputOf<typeof contract.followVoice>,
): Promise<Followed> {
  return await byCode(keys, call, input.code, (at, voice) => shown(keys, at, voice.id));
}

/**
 * Counted in the transaction that holds the voice's row: a second connection asked for while one is held could
 * be waited for by all who hold one, and then nobody in the house gets any. One row, so nobody outruns the count.
 */
async function insistOpen(
  keys: ListenKeys,
  { tx: db, cityId, now, today }: Here,
  from: string,
  it: { readonly voice: Voice; readonly hash: string; readonly move: ReporterMove },
): Promise<void> {
  await knock({ db, cityId, now, today, from, keys, code: it.hash }, 'speak');
  insist(reporterObjection(it.voice, it.move, today), ofVoice(it.voice.state, it.move));
}

const MESSAGE_OF = {
  reply: 'reply',
  add: 'fact',
  reopen: 'reopening',
  ask_review: 'review',
} as const;

/** 回复、补充、要求重办、申请复查复核、撤回: the same form twice is one. */
export async function speakByCode(
  keys: ListenKeys,
  call: Direct,
  input: InputOf<typeof contract.speakByCode>,
): Promise<Followed> {
  if (!isFreshNonce(keys, input.nonce, call.now)) throw new Refusal('form-expired');
  const form = formHash(input.nonce);
  return await byCode(keys, call, input.code, async (at, voice, hash) => {
    if (await isSaid(at, voice.id, form)) return await shown(keys, at, voice.id);
    const { move, words } = input;
    await insistOpen(keys, at, call.from, { voice, hash, move });
    if (move !== 'withdraw' && !saysSomething(words)) throw new Refusal('says-nothing');
    const message =
      move === 'withdraw'
        ? undefined
        : await say(at, voice.id, { kind: MESSAGE_OF[move], body: masked(words) });
    const payload = { form, ...(message && { message }) };
    await advanceVoice(at, voice, move, REPORTER, changeOf(at, voice, move), payload);
    return await shown(keys, at, voice.id);
  });
}

function changeOf(at: Here, voice: Voice, move: ReporterMove): Parameters<typeof advanceVoice>[4] {
  switch (move) {
    case 'reply':
      return { asked: false };
    case 'reopen':
      return { reopened: voice.row.reopened + 1, outcome: null, due_on: dueAgain(at.today) };
    case 'ask_review':
      return { review: voice.review + 1, due_on: dueAgain(at.today) };
    case 'withdraw':
      return { withdrawn: true, ended_on: at.today };
    case 'add':
    case 'rate':
      return {};
  }
}

/** 复查、复核 and 重办 are answered within thirty days (《信访工作条例》第三十五条). */
function dueAgain(today: string): string {
  return new Date(Date.parse(today) + 30 * 86_400_000).toISOString().slice(0, 10);
}

async function isSaid(at: Here, voiceId: string, form: string): Promise<boolean> {
  const rows = await at.tx
    .selectFrom('voice_event')
    .where('city_id', '=', at.cityId)
    .where('voice_id', '=', voiceId)
    .where('by_side', '=', 'reporter')
    .select('payload')
    .execute();
  return rows.some(({ payload }) => (payload as { form?: string }).form === form);
}

/** 评价: once for each answer. A second sending of the same rating finds it done. */
export async function rateVoice(
  keys: ListenKeys,
  call: Direct,
  input: InputOf<typeof contract.rateVoice>,
): Promise<Followed> {
  return await byCode(keys, call, input.code, async (at, voice, hash) => {
    if (voice.state === 'rated') return await shown(keys, at, voice.id);
    await insistOpen(keys, at, call.from, { voice, hash, move: 'rate' });
    const { contacted, solved, level, note } = input;
    const round = voice.row.reopened + voice.review + 1;
    await at.tx
      .insertInto('voice_rating')
      .values({
        city_id: at.cityId,
        id: newId(at.now.getTime()),
        voice_id: voice.id,
        round,
        contacted,
        solved,
        level,
        note: masked(note),
        rated_on: at.today,
      })
      .execute();
    // A voice that was settled with its problem had no answer of its own: the problem's end was it.
    const change = voice.row.answered_on === null ? { answered_on: at.today } : {};
    await advanceVoice(at, voice, 'rate', REPORTER, change, { level, solved });
    return await shown(keys, at, voice.id);
  });
}

/** 删除联系方式: the key is destroyed at once, and what his words tell of him goes with it, or alone where he left no contact. */
export async function forgetMe(
  keys: ListenKeys,
  list: ForgottenList,
  call: Direct,
  input: InputOf<typeof contract.forgetMe>,
): Promise<Followed> {
  return await byCode(keys, call, input.code, async (at, voice) => {
    if (await forgetOne(at, voice, REPORTER)) await list.add(at.cityId, [voice.id]);
    return await shown(keys, at, voice.id);
  });
}

/** 有新进展时提醒: on or off. No officer learns of it: it is no event of the voice. */
export async function tellMe(
  keys: ListenKeys,
  call: Direct,
  input: InputOf<typeof contract.tellMe>,
): Promise<Followed> {
  return await byCode(keys, call, input.code, async (at, voice) => {
    await setNews(keys, at, voice, input.on);
    return await shown(keys, at, voice.id);
  });
}
