import { createHash } from 'node:crypto';
import pg from 'pg';

/**
 * The only file that names the driver: the domestic databases ship clones of it with this same
 * interface (kb, gaussdb-node), and this is where one would be put in its place.
 */
export type Pool = pg.Pool;
export type PoolClient = pg.PoolClient;
export type Client = pg.Client;

/** How to reach a database: a postgres:// address, or the socket folder of our own cluster. */
export type Address =
  | { readonly url: string }
  | { readonly socketDir: string; readonly database: string };

/** Limits in milliseconds; 0 is none. */
interface Limits {
  readonly max: number;
  readonly statementMs: number;
  readonly idleInTransactionMs: number;
}

/** For requests: nobody waits at a screen for longer, and a partition must not hang a connection. */
const QUICK: Limits = { max: 8, statementMs: 30_000, idleInTransactionMs: 30_000 };
/** For COPY, migrations, backup and long jobs. */
const PATIENT: Limits = { max: 4, statementMs: 0, idleInTransactionMs: 0 };

type Parser = (text: string) => unknown;

// Typed as an enum of known types, but any oid is an answerable question.
const usualParser = pg.types.getTypeParser as (oid: number, format?: string) => Parser;
const OIDS = { int8: 20, date: 1082, int8Array: 1016, dateArray: 1182 };

/**
 * Plain values out of the driver: a calendar day stays a string (as a Date it would shift with the
 * machine's time zone), a bigint is a number and an error beyond 2^53, numeric stays a string.
 */
function getTypeParser(oid: number, format?: 'text' | 'binary'): Parser {
  switch (oid) {
    case OIDS.date:
      return (text) => text;
    case OIDS.int8:
      return exactNumber;
    case OIDS.dateArray:
      return (text) => plainArray(text).map((item) => (item === 'NULL' ? null : item));
    case OIDS.int8Array:
      return (text) => plainArray(text).map((item) => (item === 'NULL' ? null : exactNumber(item)));
    default:
      return usualParser(oid, format);
  }
}

function exactNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint beyond 2^53: ${text}`);
  return value;
}

function plainArray(text: string): string[] {
  const inner = text.slice(1, -1);
  return inner === '' ? [] : inner.split(',');
}

export function quickPool(address: Address): Pool {
  return pool(address, QUICK);
}

export function patientPool(address: Address): Pool {
  return pool(address, PATIENT);
}

/** One connection outside the pools, for LISTEN and for session-wide advisory locks. */
export async function connectAlone(address: Address): Promise<Client> {
  const client = new pg.Client(config(address, PATIENT));
  // Without a listener a lost connection would end the process; who holds it sees 'end'.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/**
 * Marks a statement that is asked at every request and never changes: it is prepared once for each
 * connection, which saves planning it, several times the cost of carrying it out.
 */
export const KEPT = '/* kept */';

/** Let a connection prepare the statements marked as kept, each under the sum of its text. */
function keepStatements(client: PoolClient): void {
  const ask = client.query.bind(client) as (...args: readonly unknown[]) => unknown;
  const query = (text: unknown, ...rest: readonly unknown[]): unknown => {
    if (typeof text !== 'string' || !text.startsWith(KEPT)) return ask(text, ...rest);
    const name = createHash('sha1').update(text).digest('base64url');
    return ask({ name, text, values: rest[0] }, ...rest.slice(1));
  };
  Object.assign(client, { query });
}

function pool(address: Address, limits: Limits): Pool {
  const made = new pg.Pool({
    ...config(address, limits),
    max: limits.max,
    idleTimeoutMillis: 30_000,
  });
  // A connection that breaks is dropped by the pool, and the next query on it says what is wrong;
  // unheard, the event would end the process: while idle on the pool, while lent out on the client.
  made.on('error', () => undefined);
  made.on('connect', (client) => {
    client.on('error', () => undefined);
    keepStatements(client);
  });
  return made;
}

function config(address: Address, limits: Limits): pg.ClientConfig {
  const { statementMs, idleInTransactionMs } = limits;
  return {
    ...where(address),
    application_name: 'luoshi',
    types: { getTypeParser },
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
    ...(statementMs > 0 ? { query_timeout: statementMs + 5_000 } : {}),
    options: `-c timezone=Asia/Shanghai -c statement_timeout=${statementMs} -c idle_in_transaction_session_timeout=${idleInTransactionMs}`,
  };
}

function where(address: Address): pg.ClientConfig {
  if ('url' in address) return { connectionString: address.url };
  return { host: address.socketDir, port: 5432, user: 'luoshi', database: address.database };
}
