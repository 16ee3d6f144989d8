import { createHash } from 'node:crypto';
import type { InputOf, Sent } from '#contract/operation.ts';
import * as contract from '#contract/evidence.ts';
import { moveObjection, postFor } from '#domain/entry/policy.ts';
import { insist, Refusal } from '#domain/refusal.ts';
import { reachOf } from '#domain/org/reach.ts';
import { advance, findEntry, lockForMove } from '#modules/ledger/entry-store.ts';
import { addPart } from '#modules/ledger/parties.ts';
import { partOf } from '#modules/ledger/part-within.ts';
import { answerWith } from '#modules/ledger/read-entry.ts';
import type { Context, Query } from '#platform/command.ts';
import type { FileGate, KeptFile } from '#platform/files/file-gate.ts';
import { holdOffSweep } from '#platform/files/file-lock.ts';
import type { FileStore } from '#platform/files/file-store.ts';
import { serveFile } from '#platform/files/serve-file.ts';
import type { Keeper } from '#platform/files/sweep-files.ts';
import { type Direct, direct, query, type Route } from '#platform/http.ts';
import { once } from '#platform/idempotency.ts';
import { newId } from '#platform/ids.ts';

type Upload = InputOf<typeof contract.uploadEvidence>;
type Uploaded = Sent<(typeof contract.uploadEvidence)['output']>;

/** 佐证: add, list, fetch. */
export function evidenceRoutes(gate: FileGate): readonly Route[] {
  return [
    direct(contract.uploadEvidence, (call, input) => uploadEvidence(gate, call, input)),
    direct(contract.downloadEvidence, (call, input) => downloadEvidence(gate.store, call, input)),
    query(contract.listEvidence, listEvidence),
  ];
}

/**
 * The file is judged and kept first, then its row and the event commit together; a file whose row does
 * not come is swept. A repeated key answers as the first time did, provided the file is the same.
 */
export async function uploadEvidence(
  gate: FileGate,
  call: Direct,
  input: Upload,
  key = call.request.headers.get('idempotency-key') ?? '',
): Promise<Uploaded> {
  const q = asked(call);
  if (key === '' || key.length > 255) throw new Refusal('key-missing');
  await insistEver(q, input);
  const kept = await gate.take(call.request.body, input.name);
  const hash = createHash('sha256')
    .update(JSON.stringify([contract.uploadEvidence.id, input, kept.sha256]))
    .digest('hex');
  return once(call.db, q, { key, hash }, (ctx) => attach(ctx, gate.store, input, kept));
}

function asked(call: Direct): Query {
  const { actor, cityId, now, today, db } = call;
  if (actor === undefined) throw new Refusal('not-signed-in');
  return { actor, cityId, now, today, db };
}

/**
 * Turn away who has no part in the entry before his bytes are taken in. Version and state are asked
 * under the lock: a repeated upload comes with the version it first saw.
 */
async function insistEver(q: Query, input: Upload): Promise<void> {
  const objection = moveObjection(q.actor, await findEntry(q, input.id), moveOf(input));
  if (objection === 'not-allowed' || objection === 'not-independent') insist(objection);
}

/** What a checker brings is another move than what the work is proved by: neither may do the other's. */
function moveOf({ purpose }: Pick<Upload, 'purpose'>): 'attach' | 'attach_check' {
  return purpose === 'check' ? 'attach_check' : 'attach';
}

async function attach(
  ctx: Context,
  store: FileStore,
  input: Upload,
  kept: KeptFile,
): Promise<Uploaded> {
  await holdOffSweep(ctx.tx, ctx.cityId);
  if ((await store.head(kept.sha256)) === undefined)
    throw new Refusal('files-unavailable', { why: 'swept' });
  const move = moveOf(input);
  const entry = await lockForMove(ctx, input, move);
  if (move === 'attach_check') await addPart(ctx, entry, 'checker', 'not-independent');
  const by = postFor(ctx.actor, entry, move);
  if (by === undefined) throw new Refusal('not-allowed');
  const id = newId(ctx.now.getTime());
  await ctx.tx
    .insertInto('evidence')
    .values({
      city_id: ctx.cityId,
      id,
      entry_id: entry.id,
      episode: entry.episode,
      purpose: input.purpose,
      sha256: kept.sha256,
      name: kept.name,
      media_type: kept.mediaType,
      bytes: kept.bytes,
      by_person: ctx.actor.personId,
      by_unit: by.unitId,
      at: ctx.now,
    })
    .execute();
  const because = { evidence: id, purpose: input.purpose, name: kept.name, sha256: kept.sha256 };
  await advance(ctx, entry, move, {}, { because, by });
  return { id, ...kept, entry: await answerWith(ctx, entry.id) };
}

type Listed = Sent<(typeof contract.listEvidence)['output']>;

async function listEvidence(q: Query, input: { id: string }): Promise<Listed> {
  const entry = await findEntry(q, input.id);
  // That a file is used beyond his reach too would tell him what is there.
  const reached = await partOf(q, 'any', reachOf(q.actor));
  const rows = await q.db
    .selectFrom('evidence as v')
    .innerJoin('unit as u', (join) =>
      join.onRef('u.city_id', '=', 'v.city_id').onRef('u.id', '=', 'v.by_unit'),
    )
    .where('v.city_id', '=', q.cityId)
    .where('v.entry_id', '=', entry.id)
    .orderBy('v.at')
    .orderBy('v.id')
    .select(['v.id', 'v.name', 'v.media_type', 'v.bytes', 'v.sha256', 'v.episode', 'v.purpose'])
    .select(['v.at', 'u.id as unit_id', 'u.name as unit_name'])
    .select((eb) =>
      eb
        .selectFrom('evidence as w')
        .whereRef('w.city_id', '=', 'v.city_id')
        .whereRef('w.sha256', '=', 'v.sha256')
        .whereRef('w.entry_id', '<>', 'v.entry_id')
        .innerJoin('entry as e', (join) =>
          join.onRef('e.city_id', '=', 'w.city_id').onRef('e.id', '=', 'w.entry_id'),
        )
        .where(reached)
        .select((n) => n.fn.count<number>('w.entry_id').distinct().as('n'))
        .as('also_on'),
    )
    .execute();
  return {
    evidence: rows.map((row) => ({
      id: row.id,
      name: row.name,
      mediaType: row.media_type,
      bytes: row.bytes,
      sha256: row.sha256,
      episode: row.episode,
      purpose: row.purpose,
      byUnit: { id: row.unit_id, name: row.unit_name },
      at: row.at.toISOString(),
      alsoOn: row.also_on ?? 0,
    })),
  };
}

/** The bytes, to who may read the entry at this moment; to anybody else there is no such evidence. */
async function downloadEvidence(
  store: FileStore,
  call: Direct,
  input: InputOf<typeof contract.downloadEvidence>,
): Promise<Response> {
  const q = asked(call);
  const row = await q.db
    .selectFrom('evidence')
    .selectAll()
    .where('city_id', '=', q.cityId)
    .where('id', '=', input.id)
    .executeTakeFirst();
  if (row === undefined) throw new Refusal('not-found', { id: input.id });
  await insistReads(q, row.entry_id, input.id);
  const { sha256, name, media_type: mediaType, bytes } = row;
  return await serveFile(store, { sha256, name, mediaType, bytes }, input.inline ?? false);
}

/** The refusal names what was asked for, not the entry behind it: it must read as for a random id. */
async function insistReads(q: Query, entryId: string, asked: string): Promise<void> {
  await findEntry(q, entryId).catch((error: unknown) => {
    throw error instanceof Refusal ? new Refusal(error.code, { id: asked }) : error;
  });
}

/** Files that evidence refers to, for the sweep. */
export const evidenceKeeps: Keeper = async (tx, cityId, sums) => {
  const rows = await tx
    .selectFrom('evidence')
    .select('sha256')
    .distinct()
    .where('city_id', '=', cityId)
    .where('sha256', 'in', sums)
    .execute();
  return rows.map((row) => row.sha256);
};
