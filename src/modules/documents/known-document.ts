import { createHash } from 'node:crypto';
import { wordsAlone } from '#domain/document/words-alone.ts';
import type { Context } from '#platform/command.ts';

/** The rule by which the sum of a text is made today. */
export const WORDS_RULE = 2;
/** Older readings that are brought to the rule of today in one go. */
const AT_ONCE = 200;

/** 字词摘要: the same for the same words, however they are laid out. */
export function wordsSum(text: string): string {
  return createHash('sha256').update(wordsAlone(text)).digest('hex');
}

/** The document of a unit that holds the same words, or was read from the same file. */
export async function knownDocument(
  ctx: Context,
  unitId: string,
  textSum: string,
  fileSum: string,
): Promise<string | undefined> {
  await renewSums(ctx, unitId);
  const row = await ctx.tx
    .selectFrom('document')
    .select('id')
    .where('city_id', '=', ctx.cityId)
    .where('unit_id', '=', unitId)
    .where((e) => e.or([e('text_sha256', '=', textSum), e('file_sha256', '=', fileSum)]))
    .where('fault', 'is', null)
    .orderBy('id', 'desc')
    .executeTakeFirst();
  return row?.id;
}

/**
 * Brings the sums of older readings of the unit to the rule of today. Where two of them hold the same words
 * the newer one gets the sum and the older keeps its own: it is found by its file.
 */
async function renewSums(ctx: Context, unitId: string): Promise<void> {
  const old = await ctx.tx
    .selectFrom('document as d')
    .innerJoin('document_text as t', (join) =>
      join.onRef('t.city_id', '=', 'd.city_id').onRef('t.document_id', '=', 'd.id'),
    )
    .select(['d.id', 't.raw'])
    .where('d.city_id', '=', ctx.cityId)
    .where('d.unit_id', '=', unitId)
    .where('d.words_rule', '<', WORDS_RULE)
    .where('d.fault', 'is', null)
    .orderBy('d.id', 'desc')
    .limit(AT_ONCE)
    .execute();
  for (const { id, raw } of old) {
    const sum = wordsSum(raw);
    const taken = await ctx.tx
      .selectFrom('document')
      .select('id')
      .where('city_id', '=', ctx.cityId)
      .where('unit_id', '=', unitId)
      .where('text_sha256', '=', sum)
      .where('fault', 'is', null)
      .executeTakeFirst();
    await ctx.tx
      .updateTable('document')
      .set({ words_rule: WORDS_RULE, ...(taken === undefined ? { text_sha256: sum } : {}) })
      .where('city_id', '=', ctx.cityId)
      .where('id', '=', id)
      .execute();
  }
}
