import type { InputOf, Sent } from '#contract/operation.ts';
import type * as moves from '#contract/voice-moves.ts';
import type * as contract from '#contract/voice.ts';
import { SOURCE_OF } from '#domain/voice/voice.ts';
import { Refusal } from '#domain/refusal.ts';
import { findEntry } from '#modules/ledger/entry-store.ts';
import { raiseEntry } from '#modules/ledger/raise-entry.ts';
import type { Context, Query } from '#platform/command.ts';
import { newId } from '#platform/ids.ts';
import { type Answer, answerWithVoice, voiceRows } from './read-voice.ts';
import { voicesWithin } from './voices-within.ts';
import type { Voice } from './voice-load.ts';
import { advanceVoice, byOfficer, lockVoice } from './voice-store.ts';
import { sql } from 'kysely';

/** 并入已有问题: a link that can be undone; words, code and reporter stay the voice's own. */
export async function linkVoice(ctx: Context, input: InputOf<typeof moves.linkVoice>): Answer {
  const voice = await lockVoice(ctx, input, 'link');
  const entry = await findEntry({ ...ctx, db: ctx.tx }, input.entry);
  if (entry.kind !== 'problem' || ['not_listed', 'cancelled'].includes(entry.state))
    throw new Refusal('unfit-survivor', { no: entry.no });
  if (voice.entries.some(({ linkedId, id }) => linkedId === entry.id || id === entry.id))
    throw new Refusal('already-merged');
  await link(ctx, voice, { id: entry.id, no: entry.no }, 'officer');
  return answerWithVoice(ctx, voice.id);
}

/** 由诉求提出新问题: on the ledger as found by the public, and the voice linked to it. */
export async function raiseFromVoice(
  ctx: Context,
  input: InputOf<typeof moves.raiseFromVoice>,
): Answer {
  const voice = await lockVoice(ctx, input, 'link');
  const { summary } = await ctx.tx
    .selectFrom('voice_text')
    .where('city_id', '=', ctx.cityId)
    .where('voice_id', '=', voice.id)
    .select('summary')
    .executeTakeFirstOrThrow();
  const raised = await raiseEntry(ctx, {
    kind: 'problem',
    title: input.title,
    detail: input.detail ?? summary.slice(0, 8000),
    source: input.source ?? SOURCE_OF[voice.row.channel],
    sourceNo: voice.row.no,
    foundBy: 'public',
    level: 'unit',
    ...(input.unit === undefined ? {} : { unit: input.unit }),
    ...(input.category === undefined ? {} : { category: input.category }),
  });
  await link(ctx, voice, { id: raised.id, no: raised.no }, 'raised');
  return answerWithVoice(ctx, voice.id);
}

/** Ties a voice to a problem by its move. @returns the number of the link. */
export async function link(
  ctx: Context,
  voice: Voice,
  entry: { readonly id: string; readonly no: string },
  rule: string,
  score?: number,
): Promise<string> {
  const id = newId(ctx.now.getTime());
  await ctx.tx
    .insertInto('voice_link')
    .values({
      city_id: ctx.cityId,
      id,
      score: score ?? null,
      voice_id: voice.id,
      entry_id: entry.id,
      rule,
      linked_at: ctx.now,
      linked_by: ctx.actor.personId,
    })
    .execute();
  await advanceVoice(
    ctx,
    voice,
    'link',
    byOfficer(ctx, voice, 'link'),
    {},
    {
      entry: entry.id,
      no: entry.no,
      rule,
    },
  );
  return id;
}

/** 移出问题: the last link gone, the voice is its owner's again; with others left it stays linked. */
export async function unlinkVoice(ctx: Context, input: InputOf<typeof moves.unlinkVoice>): Answer {
  const voice = await lockVoice(ctx, input, 'unlink');
  const found = voice.entries.find(({ linkedId, id }) => [linkedId, id].includes(input.entry));
  if (found === undefined) throw new Refusal('not-linked', { no: input.entry });
  await ctx.tx
    .updateTable('voice_link')
    .set({ undone_at: ctx.now, undone_by: ctx.actor.personId })
    .where('city_id', '=', ctx.cityId)
    .where('voice_id', '=', voice.id)
    .where('entry_id', '=', found.linkedId)
    .where('undone_at', 'is', null)
    .execute();
  const move = voice.entries.length > 1 ? 'tidy' : 'unlink';
  await advanceVoice(
    ctx,
    voice,
    move,
    byOfficer(ctx, voice, move),
    {},
    {
      entry: found.linkedId,
      no: found.no,
      reason: input.reason,
    },
  );
  return answerWithVoice(ctx, voice.id);
}

/** 一个问题名下的诉求, as far as the reader may see them; those of merged problems are with their survivor. */
export async function voicesOfEntry(
  q: Query,
  input: { id: string },
): Promise<Sent<(typeof contract.voicesOfEntry)['output']>> {
  const entry = await findEntry(q, input.id);
  const condition = await voicesWithin(q, {});
  const { rows } = await sql<{ id: string }>`
    select v.id from voice v where ${condition} and v.id in (
      select k.voice_id from voice_link k where k.city_id = ${q.cityId} and k.undone_at is null
        and k.entry_id in (${entryAndMerged(q.cityId, entry.id)}))
    order by v.received_on desc, v.id limit 500`.execute(q.db);
  const { rows: counted } = await sql<{ n: number }>`
    select count(*)::int as n from me_too
    where city_id = ${q.cityId} and entry_id in (${entryAndMerged(q.cityId, entry.id)})`.execute(
    q.db,
  );
  const items = await voiceRows(
    q,
    rows.map(({ id }) => id),
  );
  return { voices: items.length, meToo: counted[0]?.n ?? 0, items };
}

/** The entry itself, and those that are merged into it. */
export function entryAndMerged(cityId: number, entryId: string) {
  return sql<string>`
    with recursive all_of (id) as (
      select ${entryId}::uuid
      union
      select m.entry_id from merge_link m join all_of on m.survivor_id = all_of.id
      where m.city_id = ${cityId} and m.undone_at is null)
    select id from all_of`;
}
