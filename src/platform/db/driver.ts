import { createHash } from 'node:crypto';
import type { Writable } from 'node:stream';
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
const OIDS = { int8: 20, date: 1082, timestamptz: 1184, int8Array: 1016, dateArray: 1182 };

/**
 * Plain values out of the driver: a calendar day stays a string (as a Date it would shift with the
 * machine's time zone), a bigint is a number and an error beyond 2^53, numeric stays a string.
 */
function getTypeParser(oid: number, format?: 'text' | 'binary'): Parser {
  switch (oid) {
    case OIDS.date:
      return (text) => text;
    case OIDS.timestamptz:
      return moment;
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

const USUAL_MOMENT = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?\+08$/;
const anyMoment = usualParser(1184);

/** A moment as a connection of ours tells it: a list holds hundreds, and the driver's own parser takes thrice as long. */
function moment(text: string): unknown {
  return USUAL_MOMENT.test(text) ? new Date(`${text}:00`) : anyMoment(text);
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

/** For requests: few connections, each statement bounded. */
export function quickPool(address: Address): Pool {
  return pool(address, QUICK);
}

/** For COPY, migrations and backup, which no time limit may cut off in the middle. */
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

/**
 * Marks a write of a transaction whose answer nobody waits for: the next statement goes out behind it at
 * once. Should it fail, whatever waits next fails with its error, and the commit at the latest.
 */
export const AHEAD = '/* ahead */';

/** Writes by key, as the query builder makes them: their plan never depends on what they are given. */
const WRITE = /^(?:insert into|update|delete from) "/;
/** Reads of the query builder; within the transaction of a request they ask for a row or two by key. */
const READ = /^select /;

/** Prepared on one connection, at most; a longer text (a list, a bulk insert) stays unprepared. */
const MOST_KEPT = 200;
const LONGEST_KEPT = 6000;

interface Answer {
  readonly command: string;
  readonly rowCount: number;
  readonly rows: readonly unknown[];
}

/** The driver's own connection, as far as it is spoken to here. */
interface Connection {
  readonly stream: Writable;
}

/** What the driver makes of the description of a statement's rows. */
interface Shape {
  readonly fields: unknown;
  readonly _parsers: unknown;
  readonly _prebuiltEmptyResultObject: unknown;
}

function shapeOf({ fields, _parsers, _prebuiltEmptyResultObject }: Shape): Shape {
  return { fields, _parsers, _prebuiltEmptyResultObject };
}

/** A statement on its way, as the driver carries it. */
interface Asked {
  readonly _result: object;
  prepare(connection: Connection): void;
}

const UNREAD: Answer = { command: 'AHEAD', rowCount: 0, rows: [] };
/** What PostgreSQL says to every statement after the one that failed. */
const ABORTED = '25P02';

/**
 * Teach a connection ways of its own: it prepares the statements marked as kept and the writes, each under the sum
 * of its text; what the rows of a prepared one look like, which never changes, it asks once; and it does not wait for
 * `begin` and the writes marked as ahead.
 */
function teach(client: PoolClient, limits: Limits): void {
  const ask = client.query.bind(client) as (...args: readonly unknown[]) => Promise<Answer>;
  const names = new Map<string, string>();
  let failed: unknown;
  let inRequest = false;
  const nameOf = (text: string): string | undefined => {
    const known = names.get(text);
    if (known !== undefined) return known;
    if (text.length > LONGEST_KEPT || names.size >= MOST_KEPT) return undefined;
    const marked = text.startsWith(KEPT) || text.startsWith(AHEAD) || WRITE.test(text);
    if (!marked && !(inRequest && READ.test(text))) return undefined;
    const name = createHash('sha1').update(text).digest('base64url');
    names.set(text, name);
    return name;
  };
  const { connection } = client as unknown as { connection: Connection };
  const { stream } = connection;
  const shapes = new Map<string, Shape>();
  const undescribed = Object.create(connection, {
    describe: { value: () => undefined },
  }) as Connection;
  const send = (text: string, values: unknown): Promise<Answer> => {
    const name = nameOf(text);
    // Statements of one tick leave in one packet.
    stream.cork();
    process.nextTick(() => {
      stream.uncork();
    });
    return name === undefined ? ask(text, values) : prepared(name, text, values);
  };
  // Given as an object of settings, the driver copies each with all its descriptors, at every statement.
  const prepared = (name: string, text: string, values: unknown): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const query = new pg.Query(text, values as unknown[]) as unknown as Asked;
      const shape = shapes.get(name);
      Object.assign(query, {
        name,
        callback: (error: Error | null, answer: Answer & Shape) => {
          if (error !== null) {
            reject(error);
            return;
          }
          if (shape === undefined) shapes.set(name, shapeOf(answer));
          resolve(answer);
        },
      });
      if (shape !== undefined) {
        Object.assign(query._result, shape);
        const prepare = query.prepare.bind(query);
        Object.assign(query, { _accumulateRows: true, prepare: () => prepare(undescribed) });
      }
      void ask(query);
    });
  const ahead = (text: string, values: unknown): Promise<Answer> => {
    send(text, values).catch((error: unknown) => {
      failed ??= error;
    });
    return Promise.resolve(UNREAD);
  };
  const awaited = async (text: string, values: unknown): Promise<Answer> => {
    try {
      const answer = await send(text, values);
      if (answer.command === 'ROLLBACK' && text === 'commit' && failed !== undefined) throw failed;
      return answer;
    } catch (error) {
      throw failed !== undefined && codeOf(error) === ABORTED ? failed : error;
    }
  };
  const query = (text: unknown, ...rest: readonly unknown[]): unknown => {
    // Somebody with a callback or a statement object of his own: not a matter of this house.
    if (typeof text !== 'string' || rest.length > 1 || typeof rest[0] === 'function')
      return ask(text, ...rest);
    if (text === 'begin') {
      failed = undefined;
      inRequest = limits.statementMs > 0;
    } else if (text === 'commit' || text === 'rollback') inRequest = false;
    return text === 'begin' || text.startsWith(AHEAD)
      ? ahead(text, rest[0])
      : awaited(text, rest[0]);
  };
  Object.assign(client, { query });
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function pool(address: Address, limits: Limits): Pool {
  const made = new pg.Pool({
    ...config(address, limits),
    ...(limits.statementMs > 0 ? { pipeline: true } : {}),
    max: limits.max,
    idleTimeoutMillis: 30_000,
  });
  // A connection that breaks is dropped by the pool, and the next query on it says what is wrong;
  // unheard, the event would end the process: while idle on the pool, while lent out on the client.
  made.on('error', () => undefined);
  made.on('connect', (client) => {
    client.on('error', () => undefined);
    teach(client, limits);
  });
  return made;
}

/**
 * What a request asks for lies in memory or on a solid disk, where a page out of order costs no more than the next
 * one. By PostgreSQL's own guess of four times it would rather read a whole table than an index that has grown.
 */
const PAGE_OUT_OF_ORDER = 1.1;

/**
 * What may wait in the list of a word index before whoever adds to it puts all of it in its place: 4 MiB by
 * PostgreSQL's own setting, 200 ms for one who raised a problem. The house does it every half minute (`settleIndexes`).
 */
const MOST_WAITING = '64MB';

function config(address: Address, limits: Limits): pg.ClientConfig {
  const { statementMs, idleInTransactionMs } = limits;
  const planned =
    statementMs > 0
      ? ` -c random_page_cost=${PAGE_OUT_OF_ORDER} -c gin_pending_list_limit=${MOST_WAITING}`
      : '';
  return {
    ...where(address),
    application_name: 'luoshi',
    types: { getTypeParser },
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
    ...(statementMs > 0 ? { query_timeout: statementMs + 5_000 } : {}),
    options: `-c timezone=Asia/Shanghai -c jit=off -c statement_timeout=${statementMs} -c idle_in_transaction_session_timeout=${idleInTransactionMs}${planned}`,
  };
}

function where(address: Address): pg.ClientConfig {
  if ('url' in address) return { connectionString: address.url };
  return { host: address.socketDir, port: 5432, user: 'luoshi', database: address.database };
}
