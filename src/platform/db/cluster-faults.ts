import { ExplainedError } from './explained-error.ts';

/* Why the embedded database does not open, each with what to do. */

/** Another start of ours, process `pid`, has this data folder open. */
export function inUse(data: string, pid: number): ExplainedError {
  return new ExplainedError(
    'cluster-in-use',
    `数据文件夹 ${data} 正由另一个进程（PID ${pid}）使用，同一时间只能有一个。请先停止它，或换一个数据文件夹。`,
    `The data folder ${data} is in use by another process (PID ${pid}); only one may use it at a time. Stop that one first, or choose another folder.`,
  );
}

/**
 * Nobody of ours has it open, but a PostgreSQL has not let go of it; `pid` as its own file says, if there is
 * one.
 */
export function held(data: string, pid: number | undefined): ExplainedError {
  return new ExplainedError(
    'cluster-held',
    `数据文件夹 ${data} 仍被一个 PostgreSQL 进程占用${pid === undefined ? '' : `（PID ${pid}）`}，等了 30 秒也没有放开。请查明并停止它（不要用 kill -9），再启动。`,
    `The data folder ${data} is still held by a PostgreSQL process${pid === undefined ? '' : ` (PID ${pid})`}, and was not let go in 30 seconds. Find it and stop it (not with kill -9), then start again.`,
  );
}

/** PostgreSQL did not come up; `why` is what it wrote last, or what the system said. */
export function couldNotStart(data: string, why: string): ExplainedError {
  return new ExplainedError(
    'cluster-start-failed',
    `内嵌数据库在 ${data} 没有启动成功：${why}`,
    `The embedded database in ${data} did not start: ${why}`,
  );
}

/** On this system there is only the database that somebody else runs. */
export function unsupported(): ExplainedError {
  return new ExplainedError(
    'no-embedded-database',
    'Windows 上没有内嵌数据库，请用 DATABASE_URL 指定一台 PostgreSQL 15 以上的服务器。',
    'There is no embedded database on Windows. Set DATABASE_URL to a PostgreSQL server, version 15 or later.',
  );
}
