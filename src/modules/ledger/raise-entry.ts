import type { InputOf, Sent } from '#contract/operation.ts';
import type { EntryDetail } from '#contract/entry.ts';
import type * as contract from '#contract/list-moves.ts';
import { type HeldPost, postOver } from '#domain/org/actor.ts';
import type { OrgPath } from '#domain/org/path.ts';
import { Refusal } from '#domain/refusal.ts';
import type { Context, Query } from '#platform/command.ts';
import { inOrder } from '#platform/db/in-order.ts';
import { leaveForJob } from '#platform/jobs/job-items.ts';
import { newId } from '#platform/ids.ts';
import { campaignFor, insistCategory } from './campaign-of.ts';
import type { EntryRecord } from './entry-record.ts';
import { createEntry } from './entry-store.ts';
import { replaceFacets } from './facets.ts';
import { replaceMeasures } from './measures.ts';
import { takeNumbers } from './numbering.ts';
import { unitsOf } from './parties.ts';
import { answerWith } from './read-entry.ts';

const RAISERS = ['office', 'liaison', 'handler', 'inspector', 'leader'] as const;

/** A number for what is about to be raised, taken ahead so that raises do not wait for one another. */
export async function numberAhead(
  q: Query,
  input: Pick<InputOf<typeof contract.raiseEntry>, 'kind'>,
): Promise<string> {
  const [no = ''] = await takeNumbers(q.db, q.cityId, input.kind, q.today.slice(0, 4), 1);
  return no;
}

/** 提出问题，或起草任务: a new entry in the name of a unit of the caller's reach. */
export async function raiseEntry(
  ctx: Context,
  input: InputOf<typeof contract.raiseEntry>,
  ahead?: string,
): Promise<Sent<typeof EntryDetail>> {
  const [{ unit, post }, campaign] = await inOrder([
    raisingUnit(ctx, input.unit),
    campaignFor(ctx, input.campaign),
  ]);
  await insistCategory(ctx, campaign, input.category);
  const year = ctx.today.slice(0, 4);
  const no = ahead ?? (await takeNumbers(ctx.tx, ctx.cityId, input.kind, year, 1))[0] ?? '';
  const record = newRecord({
    id: newId(ctx.now.getTime()),
    kind: input.kind,
    no,
    campaignId: campaign.id,
    title: input.title,
    level: input.level,
    isKey: input.isKey ?? false,
    category: input.category ?? '',
    source: input.source,
    sourceNo: input.sourceNo,
    foundBy: input.foundBy,
    originUnit: unit.id,
    originPath: unit.path,
  });
  const { detail = '', cause = '', remark = '', quote = '' } = input;
  const { measures, facets } = input;
  const because = { ...(measures && { measures }), ...(facets && { facets }) };
  await createEntry(ctx, record, { detail, cause, remark, quote }, post, because);
  await replaceMeasures(ctx, record.id, measures ?? [], []);
  if (facets !== undefined) await replaceFacets(ctx, record.id, facets);
  if (input.kind === 'problem')
    await leaveForJob(ctx, 'match-alike', [{ kind: 'entry', id: record.id }]);
  return answerWith(ctx, record.id);
}

async function raisingUnit(
  ctx: Context,
  wanted: string | undefined,
): Promise<{ unit: { id: string; path: OrgPath }; post: HeldPost }> {
  const own = ctx.actor.posts.find((post) => (RAISERS as readonly string[]).includes(post.role));
  if (own === undefined) throw new Refusal('not-allowed');
  const [unit] = await unitsOf(ctx, [wanted ?? own.unitId]);
  if (wanted === undefined && unit !== undefined) return { unit, post: own };
  const post = unit === undefined ? undefined : postOver(ctx.actor, RAISERS, unit.path);
  if (unit === undefined || post === undefined) throw new Refusal('out-of-reach');
  return { unit, post };
}

type Known = Pick<
  EntryRecord,
  | 'id'
  | 'kind'
  | 'no'
  | 'campaignId'
  | 'title'
  | 'level'
  | 'isKey'
  | 'category'
  | 'source'
  | 'sourceNo'
  | 'foundBy'
  | 'originUnit'
  | 'originPath'
>;

/** The first version of an entry: it stands where it was raised, with nobody leading it and no deadline. */
export function newRecord(known: Known): EntryRecord {
  return {
    ...known,
    version: 1,
    state: known.kind === 'problem' ? 'raised' : 'draft',
    episode: 1,
    leadUnit: undefined,
    orgPath: known.originPath,
    deadlineKind: 'none',
    deadline: undefined,
    originalDeadline: undefined,
    reviewOn: undefined,
    progress: undefined,
    deliveredAt: undefined,
    closedAt: undefined,
    assurance: undefined,
  };
}
