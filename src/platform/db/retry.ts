/** What went wrong with the database, as far as somebody can do something about it. */
export type DatabaseFault =
  | 'gone'
  | 'serialization'
  | 'deadlock'
  | 'lock-timeout'
  | 'statement-timeout'
  | 'disk-full'
  | 'unique-violation';

/** SQLSTATE, or its first two characters for a whole class. */
const BY_STATE: Readonly<Record<string, DatabaseFault>> = {
  '08': 'gone',
  '57P01': 'gone', // administrator's shutdown
  '57P02': 'gone', // crash of another backend
  '57P03': 'gone', // still starting
  '57P05': 'gone', // idle session ended
  '25006': 'gone', // read only: a standby, or a failover under way
  '25P03': 'gone', // idle in transaction too long: the server closed the connection
  '53300': 'gone', // too many connections
  '40001': 'serialization',
  '40P01': 'deadlock',
  '55P03': 'lock-timeout',
  '57014': 'statement-timeout',
  '53100': 'disk-full',
  '23505': 'unique-violation',
};

/** Codes of the operating system, from the driver's socket. */
const BY_SYSTEM: Readonly<Record<string, DatabaseFault>> = {
  ECONNREFUSED: 'gone',
  ECONNRESET: 'gone',
  EPIPE: 'gone',
  ENOENT: 'gone', // the unix socket is not there
  ETIMEDOUT: 'gone',
  EHOSTUNREACH: 'gone',
  ENETUNREACH: 'gone',
  ENOTFOUND: 'gone',
  EAI_AGAIN: 'gone',
};

/** The driver reports a lost connection as a plain Error without a code. */
const LOST =
  /^(Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error|Client was closed)/;

/** Whether an error is the database’s, and of what kind; undefined for a fault of ours, which is not tried again. */
export function databaseFault(error: unknown): DatabaseFault | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code } = error as { code?: unknown };
  if (typeof code === 'string') {
    // Only the driver's errors carry a severity; ENOENT of some file is not the database's.
    const known =
      'severity' in error
        ? (BY_STATE[code] ?? BY_STATE[code.slice(0, 2)])
        : 'syscall' in error && /^(connect|read|write|getaddrinfo)$/.test(String(error.syscall))
          ? BY_SYSTEM[code]
          : undefined;
    if (known !== undefined) return known;
    if ('severity' in error && /No space left on device/.test(error.message)) return 'disk-full';
  }
  if (error instanceof AggregateError)
    return error.errors.map(databaseFault).find((fault) => fault);
  if (LOST.test(error.message)) return 'gone';
  return databaseFault(error.cause);
}

type Trouble = 'unavailable' | 'busy' | 'disk-full';

const TROUBLE: Readonly<Record<DatabaseFault, Trouble | undefined>> = {
  gone: 'unavailable',
  serialization: 'busy',
  deadlock: 'busy',
  'lock-timeout': 'busy',
  'statement-timeout': 'busy',
  'disk-full': 'disk-full',
  'unique-violation': undefined,
};

/**
 * How a request that failed in the database is answered: unavailable (503, come back later), busy
 * (503, try again at once; the transaction left nothing), disk-full (read-only notice). Undefined:
 * not a matter of the database's health.
 */
export function dbTrouble(error: unknown): Trouble | undefined {
  const fault = databaseFault(error);
  return fault === undefined ? undefined : TROUBLE[fault];
}
