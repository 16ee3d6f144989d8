import { basename } from 'node:path';
import { type Io, inChinese, optionOf, plainArgs } from './command.ts';
import type { Api } from './remote.ts';

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
export async function importVoices(api: Api, io: Io, args: readonly string[]): Promise<number> {
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
  const looked = (await api.send(`/voices/sheet?${query}`, file)) as unknown as Looked;
  for (const fault of looked.summary?.faults ?? [])
    io.err(
      inChinese() ? `第 ${fault.row} 行：${fault.message}` : `Row ${fault.row}: ${fault.message}`,
    );
  if (args.includes('--json')) io.out(JSON.stringify(looked));
  else if (looked.summary === undefined)
    io.out(looked.columns.map(({ column, label }) => `${column}  ${label}`).join('\n'));
  else {
    const { rows, ready, known, faulty } = looked.summary;
    io.out(JSON.stringify({ rows, ready, known, faulty, taken: looked.taken ?? 0 }));
  }
  return looked.summary === undefined ? 1 : 0;
}
