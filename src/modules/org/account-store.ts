import { Refusal } from '#domain/refusal.ts';
import type { Db, Tx } from '#platform/db/open.ts';

/** An account (账号) as the sign-in rules need it. */
export interface Account {
  readonly id: string;
  readonly personId: string;
  readonly login: string;
  readonly name: string;
  readonly passwordHash: string | undefined;
  readonly mustChange: boolean;
  readonly totpSecret: string | undefined;
  readonly totpPending: string | undefined;
  readonly totpLastStep: number | undefined;
  readonly oidcSubject: string | undefined;
  readonly disabledAt: Date | undefined;
  /** When and by whom a way in was last given that nobody of another kind has confirmed. */
  readonly reset: { readonly at: Date; readonly by: string } | undefined;
}

type By = { readonly id: string } | { readonly login: string } | { readonly oidcSubject: string };

/** `login` must already be in its normal form. */
export async function findAccount(
  db: Db | Tx,
  cityId: number,
  by: By,
): Promise<Account | undefined> {
  const row = await accountQuery(db, cityId, by).executeTakeFirst();
  return row === undefined ? undefined : accountOf(row);
}

/** The account, locked until the transaction ends. @throws Refusal `not-found`. */
export async function lockAccount(tx: Tx, cityId: number, id: string): Promise<Account> {
  const row = await accountQuery(tx, cityId, { id }).forNoKeyUpdate('account').executeTakeFirst();
  if (row === undefined) throw new Refusal('not-found');
  return accountOf(row);
}

function accountQuery(db: Db | Tx, cityId: number, by: By) {
  const query = db
    .selectFrom('account')
    .innerJoin('person', (join) =>
      join
        .onRef('person.city_id', '=', 'account.city_id')
        .onRef('person.id', '=', 'account.person_id'),
    )
    .selectAll('account')
    .select('person.name')
    .where('account.city_id', '=', cityId);
  if ('id' in by) return query.where('account.id', '=', by.id);
  if ('login' in by) return query.where('account.login', '=', by.login);
  return query.where('account.oidc_subject', '=', by.oidcSubject);
}

type Row = Awaited<ReturnType<ReturnType<typeof accountQuery>['executeTakeFirstOrThrow']>>;

function accountOf(row: Row): Account {
  return {
    id: row.id,
    personId: row.person_id,
    login: row.login,
    name: row.name,
    passwordHash: row.password_hash ?? undefined,
    mustChange: row.must_change,
    totpSecret: row.totp_secret ?? undefined,
    totpPending: row.totp_pending ?? undefined,
    totpLastStep: row.totp_last_step ?? undefined,
    oidcSubject: row.oidc_subject ?? undefined,
    disabledAt: row.disabled_at ?? undefined,
    reset:
      row.reset_at === null || row.reset_by === null
        ? undefined
        : { at: row.reset_at, by: row.reset_by },
  };
}

/** What may be written to an account; the rest never changes. */
export interface AccountChange {
  readonly passwordHash?: string | undefined;
  readonly mustChange?: boolean;
  readonly totpSecret?: string | undefined;
  readonly totpPending?: string | undefined;
  readonly totpLastStep?: number | undefined;
  readonly oidcSubject?: string | undefined;
  readonly disabledAt?: Date | undefined;
  readonly reset?: Account['reset'];
}

/** A field that is present but undefined is emptied. */
export async function changeAccount(
  tx: Tx,
  cityId: number,
  id: string,
  change: AccountChange,
): Promise<void> {
  await tx
    .updateTable('account')
    .set({
      ...('passwordHash' in change ? { password_hash: change.passwordHash ?? null } : {}),
      ...(change.mustChange === undefined ? {} : { must_change: change.mustChange }),
      ...('totpSecret' in change ? { totp_secret: change.totpSecret ?? null } : {}),
      ...('totpPending' in change ? { totp_pending: change.totpPending ?? null } : {}),
      ...('totpLastStep' in change ? { totp_last_step: change.totpLastStep ?? null } : {}),
      ...('oidcSubject' in change ? { oidc_subject: change.oidcSubject ?? null } : {}),
      ...('reset' in change
        ? { reset_at: change.reset?.at ?? null, reset_by: change.reset?.by ?? null }
        : {}),
      ...('disabledAt' in change ? { disabled_at: change.disabledAt ?? null } : {}),
    })
    .where('city_id', '=', cityId)
    .where('id', '=', id)
    .execute();
}

/** The name of the city; undefined before the first set-up. */
export async function cityName(db: Db | Tx, cityId: number): Promise<string | undefined> {
  const row = await db
    .selectFrom('city')
    .select('name')
    .where('city_id', '=', cityId)
    .executeTakeFirst();
  return row?.name;
}
