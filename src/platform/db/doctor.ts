import { access, constants, stat } from 'node:fs/promises';
import { freeSpace, isNearlyFull } from '#platform/disk/free-space.ts';
import { sql } from 'kysely';
import type { Database } from './open.ts';

/** One thing the doctor looked at: how it stands, and, where that is not well, how to mend it. */
export interface Finding {
  readonly check: string;
  readonly ok: boolean;
  readonly zh: string;
  readonly en: string;
  readonly mend?: { readonly zh: string; readonly en: string };
}

export interface DoctorOptions {
  readonly database: Database;
  /** Folders that hold data: each must be private, writable and have room. */
  readonly folders: readonly string[];
  readonly clock: () => Date;
}

/** A deadline turns at midnight: two clocks further apart would date the same act differently. */
const CLOCK_TOLERANCE_MS = 2_000;

/** 体检: is the place this program runs in fit for a system of record? Changes nothing. */
export async function examinePlace({
  database,
  folders,
  clock,
}: DoctorOptions): Promise<Finding[]> {
  const server = await serverFacts(database);
  return [
    ...databaseFindings(server),
    ...durabilityFindings(server),
    await clockFinding(database, clock),
    ...(await Promise.all(folders.map(folderFindings))).flat(),
  ];
}

interface ServerFacts {
  readonly version: string;
  readonly version_num: number;
  readonly encoding: string;
  readonly ctype: string;
  readonly collation_now: string | null;
  readonly collation_then: string | null;
  readonly timezone: string;
  readonly fsync: string;
  readonly full_page_writes: string;
  readonly synchronous_commit: string;
  readonly data_checksums: string;
}

async function serverFacts({ db }: Database): Promise<ServerFacts> {
  // A builtin or ICU locale stands in a column whose name changed with version 17.
  const { rows } = await sql<ServerFacts>`
    select current_setting('server_version') as version,
           current_setting('server_version_num')::int as version_num,
           current_setting('server_encoding') as encoding,
           case when datlocprovider = 'c' then datctype
                else coalesce(to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticulocale') end as ctype,
           datcollversion as collation_then,
           pg_database_collation_actual_version(oid) as collation_now,
           current_setting('timezone') as timezone,
           current_setting('fsync') as fsync,
           current_setting('full_page_writes') as full_page_writes,
           current_setting('synchronous_commit') as synchronous_commit,
           current_setting('data_checksums') as data_checksums
    from pg_database d where datname = current_database()`.execute(db);
  const [facts] = rows;
  if (facts === undefined) throw new Error('the server does not know its own database');
  return facts;
}

function databaseFindings(server: ServerFacts): Finding[] {
  const { version, encoding, ctype, collation_now, collation_then, timezone } = server;
  return [
    finding(
      'version',
      server.version_num >= 150_000,
      `数据库版本 ${version}`,
      `database version ${version}`,
      {
        zh: '请升级到 PostgreSQL 15 或更高版本。',
        en: 'Upgrade to PostgreSQL 15 or later.',
      },
    ),
    finding('encoding', encoding === 'UTF8', `编码 ${encoding}`, `encoding ${encoding}`, {
      zh: "请新建库：create database luoshi encoding 'UTF8' template template0，再恢复备份。",
      en: "Make a new database (create database luoshi encoding 'UTF8' template template0) and restore a backup into it.",
    }),
    finding('locale', ctype !== 'C' && ctype !== 'POSIX', `区域设置 ${ctype}`, `locale ${ctype}`, {
      zh: '该设置不认得汉字属于文字，按词处理会出错。请新建 C.UTF-8 的库，再恢复备份。',
      en: 'This locale does not know Chinese characters as letters. Make a new database with C.UTF-8 and restore a backup into it.',
    }),
    finding(
      'collation',
      collation_now === collation_then,
      `排序规则版本 ${collation_then ?? '无'}，系统现为 ${collation_now ?? '无'}`,
      `collation version ${collation_then ?? 'none'}, the system's is ${collation_now ?? 'none'}`,
      {
        zh: '操作系统升级改变了排序，文本索引可能失效。请执行 reindex database，再执行 alter database … refresh collation version。',
        en: 'A system upgrade changed the sort order, and text indexes may be wrong. Run reindex database, then alter database ... refresh collation version.',
      },
    ),
    finding(
      'timezone',
      timezone === 'Asia/Shanghai',
      `会话时区 ${timezone}`,
      `session time zone ${timezone}`,
      {
        zh: '请从 DATABASE_URL 的 options 中去掉时区设置。',
        en: 'Remove the time zone from the options in DATABASE_URL.',
      },
    ),
  ];
}

function durabilityFindings(server: ServerFacts): Finding[] {
  const settings = [
    {
      name: 'fsync',
      zh: '断电会丢失数据或损坏整个库',
      en: 'a power cut may lose or ruin the data',
    },
    {
      name: 'full_page_writes',
      zh: '断电可能留下写了一半的页',
      en: 'a power cut may leave half-written pages',
    },
    {
      name: 'synchronous_commit',
      zh: '断电会丢失已答复成功的操作',
      en: 'a power cut loses acts already answered as done',
    },
  ] as const;
  const findings = settings.map(({ name, zh, en }) => {
    const value = server[name];
    return finding(name, value !== 'off', `${name} = ${value}`, `${name} = ${value}`, {
      zh: `${zh}。请在 postgresql.conf 中设为 on 并重新加载。`,
      en: `With this off, ${en}. Set it to on in postgresql.conf and reload.`,
    });
  });
  const sums = server.data_checksums;
  const checksums = finding(
    'checksums',
    sums === 'on',
    `数据校验 = ${sums}`,
    `data checksums = ${sums}`,
    {
      zh: '磁盘出错时不会被发现。请停库后执行 pg_checksums --enable。',
      en: 'A failing disk would go unnoticed. Stop the server and run pg_checksums --enable.',
    },
  );
  return [...findings, checksums];
}

async function clockFinding({ db }: Database, clock: () => Date): Promise<Finding> {
  // The first query may have to connect; only the second is timed.
  await sql`select 1`.execute(db);
  const before = clock().getTime();
  const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(db);
  const ours = (before + clock().getTime()) / 2;
  const apart = Math.abs((rows[0]?.at.getTime() ?? 0) - ours) / 1000;
  const told = apart.toFixed(1);
  return finding(
    'clock',
    apart * 1000 <= CLOCK_TOLERANCE_MS,
    `与数据库服务器的时钟相差 ${told} 秒`,
    `the clock is ${told} s from the database server's`,
    {
      zh: '请在两台机器上启用对时（timedatectl set-ntp true）。',
      en: 'Keep time on both machines (timedatectl set-ntp true).',
    },
  );
}

async function folderFindings(folder: string): Promise<Finding[]> {
  const missing = await access(folder, constants.R_OK | constants.W_OK | constants.X_OK).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  if (missing !== undefined) {
    return [
      finding(
        'folder',
        false,
        `文件夹 ${folder} 不可用（${missing}）`,
        `the folder ${folder} cannot be used (${missing})`,
        {
          zh: '请建立该文件夹，并让运行本程序的账户可以读写。',
          en: 'Make the folder, and let the account that runs this program read and write it.',
        },
      ),
    ];
  }
  const mode = (await stat(folder)).mode & 0o777;
  const space = await freeSpace(folder);
  const free = (space.free / 1024 ** 3).toFixed(1);
  const share = Math.round((space.free / space.total) * 100);
  return [
    finding(
      'folder',
      (mode & 0o077) === 0,
      `文件夹 ${folder} 权限 ${mode.toString(8)}`,
      `the folder ${folder} has mode ${mode.toString(8)}`,
      {
        zh: `本机其他账户能进入。请执行 chmod 700 '${folder}'。`,
        en: `Other accounts of this machine can enter. Run chmod 700 '${folder}'.`,
      },
    ),
    finding(
      'space',
      !isNearlyFull(space),
      `${folder} 所在磁盘剩余 ${free} GB（${share}%）`,
      `the disk of ${folder} has ${free} GB free (${share}%)`,
      {
        zh: '不足 5% 或 1 GB 时程序转为只读。请清理或扩大磁盘。',
        en: 'Below 5 % or 1 GB the program turns read-only. Clear or enlarge the disk.',
      },
    ),
  ];
}

function finding(
  check: string,
  ok: boolean,
  zh: string,
  en: string,
  mend: NonNullable<Finding['mend']>,
): Finding {
  return ok ? { check, ok, zh, en } : { check, ok, zh, en, mend };
}
