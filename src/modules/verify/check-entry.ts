import { sql } from 'kysely';
import type { InputOf, Sent } from '#contract/operation.ts';
import type { EntryDetail } from '#contract/entry.ts';
import type * as contract from '#contract/verify-moves.ts';
import { assuranceOf, checkingPost } from '#domain/entry/closing.ts';
import { DOING_MOVES } from '#domain/entry/policy.ts';
import type { OrgPath } from '#domain/org/path.ts';
import { Refusal } from '#domain/refusal.ts';
import { approverPost } from '#modules/ledger/approver.ts';
import type { Entry } from '#modules/ledger/entry-load.ts';
import { lockForMove } from '#modules/ledger/entry-store.ts';
import { countCheck } from '#modules/ledger/overview-flow.ts';
import { addPart, unitsOf } from '#modules/ledger/parties.ts';
import { answerMove, answerWith } from '#modules/ledger/read-entry.ts';
import { endRequest, openRequest } from '#modules/ledger/requests.ts';
import { linkedRoots } from '#modules/org/who-is.ts';
import type { Context } from '#platform/command.ts';
import { newId } from '#platform/ids.ts';

type Answer = Promise<Sent<typeof EntryDetail>>;

/** Give a unit the part of checker in this episode; the table refuses a unit that does the work. */
async function addCheckingUnit(
  ctx: Context,
  entry: Entry,
  unit: { readonly id: string; readonly path: OrgPath },
): Promise<void> {
  await ctx.tx
    .insertInto('party')
    .values({ ...episodeOf(ctx, entry), unit_id: unit.id, org_path: unit.path, role: 'checker' })
    .onConflict((c) => c.columns(['city_id', 'entry_id', 'episode', 'unit_id']).doNothing())
    .execute();
}

function episodeOf(
  ctx: Context,
  entry: Entry,
): { city_id: number; entry_id: string; episode: number } {
  return { city_id: ctx.cityId, entry_id: entry.id, episode: entry.episode };
}

type Links = ReadonlyMap<string, readonly OrgPath[]>;

/** What the units that do the work, and these, stand above by 条线 or Party relation. */
function linksAround(ctx: Context, entry: Entry, more: readonly string[]): Promise<Links> {
  const units = [...entry.parties.map((party) => party.unitId), ...more];
  return linkedRoots(ctx.tx, ctx.cityId, ctx.today, units);
}

function withLinks(entry: Entry, links: Links): Entry {
  const parties = entry.parties.map((party) => ({
    ...party,
    linked: links.get(party.unitId) ?? [],
  }));
  return { ...entry, parties };
}

/** What only a unit that does the work records; evidence may also come from whoever raised the entry. */
const WORK = [...DOING_MOVES].filter((move) => move !== 'attach');

/** A unit that had the work in this episode before it was handed on is no party any more, but did it. */
async function insistNeverWorked(ctx: Context, entry: Entry, unitId: string): Promise<void> {
  const { rows } = await sql`
    select 1 from event v
    where v.city_id = ${ctx.cityId} and v.subject_id = ${entry.id} and v.unit_id = ${unitId}
      and v.kind = any(${WORK.map((move) => `${entry.kind}.${move}`)}::text[])
      and not exists (select 1 from event r
        where r.city_id = v.city_id and r.subject_id = v.subject_id
          and r.subject_version > v.subject_version and r.kind = ${`${entry.kind}.reopen`})
    limit 1`.execute(ctx.tx);
  if (rows.length > 0) throw new Refusal('not-independent');
}

/** 派核查: the unit that is to look; from now on it may read the entry, and cannot be given the work. */
export async function appointChecker(
  ctx: Context,
  input: InputOf<typeof contract.appointEntry>,
): Answer {
  const entry = await lockForMove(ctx, input, 'appoint');
  const [unit] = await unitsOf(ctx, [input.unit]);
  if (unit === undefined) throw new Refusal('not-independent');
  const links = await linksAround(ctx, entry, [unit.id]);
  const post = { unitId: unit.id, path: unit.path, linked: links.get(unit.id) ?? [] };
  if (assuranceOf(withLinks(entry, links), post) === undefined)
    throw new Refusal('not-independent');
  await insistNeverWorked(ctx, entry, unit.id);
  if (entry.parties.some((party) => party.unitId === unit.id)) return answerWith(ctx, entry.id);
  await addCheckingUnit(ctx, entry, unit);
  return answerMove(ctx, entry, 'appoint', {}, { because: { unit: unit.id, name: unit.name } });
}

/**
 * 核查: what somebody who did not do the work has found. A confirmed finding opens the closure request
 * at the approver post of the entry's level; any other one ends a closure request that stood open.
 */
export async function recordCheck(
  ctx: Context,
  input: InputOf<typeof contract.checkEntry>,
): Answer {
  const entry = await lockForMove(ctx, input, 'check');
  const way = checkingPost(ctx.actor, withLinks(entry, await linksAround(ctx, entry, [])));
  if (way === undefined) throw new Refusal('not-independent');
  const { post, assurance } = way;
  await insistNeverWorked(ctx, entry, post.unitId);
  await addCheckingUnit(ctx, entry, { id: post.unitId, path: post.path });
  await addPart(ctx, entry, 'checker', 'not-independent');
  const check = newId(ctx.now.getTime());
  await ctx.tx
    .insertInto('entry_check')
    .values({
      ...episodeOf(ctx, entry),
      id: check,
      method: input.method,
      finding: input.finding,
      assurance,
      by_unit: post.unitId,
      by_person: ctx.actor.personId,
      by_post: post.postId,
      note: input.note,
      checked_at: ctx.now,
    })
    .execute();
  const { method, finding, note } = input;
  await countCheck(ctx, entry, assurance, finding);
  await endRequest(ctx, entry, 'withdrawn', undefined, post);
  if (finding === 'confirmed')
    await openRequest(ctx, entry, {
      kind: 'closure',
      approverPost: await approverPost(ctx, entry, [
        ...entry.doers,
        ...entry.checkers,
        ctx.actor.personId,
      ]),
      ask: { check },
      reason: note,
      by: post,
    });
  return answerMove(
    ctx,
    entry,
    'check',
    {},
    {
      because: { check, method, finding, assurance, note },
      by: post,
    },
  );
}
