import { sql } from 'kysely';
import { type RefusalCode, refusalSentence } from '#domain/refusal.ts';
import { voiceObjection } from '#domain/voice/policy.ts';
import { ofVoice } from '#domain/voice/spoken.ts';
import { findEntry } from '#modules/ledger/entry-store.ts';
import type { Context } from '#platform/command.ts';
import type { Db, Tx } from '#platform/db/open.ts';
import { registerVoice } from './handle-voice.ts';
import { link, raiseFromVoice } from './link-voice.ts';
import { insistReads, loadVoices, type Voice } from './voice-load.ts';
import { advanceVoice, byOfficer } from './voice-store.ts';

/** Tied to a problem, by this link unless it was already; or why it was not. */
type Tied = { readonly link?: string } | { readonly why: string };

/** What a judgement of the still ties a voice to. */
interface Tie {
  readonly voice: string;
  readonly entry: string;
  readonly score: number;
  readonly rule: string;
}

/**
 * 并入问题 as the judgement of the merge queue makes it: a voice that nobody has registered yet is registered by
 * the same hand. One that its life or the judge's post does not let be linked stays as it is, and it is said why.
 */
export async function tieVoice(
  ctx: Context,
  { voice: id, entry, score, rule }: Tie,
): Promise<Tied> {
  const { no } = await findEntry({ ...ctx, db: ctx.tx }, entry);
  const voice = await inHand(ctx, id);
  if (voice.entries.some(({ linkedId, id: led }) => linkedId === entry || led === entry)) return {};
  const objection = voiceObjection(ctx.actor, voice, 'link');
  if (objection !== undefined) return { why: said(ctx, objection, ofVoice(voice.state, 'link')) };
  return { link: await link(ctx, voice, { id: entry, no }, rule, score) };
}

/** 由一组诉求提出新问题: raised from this voice, which is thereby tied to it. */
export async function raiseOfVoice(
  ctx: Context,
  id: string,
  problem: {
    readonly title: string;
    readonly unit?: string | undefined;
    readonly category?: string | undefined;
  },
): Promise<{ readonly entry: string; readonly no: string; readonly link: string }> {
  const { version } = await inHand(ctx, id);
  const { entries } = await raiseFromVoice(ctx, { id, version, ...problem });
  const { rows } = await sql<{ link: string; entry: string }>`
    select id as link, entry_id as entry from voice_link
    where city_id = ${ctx.cityId} and voice_id = ${id} and rule = 'raised' and undone_at is null
    order by id desc limit 1`.execute(ctx.tx);
  const raised = rows[0] ?? { link: '', entry: '' };
  return { ...raised, no: entries.find((one) => one.id === raised.entry)?.no ?? '' };
}

/** What stays as it is although the judgement behind it is taken back, and why. */
interface Kept {
  readonly no: string;
  readonly why: string;
}

/**
 * Takes ties back: a voice whose last problem goes is its owner's again, registered; one already answered keeps
 * its answer. One that its reporter has rated, or that has ended, stays tied, and so does a problem raised stay
 * on the ledger.
 */
export async function untieVoices(ctx: Context, links: readonly string[]): Promise<Kept[]> {
  if (links.length === 0) return [];
  const { rows } = await sql<{
    id: string;
    voice: string;
    entry: string;
    no: string;
    rule: string;
  }>`
    select k.id, k.voice_id as voice, k.entry_id as entry, e.no, k.rule from voice_link k
    join entry e on e.city_id = k.city_id and e.id = k.entry_id
    where k.city_id = ${ctx.cityId} and k.id = any(${links}::uuid[]) and k.undone_at is null
    order by k.voice_id, k.id`.execute(ctx.tx);
  const kept: Kept[] = [];
  for (const row of rows) {
    const voices = await loadVoices(ctx.tx, ctx.cityId, [row.voice], true);
    const voice = insistReads(ctx.actor, voices.get(row.voice), row.voice);
    const move = voice.state === 'linked' && voice.entries.length === 1 ? 'unlink' : 'tidy';
    const objection = voiceObjection(ctx.actor, voice, move);
    if (objection !== undefined) {
      kept.push({ no: voice.row.no, why: said(ctx, objection, ofVoice(voice.state, move)) });
      continue;
    }
    await ctx.tx
      .updateTable('voice_link')
      .set({ undone_at: ctx.now, undone_by: ctx.actor.personId })
      .where('city_id', '=', ctx.cityId)
      .where('id', '=', row.id)
      .execute();
    const payload = { entry: row.entry, no: row.no, reason: '撤销归并提炼的判断' };
    await advanceVoice(ctx, voice, move, byOfficer(ctx, voice, move), {}, payload);
    if (row.rule === 'raised') kept.push({ no: row.no, why: RAISED[ctx.lang ?? 'zh'] });
  }
  return kept;
}

const RAISED = {
  zh: '由这一组提出的问题仍在台账；不需要的，请在台账作不予立项',
  en: 'the problem raised from this group stays on the ledger; where it is not wanted, decide there not to list it',
} as const;

/** The voice under lock, registered if it was not yet and this actor may. */
async function inHand(ctx: Context, id: string): Promise<Voice> {
  const voice = await locked(ctx, id);
  if (voice.state !== 'received' || voiceObjection(ctx.actor, voice, 'register') !== undefined)
    return voice;
  await registerVoice(ctx, { id, version: voice.version });
  return await locked(ctx, id);
}

async function locked(ctx: Context, id: string): Promise<Voice> {
  const found = await loadVoices(ctx.tx, ctx.cityId, [id], true);
  return insistReads(ctx.actor, found.get(id), id);
}

function said(ctx: Context, code: RefusalCode, details: Record<string, string>): string {
  return refusalSentence(code, details, ctx.lang ?? 'zh');
}

/** What is tied already, by hand or by a judgement: a page by link, or what touches these voices and problems. */
export async function tiedPairs(
  db: Db | Tx,
  cityId: number,
  which: { readonly after: string; readonly limit: number } | { readonly about: readonly string[] },
): Promise<readonly { readonly id: string; readonly voice: string; readonly entry: string }[]> {
  const asked =
    'about' in which
      ? sql`(voice_id = any(${which.about}::uuid[]) or entry_id = any(${which.about}::uuid[]))`
      : sql`id > ${which.after} order by id limit ${which.limit}`;
  const { rows } = await sql<{ id: string; voice: string; entry: string }>`
    select id, voice_id as voice, entry_id as entry from voice_link
    where city_id = ${cityId} and undone_at is null and ${asked}`.execute(db);
  return rows;
}
