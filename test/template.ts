import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { connectAlone } from '#platform/db/driver.ts';
import { type Database, connectTo } from '#platform/db/open.ts';
import { withDatabase } from './global-setup.ts';

/**
 * A migrated, empty database of its own for a test file, on the run's server (LUOSHI_TEST_URL, else
 * an embedded cluster). Close it in `afterAll`; closing drops it.
 */
export async function testDatabase(): Promise<Database> {
  const { prefix, broken } = inject('databases');
  if (broken !== undefined) throw new Error(broken);
  return await copyOf(`${prefix}_template`);
}

/** The same without any table, for what is about schemas themselves. */
export async function emptyDatabase(): Promise<Database> {
  return await copyOf('template0');
}

async function copyOf(template: string): Promise<Database> {
  const { admin, prefix, kind } = inject('databases');
  const name = `${prefix}_${randomBytes(6).toString('hex')}`;
  const client = await connectAlone(admin);
  try {
    await client.query(`create database ${name} encoding 'UTF8' template ${template}`);
  } finally {
    await client.end();
  }
  return await connectTo(withDatabase(admin, name), kind, async () => {
    const dropper = await connectAlone(admin);
    try {
      await dropper.query(`drop database ${name} with (force)`);
    } finally {
      await dropper.end();
    }
  });
}
