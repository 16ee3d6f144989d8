import { mkdir, mkdtemp, readFile, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { migrate } from '#platform/db/migrate.ts';
import type { Database } from '#platform/db/open.ts';
import { emptyDatabase, testDatabase } from '#test/template.ts';
import { backUp } from './backup.ts';
import type { Manifest } from './manifest.ts';
import { restoreBackup } from './restore.ts';
import { verifyBackup } from './verify.ts';

const NOW = new Date('2026-05-02T04:00:00Z');

/** A schema that has what makes copying hard: rings of keys, derived columns, odd names and values. */
const SCHEMA = `
create table unit (id int primary key, head int, name text not null);
create table person (id int primary key, unit_id int not null references unit, "带 ""引号"" 的列" text);
alter table unit add foreign key (head) references person deferrable initially deferred;
create table entry (
  id int primary key, parent int references entry, body text, twice int generated always as (id * 2) stored,
  day date, at timestamptz, amount numeric, ratio double precision, raw bytea, extra jsonb, tags text[], words tsvector, flag boolean
);
create table part (city int, id int, primary key (city, id)) partition by list (city);
create table part_1 partition of part for values in (1);
create table part_rest partition of part default;
create table nothing (id int primary key);
insert into nothing select 0 where false;`;

const ROWS = `
insert into unit values (1, null, '市委办'), (2, null, E'两行\\n的\\t名\\\\字');
insert into person values (1, 1, '\\N'), (2, 2, ''), (3, 2, null);
update unit set head = id;
insert into entry (id, parent, body, day, at, amount, ratio, raw, extra, tags, words, flag) values
  (2, null, '第二条', '2026-08-01', '2026-08-01T00:00:00.123456+08', 12345678901234567890.0123456789, 0.1, '\\xdeadbeef00', '{"a": [1, "\\u4e2d", null]}', '{"有,逗号",null,""}', '''路灯'':1 ''灯'':2', true),
  (1, 2, '', '-infinity', 'infinity', 'NaN', 'NaN', '', 'null', '{}', '', false),
  (3, 3, null, null, null, null, null, null, null, null, null, null);
insert into entry (id, body) select n, repeat('很长的一行字。', 500) from generate_series(1000, 3000) n;
insert into part select n % 3, n from generate_series(1, 300) n;`;

let folder: string;
let migrations: string;
let source: Database;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'luoshi-backup-'));
  migrations = join(folder, 'migrations');
  await mkdir(migrations);
  await writeFile(join(migrations, '0001_schema.sql'), SCHEMA);
  source = await emptyDatabase();
  await migrate(source, NOW, { folder: migrations });
  await source.patientPool.query(ROWS);
  await mkdir(join(folder, 'files/ab'), { recursive: true });
  await writeFile(join(folder, 'files/ab/abcd'), Buffer.alloc(700_000, 7));
  await writeFile(join(folder, 'files/empty'), '');
  await writeFile(join(folder, 'files/ab/abce.0123.part'), 'still being put');
});
afterAll(async () => {
  await source.close();
  await rm(folder, { recursive: true });
});

let target: Database;
let work: string;
beforeEach(async () => {
  target = await emptyDatabase();
  work = await mkdtemp(join(folder, 'work-'));
});
afterEach(() => target.close());

const save = (name: string, database: Database = source): Promise<Manifest & { bytes: number }> =>
  backUp({ database, filesDir: join(folder, 'files'), file: join(work, name), now: NOW });
const bring = (
  name: string,
  options: { database?: Database; filesDir?: string } = {},
): Promise<Manifest> =>
  restoreBackup({
    database: target,
    filesDir: join(work, 'restored'),
    migrations,
    file: join(work, name),
    now: NOW,
    ...options,
  });

test('what comes back is what was there, to the last byte', async () => {
  const saved = await save('one.luoshi');
  expect(saved.tally.tables.find(({ name }) => name === 'entry')).toMatchObject({ rows: 2004 });
  expect((await stat(join(work, 'one.luoshi'))).mode & 0o777).toBe(0o600);

  await bring('one.luoshi');
  const again = await backUp({
    database: target,
    filesDir: join(work, 'restored'),
    file: join(work, 'two.luoshi'),
    now: NOW,
  });
  expect(again.tally).toEqual(saved.tally);
  expect(await readFile(join(work, 'restored/ab/abcd'))).toEqual(Buffer.alloc(700_000, 7));

  expect(again.tally.files.count).toBe(2);

  const keys = await target.pool.query(
    "select conname, condeferrable, convalidated from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace order by 1",
  );
  expect(keys.rows).toEqual([
    { conname: 'entry_parent_fkey', condeferrable: false, convalidated: true },
    { conname: 'person_unit_id_fkey', condeferrable: false, convalidated: true },
    { conname: 'unit_head_fkey', condeferrable: true, convalidated: true },
  ]);
  const { rows } = await target.pool.query('select twice from entry where id = 3');
  expect(rows).toEqual([{ twice: 6 }]);
});

test('the schema of this program itself can be saved and brought back', async () => {
  const real = await testDatabase();
  try {
    const saved = await save('real.luoshi', real);
    expect(saved.tables.length).toBeGreaterThan(10);
    await restoreBackup({
      database: target,
      filesDir: join(work, 'restored'),
      file: join(work, 'real.luoshi'),
      now: NOW,
    });
    expect((await save('again.luoshi', target)).tally.tables).toEqual(saved.tally.tables);
  } finally {
    await real.close();
  }
});

test('sealed identities go along as ciphertext and are sealed again', async () => {
  const real = await testDatabase();
  try {
    const ids = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'];
    const open = async (database: Database): Promise<unknown[]> =>
      await database.db.transaction().execute(async (tx) => {
        await sql`select set_config('luoshi.vault', 'open', true)`.execute(tx);
        return (
          await sql`select id, wrapped_key, sealed from vault.identity order by id`.execute(tx)
        ).rows;
      });
    await real.db.transaction().execute(async (tx) => {
      await sql`select set_config('luoshi.vault', 'open', true)`.execute(tx);
      // The second one's key was destroyed: it cannot be read, here or in any backup from now on.
      await sql`insert into vault.identity (city_id, id, voice_id, key_id, wrapped_key, sealed, kept_on, destroyed_at)
        values (1, ${ids[0]}, ${ids[0]}, 'k', 'wrapped', 'ciphertext', '2026-05-02', null),
          (1, ${ids[1]}, ${ids[1]}, 'k', null, 'ciphertext', '2026-05-02', ${NOW})`.execute(tx);
    });
    await save('sealed.luoshi', real);
    await restoreBackup({
      database: target,
      filesDir: join(work, 'restored'),
      file: join(work, 'sealed.luoshi'),
      now: NOW,
    });
    expect(await open(target)).toEqual(await open(real));
    expect(await open(target)).toHaveLength(2);
    const forced = await sql<{ n: number }>`
      select count(*)::int as n from pg_class c join pg_namespace s on s.oid = c.relnamespace
      where s.nspname = 'vault' and c.relkind = 'r' and c.relrowsecurity and c.relforcerowsecurity`.execute(
      target.db,
    );
    expect(forced.rows[0]?.n).toBe(6);
    // A vault that is not empty is not overwritten.
    await expect(
      restoreBackup({
        database: target,
        filesDir: join(work, 'again'),
        file: join(work, 'sealed.luoshi'),
        now: NOW,
      }),
    ).rejects.toMatchObject({ code: 'restore-not-empty' });
  } finally {
    await real.close();
  }
});

test('a backup taken while others write is one moment of the database', async () => {
  await source.pool.query(
    'create table a (id int primary key); create table z (id int primary key)',
  );
  const state = { writing: true, written: 0 };
  const writer = (async () => {
    while (state.writing) {
      state.written += 1;
      await source.db.transaction().execute(async (tx) => {
        await sql`insert into a values (${state.written})`.execute(tx);
        await sql`insert into z values (${state.written})`.execute(tx);
      });
    }
  })();
  try {
    await vi.waitUntil(() => state.written > 20);
    const before = state.written;
    const { tally } = await save('busy.luoshi');
    const rows = (name: string): number =>
      tally.tables.find((table) => table.name === name)?.rows ?? -1;
    expect(rows('a')).toBe(rows('z'));
    expect(rows('a')).toBeGreaterThanOrEqual(before - 1);
    expect(state.written).toBeGreaterThan(before);
  } finally {
    state.writing = false;
    await writer;
    await source.pool.query('drop table a, z');
  }
});

test('restoring never overwrites, neither rows nor files nor a backup', async () => {
  await save('one.luoshi');
  await expect(save('one.luoshi')).rejects.toMatchObject({ code: 'backup-exists' });
  await expect(bring('one.luoshi', { database: source })).rejects.toMatchObject({
    code: 'restore-not-empty',
  });
  await expect(bring('one.luoshi', { filesDir: join(folder, 'files') })).rejects.toMatchObject({
    code: 'restore-not-empty',
  });
  await bring('one.luoshi');
  await expect(bring('one.luoshi', { filesDir: join(work, 'other') })).rejects.toMatchObject({
    code: 'restore-not-empty',
  });
});

test('an empty database of the same schema is filled; of another it is refused', async () => {
  await save('one.luoshi');
  await migrate(target, NOW, { folder: migrations });
  await bring('one.luoshi');
  const other = await testDatabase();
  try {
    await expect(
      bring('one.luoshi', { database: other, filesDir: join(work, 'b') }),
    ).rejects.toMatchObject({
      code: 'restore-schema',
    });
  } finally {
    await other.close();
  }
});

test('an older backup is brought up to this program’s schema, a newer one is refused', async () => {
  await save('one.luoshi');
  const newer = join(work, 'newer');
  await mkdir(newer);
  await writeFile(join(newer, '0001_schema.sql'), SCHEMA);
  await writeFile(join(newer, '0002_more.sql'), 'alter table entry add more text');
  const options = { database: target, filesDir: join(work, 'restored'), now: NOW };
  await restoreBackup({ ...options, file: join(work, 'one.luoshi'), migrations: newer });
  const { rows } = await target.pool.query('select count(*) as n, count(more) as more from entry');
  expect(rows).toEqual([{ n: 2004, more: 0 }]);

  await save('newer.luoshi', target);
  const third = await emptyDatabase();
  try {
    await expect(
      bring('newer.luoshi', { database: third, filesDir: join(work, 'c') }),
    ).rejects.toMatchObject({
      code: 'restore-schema',
    });
  } finally {
    await third.close();
  }
});

test('any flipped bit and any cut is noticed before anything is touched', async () => {
  const small = await emptyDatabase();
  try {
    await migrate(small, NOW, { folder: migrations });
    await small.pool.query("insert into unit values (1, null, '市委办')");
    await save('small.luoshi', small);
  } finally {
    await small.close();
  }
  const whole = await readFile(join(work, 'small.luoshi'));
  await verifyBackup(join(work, 'small.luoshi'));
  const spoilt = join(work, 'spoilt.luoshi');
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(7), fc.boolean(), async (at, bit, cut) => {
      const bytes = Buffer.from(whole);
      bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << bit), at);
      await writeFile(spoilt, bytes);
      if (cut) await truncate(spoilt, at);
      await expect(bring('spoilt.luoshi')).rejects.toMatchObject({ code: 'backup-damaged' });
    }),
    {
      numRuns: 60,
      examples: [
        [0, 0, true],
        [whole.length - 1, 0, true],
        [whole.length - 1, 0, false],
      ],
    },
  );
  const { rows } = await target.pool.query("select to_regclass('unit') as unit");
  expect(rows).toEqual([{ unit: null }]);
  expect(await readdir(work)).not.toContain('restored.restoring');
});

test('a file that is not there, or is something else, is said so', async () => {
  await expect(bring('none.luoshi')).rejects.toMatchObject({ code: 'backup-missing' });
  await writeFile(join(work, 'text.luoshi'), 'x'.repeat(10_000));
  await expect(bring('text.luoshi')).rejects.toMatchObject({ code: 'backup-damaged' });
});

test('a backup that fails leaves no file, and the database as usable as before', async () => {
  const files = join(work, 'files');
  await mkdir(files);
  await writeFile(join(files, 'x'.repeat(120)), 'a name no evidence file has');
  await expect(
    backUp({ database: source, filesDir: files, file: join(work, 'no.luoshi'), now: NOW }),
  ).rejects.toMatchObject({ code: 'backup-failed' });
  await expect(
    backUp({
      database: source,
      filesDir: files,
      file: join(folder, 'files/empty/no.luoshi'),
      now: NOW,
    }),
  ).rejects.toMatchObject({ code: 'backup-failed' });
  expect(await readdir(work)).toEqual(['files']);
  await save('yes.luoshi');
});
