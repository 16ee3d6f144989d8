import * as contract from '#contract/distil.ts';
import * as topics from '#contract/topic.ts';
import type { InputOf } from '#contract/operation.ts';
import { Refusal } from '#domain/refusal.ts';
import { campaignFor } from '#modules/ledger/campaign-of.ts';
import { mappingOf, ownBatch } from '#modules/ledger/sheets/batch-store.ts';
import { type Context, enqueue } from '#platform/command.ts';
import { command, query, type Route } from '#platform/http.ts';
import type { AlikeIndex } from './alike-index.ts';
import { CategoryModels, suggestCategory, trainCategories } from './categories.ts';
import { decideItem } from './decide.ts';
import { linkRootCause, readFamily, unlinkRootCause } from './family.ts';
import { acceptGroup, listCauses, readGroup } from './group.ts';
import { listItems } from './queue-list.ts';
import { readItem } from './queue.ts';
import { suggestSimilar } from './similar.ts';
import type { VoicePort } from './subjects.ts';
import { hotTopics } from './topics.ts';
import { undoDecision, unlinkEdge } from './undo-decision.ts';

/** What the still is given: the voices, where there are any, and an index of its own. */
export interface DistilParts {
  readonly voices?: VoicePort | undefined;
  readonly index: AlikeIndex;
}

/** 炼: the queue and its judgements, families and causes, suggestions while typing. */
export function distilRoutes({ voices, index }: DistilParts): readonly Route[] {
  const models = new CategoryModels();
  return [
    query(contract.listItems, (q, input) => listItems(q, input, voices)),
    query(contract.readItem, (q, input) => readItem(q, input, voices)),
    command(contract.decideItem, (ctx, input) => decideItem(ctx, input, voices)),
    command(contract.undoDecision, (ctx, input) => undoDecision(ctx, input, voices)),
    command(contract.unlinkEdge, (ctx, input) => unlinkEdge(ctx, input, voices)),
    query(topics.readFamily, (q, input) => readFamily(q, input, voices)),
    command(topics.linkRootCause, linkRootCause),
    command(topics.unlinkRootCause, unlinkRootCause),
    query(contract.suggestSimilar, (q, input) => suggestSimilar(q, input, { index, voices })),
    query(contract.suggestCategory, (q, input) => suggestCategory(q, input, models)),
    query(topics.readGroup, (q, input) => readGroup(q, input, voices)),
    command(topics.acceptGroup, (ctx, input) => acceptGroup(ctx, input, voices)),
    query(topics.listCauses, (q, input) => listCauses(q, input, voices)),
    query(topics.hotTopics, (q, input) => hotTopics(q, input, voices)),
    command(contract.startDistil, startDistil),
    command(contract.importDistilled, importDistilled),
    command(contract.trainCategories, trainCategories),
  ];
}

/** 提炼: the office puts the job down; it touches no entry. */
async function startDistil(
  ctx: Context,
  input: InputOf<typeof contract.startDistil>,
): Promise<{ job: string }> {
  const campaign = await campaignFor(ctx, input.campaign);
  return { job: await enqueue(ctx, 'distil-campaign', { campaign: campaign.id }) };
}

/** 导入并提炼: a sheet that was previewed, as it would be imported, and then distilled. */
async function importDistilled(
  ctx: Context,
  input: InputOf<typeof contract.importDistilled>,
): Promise<{ job: string }> {
  const batch = await ownBatch(ctx, ctx.tx, input.id);
  if (!mappingOf(batch).confirmed || batch.state === 'running' || batch.kind === 'returned')
    throw new Refusal('mapping-needed', { columns: '' });
  const campaign = await campaignFor(ctx, batch.campaign_id ?? undefined);
  const args = { batch: batch.id, campaign: campaign.id };
  const job = await enqueue(ctx, 'import-distilled', args);
  await ctx.tx
    .updateTable('import_batch')
    .set({ job_id: job, state: 'running' })
    .where('city_id', '=', ctx.cityId)
    .where('id', '=', batch.id)
    .execute();
  return { job };
}
