import type { InputOf, Sent } from '#contract/operation.ts';
import type { EntryDetail } from '#contract/entry.ts';
import type * as contract from '#contract/list-moves.ts';
import { handingObjection, reasonObjection } from '#domain/entry/guards.ts';
import { gradeObjection } from '#domain/entry/policy.ts';
import { insist } from '#domain/refusal.ts';
import type { Context } from '#platform/command.ts';
import { campaignFor, insistCategory } from './campaign-of.ts';
import { advance, lockForMove } from './entry-store.ts';
import { reindexWords } from './entry-words.ts';
import { replaceFacets } from './facets.ts';
import { countMeasures, replaceMeasures } from './measures.ts';
import { answerWith } from './read-entry.ts';

type Input = InputOf<typeof contract.correctEntry>;

const ROW_FIELDS = [
  'title',
  'category',
  'source',
  'sourceNo',
  'foundBy',
  'level',
  'isKey',
] as const;
const TEXT_FIELDS = ['detail', 'cause', 'remark', 'quote'] as const;

/** The fields of `names` that the input gives. */
function chosen<K extends keyof Input>(input: Input, names: readonly K[]): Partial<Pick<Input, K>> {
  return Object.fromEntries(
    names.flatMap((name) => (input[name] === undefined ? [] : [[name, input[name]]])),
  ) as Partial<Pick<Input, K>>;
}

/** Put the given words in place of those that stand; answers with the old ones. */
async function replaceWords(
  ctx: Context,
  entryId: string,
  words: Partial<Pick<Input, (typeof TEXT_FIELDS)[number]>>,
): Promise<object> {
  if (Object.keys(words).length === 0) return {};
  const here = ctx.tx
    .selectFrom('entry_text')
    .where('city_id', '=', ctx.cityId)
    .where('entry_id', '=', entryId);
  const old = await here.select(TEXT_FIELDS).executeTakeFirstOrThrow();
  await ctx.tx
    .updateTable('entry_text')
    .set(words)
    .where('city_id', '=', ctx.cityId)
    .where('entry_id', '=', entryId)
    .execute();
  return Object.fromEntries(
    TEXT_FIELDS.filter((field) => field in words).map((field) => [field, old[field]]),
  );
}

/** 更正: what was written down wrongly is set right; the event keeps the old words beside the new. */
export async function correctEntry(ctx: Context, input: Input): Promise<Sent<typeof EntryDetail>> {
  insist(reasonObjection(input.reason));
  const entry = await lockForMove(ctx, input, 'correct');
  insist(gradeObjection(ctx.actor, entry, input));
  const { measures, facets } = input;
  if (measures !== undefined && entry.leadUnit !== undefined)
    insist(handingObjection({ ...entry, ...countMeasures(measures) }));
  await insistCategory(ctx, await campaignFor(ctx, entry.campaignId), input.category);
  const change = chosen(input, ROW_FIELDS);
  const text = chosen(input, TEXT_FIELDS);
  const before = Object.fromEntries(
    ROW_FIELDS.filter((field) => field in change).map((field) => [field, entry[field] ?? null]),
  );
  const oldText = await replaceWords(ctx, entry.id, text);
  if (measures !== undefined) await replaceMeasures(ctx, entry.id, measures);
  if (facets !== undefined) await replaceFacets(ctx, entry.id, facets);
  const because = {
    reason: input.reason,
    before: { ...before, ...oldText },
    ...(Object.keys(text).length > 0 && { text }),
    ...(measures && { measures }),
    ...(facets && { facets }),
  };
  const next = await advance(ctx, entry, 'correct', change, { because });
  if (input.title !== undefined || input.detail !== undefined) await reindexWords(ctx, next);
  return answerWith(ctx, entry.id);
}
