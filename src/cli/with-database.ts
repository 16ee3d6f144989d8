import { migrate } from '#platform/db/migrate.ts';
import { type Database, openDatabase } from '#platform/db/open.ts';
import type { Config } from '../config.ts';

/** Do something with the migrated database, also while `start` runs beside it; it is closed in every case. */
export async function withDatabase<T>(
  config: Config,
  work: (database: Database, config: Config) => Promise<T>,
): Promise<T> {
  const database = await openDatabase({
    url: config.databaseUrl,
    dataDir: config.dataDir,
    join: true,
  });
  try {
    await migrate(database, new Date());
    return await work(database, config);
  } finally {
    await database.close();
  }
}
