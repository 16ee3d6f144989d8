import type { Sent } from '#contract/operation.ts';
import type { EntryRow } from '#contract/entry.ts';
import { isOverdue, isReviewDue } from '#domain/entry/guards.ts';
import { openMoves } from '#domain/entry/policy.ts';
import type { Query } from '#platform/command.ts';
import type { Line } from './entry-load.ts';

/** A field that is left out of the answer when there is nothing to say. */
export function given<K extends string, V>(key: K, value: V | undefined | null): { [P in K]?: V } {
  return (value === undefined || value === null ? {} : { [key]: value }) as { [P in K]?: V };
}

/** A unit as it is named to others, when there is one. */
export function named(
  id: string | null | undefined,
  name: string | null | undefined,
): { id: string; name: string } | undefined {
  return id === null || id === undefined ? undefined : { id, name: name ?? '' };
}

/** An entry as a line of a list, with the moves open to this reader. */
export function viewRow(q: Pick<Query, 'actor' | 'today'>, entry: Line): Sent<typeof EntryRow> {
  return {
    id: entry.id,
    no: entry.no,
    kind: entry.kind,
    version: entry.version,
    state: entry.state,
    title: entry.title,
    level: entry.level,
    isKey: entry.isKey,
    category: entry.category,
    source: entry.source,
    ...given('lead', named(entry.leadUnit, entry.leadName)),
    origin: { id: entry.originUnit, name: entry.originName },
    coUnits: entry.parties.filter((party) => party.role === 'co').length,
    deadlineKind: entry.deadlineKind,
    ...given('deadline', entry.deadline),
    overdue: isOverdue(entry, q.today),
    reviewDue: isReviewDue(entry, q.today),
    ...given('progress', entry.progress),
    episode: entry.episode,
    ...given('assurance', entry.assurance),
    merged: entry.merged,
    ...given('openRequest', entry.openRequest?.kind),
    createdAt: entry.createdAt.toISOString(),
    updatedAt: entry.updatedAt.toISOString(),
    can: openMoves(q.actor, entry),
  };
}
