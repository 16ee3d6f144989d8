import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '#platform/db/open.ts';
import { dayOf } from '#platform/command.ts';
import { openFileStore } from '#platform/files/open-file-store.ts';
import { newId } from '#platform/ids.ts';
import { DEMO_SEED } from '#test/city/accounts.ts';
import { CITY_EVIDENCE } from '#test/city/evidence.ts';
import { loadDocuments } from '#test/city/documents.ts';
import { loadCity } from '#test/city/load.ts';
import { loadVoices } from '#test/city/voices.ts';
import { loadTargets } from '#test/city/targets.ts';
import type { Scale } from '#test/city/sizes.ts';
import type { Config } from '../config.ts';
import { type Command, inChinese, type Io, optionOf, progressBar } from './command.ts';
import { withDatabase } from './with-database.ts';

/** What everybody in the made-up city signs in with; it holds nothing worth protecting. */
const PASSWORD = 'yunzhou-lianxi-2026';

/** How to sign in to the made-up city. */
export interface DemoSignIn {
  readonly login: string;
  readonly password: string;
}

/** Is the city of this database the made-up one? Its accounts are told by a login that only it has. */
async function isDemo(database: Database, cityId: number): Promise<boolean> {
  const row = await database.db
    .selectFrom('account')
    .where('city_id', '=', cityId)
    .where('login', '=', 'urban.secretary')
    .select('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Load the made-up city where there is no city yet. @returns how to sign in, if the city is the made-up one. */
export async function loadDemo(
  database: Database,
  config: Config,
  scale: Scale,
  io: Io,
): Promise<DemoSignIn | undefined> {
  const { cityId } = config;
  const signIn = { login: 'office', password: PASSWORD };
  const city = await database.db
    .selectFrom('city')
    .where('city_id', '=', cityId)
    .select('city_id')
    .executeTakeFirst();
  if (city !== undefined) return (await isDemo(database, cityId)) ? signIn : undefined;
  const zh = inChinese();
  const progress = progressBar(io, zh ? '装入示例城市' : 'Loading the made-up city');
  const options = { cityId, scale, seed: DEMO_SEED, today: dayOf(new Date()), password: PASSWORD };
  await keepEvidence(config);
  const loaded = await loadCity(database, options, progress);
  const { accounts } = loaded;
  await loadTargets(database, cityId, loaded, new Date());
  const store = openFileStore(process.env, config.dataDir, cityId);
  await loadDocuments(database, cityId, loaded, store, new Date());
  await loadVoices(database, cityId, new Date());
  if (scale === 'small') await distilAtStart(database, cityId, new Date());
  await learnFirst(database, cityId, new Date());
  for (const account of accounts) io.err(`  ${account.login.padEnd(18)} ${account.what}`);
  return signIn;
}

/** Have the categories learnt at the first start, not in its first night: there is something to be suggested from. */
async function learnFirst(database: Database, cityId: number, now: Date): Promise<void> {
  await database.db
    .insertInto('job')
    .values({
      city_id: cityId,
      id: newId(now.getTime()),
      kind: 'retrain-categories',
      args: '{}',
      run_at: now,
      created_at: now,
    })
    .execute();
}

/** The merge queue is not empty when it is first looked at: the jobs begin with the still. */
async function distilAtStart(database: Database, cityId: number, now: Date): Promise<void> {
  const { db } = database;
  const campaigns = await db
    .selectFrom('campaign')
    .where('city_id', '=', cityId)
    .select('id')
    .execute();
  for (const { id } of campaigns)
    await db
      .insertInto('job')
      .values({
        city_id: cityId,
        id: newId(now.getTime()),
        kind: 'distil-campaign',
        args: JSON.stringify({ campaign: id }),
        run_at: now,
        created_at: now,
      })
      .execute();
}

/** The one picture that all evidence of the made-up city is. */
async function keepEvidence(config: Config): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'luoshi-demo-'));
  const file = join(folder, 'evidence.png');
  await writeFile(file, CITY_EVIDENCE.bytes);
  await openFileStore(process.env, config.dataDir, config.cityId).put(CITY_EVIDENCE.sha256, file);
  await rm(folder, { recursive: true });
}

export const demo: Command = {
  name: 'demo',
  usage: 'demo [--scale small|city]',
  zh: '装入示例城市（small 约 400 项，city 为 27 万项）',
  en: 'load the made-up city (small: about 400 entries; city: 270,000)',
  run: (args, io, readConfig) =>
    withDatabase(readConfig(), async (database, config) => {
      const scale = optionOf(args, 'scale') === 'city' ? 'city' : 'small';
      const signIn = await loadDemo(database, config, scale, io);
      if (signIn === undefined) {
        io.err(
          inChinese()
            ? '库中已有城市，示例城市没有装入。'
            : 'The database already holds a city; nothing was loaded.',
        );
        return 1;
      }
      io.out(JSON.stringify({ scale, ...signIn }));
      return 0;
    }),
};
