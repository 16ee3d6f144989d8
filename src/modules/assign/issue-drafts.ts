import { deadlineObjection, handingObjection } from '#domain/entry/guards.ts';
import { moveObjection, officeOver } from '#domain/entry/policy.ts';
import type { Objection, RefusalDetails } from '#domain/refusal.ts';
import { ruledDeadline } from '#modules/ledger/due-rules.ts';
import { advanceEntries } from '#modules/ledger/entries-at-once.ts';
import { type Entry, loadEntries } from '#modules/ledger/entry-load.ts';
import { type Change } from '#modules/ledger/entry-record.ts';
import { mayRead } from '#modules/ledger/entry-store.ts';
import { unitsOf } from '#modules/ledger/parties.ts';
import type { Context } from '#platform/command.ts';
import { deadlineAfter } from './assign-entry.ts';

/** Why a draft was not issued. */
export interface HeldBack {
  readonly code: Exclude<Objection, undefined>;
  readonly details: RefusalDetails;
}

/**
 * 成批下达: drafts whose lead, co-units and deadline stand already become work, all in one go; one that
 * may not be issued stays a draft.
 *
 * @returns what stood between each of those and being issued, by id.
 */
export async function issueDrafts(
  ctx: Context,
  ids: readonly string[],
): Promise<ReadonlyMap<string, HeldBack>> {
  const entries = await loadEntries(ctx.tx, ctx.cityId, ids, true);
  const held = new Map<string, HeldBack>();
  const going: { entry: Entry; change: Change }[] = [];
  const ruled = new Map<Entry['source'], Awaited<ReturnType<typeof ruledDeadline>>>();
  for (const id of ids) {
    const entry = entries.get(id);
    if (entry === undefined || !mayRead(ctx.actor, entry)) {
      held.set(id, { code: 'not-found', details: { id } });
      continue;
    }
    const { source } = entry;
    if (entry.deadlineKind === 'none' && !ruled.has(source))
      ruled.set(source, await ruledDeadline(ctx, source));
    const given = entry.deadlineKind === 'none' ? ruled.get(source) : undefined;
    const deadline = deadlineAfter(entry, given);
    const code = objectionTo(ctx, { ...entry, ...deadline });
    const details = { state: entry.state, move: 'issue', start: ctx.today };
    const told = { ...details, deadline: deadline.deadline, unit: entry.leadName };
    if (code === undefined)
      going.push({ entry, change: { progress: 0, reviewOn: undefined, ...deadline } });
    else held.set(id, { code, details: told });
  }
  const names = await unitNames(ctx, going);
  const moved = going.map(({ entry, change }) => ({
    entry,
    change,
    because: { lead: entry.leadName, co: coUnits(entry).map((id) => names.get(id) ?? id) },
  }));
  await advanceEntries(ctx, 'issue', moved);
  return held;
}

function objectionTo(ctx: Context, entry: Entry): Objection {
  const objection = moveObjection(ctx.actor, entry, 'issue') ?? handingObjection(entry);
  if (objection !== undefined) return objection;
  if (officeOver(ctx.actor, entry.orgPath) === undefined) return 'out-of-reach';
  return deadlineObjection(entry.deadlineKind, entry.deadline, ctx.today);
}

function coUnits(entry: Entry): string[] {
  return entry.parties.filter(({ role }) => role === 'co').map(({ unitId }) => unitId);
}

/** Names of the co-units; none of them may have been closed meanwhile. */
async function unitNames(
  ctx: Context,
  going: readonly { readonly entry: Entry }[],
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(going.flatMap(({ entry }) => coUnits(entry)))];
  const units = await unitsOf(ctx, ids);
  return new Map(units.map(({ id, name }) => [id, name]));
}
