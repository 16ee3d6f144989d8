import type { Role } from '#domain/org/actor.ts';
import { passwordObjection } from '#domain/org/password.ts';
import { insist, Refusal } from '#domain/refusal.ts';
import { dayOf } from '#platform/command.ts';
import type { Db } from '#platform/db/open.ts';
import { hashPassword } from '#platform/identity/password-hash.ts';
import { cityName } from './account-store.ts';
import { addAccount } from './add-account.ts';
import { giveHolding } from './holdings.ts';
import { invite } from './invitation.ts';
import { addPerson } from './person-store.ts';
import { addPost } from './post-store.ts';
import { takeNumbers } from './numbering.ts';

export interface AccountOrder {
  readonly login: string;
  readonly name: string;
  readonly role: Role;
  /** The unit's code; the city itself when absent. */
  readonly unitCode?: string | undefined;
  readonly postName?: string | undefined;
  /** Must be changed at the first sign-in. Without one a one-time word is answered instead. */
  readonly password?: string | undefined;
}

/**
 * A person with a post and an account, for the operator at the command line.
 *
 * @throws Refusal `not-found` without the unit, `name-taken`, the password rules.
 */
export async function createAccount(
  db: Db,
  cityId: number,
  now: Date,
  order: AccountOrder,
): Promise<{ accountId: string; word: string | undefined }> {
  const { login, name, role, password } = order;
  if (password !== undefined)
    insist(
      passwordObjection(password, { login, name, cityName: (await cityName(db, cityId)) ?? '' }),
    );
  const passwordHash = password === undefined ? undefined : await hashPassword(password);
  return await db.transaction().execute(async (tx) => {
    const at = { tx, cityId, now };
    const unit = await tx
      .selectFrom('unit')
      .select(['id', 'code', 'no'])
      .where('city_id', '=', cityId)
      .where('closed_on', 'is', null)
      .$if(order.unitCode !== undefined, (query) => query.where('code', '=', order.unitCode ?? ''))
      .$if(order.unitCode === undefined, (query) => query.where('parent_id', 'is', null))
      .executeTakeFirst();
    if (unit === undefined) throw new Refusal('not-found');
    const personId = await addPerson(at, { name });
    const postNo = await takeNumbers(tx, cityId, `post ${unit.no}`, 1);
    const postId = await addPost(at, {
      unitId: unit.id,
      code: `${unit.code}-${postNo}`,
      name: order.postName ?? role,
      role,
    });
    await giveHolding(at, { postId, personId, acting: false, fromOn: dayOf(now) });
    const mustChange = passwordHash !== undefined;
    const accountId = await addAccount(at, { personId, login, passwordHash, mustChange });
    const word = passwordHash === undefined ? (await invite(at, accountId)).word : undefined;
    return { accountId, word };
  });
}
