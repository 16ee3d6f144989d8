import { type ConnectionProvider, Kysely, PostgresDialect, type Transaction } from 'kysely';
import { openCluster } from './cluster.ts';
import {
  type Address,
  type Client,
  type Pool,
  connectAlone,
  patientPool,
  quickPool,
} from './driver.ts';
import { ExplainedError } from './explained-error.ts';
import type { Tables } from './tables.ts';

export type Db = Kysely<Tables>;
export type Tx = Transaction<Tables>;

/** An open database (数据库), embedded or served; the rest of the program cannot tell which. */
export interface Database {
  readonly db: Db;
  /** The pool under `db`: 8 connections, statements of at most 30 s. */
  readonly pool: Pool;
  /** For what may take longer: COPY, migrations, backup. No statement limit. */
  readonly patientPool: Pool;
  /** The same database over `patientPool`: for statements over a whole city, such as a recount. */
  readonly patient: Db;
  readonly kind: 'embedded' | 'server';
  /** For threads, which have connections of their own. */
  readonly address: Address;
  /** One connection outside the pools (LISTEN, session locks); its user ends it. */
  connect(): Promise<Client>;
  close(): Promise<void>;
}

export interface OpenOptions {
  /** postgres://…; without it the embedded cluster in `dataDir` is used. */
  readonly url?: string | undefined;
  readonly dataDir: string;
  /**
   * Join the embedded cluster that another process (`npm start`) is running, instead of refusing:
   * for commands given beside it, such as backup.
   */
  readonly join?: boolean;
}

const NAME = 'luoshi';
const OLDEST_SERVER = 150_000;
const CLOSE_PATIENCE_MS = 10_000;

/**
 * Open the database; tables come from `migrate`.
 *
 * @throws ExplainedError when it cannot be had: no server there, too old, wrong encoding, folder in use.
 */
export async function openDatabase(options: OpenOptions): Promise<Database> {
  const { url, dataDir, join = false } = options;
  if (url !== undefined && url !== '')
    return await connectTo({ url }, 'server', () => Promise.resolve());

  const cluster = await openCluster(dataDir, { join });
  try {
    await createOnce(cluster.socketDir);
    const address = { socketDir: cluster.socketDir, database: NAME };
    return await connectTo(address, 'embedded', () => cluster.stop());
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}

/** Pools over a database that is already there. `after` ends what carries it. */
export async function connectTo(
  address: Address,
  kind: Database['kind'],
  after: () => Promise<void>,
): Promise<Database> {
  await examine(address);
  const pool = quickPool(address);
  const patient = patientPool(address);
  const slow = over(patient);
  const db = over(pool);
  let closed: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    // A pool waits for every borrowed connection; a lost one must not keep the process from ending.
    const patience = new Promise((resolve) => setTimeout(resolve, CLOSE_PATIENCE_MS).unref());
    await Promise.race([Promise.all([db.destroy(), patient.end()]), patience]);
    await after();
  };
  return {
    db,
    pool,
    patientPool: patient,
    patient: slow,
    kind,
    address,
    connect: () => connectAlone(address),
    close: () => (closed ??= close()),
  };
}

/**
 * Statements over a pool. Within a transaction a statement may go out while another is on its way, and they are
 * carried out in the order in which they were asked; the builder by itself would wait for each answer.
 */
function over(pool: Pool): Db {
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  const executor = db.getExecutor();
  const usual = executor.withConnectionProvider.bind(executor);
  executor.withConnectionProvider = (provider) => usual(oneBehindTheOther(provider));
  return db;
}

function oneBehindTheOther(provider: ConnectionProvider): ConnectionProvider {
  const own = provider.provideConnection((connection) => Promise.resolve(connection));
  return { provideConnection: async (use) => use(await own) };
}

async function createOnce(socketDir: string): Promise<void> {
  const client = await connectAlone({ socketDir, database: 'postgres' });
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [NAME]);
    if (rowCount === 0) await client.query(`create database ${NAME}`);
  } finally {
    await client.end();
  }
}

async function examine(address: Address): Promise<void> {
  const client = await connectAlone(address).catch((error: unknown) => {
    throw unreachable(address, error);
  });
  try {
    const { rows } = await client.query<{ version: number; encoding: string }>(
      "select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding",
    );
    const { version = 0, encoding = '' } = rows[0] ?? {};
    if (version < OLDEST_SERVER) throw tooOld(Math.floor(version / 10_000));
    if (encoding !== 'UTF8') throw wrongEncoding(encoding);
  } finally {
    await client.end();
  }
}

function unreachable(address: Address, error: unknown): ExplainedError {
  const at = 'url' in address ? withoutPassword(address.url) : address.socketDir;
  const why = error instanceof AggregateError ? error.errors.map(String).join('; ') : String(error);
  return new ExplainedError(
    'database-unreachable',
    `连不上数据库 ${at}（${why}）。请检查 DATABASE_URL 的地址、库名、用户和密码，以及服务器是否在运行。`,
    `Cannot reach the database ${at} (${why}). Check host, database, user and password in DATABASE_URL, and that the server is running.`,
    error,
  );
}

function withoutPassword(url: string): string {
  return url.replace(/\/\/([^:@/]*):[^@]*@/, '//$1@');
}

function tooOld(major: number): ExplainedError {
  return new ExplainedError(
    'database-too-old',
    `数据库是 PostgreSQL ${major}，需要 15 或更高版本。请升级服务器，或用 DATABASE_URL 指向另一台。`,
    `The database is PostgreSQL ${major}; version 15 or later is needed. Upgrade the server, or point DATABASE_URL to another.`,
  );
}

function wrongEncoding(encoding: string): ExplainedError {
  return new ExplainedError(
    'database-encoding',
    `数据库的编码是 ${encoding}，须为 UTF8。请新建：create database luoshi encoding 'UTF8' template template0。`,
    `The database's encoding is ${encoding}; it must be UTF8. Make a new one: create database luoshi encoding 'UTF8' template template0.`,
  );
}
