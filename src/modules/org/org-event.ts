import type { Actor } from '#domain/org/actor.ts';
import type { OrgEventKind } from '#domain/org/org-event-kind.ts';
import type { Tx } from '#platform/db/open.ts';
import { newId } from '#platform/ids.ts';

/** Where a change of the organisation happens; a `Context` is one. Nobody acts before the first set-up. */
export interface OrgChange {
  readonly tx: Tx;
  readonly cityId: number;
  readonly now: Date;
  readonly actor?: Actor | undefined;
}

export interface OrgEvent {
  readonly kind: OrgEventKind;
  readonly subjectId?: string | undefined;
  /** Who did it, where nobody was signed in before. */
  readonly byPerson?: string | undefined;
  /** The post by which it was done, where one was needed. */
  readonly byPost?: string | undefined;
  readonly payload?: object;
}

/** Write down what is done to the organisation or an account (组织与账号记录), in its own transaction. */
export async function recordOrg(at: OrgChange, event: OrgEvent): Promise<void> {
  await at.tx
    .insertInto('org_event')
    .values({
      city_id: at.cityId,
      id: newId(at.now.getTime()),
      at: at.now,
      kind: event.kind,
      subject_id: event.subjectId ?? null,
      by_person: event.byPerson ?? at.actor?.personId ?? null,
      by_post: event.byPost ?? null,
      payload: JSON.stringify(event.payload ?? {}),
    })
    .execute();
}
