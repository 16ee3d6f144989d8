import type * as contract from '#contract/sign-in.ts';
import type { InputOf } from '#contract/operation.ts';
import { passwordObjection } from '#domain/org/password.ts';
import { insist, Refusal } from '#domain/refusal.ts';
import type { Direct } from '#platform/http.ts';
import { hashPassword } from '#platform/identity/password-hash.ts';
import { hashOfWord, newSecretWord } from '#platform/identity/secret-word.ts';
import { forgetGuesses, guarded } from '#platform/identity/throttle.ts';
import { changeAccount, cityName, lockAccount } from './account-store.ts';
import { type OrgChange, recordOrg } from './org-event.ts';
import { endAllSessions } from './session-store.ts';

const DAY = 24 * 60 * 60 * 1000;
const INVITATION_LASTS = 3 * DAY;

/** A one-time word (一次性口令) with which its receiver chooses a password; earlier words are void. */
export async function invite(
  at: OrgChange,
  accountId: string,
): Promise<{ word: string; endsAt: Date }> {
  const word = newSecretWord();
  const endsAt = new Date(at.now.getTime() + INVITATION_LASTS);
  await voidInvitations(at, accountId);
  await at.tx
    .insertInto('one_time_token')
    .values({
      city_id: at.cityId,
      token_hash: hashOfWord(word),
      purpose: 'invite',
      account_id: accountId,
      created_at: at.now,
      ends_at: endsAt,
    })
    .execute();
  return { word, endsAt };
}

export async function voidInvitations(at: OrgChange, accountId: string): Promise<void> {
  await at.tx
    .deleteFrom('one_time_token')
    .where('city_id', '=', at.cityId)
    .where('account_id', '=', accountId)
    .execute();
}

/** Use up a one-time word; undefined when it is unknown, used or expired. */
export async function takeWord(
  at: OrgChange,
  word: string,
  purpose: 'setup' | 'invite',
): Promise<{ accountId: string | undefined } | undefined> {
  const row = await at.tx
    .updateTable('one_time_token')
    .set({ used_at: at.now })
    .where('city_id', '=', at.cityId)
    .where('token_hash', '=', hashOfWord(word))
    .where('purpose', '=', purpose)
    .where('used_at', 'is', null)
    .where('ends_at', '>', at.now)
    .returning('account_id')
    .executeTakeFirst();
  return row === undefined ? undefined : { accountId: row.account_id ?? undefined };
}

/** Choose a password with a one-time word. A password the rules refuse does not use the word up. */
export async function acceptInvitation(
  call: Direct,
  input: InputOf<typeof contract.acceptInvitation>,
): Promise<{ login: string }> {
  const { db, cityId, now } = call;
  const passwordHash = await hashPassword(input.password);
  const city = (await cityName(db, cityId)) ?? '';
  // 256 bits cannot be guessed: only the address is slowed down, by a target of the word's own.
  const guess = { cityId, target: `word ${hashOfWord(input.word)}`, from: call.from };
  const account = await guarded(db, guess, now, () =>
    db.transaction().execute(async (tx) => {
      const at = { tx, cityId, now };
      const taken = await takeWord(at, input.word, 'invite');
      if (taken?.accountId === undefined) return undefined;
      const account = await lockAccount(tx, cityId, taken.accountId);
      if (account.disabledAt !== undefined) return undefined;
      insist(
        passwordObjection(input.password, {
          login: account.login,
          name: account.name,
          cityName: city,
        }),
      );
      await changeAccount(tx, cityId, account.id, {
        passwordHash,
        mustChange: false,
        // Who is to be confirmed is whoever chose the password, at this moment.
        ...(account.reset && { reset: { ...account.reset, at: now } }),
      });
      await endAllSessions(tx, cityId, account.id);
      await recordOrg(at, {
        kind: 'account.invitation_accepted',
        subjectId: account.id,
        payload: { from: call.from },
      });
      return account;
    }),
  );
  if (account === undefined) throw new Refusal('word-expired');
  await forgetGuesses(db, cityId, account.login);
  return { login: account.login };
}
