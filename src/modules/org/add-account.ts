import { normalLogin } from '#domain/org/password.ts';
import { Refusal } from '#domain/refusal.ts';
import { newId } from '#platform/ids.ts';
import { type OrgChange, recordOrg } from './org-event.ts';
import { lockPerson } from './person-store.ts';

export interface NewAccount {
  readonly personId: string;
  readonly login: string;
  /** Without one the account waits for an invitation or an OIDC subject. */
  readonly passwordHash?: string | undefined;
  /** Was the password chosen by somebody else? Then it may only be changed. */
  readonly mustChange?: boolean;
}

/** Open a person's account. @throws Refusal `name-taken` if the login is in use or the person has one. */
export async function addAccount(
  at: OrgChange,
  account: NewAccount,
  byPost?: string,
): Promise<string> {
  const id = newId(at.now.getTime());
  const login = normalLogin(account.login);
  const person = await lockPerson(at.tx, at.cityId, account.personId);
  const taken = await at.tx
    .selectFrom('account')
    .select('login')
    .where('city_id', '=', at.cityId)
    .where((e) => e.or([e('login', '=', login), e('person_id', '=', person.id)]))
    .executeTakeFirst();
  if (taken !== undefined) throw new Refusal('name-taken', { name: taken.login });
  const added = await at.tx
    .insertInto('account')
    .values({
      city_id: at.cityId,
      id,
      person_id: person.id,
      login,
      password_hash: account.passwordHash ?? null,
      must_change: account.mustChange ?? false,
      created_at: at.now,
    })
    .onConflict((c) => c.doNothing())
    .executeTakeFirst();
  if (added.numInsertedOrUpdatedRows === 0n) throw new Refusal('name-taken', { name: login });
  await recordOrg(at, {
    kind: 'account.create',
    subjectId: id,
    byPost,
    payload: { login, person: person.id },
  });
  return id;
}
