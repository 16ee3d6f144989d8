import { lstat, open, readFile, rename, rm } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Statement } from '#domain/alike/statement.ts';
import { openCsv } from '#platform/sheets/csv-reader.ts';
import { unpackRows } from '#platform/sheets/packed-rows.ts';
import { faultSentence, SheetFault } from '#platform/sheets/sheet-fault.ts';
import { SHEET_LIMITS } from '#platform/sheets/sheet-limits.ts';
import type { DistilledRow } from '#platform/workers/distil-messages.ts';
import { DistilThread } from '#platform/workers/distil-thread.ts';
import { BadInput, option, TERMINAL, withSentences } from './json-lines.ts';
import type { Output } from './json-lines.ts';

/** How far it is, is told after so many statements. */
const TELL_EVERY = 50_000;
const USAGE =
  '用法：luoshi distil 文件.csv --out links.csv [--places 地名.txt]　Usage: luoshi distil FILE.csv --out links.csv [--places NAMES.txt]';

/** Column headings that are understood, in the order they are looked for. */
const COLUMNS = {
  id: ['id', '编号', '序号', '问题编号'],
  text: ['text', 'content', '内容', '问题', '问题描述', '具体问题', 'title', '标题'],
  unit: ['unit', '单位', '上报单位', '责任单位', '填报单位'],
} as const;

/**
 * `luoshi distil FILE.csv --out links.csv`: columns id, text and perhaps unit in (UTF-8 or GB18030),
 * columns id, family, instance, score, rule out, one row for each statement. `--places` names a file of
 * known place names, one a line. Reading, writing and distilling never hold the event loop. What is struck down half
 * way leaves no half of a list: it is put in its place whole, and run again it comes out the same.
 */
export async function distilCommand(args: string[], io: Output): Promise<number> {
  const out = option(args, 'out');
  const places = option(args, 'places');
  const file = args.find((arg, at) => !arg.startsWith('--') && !args[at - 1]?.startsWith('--'));
  if (file === undefined || out === undefined) {
    io.err(USAGE);
    return 1;
  }
  return withSentences(io, async () => {
    await using thread = new DistilThread();
    await thread.know(
      places === undefined ? [] : (await readNames(places)).map((name) => ({ name })),
    );
    await using target = await openTarget(out);
    let read = 0;
    for await (const statements of readStatements(file, io)) {
      await thread.add(statements);
      const before = read;
      read += statements.length;
      if (Math.floor(read / TELL_EVERY) > Math.floor(before / TELL_EVERY))
        io.err(`已读 ${read} 条　${read} statements read`);
    }
    if (read >= TELL_EVERY) io.err(`正在比对 ${read} 条　comparing ${read} statements`);
    const summary = await thread.distil();
    await target.write('id,family,instance,score,rule\n');
    for await (const rows of thread.rows()) await target.write(rows.map(csvLine).join(''));
    await target.finish();
    const { statements, families, instances, suggestions } = summary;
    io.err(
      `${statements} 条 → ${instances} 个问题，${families} 类；待人工判断 ${suggestions} 对　` +
        `${statements} statements, ${instances} problems, ${families} families, ${suggestions} pairs to judge`,
    );
    return 0;
  });
}

async function* readStatements(file: string, io: Output): AsyncGenerator<Statement[]> {
  const handle = await open(file).catch(() => {
    throw new BadInput(`打不开文件 ${file}`, `cannot open ${file}`);
  });
  const sheet = await openCsv(handle, basename(file), SHEET_LIMITS).catch(async (error) => {
    await handle.close();
    return refuse(file)(error);
  });
  try {
    let columns: Columns | undefined;
    let [skipped, nameless] = [0, 0];
    for await (const packed of sheet.batches(0)) {
      const rows = unpackRows(packed);
      if (!columns)
        columns = findColumns(rows.shift()?.cells.map((cell) => cell?.text ?? '') ?? [], file);
      const statements: Statement[] = [];
      for (const { row, cells } of rows) {
        const text = cells[columns.text]?.text ?? '';
        const unit = columns.unit === undefined ? undefined : cells[columns.unit]?.text;
        const id = cells[columns.id]?.text.trim() ?? '';
        if (text.trim() === '') {
          skipped += 1;
          continue;
        }
        if (id === '') nameless += 1;
        // A line's number alone could be another statement's id.
        statements.push({ id: id === '' ? `#${row}` : id, text, unit });
      }
      yield statements;
    }
    if (skipped > 0)
      io.err(`${skipped} 行没有内容，已跳过　${skipped} rows without text were passed over`);
    if (nameless > 0)
      io.err(
        `${nameless} 行没有编号，以“#行号”代　${nameless} rows without an id are called #line`,
      );
  } catch (error) {
    refuse(file)(error);
  } finally {
    await sheet.close();
  }
}

function refuse(file: string): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof SheetFault)) throw error;
    throw new BadInput(`${file}：${faultSentence(error, 'zh')}`, faultSentence(error, 'en'));
  };
}

interface Columns {
  readonly id: number;
  readonly text: number;
  readonly unit: number | undefined;
}

function findColumns(heads: readonly string[], file: string): Columns {
  const plain = heads.map((head) => head.trim().toLowerCase());
  const find = (names: readonly string[]): number | undefined => {
    const name = names.find((candidate) => plain.includes(candidate));
    return name === undefined ? undefined : plain.indexOf(name);
  };
  const [id, text] = [find(COLUMNS.id), find(COLUMNS.text)];
  if (id === undefined || text === undefined) {
    throw new BadInput(
      `${file} 第一行应有 id 和 text 两列（可有 unit），现为：${heads.join('、')}`,
      `the first row of ${file} must have columns id and text (and may have unit)`,
    );
  }
  return { id, text, unit: find(COLUMNS.unit) };
}

async function readNames(file: string): Promise<string[]> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new BadInput(`打不开文件 ${file}`, `cannot open ${file}`);
  });
  const names = text.split(/[\r\n]+/u).map((line) => line.replace(/^\uFEFF/u, '').trim());
  return names.filter((name) => name !== '');
}

function csvLine({ id, family, instance, score, rule }: DistilledRow): string {
  return `${[id, family, instance].map(csvCell).join(',')},${score.toFixed(4)},${rule}\n`;
}

function csvCell(text: string): string {
  return /[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

interface Target extends AsyncDisposable {
  write(text: string): Promise<void>;
  finish(): Promise<void>;
}

/** A file is written beside its place and put there once it is whole; a pipe or a device is written as it goes. */
async function openTarget(out: string): Promise<Target> {
  const failed = (): never => {
    throw new BadInput(`写不进文件 ${out}`, `cannot write ${out}`);
  };
  const found = await lstat(out).catch(() => undefined);
  const isPlain = found === undefined || found.isFile();
  const path = isPlain ? `${out}.part` : out;
  const handle = await open(path, 'w').catch(failed);
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (isOpen) await handle.close();
    isOpen = false;
  };
  return {
    write: (text) => handle.appendFile(text).catch(failed),
    finish: async () => {
      await close();
      if (isPlain) await rename(path, out).catch(failed);
    },
    [Symbol.asyncDispose]: async () => {
      if (!isOpen) return;
      await close();
      if (isPlain) await rm(path, { force: true });
    },
  };
}

if (import.meta.main) process.exitCode = await distilCommand(process.argv.slice(2), TERMINAL);
