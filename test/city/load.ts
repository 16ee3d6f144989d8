import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { countChanges } from '#domain/entry/counting.ts';
import { rebuildFlow } from '#modules/ledger/overview-flow.ts';
import { copyBytesInto, copyInto } from '#platform/db/copy.ts';
import type { PoolClient } from '#platform/db/driver.ts';
import type { Database } from '#platform/db/open.ts';
import { type Demo, demoAccounts } from './accounts.ts';
import { asideWhile } from './aside.ts';
import { type City, type CityOptions, generateCity } from './generate.ts';
import { foundationRows } from './foundation.ts';
import { LEDGER_TABLES, ledgerText, type TableRows } from './rows.ts';
import { countKeyOf, type Story } from './story.ts';

export interface LoadOptions extends CityOptions {
  readonly cityId: number;
  /** Of the example accounts, one for each role; without it they can only be invited. */
  readonly password?: string | undefined;
}

export interface Loaded {
  readonly city: City;
  readonly entries: number;
  readonly events: number;
  readonly accounts: readonly Demo[];
}

/** So many entries are told, written and forgotten at a time. */
const BATCH = 1000;

/**
 * Load the made-up city into a migrated database that does not hold this city yet, in one transaction:
 * a load that is broken off leaves nothing. `onProgress` hears entries done and entries in all.
 */
export async function loadCity(
  database: Database,
  options: LoadOptions,
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<Loaded> {
  const { cityId } = options;
  const city = generateCity(options);
  const accounts = await demoAccounts(city, options.password);
  const client = await database.patientPool.connect();
  try {
    await client.query('begin');
    for (const rows of foundationRows(cityId, city, accounts)) await copy(client, rows);
    const tables = [...LEDGER_TABLES, 'rollup'];
    const events = await asideWhile(client, tables, options.scale === 'city', async () =>
      copyStories(client, cityId, city, onProgress),
    );
    await copy(client, numberingRows(cityId, city));
    await client.query('commit');
    await database.patient.transaction().execute((tx) => rebuildFlow(tx, cityId));
    await client.query('analyze');
    return { city, entries: city.entries, events, accounts };
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

async function copyStories(
  client: PoolClient,
  cityId: number,
  city: City,
  onProgress: (done: number, total: number) => void,
): Promise<number> {
  const counts = new Map<string, number>();
  let batch: Story[] = [];
  let done = 0;
  let events = 0;
  const write = async (stories: readonly Story[]): Promise<void> => {
    for (const { table, columns, text } of ledgerText(cityId, stories)) {
      const statement = `copy ${table} (${columns}) from stdin`;
      await copyBytesInto(client, statement, Readable.from([Buffer.from(text)]));
    }
    done += stories.length;
    onProgress(done, city.entries);
  };
  // While the server takes in one batch, the next is told.
  let writing = Promise.resolve();
  for (const story of city.stories()) {
    events += story.events.length;
    addCounts(counts, story);
    batch.push(story);
    if (batch.length % 50 === 0) await setImmediate();
    if (batch.length < BATCH) continue;
    await writing;
    writing = write(batch);
    batch = [];
  }
  await writing;
  await write(batch);
  await copy(client, rollupRows(cityId, counts));
  return events;
}

/** Count an entry at every unit above it, as the folding of deltas would. */
function addCounts(counts: Map<string, number>, story: Story): void {
  for (const { orgPath, campaignId, kind, category, state, n } of countChanges(
    undefined,
    countKeyOf(story),
  )) {
    const rest = `\t${campaignId}\t${kind}\t${category}\t${state}`;
    for (const unitNo of orgPath.split('.').slice(0, -1)) {
      const key = `${unitNo}${rest}`;
      counts.set(key, (counts.get(key) ?? 0) + n);
    }
  }
}

function rollupRows(cityId: number, counts: ReadonlyMap<string, number>): TableRows {
  return {
    table: 'rollup',
    columns: ['city_id', 'unit_no', 'campaign_id', 'kind', 'category', 'state', 'n'],
    rows: [...counts].map(([key, n]) => [cityId, ...key.split('\t'), n]),
  };
}

function numberingRows(cityId: number, { numbering, organisation }: City): TableRows {
  return {
    table: 'numbering',
    columns: ['city_id', 'series', 'next'],
    rows: [...numbering, ['unit', organisation.units.length + 1] as const].map(([series, next]) => [
      cityId,
      series,
      next,
    ]),
  };
}

async function copy(client: PoolClient, { table, columns, rows }: TableRows): Promise<void> {
  if (rows.length === 0) return;
  await copyInto(client, table, columns as readonly never[], rows);
}
