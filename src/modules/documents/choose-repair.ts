import { sql } from 'kysely';
import type { InputOf } from '#contract/operation.ts';
import type * as contract from '#contract/document-moves.ts';
import {
  isOpenRepair,
  reworded,
  rewording,
  type SettledRepair,
  standingText,
} from '#domain/document/choose-repair.ts';
import { dueOn } from '#domain/document/proposals.ts';
import { Refusal } from '#domain/refusal.ts';
import type { Context } from '#platform/command.ts';
import { type Changed, perform } from './decide.ts';
import { type DocumentRow, lockDocument } from './document-store.ts';
import { type CandidateRow, loadCandidates, taskFields } from './view-candidates.ts';
import type { CandidateSet } from './write-candidates.ts';
import { repairsOf } from './write-repair.ts';

/**
 * 认定乱码: a person says which reading of a garbled stretch stands. What was read from it and is not handed
 * down yet follows, deadlines included, and is doubted no more.
 */
export async function chooseRepair(
  ctx: Context,
  input: InputOf<typeof contract.chooseRepair>,
): Promise<Changed> {
  const document = await lockDocument(ctx, input.id, 'decide');
  const repairs = await repairsOf(ctx, document.id);
  const repair = repairs.find(({ start }) => start === input.start);
  if (repair === undefined || repair.alternatives.length === 0)
    throw new Refusal('not-found', { start: input.start });
  if (![repair.text, ...repair.alternatives].includes(input.text))
    throw new Refusal('invalid', { where: 'text' });
  const before = repair.chosen ?? null;
  if (before === input.text) return perform(ctx, document, 'repair', {});
  const rows = await loadCandidates(
    ctx.tx,
    ctx.cityId,
    sql`c.document_id = ${document.id} and c.entry_id is null and c.target_id is null
      and c.quote_start < ${repair.end} and c.quote_end > ${repair.start}`,
  );
  const others = repairs.filter((one) => one !== repair && isOpenRepair(one));
  const change = rewording(standingText(repair), input.text);
  return perform(ctx, document, 'repair', {
    candidates: rows.map((row) => ({ row, set: settledBy(row, document, change, others) })),
    repair: { start: repair.start, before, after: input.text },
  });
}

function settledBy(
  row: CandidateRow,
  document: DocumentRow,
  change: ReturnType<typeof rewording>,
  open: readonly SettledRepair[],
): CandidateSet {
  const asked = open.some(({ start, end }) => start < row.quote_end && end > row.quote_start);
  const doubts = asked ? row.doubts : row.doubts.filter((doubt) => doubt !== 'repaired');
  if (change === undefined) return { doubts };
  const proposal = reworded(row.proposal, change);
  const words = proposal['deadlineWords'];
  if (typeof words !== 'string' || words === taskFields(row).deadlineWords)
    return { doubts, proposal };
  const on = dueOn(words, document.date);
  const task = on === undefined ? null : { kind: 'date', on };
  const resolved = row.kind === 'task' ? { deadline: task } : { due: on ?? null };
  return { doubts, proposal: { ...proposal, ...resolved } };
}
