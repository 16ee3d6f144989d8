import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { testDatabase } from '#test/template.ts';
import { openCluster } from './cluster.ts';
import { examinePlace } from './doctor.ts';
import { type Database, connectTo } from './open.ts';

let database: Database;
let folder: string;
beforeAll(async () => {
  database = await testDatabase();
  folder = await mkdtemp(join(tmpdir(), 'luoshi-doctor-'));
});
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

test('the embedded cluster as it is shipped is in good health', async () => {
  const dir = join(folder, 'data');
  const cluster = await openCluster(dir);
  const address = { socketDir: cluster.socketDir, database: 'postgres' };
  const healthy = await connectTo(address, 'embedded', () => cluster.stop());
  try {
    const findings = await examinePlace({
      database: healthy,
      folders: [dir],
      clock: () => new Date(),
    });
    const ill = findings.filter(({ ok, check }) => !ok && check !== 'space');
    expect(ill).toEqual([]);
    expect(findings.map(({ check }) => check)).toEqual([
      'version',
      'encoding',
      'locale',
      'collation',
      'timezone',
      'fsync',
      'full_page_writes',
      'synchronous_commit',
      'checksums',
      'clock',
      'folder',
      'space',
    ]);
  } finally {
    await healthy.close();
  }
});

test('says what is ill and how to mend it', async () => {
  await chmod(folder, 0o755);
  const clock = (): Date => new Date(Date.now() + 3_600_000);
  const folders = [folder, join(folder, 'nowhere')];
  const findings = await examinePlace({ database, folders, clock });
  const ill = new Map(findings.filter(({ ok }) => !ok).map((one) => [one.check, one]));
  expect(ill.get('clock')?.zh).toContain('相差 3600.0 秒');
  expect(findings.filter(({ check, ok }) => check === 'folder' && !ok)).toHaveLength(2);
  // The run's own cluster is deliberately careless; a server given by address need not be.
  expect(ill.has('fsync')).toBe(inject('databases').kind === 'embedded');
  for (const { mend } of ill.values()) expect(mend).toBeDefined();
});
