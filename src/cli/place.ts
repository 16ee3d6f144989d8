import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { forgetAgain } from '#modules/listen/forget-reporters.ts';
import { forgottenList } from '#modules/listen/vault/forgotten-list.ts';
import { portFindings } from '#modules/listen/news-ports.ts';
import { dayOf } from '#platform/command.ts';
import { backUp } from '#platform/backup/backup.ts';
import { restoreBackup } from '#platform/backup/restore.ts';
import { verifyBackup } from '#platform/backup/verify.ts';
import { examinePlace, type Finding } from '#platform/db/doctor.ts';
import { openDatabase } from '#platform/db/open.ts';
import { noticesFromEnvironment } from '#platform/notices/notices-from-environment.ts';
import { keyFile } from '#platform/identity/installation-key.ts';
import { type Command, inChinese, type Io, plainArgs, progressBar } from './command.ts';
import { withDatabase } from './with-database.ts';

/** Evidence lies in the data folder unless an S3 service keeps it. */
function filesDir(dataDir: string): string | undefined {
  return process.env['LUOSHI_S3_ENDPOINT'] === undefined ? join(dataDir, 'files') : undefined;
}

/** The key is kept apart on purpose: a stolen backup alone opens no stored secret. Without it none can be read. */
function keyNote(dataDir: string): string {
  const zh = inChinese();
  if ((process.env['LUOSHI_KEY'] ?? '') !== '')
    return zh
      ? '安装密钥取自环境变量 LUOSHI_KEY，不在备份中：请另行妥善保管，恢复后须用同一密钥。'
      : 'The installation key comes from LUOSHI_KEY and is not in the backup: keep it apart; a restored house needs the same one.';
  const at = keyFile(dataDir);
  return zh
    ? `安装密钥在 ${at}，不在备份中：请另行抄存，恢复后放回新的数据目录，否则动态验证码等加密内容无法读取。旁边的 luoshi.forgotten（已要求遗忘的诉求编号）也请一并抄存。`
    : `The installation key lies at ${at} and is not in the backup: keep a copy apart and put it into the restored data folder, or what it encrypts (authenticators, webhook secrets) cannot be read. Copy luoshi.forgotten beside it too: by it a restored house forgets again whoever asked to be.`;
}

/** A progress of parts, shown as percent. */
function percent(io: Io, zh: string, en: string): (done: number) => void {
  const bar = progressBar(io, inChinese() ? zh : en);
  return (done) => bar(Math.round(done * 100), 100);
}

function missingFile(io: Io, usage: string): number {
  io.err(inChinese() ? `请给出文件名：${usage}` : `Give a file name: ${usage}`);
  return 2;
}

function forgottenNote(n: number): string {
  return inChinese()
    ? `按数据目录中的 luoshi.forgotten 再次遗忘：${n} 人`
    : `Forgotten again by luoshi.forgotten in the data folder: ${n}`;
}

interface Told {
  readonly file: string;
  readonly tables: readonly { readonly rows: number }[];
  readonly bytes?: number;
}

/** How much a backup holds, in a line; with `--json` table by table. */
function tell(
  io: Io,
  args: readonly string[],
  [zh, en]: readonly [string, string],
  told: Told & { readonly sound?: true },
): void {
  if (args.includes('--json')) return io.out(JSON.stringify(told));
  const rows = told.tables.reduce((sum, table) => sum + table.rows, 0);
  const size = told.bytes === undefined ? '' : `${(told.bytes / 2 ** 20).toFixed(1)} MiB`;
  io.out(
    inChinese()
      ? `${zh}：${told.file}，${told.tables.length} 张表 ${rows} 行${size && `，${size}`}`
      : `${en}: ${told.file}, ${told.tables.length} tables, ${rows} rows${size && `, ${size}`}`,
  );
}

export const backup: Command = {
  name: 'backup',
  usage: 'backup FILE [--verify] [--json]',
  zh: '备份：运行中也可做，一个带校验的文件（--verify 只检查已有备份）',
  en: 'back up everything into one checksummed file, also while running (--verify: check one)',
  async run(args, io, readConfig) {
    const [file] = plainArgs(args, []);
    if (file === undefined) return missingFile(io, backup.usage);
    if (args.includes('--verify')) {
      const manifest = await verifyBackup(file, percent(io, '检查备份', 'Checking the backup'));
      tell(io, args, ['备份完好', 'Sound'], { file, sound: true, tables: manifest.tally.tables });
      return 0;
    }
    return withDatabase(readConfig(), async (database, { dataDir }) => {
      const folder = filesDir(dataDir);
      const made = await backUp({
        database,
        filesDir: folder !== undefined && existsSync(folder) ? folder : undefined,
        file,
        now: new Date(),
        report: percent(io, '备份', 'Backing up'),
      });
      tell(io, args, ['已备份', 'Backed up'], {
        file,
        bytes: made.bytes,
        tables: made.tally.tables,
      });
      io.err(keyNote(dataDir));
      return 0;
    });
  },
};

export const restore: Command = {
  name: 'restore',
  usage: 'restore FILE [--json]',
  zh: '恢复到空的库和空的数据目录（不覆盖任何已有内容）',
  en: 'restore into an empty database and data folder; overwrites nothing',
  async run(args, io, readConfig) {
    const [file] = plainArgs(args, []);
    if (file === undefined) return missingFile(io, restore.usage);
    const config = readConfig();
    const database = await openDatabase({ url: config.databaseUrl, dataDir: config.dataDir });
    try {
      const manifest = await restoreBackup({
        file,
        database,
        filesDir: filesDir(config.dataDir),
        now: new Date(),
        report: percent(io, '恢复', 'Restoring'),
      });
      tell(io, args, ['已恢复', 'Restored'], { file, tables: manifest.tally.tables });
      const list = forgottenList(config.dataDir);
      const again = await forgetAgain({ db: database.db, cityId: config.cityId, list }, new Date());
      io.err(forgottenNote(again));
      return 0;
    } finally {
      await database.close();
    }
  },
};

export const doctor: Command = {
  name: 'doctor',
  usage: 'doctor [--json]',
  zh: '体检：数据库、区域设置、落盘、目录、空间、时钟、提醒通道，并说明如何修复',
  en: 'examine database, locale, durability, folders, space, clock and ways of notice; say how to mend',
  run: (args, io, readConfig) =>
    withDatabase(readConfig(), async (database, { dataDir, cityId, publicUrl }) => {
      const clock = (): Date => new Date();
      const notices = noticesFromEnvironment(process.env, publicUrl);
      const findings = [
        ...(await examinePlace({ database, folders: [dataDir], clock })),
        ...(await portFindings(notices, { db: database.db, cityId, today: dayOf(clock()) })),
      ];
      if (args.includes('--json')) io.out(JSON.stringify(findings));
      else {
        for (const finding of findings) io.out(findingLine(finding));
        io.out(`  · ${keyNote(dataDir)}`);
      }
      return findings.every((finding) => finding.ok) ? 0 : 1;
    }),
};

function findingLine(finding: Finding): string {
  const lang = inChinese() ? 'zh' : 'en';
  const mend = finding.mend === undefined ? '' : `\n      → ${finding.mend[lang]}`;
  return `${finding.ok ? '  ✓' : '  ✗'} ${finding[lang]}${finding.ok ? '' : mend}`;
}
