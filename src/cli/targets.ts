import { basename } from 'node:path';
import type { Parsed } from '#contract/operation.ts';
import type * as indicators from '#contract/indicator.ts';
import type * as contract from '#contract/target.ts';
import { type Command, inChinese, type Io, optionOf, plainArgs } from './command.ts';
import { type Api, withApi } from './api.ts';

type Listed = Parsed<typeof contract.listTargets.output>;
type Row = Listed['items'][number];
type Detail = Parsed<typeof contract.TargetDetail>;
type Imported = Parsed<typeof indicators.importReadings.output>;

const USAGE =
  'targets list [unit=…] [light=…] [at=…] … | show ID [at=…] | reading INDICATOR UNIT DAY VALUE [--final|--restate] [--note …] | import FILE [--apply]  [--json]';

/**
 * targets: over the open API of a running server with a personal token (LUOSHI_TOKEN), so that reach and
 * rules are those of the screen.
 */
export const targets: Command = {
  name: 'targets',
  usage: USAGE,
  zh: '指标目标：列出、查看、报数、从表格导入数值',
  en: 'targets: list, show, report a figure, import figures from a sheet',
  run: (args, io, readConfig) =>
    withApi(readConfig(), io, async (api) => {
      const [verb = '', ...rest] = args;
      const work = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined;
      return work === undefined ? usage(io) : work(rest, io, api);
    }),
};

type Verb = (args: string[], io: Io, api: Api) => Promise<number>;

const VERBS: Readonly<Record<string, Verb>> = {
  async list(args, io, api) {
    let cursor: string | null = null;
    do {
      const query = fieldsOf(args);
      if (cursor !== null) query.set('cursor', cursor);
      const page = await api.get<Listed>(`/targets?${query}`);
      for (const row of page.items)
        io.out(args.includes('--json') ? JSON.stringify(row) : lineOf(row));
      cursor = page.next;
    } while (cursor !== null);
    return 0;
  },
  async show(args, io, api) {
    const [id] = plain(args);
    if (id === undefined) return usage(io);
    const detail = await api.get<Detail>(`/targets/${id}?${fieldsOf(args)}`);
    if (args.includes('--json')) io.out(JSON.stringify(detail));
    else for (const line of linesOf(detail)) io.out(line);
    return 0;
  },
  async reading(args, io, api) {
    const [id, unit, periodEnd, value] = plain(args);
    if (value === undefined) return usage(io);
    const vintage = args.includes('--final')
      ? 'final'
      : args.includes('--restate')
        ? 'restated'
        : 'provisional';
    const note = optionOf(args, 'note');
    const figure = { unit, periodEnd, value, vintage, ...(note === undefined ? {} : { note }) };
    io.out(JSON.stringify(await api.post(`/indicators/${id}/readings`, figure)));
    return 0;
  },
  async import(args, io, api) {
    const [file] = plain(args);
    if (file === undefined) return usage(io);
    const query = new URLSearchParams({ name: basename(file) });
    if (args.includes('--apply')) query.set('apply', 'true');
    const done = await api.send<Imported>(`/readings/import?${query}`, file);
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
