import { sql } from 'kysely';
import { dayOf } from '#platform/command.ts';
import { type OrgChange, recordOrg } from './org-event.ts';
import { endSessionsOfPerson } from './session-store.ts';

const DAY = 24 * 60 * 60 * 1000;

/** End at once whatever is held, or will be, of these posts. */
export async function endHoldingsOfPosts(at: OrgChange, postIds: readonly string[]): Promise<void> {
  if (postIds.length === 0) return;
  await endAtOnce(at, await liveHoldings(at, 'post_id', postIds));
}

/** End at once whatever a person holds, or will. */
export async function endHoldingsOfPerson(at: OrgChange, personId: string): Promise<void> {
  await endAtOnce(at, await liveHoldings(at, 'person_id', [personId]));
}

interface Holding {
  readonly id: string;
  readonly post_id: string;
  readonly person_id: string;
  readonly from_on: string;
}

async function liveHoldings(
  at: OrgChange,
  column: 'post_id' | 'person_id',
  ids: readonly string[],
): Promise<Holding[]> {
  return await at.tx
    .selectFrom('holding')
    .selectAll()
    .where('city_id', '=', at.cityId)
    .where(column, 'in', ids)
    .where((e) => e.or([e('to_on', 'is', null), e('to_on', '>=', dayOf(at.now))]))
    .forNoKeyUpdate()
    .execute();
}

/**
 * The last day held is yesterday: a day holds whole, and a post lost at noon must not act until
 * midnight. What began today or has not begun leaves no day, so its row goes; the record keeps both.
 */
export async function endAtOnce(
  at: OrgChange,
  holdings: readonly Holding[],
  byPost?: string,
): Promise<void> {
  const yesterday = dayOf(new Date(at.now.getTime() - DAY));
  for (const holding of holdings) {
    if (holding.from_on > yesterday)
      await at.tx
        .deleteFrom('holding')
        .where('city_id', '=', at.cityId)
        .where('id', '=', holding.id)
        .execute();
    else
      await at.tx
        .updateTable('holding')
        .set({ to_on: sql<string>`least(to_on, ${yesterday}::date)` })
        .where('city_id', '=', at.cityId)
        .where('id', '=', holding.id)
        .execute();
    await endSessionsOfPerson(at.tx, at.cityId, holding.person_id);
    await recordOrg(at, {
      kind: 'holding.end',
      subjectId: holding.person_id,
      byPost,
      payload: { holding: holding.id, post: holding.post_id, from: holding.from_on, at: 'once' },
    });
  }
}
