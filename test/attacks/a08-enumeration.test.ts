import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Refusal } from '#domain/refusal.ts';
import type { Direct } from '#platform/http.ts';
import { hashPassword } from '#platform/identity/password-hash.ts';
import { CITY } from '#test/tiny-city.ts';
import { type House, instead, openHouse, type Site } from './house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
  const hash = await hashPassword('山间-竹桥-五只鹭-37');
  await sql`update account set password_hash = ${hash} where login in ('cityoffice', 'cityOffice', 'auditor')`.execute(
    house.database.db,
  );
  await sql`update account set login = lower(login)`.execute(house.database.db);
  await sql`update account set disabled_at = now() where login = 'auditor'`.execute(
    house.database.db,
  );
});
afterAll(() => house.close());

/** Names that exist, are disabled, wait for an invitation, or were never there: eight guesses at each. */
async function attack(site: Site): Promise<string[]> {
  await sql`delete from credential_try where city_id = ${CITY}`.execute(house.database.db);
  const told = new Map<string, string>();
  for (const login of ['cityoffice', 'auditor', 'secretary', 'nobody-here']) {
    const answers: string[] = [];
    for (let i = 0; i < 8; i += 1) {
      const { status, text, headers } = await site.ask('POST', '/api/v1/login', {
        body: { login, password: `猜-${i}-不对的口令` },
      });
      const length = headers.get('content-length') ?? '';
      answers.push(`${status} ${length} ${text}`);
    }
    told.set(login, answers.join('\n'));
  }
  const different = new Set(told.values());
  const found = different.size === 1 ? [] : [`answers differ in ${different.size} ways`];
  if (![...different].every((answers) => answers.includes('429')))
    found.push('eight guesses meet no limit');
  return found;
}

test('A8: a sign-in tells nothing of who is there, and slows down alike for all', async () => {
  expect(await attack(house.real)).toEqual([]);
  const chatty = house.weakened({
    routes: instead('login', async ({ db }: Direct, input: never) => {
      const { login } = input as { login: string };
      const known = await db
        .selectFrom('account')
        .select('id')
        .where('login', '=', login)
        .executeTakeFirst();
      throw new Refusal(known === undefined ? 'not-found' : 'bad-credentials');
    }),
  });
  expect(await attack(chatty)).not.toEqual([]);
}, 180_000);
