import type { InputOf, Sent } from '#contract/operation.ts';
import type { EntryDetail } from '#contract/entry.ts';
import type * as contract from '#contract/assign-moves.ts';
import type { DeadlineKind, EntryMove } from '#domain/entry/entry.ts';
import { deadlineObjection, handingObjection, reasonObjection } from '#domain/entry/guards.ts';
import { officeOver } from '#domain/entry/policy.ts';
import { insist, Refusal } from '#domain/refusal.ts';
import { ruledDeadline } from '#modules/ledger/due-rules.ts';
import type { Held } from '#modules/ledger/entry-detail.ts';
import type { Entry } from '#modules/ledger/entry-load.ts';
import { holdForMove } from '#modules/ledger/entry-store.ts';
import { measuresAfter, type Measure, replaceMeasures } from '#modules/ledger/measures.ts';
import { partiesAfter, setParties, type UnitPlace, unitsOf } from '#modules/ledger/parties.ts';
import { answerKnown, answerMove } from '#modules/ledger/read-entry.ts';
import { endRequest } from '#modules/ledger/requests.ts';
import type { Context } from '#platform/command.ts';
import { inOrder } from '#platform/db/in-order.ts';

type Answer = Promise<Sent<typeof EntryDetail>>;
type Handing = InputOf<typeof contract.assignEntry>;

/** The deadline fields as they will stand: those given, else those the entry has. */
export function deadlineAfter(
  entry: Pick<Entry, 'deadlineKind' | 'deadline' | 'originalDeadline'>,
  given: { readonly kind: DeadlineKind; readonly on?: string | undefined } | undefined,
): Pick<Entry, 'deadlineKind' | 'deadline' | 'originalDeadline'> {
  if (given === undefined)
    return {
      deadlineKind: entry.deadlineKind,
      deadline: entry.deadline,
      originalDeadline: entry.originalDeadline,
    };
  return {
    deadlineKind: given.kind,
    deadline: given.on,
    originalDeadline: entry.originalDeadline ?? given.on,
  };
}

interface Handed {
  readonly entry: Held;
  readonly lead: UnitPlace;
  readonly co: readonly UnitPlace[];
}

/** What is handed on, held for the move, and to whom; sent together, as every move waits for its round trips. */
async function holdForHanding(ctx: Context, move: EntryMove, handing: Handing): Promise<Handed> {
  const [entry, told] = await inOrder([
    holdForMove(ctx, handing, move),
    unitsOf(ctx, [...(handing.lead === undefined ? [] : [handing.lead]), ...(handing.co ?? [])]),
  ]);
  const leadId = handing.lead ?? entry.leadUnit;
  if (leadId === undefined) throw new Refusal('no-lead');
  const named = entry.parties.filter((party) => party.role === 'co' && party.unitId !== leadId);
  const coIds = handing.co ?? named.map((party) => party.unitId);
  const untold = [leadId, ...coIds].filter((id) => told.every((unit) => unit.id !== id));
  const units = [...told, ...(await unitsOf(ctx, untold))];
  const lead = units.find(({ id }) => id === leadId);
  if (lead === undefined) throw new Refusal('no-lead');
  const co = coIds.flatMap((id) => units.find((unit) => unit.id === id) ?? []);
  return { entry, lead, co };
}

/** Hand an entry to its lead and co-units: what 交办, 下达 and 转办 have in common. */
async function hand(
  ctx: Context,
  move: EntryMove,
  handing: Handing,
  because: object = {},
): Promise<Sent<typeof EntryDetail>> {
  const { entry, lead, co } = await holdForHanding(ctx, move, handing);
  insistOver(ctx, lead);
  const open = handing.deadline === undefined && entry.deadlineKind === 'none';
  const ruled = open ? await ruledDeadline(ctx, entry.source) : undefined;
  const deadline = deadlineAfter(entry, handing.deadline ?? ruled);
  // An overdue entry may go to another unit as it is: a new day would hide that it is overdue.
  if (move !== 'reassign' || handing.deadline !== undefined)
    insist(deadlineObjection(deadline.deadlineKind, deadline.deadline, ctx.today), {
      deadline: deadline.deadline,
      start: ctx.today,
    });
  const measures: readonly Measure[] | undefined = handing.measures;
  insist(
    handingObjection({
      kind: entry.kind,
      leadUnit: lead.id,
      deadlineKind: deadline.deadlineKind,
      ...measuresAfter(entry, measures),
    }),
  );
  const standing = entry.shown.measures;
  const around = {
    leadName: lead.name,
    parties: partiesAfter(entry, lead, co),
    measures:
      measures === undefined ? standing : await replaceMeasures(ctx, entry.id, measures, standing),
  };
  await setParties(ctx, entry, lead, co);
  const change = {
    leadUnit: lead.id,
    orgPath: lead.path,
    progress: 0,
    reviewOn: undefined,
    ...deadline,
  };
  const why = {
    because: {
      ...because,
      lead: lead.name,
      co: co.map((unit) => unit.name),
      ...(handing.note === undefined ? {} : { note: handing.note }),
      ...(measures === undefined ? {} : { measures }),
    },
  };
  if (entry.openRequest === undefined) return answerKnown(ctx, entry, move, change, why, around);
  await endRequest(ctx, entry, 'withdrawn', undefined, undefined);
  return answerMove(ctx, entry, move, change, why);
}

/** The lead must stand below an office of the caller by territory; a co-unit may be anybody of the city. */
function insistOver(ctx: Context, lead: UnitPlace): void {
  if (officeOver(ctx.actor, lead.path) === undefined)
    throw new Refusal('out-of-reach', { unit: lead.name });
}

/** 交办: one lead unit, co-units, measures, a deadline. */
export async function assignEntry(
  ctx: Context,
  input: InputOf<typeof contract.assignEntry>,
): Answer {
  return hand(ctx, 'assign', input);
}

/** 下达: a draft task becomes somebody's work. */
export async function issueEntry(ctx: Context, input: InputOf<typeof contract.issueEntry>): Answer {
  return hand(ctx, 'issue', input);
}

/** 转办: to another lead, with the reason; the first deadline stays the one that counts. */
export async function reassignEntry(
  ctx: Context,
  input: InputOf<typeof contract.reassignEntry>,
): Answer {
  insist(reasonObjection(input.reason));
  return hand(ctx, 'reassign', input, { reason: input.reason });
}
