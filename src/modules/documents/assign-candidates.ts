import type { InputOf } from '#contract/operation.ts';
import type * as contract from '#contract/document-moves.ts';
import { postOver } from '#domain/org/actor.ts';
import { isWithin } from '#domain/org/path.ts';
import { Refusal } from '#domain/refusal.ts';
import { type UnitPlace, unitsOf } from '#modules/ledger/parties.ts';
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
  const seen = input.groups.flatMap((group) => group.candidates);
  const twice = seen.find((one, i) => seen.findIndex(({ id }) => id === one.id) < i);
  if (twice !== undefined) throw new Refusal('invalid', { where: 'groups.candidates' });
  const named = input.groups.flatMap(({ lead, co = [] }) => [...(lead ? [lead] : []), ...co]);
  const units = new Map(
    (await unitsOf(ctx, [...new Set(named)])).map((unit) => [unit.id, unit] as const),
  );
  const rows = await chosen(ctx, document, seen, 'edit');
  const byId = new Map(rows.map((row) => [row.id, row]));
  const candidates = input.groups.flatMap((group) => {
    insistDeadline(group.deadline ?? undefined);
    insistUnits(ctx, document, group, units);
    return group.candidates.flatMap(({ id }) => {
      const row = byId.get(id);
      if (row?.kind !== 'task') throw new Refusal('invalid', { where: 'groups.candidates' });
      return [{ row, set: settled(row, group) }];
    });
  });
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
function insistUnits(
  ctx: Context,
  document: DocumentRow,
  { lead, co = [] }: Settled,
  units: ReadonlyMap<string, UnitPlace>,
): void {
  const twice = co.find((id, i) => id === lead || co.indexOf(id) < i);
  if (twice !== undefined) throw new Refusal('unit-twice', { unit: units.get(twice)?.name });
  const first = lead === undefined || lead === null ? undefined : units.get(lead);
  if (first === undefined) return;
  const isOver =
    isWithin(first.path, document.path) ||
    postOver(ctx.actor, ['office'], first.path) !== undefined;
  if (!isOver) throw new Refusal('out-of-reach', { unit: first.name });
}
