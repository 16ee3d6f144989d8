import { type SettledRepair, standingText } from '#domain/document/choose-repair.ts';
import { unpackOffsets } from '#domain/document/offset-map.ts';
import type { Context } from '#platform/command.ts';

/** What was chosen for the repair that begins at `start`, before and after; `null`: nothing yet. */
export interface RepairChange {
  readonly start: number;
  readonly before: string | null;
  readonly after: string | null;
}

/** The repairs of a document's text, with what was said of them. */
export async function repairsOf(ctx: Context, id: string): Promise<readonly SettledRepair[]> {
  const { repairs } = await ctx.tx
    .selectFrom('document_text')
    .where('city_id', '=', ctx.cityId)
    .where('document_id', '=', id)
    .select('repairs')
    .executeTakeFirstOrThrow();
  return repairs as readonly SettledRepair[];
}

/** Write down what is chosen now; the normalised text follows, each reading being as long as the others. */
export async function writeRepair(
  ctx: Context,
  documentId: string,
  { start, after }: RepairChange,
): Promise<void> {
  const repairs = await repairsOf(ctx, documentId);
  const kept = await ctx.tx
    .selectFrom('document_text')
    .where('city_id', '=', ctx.cityId)
    .where('document_id', '=', documentId)
    .select(['normal', 'offsets'])
    .executeTakeFirstOrThrow();
  const runs = new Int32Array(new Uint8Array(kept.offsets).buffer);
  const at = unpackOffsets(runs, kept.normal.length).starts.indexOf(start);
  const settled = repairs.map(({ chosen, ...repair }) => {
    if (repair.start !== start) return chosen === undefined ? repair : { ...repair, chosen };
    return after === null ? repair : { ...repair, chosen: after };
  });
  const repair = settled.find((one) => one.start === start);
  const words = repair === undefined ? '' : standingText(repair);
  const { normal } = kept;
  const now = normal.slice(0, at) + words + normal.slice(at + words.length);
  await ctx.tx
    .updateTable('document_text')
    .set({ repairs: JSON.stringify(settled), ...(at < 0 ? {} : { normal: now }) })
    .where('city_id', '=', ctx.cityId)
    .where('document_id', '=', documentId)
    .execute();
}
