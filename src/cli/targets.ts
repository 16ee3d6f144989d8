import { open } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import type { Operation, Parsed } from '#contract/operation.ts';
import type * as indicators from '#contract/indicator.ts';
import type * as contract from '#contract/target.ts';
import type { Config } from '../config.ts';
import { type Command, inChinese, type Io, optionOf, plainArgs } from './command.ts';

type Listed = Parsed<typeof contract.listTargets.output>;
type Row = Listed['items'][number];
type Detail = Parsed<typeof contract.TargetDetail>;
type Imported = Parsed<typeof indicators.importReadings.output>;

const USAGE =
  'targets list [unit=…] [light=…] [at=…] … | show ID [at=…] | reading INDICATOR UNIT DAY VALUE [--final|--restate] [--note …] | import FILE [--apply]  [--json]';

/** The server said no, in its own words. */
class Refused extends Error {
  override name = 'Refused';
}

/**
 * targets: over the open API of a running server with a personal token (LUOSHI_TOKEN), so that reach and
 * rules are those of the screen.
 */
export const targets: Command = {
  name: 'targets',
  usage: USAGE,
  zh: '指标目标：列出、查看、报数、从表格导入数值',
  en: 'targets: list, show, report a figure, import figures from a sheet',
  run: async (args, io, readConfig) => {
    const [verb = '', ...rest] = args;
    const work = VERBS[verb];
    if (work === undefined) {
      io.err(USAGE);
      return 2;
    }
    try {
      return await work(rest, io, readConfig());
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      io.err(error.message);
      return 1;
    }
  },
};

type Verb = (args: string[], io: Io, config: Config) => Promise<number>;

const VERBS: Readonly<Record<string, Verb>> = {
  async list(args, io, config) {
    let cursor: string | null = null;
    do {
      const query = fieldsOf(args);
      if (cursor !== null) query.set('cursor', cursor);
      const page: Listed = await ask(config, `/targets?${query}`);
      for (const row of page.items)
        io.out(args.includes('--json') ? JSON.stringify(row) : lineOf(row));
      cursor = page.next;
    } while (cursor !== null);
    return 0;
  },
  async show(args, io, config) {
    const [id] = plain(args);
    if (id === undefined) return usage(io);
    const detail: Detail = await ask(config, `/targets/${id}?${fieldsOf(args)}`);
    if (args.includes('--json')) io.out(JSON.stringify(detail));
    else for (const line of linesOf(detail)) io.out(line);
    return 0;
  },
  async reading(args, io, config) {
    const [id, unit, periodEnd, value] = plain(args);
    if (value === undefined) return usage(io);
    const vintage = args.includes('--final')
      ? 'final'
      : args.includes('--restate')
        ? 'restated'
        : 'provisional';
    const note = optionOf(args, 'note');
    const body = JSON.stringify({ unit, periodEnd, value, vintage, note });
    const headers = { 'content-type': 'application/json' };
    const init = { method: 'POST', body, headers };
    io.out(JSON.stringify(await ask(config, `/indicators/${id}/readings`, init)));
    return 0;
  },
  async import(args, io, config) {
    const [file] = plain(args);
    if (file === undefined) return usage(io);
    const query = new URLSearchParams({ name: basename(file) });
    if (args.includes('--apply')) query.set('apply', 'true');
    await using handle = await open(file);
    const body = Readable.toWeb(handle.createReadStream({ autoClose: false })) as ReadableStream;
    const headers = { 'content-type': 'application/octet-stream' };
    const init = { method: 'POST', body, headers, duplex: 'half' } as const;
    const done: Imported = await ask(config, `/readings/import?${query}`, init);
    if (args.includes('--json')) io.out(JSON.stringify(done));
    else reportImport(done, io);
    return done.faulty === 0 ? 0 : 1;
  },
};

function usage(io: Io): number {
  io.err(USAGE);
  return 2;
}

function plain(args: string[]): string[] {
  return plainArgs(args, ['note']).filter((arg) => !/^\w+=/.test(arg));
}

function fieldsOf(args: readonly string[]): URLSearchParams {
  const pairs = args.filter((arg) => /^\w+=/.test(arg));
  return new URLSearchParams(
    pairs.map((arg): [string, string] => {
      const at = arg.indexOf('=');
      return [arg.slice(0, at), arg.slice(at + 1)];
    }),
  );
}

const LIGHT_WORDS = { green: '绿', yellow: '黄', red: '红', grey: '灰' } as const;

function lineOf(row: Row): string {
  const light = inChinese() ? LIGHT_WORDS[row.light] : row.light;
  const gap = row.pace === null ? '' : `${row.pace.gap >= 0 ? '+' : ''}${row.pace.gap.toFixed(1)}`;
  return [
    row.id,
    light,
    gap.padStart(7),
    row.unit.name,
    row.indicator.name,
    `${row.reading?.value ?? '—'} / ${row.goal ?? '—'} ${row.indicator.measure}`,
    row.reading?.periodEnd ?? '',
  ].join('  ');
}

function linesOf(detail: Detail): string[] {
  const { target, rule, readings } = detail;
  return [
    lineOf(target),
    inChinese() ? rule.text.zh : rule.text.en,
    ...readings.flatMap((reading) =>
      reading.vintages.map((one) =>
        [`  ${reading.periodEnd}`, one.value.padStart(12), one.vintage, one.byUnit, one.note].join(
          '  ',
        ),
      ),
    ),
  ];
}

function reportImport(done: Imported, io: Io): void {
  for (const fault of done.faults)
    io.err(
      inChinese()
        ? `第 ${fault.row} 行“${fault.column}”：${fault.message}`
        : `row ${fault.row}, ${fault.column}: ${fault.message}`,
    );
  const { fresh, changed, known, faulty, applied } = done;
  io.out(
    inChinese()
      ? `${applied ? '已导入' : '预览'}：新 ${fresh}，更正 ${changed}，已有 ${known}，有误 ${faulty}。`
      : `${applied ? 'Imported' : 'Preview'}: ${fresh} new, ${changed} changed, ${known} known, ${faulty} faulty.`,
  );
}

/** One call of the open API; the shape of the answer is that of the contract. */
async function ask<T extends Parsed<Operation['output']>>(
  config: Config,
  path: string,
  init: RequestInit & { duplex?: 'half' } = {},
): Promise<T> {
  const token = process.env['LUOSHI_TOKEN'];
  if (token === undefined)
    throw new Refused(
      inChinese()
        ? '请在“我的账号”中新建令牌，并设为环境变量 LUOSHI_TOKEN。'
        : 'Make a personal token under "My account" and put it into LUOSHI_TOKEN.',
    );
  const base = process.env['LUOSHI_URL'] ?? `http://${config.host}:${config.port}`;
  const headers = new Headers(init.headers);
  headers.set('authorization', `Bearer ${token}`);
  headers.set('accept-language', inChinese() ? 'zh' : 'en');
  headers.set('idempotency-key', randomUUID());
  const response = await fetch(`${base}/api/v1${path}`, { ...init, headers });
  const body = (await response.json().catch(() => ({}))) as { title?: unknown };
  if (response.ok) return body as T;
  throw new Refused(typeof body.title === 'string' ? body.title : `HTTP ${response.status}`);
}
