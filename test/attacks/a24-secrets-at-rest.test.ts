import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Environment } from '#platform/http.ts';
import { hashPassword } from '#platform/identity/password-hash.ts';
import { newId } from '#platform/ids.ts';
import { CITY, NOON } from '#test/tiny-city.ts';
import { type Answer, type House, openHouse } from './house.ts';

const PASSWORD = '山间-竹桥-五只鹭-37';
let house: House;
const secrets = new Map<string, string>();

beforeAll(async () => {
  house = await openHouse();
  const { db } = house.database;
  const hash = await hashPassword(PASSWORD);
  await sql`update account set login = lower(login), password_hash = ${hash}, must_change = false`.execute(
    db,
  );
  secrets.set('the password', PASSWORD);
  const login = await house.real.ask('POST', '/api/v1/login', {
    body: { login: 'townliaison', password: PASSWORD },
  });
  const cookie = (login.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  secrets.set('the session', cookie.split('=')[1] ?? '');
  const headers = { cookie };
  const token = await house.real.ask('POST', '/api/v1/account/tokens', {
    headers,
    body: { name: '同步', scopes: ['ledger:read'], days: 1 },
  });
  secrets.set('the token', text(token, 'token'));
  const totp = await house.real.ask('POST', '/api/v1/account/totp/begin', {
    headers,
    body: { password: PASSWORD },
  });
  secrets.set('the second factor', text(totp, 'secret'));
  const wrong = { login: 'townliaison', password: '错把口令打在这里-41' };
  await house.real.ask('POST', '/api/v1/login', { body: wrong });
  secrets.set('a mistyped password', wrong.password);
});
afterAll(() => house.close());

function text({ body }: Answer, field: string): string {
  const value = body[field];
  if (typeof value !== 'string') throw new Error(`no ${field} in ${JSON.stringify(body)}`);
  return value;
}

/** Every row of every table, every file of the house, everything logged: searched for what was given once. */
async function attack(): Promise<string[]> {
  const found: string[] = [];
  const { db } = house.database;
  for (const [what, secret] of secrets) expect([what, secret.length > 8]).toEqual([what, true]);
  const look = (where: string, text: string): void => {
    for (const [what, secret] of secrets)
      if (text.includes(secret)) found.push(`${what} in ${where}`);
  };
  const { rows: tables } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables where table_schema = 'public'`.execute(
    db,
  );
  for (const { name } of tables) {
    const { rows } = await sql<{ text: string }>`
      select t::text as text from ${sql.table(name)} t`.execute(db);
    for (const { text } of rows) look(name, text);
  }
  look('the log', JSON.stringify(house.log));
  const files = await readdir(house.folder, { recursive: true });
  for (const file of files) {
    const path = join(house.folder, file);
    if ((await stat(path)).isFile()) look(file, await readFile(path, 'latin1'));
  }
  return found;
}

test('A24: nothing that was given once can be read from the rows, the files or the log', async () => {
  expect(await attack()).toEqual([]);
  // A table that keeps a session as it was sent, and a log that keeps what came in.
  const { db } = house.database;
  const account = house.city.actor.auditor.accountId;
  await db
    .insertInto('session')
    .values({
      city_id: CITY,
      token_hash: secrets.get('the session') ?? '',
      account_id: account,
      strength: 'password',
      created_at: NOON,
      seen_at: NOON,
      ends_at: NOON,
      agent: newId(),
    })
    .execute();
  expect(await attack()).toEqual(['the session in session']);
  const log: Environment['log'] = (line) => void house.log.push(line);
  log({ body: { password: PASSWORD } });
  expect(await attack()).toContain('the password in the log');
});
