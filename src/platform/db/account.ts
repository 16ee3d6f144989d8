import { spawnSync } from 'node:child_process';
import { ExplainedError } from './explained-error.ts';

/** The system account the embedded PostgreSQL runs under when we ourselves are root. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/**
 * PostgreSQL refuses to run as root, so root hands the cluster to LUOSHI_DB_USER, else `postgres`,
 * else `nobody`. An ordinary user keeps it: the answer is then undefined.
 */
export function databaseAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const wanted = process.env['LUOSHI_DB_USER'];
  const names = wanted === undefined ? ['postgres', 'nobody'] : [wanted];
  for (const name of names) {
    const uid = idOf('-u', name);
    const gid = idOf('-g', name);
    if (uid !== undefined && gid !== undefined && uid !== 0) return { name, uid, gid };
  }
  throw new ExplainedError(
    'no-database-account',
    `以 root 运行时，内嵌数据库需要一个普通账户，但找不到 ${names.join('、')}。请建立一个（useradd --system postgres），或用 LUOSHI_DB_USER 指定。`,
    `Running as root, the embedded database needs an ordinary account, and ${names.join(', ')} does not exist. Create one (useradd --system postgres) or name one in LUOSHI_DB_USER.`,
  );
}

function idOf(flag: '-u' | '-g', name: string): number | undefined {
  const { status, stdout } = spawnSync('id', [flag, name], { encoding: 'utf8' });
  return status === 0 ? Number(stdout.trim()) : undefined;
}

/** What `spawn` needs to run a child as the account; nothing when we are that user already. */
export function asAccount(account: Account | undefined): { uid?: number; gid?: number } {
  return account === undefined ? {} : { uid: account.uid, gid: account.gid };
}

/** Can the account get at this path? `x` is to pass through or run, `r` to read, `w` to write. */
export function mayReach(
  account: Account | undefined,
  path: string,
  how: 'x' | 'r' | 'w',
): boolean {
  return spawnSync('test', [`-${how}`, path], { ...asAccount(account), cwd: '/' }).status === 0;
}
