import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeHash, listenKeys } from '#modules/listen/listen-keys.ts';
import { forgetAgain } from '#modules/listen/forget-reporters.ts';
import { type ForgottenList, forgottenList } from '#modules/listen/vault/forgotten-list.ts';
import { isSealed, openSealed } from '#modules/listen/vault/vault.ts';
import { readCode } from '#domain/voice/tracking-code.ts';
import { backUp } from '#platform/backup/backup.ts';
import { restoreBackup } from '#platform/backup/restore.ts';
import type { Database } from '#platform/db/open.ts';
import { emptyDatabase } from '#test/template.ts';
import { CITY } from '#test/tiny-city.ts';
import { type House, NOW, openHouse } from './house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const TOLD = '我叫欧阳建国，电话13900000007。桥头路灯坏了三天';
const STAYS = '我叫〔已隐去〕，电话〔已隐去〕。桥头路灯坏了三天';

interface Said {
  readonly code: string;
  readonly id: string;
}

async function said(more: object): Promise<Said> {
  const form = await house.real.ask('GET', '/api/v1/say/form');
  const { body } = await house.real.ask('POST', '/api/v1/say', {
    body: { nonce: form.body['nonce'], kind: 'request', words: TOLD, ...more },
  });
  const code = String(body['code']);
  const hash = codeHash(listenKeys(house.parts.identity.key), readCode(code) ?? '');
  const { voice_id: id } = await house.database.db
    .selectFrom('submission')
    .where('code_hash', '=', hash)
    .select('voice_id')
    .executeTakeFirstOrThrow();
  return { code, id };
}

/** What whoever has the backup, and the key with it, finds of somebody. */
async function foundOf({ db }: Database, { id }: Said): Promise<string[]> {
  return await db.transaction().execute(async (tx) => {
    const at = { tx, cityId: CITY, now: NOW, today: '2026-05-02' };
    const found: string[] = [];
    if (await isSealed(at, id)) {
      const who = await openSealed(at, house.parts.identity.key, id);
      found.push(who.name, who.contact);
    }
    const { words } = await tx
      .selectFrom('submission')
      .where('voice_id', '=', id)
      .select('words')
      .executeTakeFirstOrThrow();
    return words === STAYS ? found : [...found, words];
  });
}

async function restored(file: string, list: ForgottenList, work: string): Promise<Database> {
  const database = await emptyDatabase();
  const filesDir = join(house.folder, work);
  await restoreBackup({ file, database, filesDir, now: NOW });
  await forgetAgain({ db: database.db, cityId: CITY, list }, NOW);
  return database;
}

test('A42: a restored backup brings nobody back who had himself forgotten after it was made', async () => {
  const [left, plain, stays] = [
    await said({ name: '欧阳建国', contact: '13900000007' }),
    await said({}),
    await said({ name: '金雀', contact: '13987650001' }),
  ];
  const file = join(house.folder, 'before.luoshi');
  await backUp({ database: house.database, filesDir: undefined, file, now: NOW });
  for (const { code } of [left, plain])
    await house.real.ask('POST', '/api/v1/follow/forget', { body: { code } });

  const real = await restored(file, house.parts.forgotten, 'real');
  expect(await foundOf(real, left)).toEqual([]);
  expect(await foundOf(real, plain)).toEqual([]);
  // Nobody else is forgotten with them, and both read in their timeline that it happened.
  expect(await foundOf(real, stays)).toEqual(['金雀', '13987650001', TOLD]);
  const events = await real.db
    .selectFrom('voice_event')
    .where('kind', 'in', ['forget', 'hide'])
    .where('voice_id', 'in', [left.id, plain.id])
    .select('kind')
    .orderBy('kind')
    .execute();
  expect(events.map(({ kind }) => kind)).toEqual(['forget', 'hide']);
  const place = { db: real.db, cityId: CITY, list: house.parts.forgotten };
  expect(await forgetAgain(place, NOW)).toBe(0);
  await real.close();

  // A house that keeps no list beside its key.
  const weak = await restored(file, forgottenList(join(house.folder, 'none')), 'weak');
  expect(await foundOf(weak, left)).toEqual(['欧阳建国', '13900000007', TOLD]);
  expect(await foundOf(weak, plain)).toEqual([TOLD]);
  await weak.close();
}, 120_000);

test('A42: the list outlives a line cut off by a loss of power, and a lost one is made anew from the database', async () => {
  const one = await said({ contact: '13900000007' });
  const dir = join(house.folder, 'torn');
  await mkdir(dir);
  const list = forgottenList(dir);
  await list.add(CITY, [one.id]);
  await appendFile(join(dir, 'luoshi.forgotten'), `${CITY} ${one.id.slice(0, 9)}`);
  const other = await said({ contact: '13900000007' });
  await list.add(CITY, [other.id]);
  await list.add(CITY + 1, ['00000000-0000-4000-8000-000000000001']);
  expect(await list.read(CITY)).toEqual(new Set([one.id, other.id]));

  const third = await said({ contact: '13900000007' });
  await house.real.ask('POST', '/api/v1/follow/forget', { body: { code: third.code } });
  const lost = forgottenList(join(house.folder, 'lost'));
  const place = { db: house.database.db, cityId: CITY, list: lost };
  expect(await forgetAgain(place, NOW)).toBe(0);
  expect(await lost.read(CITY)).toContain(third.id);
});
