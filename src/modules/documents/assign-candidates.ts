import type { InputOf } from '#contract/operation.ts';
import type * as contract from '#contract/document-moves.ts';
import { postOver } from '#domain/org/actor.ts';
import { isWithin } from '#domain/org/path.ts';
import { Refusal } from '#domain/refusal.ts';
import { unitsOf } from '#modules/ledger/parties.ts';
import type { Context } from '#platform/command.ts';
import { type Changed, chosen, insistDeadline, perform } from './decide.ts';
import { type DocumentRow, lockDocument } from './document-store.ts';
import type { CandidateRow } from './view-candidates.ts';
import type { CandidateSet } from './write-candidates.ts';

type Settled = InputOf<typeof contract.assignCandidates>['groups'][number];

/** 成批确定牵头、配合单位和时限: nothing here is handed down yet; what is left out stays. */
export async function assignCandidates(
  ctx: Context,
  input: InputOf<typeof contract.assignCandidates>,
): Promise<Changed> {
  const document = await lockDocument(ctx, input.id, 'assign');
  const candidates: { row: CandidateRow; set: CandidateSet }[] = [];
  for (const group of input.groups) {
    insistDeadline(group.deadline ?? undefined);
    await insistUnits(ctx, document, group);
    const rows = await chosen(ctx, document, group.candidates, 'edit');
    for (const row of rows) {
      if (row.kind !== 'task' || candidates.some((one) => one.row.id === row.id))
        throw new Refusal('invalid', { where: 'groups.candidates' });
      candidates.push({ row, set: settled(row, group) });
    }
  }
  return perform(ctx, document, 'assign', { candidates });
}

function settled(row: CandidateRow, { lead, co, deadline }: Settled): CandidateSet {
  return {
    ...(lead === undefined ? {} : { lead_unit: lead }),
    ...(co === undefined ? {} : { co_units: co }),
    ...(deadline === undefined ? {} : { edits: { ...row.edits, deadline } }),
  };
}

/** Units of the tree, each named once; the lead where an office of the caller, or the document, stands over it. */
async function insistUnits(ctx: Context, document: DocumentRow, group: Settled): Promise<void> {
  const { lead, co = [] } = group;
  const named = lead === undefined || lead === null ? co : [lead, ...co];
  const units = await unitsOf(ctx, named);
  const twice = units.find((unit, i) => units.findIndex((u) => u.id === unit.id) < i);
  if (twice !== undefined) throw new Refusal('unit-twice', { unit: twice.name });
  const [first] = units;
  if (named.length === co.length || first === undefined) return;
  const isOver =
    isWithin(first.path, document.path) ||
    postOver(ctx.actor, ['office'], first.path) !== undefined;
  if (!isOver) throw new Refusal('out-of-reach', { unit: first.name });
}
