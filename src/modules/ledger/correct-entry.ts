import type { InputOf, Sent } from '#contract/operation.ts';
import type { EntryDetail } from '#contract/entry.ts';
import type * as contract from '#contract/entry-moves.ts';
import { handingObjection, reasonObjection } from '#domain/entry/guards.ts';
import { gradeObjection } from '#domain/entry/policy.ts';
import { insist } from '#domain/refusal.ts';
import type { Context } from '#platform/command.ts';
import { campaignFor, insistCategory } from './campaign-of.ts';
import { advance, indexWords, lockForMove } from './entry-store.ts';
import { replaceFacets } from './facets.ts';
import { countMeasures, replaceMeasures } from './measures.ts';
import { answerWith } from './read-entry.ts';

type Input = InputOf<typeof contract.correctEntry>;

const ROW_FIELDS = ['title', 'category', 'source', 'sourceNo', 'level', 'isKey'] as const;
const TEXT_FIELDS = ['detail', 'cause', 'remark'] as const;

/** The fields of `names` that the input gives. */
function chosen<K extends keyof Input>(input: Input, names: readonly K[]): Partial<Pick<Input, K>> {
  return Object.fromEntries(
    names.flatMap((name) => (input[name] === undefined ? [] : [[name, input[name]]])),
  ) as Partial<Pick<Input, K>>;
}

/** 更正: what was written down wrongly is set right; the event keeps the old words beside the new. */
export async function correctEntry(ctx: Context, input: Input): Promise<Sent<typeof EntryDetail>> {
  insist(reasonObjection(input.reason));
  const entry = await lockForMove(ctx, input, 'correct');
  insist(gradeObjection(ctx.actor, entry, input));
  if (input.measures !== undefined && entry.leadUnit !== undefined)
    insist(handingObjection({ ...entry, ...countMeasures(input.measures) }));
  await insistCategory(ctx, await campaignFor(ctx, entry.campaignId), input.category);
  const change = chosen(input, ROW_FIELDS);
  const before = Object.fromEntries(
    Object.keys(change).map((field) => [
      field,
      entry[field as (typeof ROW_FIELDS)[number]] ?? null,
    ]),
  );
  const text = chosen(input, TEXT_FIELDS);
  const old = await ctx.tx
    .selectFrom('entry_text')
    .where('city_id', '=', ctx.cityId)
    .where('entry_id', '=', entry.id)
    .select(['detail', 'cause', 'remark'])
    .executeTakeFirstOrThrow();
  const oldText = Object.fromEntries(
    Object.keys(text).map((field) => [field, old[field as keyof typeof old]]),
  );
  if (Object.keys(text).length > 0)
    await ctx.tx
      .updateTable('entry_text')
      .set(text)
      .where('city_id', '=', ctx.cityId)
      .where('entry_id', '=', entry.id)
      .execute();
  if (input.measures !== undefined) await replaceMeasures(ctx, entry.id, input.measures);
  if (input.facets !== undefined) await replaceFacets(ctx, entry.id, input.facets);
  const because = {
    reason: input.reason,
    before: { ...before, ...oldText },
    ...(Object.keys(text).length === 0 ? {} : { text }),
    ...(input.measures === undefined ? {} : { measures: input.measures }),
    ...(input.facets === undefined ? {} : { facets: input.facets }),
  };
  const next = await advance(ctx, entry, 'correct', change, { because });
  await indexWords(ctx, next.id, `${next.no} ${next.title} ${text.detail ?? old.detail}`);
  return answerWith(ctx, entry.id);
}
