import { basename } from 'node:path';
import { type Command, type Io, inChinese, optionOf, plainArgs } from './command.ts';
import { type Api, queryOf, withApi } from './api.ts';
import { type Page, printPages } from './print-pages.ts';

interface Looked {
  readonly columns: readonly {
    readonly column: number;
    readonly label: string;
    readonly field?: string;
  }[];
  readonly summary?: {
    readonly rows: number;
    readonly ready: number;
    readonly known: number;
    readonly faulty: number;
    readonly faults: readonly {
      readonly row: number;
      readonly level: string;
      readonly message: string;
    }[];
  };
  readonly taken?: number;
}

const USAGE =
  'voices import FILE [--dry-run] [--sheet NAME] [--channel hotline|box|…] [--unit ID] [--map 0:key,2:words] [--json]';

/** 导入意见表 from the command line: what is wrong goes to the error stream, the count to the output. */
async function importVoices(api: Api, io: Io, args: readonly string[]): Promise<number> {
  const [file] = plainArgs(args, ['sheet', 'channel', 'unit', 'map']);
  if (file === undefined) {
    io.err(USAGE);
    return 2;
  }
  const query = new URLSearchParams({ name: basename(file) });
  for (const [option, field] of [
    ['sheet', 'sheet'],
    ['channel', 'channel'],
    ['unit', 'placeUnit'],
  ] as const) {
    const value = optionOf(args, option);
    if (value !== undefined) query.set(field, value);
  }
  for (const one of optionOf(args, 'map')?.split(',') ?? []) query.append('map', one);
  if (!args.includes('--dry-run')) query.set('take', 'true');
  const looked = await api.send<Looked>(`/voices/sheet?${query}`, file);
  for (const fault of looked.summary?.faults ?? [])
    io.err(
      inChinese() ? `第 ${fault.row} 行：${fault.message}` : `Row ${fault.row}: ${fault.message}`,
    );
  if (args.includes('--json')) io.out(JSON.stringify(looked));
  else if (looked.summary === undefined)
    io.out(looked.columns.map(({ column, label }) => `${column}  ${label}`).join('\n'));
  else {
    const { rows, ready, known, faulty } = looked.summary;
    const taken = looked.taken ?? 0;
    io.out(
      inChinese()
        ? `共 ${rows} 行：可导入 ${ready}，已有 ${known}，有误 ${faulty}，已导入 ${taken}`
        : `${rows} rows: ready ${ready}, known ${known}, faulty ${faulty}, taken in ${taken}`,
    );
  }
  return looked.summary === undefined ? 1 : 0;
}

interface VoiceRow {
  readonly no: string;
  readonly state: string;
  readonly title: string;
  readonly receivedOn: string;
  readonly owner?: { readonly name: string };
}

function lineOf(row: VoiceRow): string {
  return [row.no, row.state.padEnd(10), row.receivedOn, row.owner?.name ?? '', row.title].join(
    '  ',
  );
}

export const voices: Command = {
  name: 'voices',
  usage:
    'voices list [state=…] … [--limit N | --all] [--json] | voices import FILE [--dry-run] [--sheet NAME] [--channel …] [--unit ID] [--map …]',
  zh: '列出诉求意见（条件与接口 /voices 相同），或导入意见表',
  en: 'list voices (filters as in the API’s /voices), or take in a sheet of them',
  run: (args, io, readConfig) =>
    withApi(readConfig(), io, async (api) => {
      if (args[0] === 'import') return await importVoices(api, io, args.slice(1));
      const pageOf = (asked: URLSearchParams): Promise<Page<VoiceRow>> =>
        api.get(`/voices?${asked}`);
      return await printPages(io, args, queryOf(args), pageOf, lineOf);
    }),
};
