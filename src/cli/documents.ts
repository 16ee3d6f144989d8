import { basename } from 'node:path';
import { type Command, inChinese, type Io, optionOf, plainArgs } from './command.ts';
import { SETTLE_OPTIONS, SETTLING } from './documents-settle.ts';
import { type Answer, type Api, finished, withApi } from './api.ts';

interface Row {
  readonly id: string;
  readonly version: number;
  readonly kind: string;
  readonly state: string;
  readonly certainty: 'sure' | 'look';
  readonly quote: string;
  readonly task?: { readonly title: string };
  readonly figure?: {
    readonly metric: string;
    readonly value?: number;
    readonly unit: string;
  };
}

interface Facts extends Answer {
  readonly id: string;
  readonly title: string;
  readonly state: string;
  readonly coverage: Readonly<Record<string, number>>;
}

/** What comes after `document`; each speaks to a running server, with the same rules as at the screen. */
const DEEDS: Readonly<Record<string, (api: Api, io: Io, args: string[]) => Promise<number>>> = {
  add,
  list,
  show,
  accept,
  framing,
  'hand-down': handDown,
  ...SETTLING,
};

const USAGE =
  'document add FILE [--unit ID] [--revision-of ID] | list | show ID | accept ID [CANDIDATE…|--all] | framing ID | leads ID | assign ID CANDIDATE… [--lead UNIT] [--co UNIT,…] [--due DAY] | hand-down ID [--issue] | correct ID [--title …] … | choose ID [START READING] | undo ID [VERSION]  [--json]';

export const document: Command = {
  name: 'document',
  usage:
    'document add|list|show|accept|framing|leads|assign|hand-down|correct|choose|undo … [--all] [--issue] [--unit U] ' +
    '[--revision-of ID] [--level L] [--lead U] [--co U] [--due DAY] [--title T] [--organ O] [--no N] [--date DAY] [--campaign ID] [--json]',
  zh: '文件识读：交来、查看、采纳（默认只采纳有把握的）、确认铺垫、定责、下达、更正、撤销',
  en: 'documents: give, look, accept (the certain ones unless told), confirm framing, settle leads, hand down, correct, undo',
  run: (args, io, readConfig) =>
    withApi(readConfig(), io, async (api) => {
      const [verb = '', ...rest] = args;
      const deed = Object.hasOwn(DEEDS, verb) ? DEEDS[verb] : undefined;
      const named = plainArgs(rest, OPTIONS);
      if (deed === undefined || (verb !== 'list' && named[0] === undefined)) {
        io.err(USAGE);
        return 2;
      }
      return deed(api, io, rest);
    }),
};

const OPTIONS = ['unit', 'revision-of', 'level', ...SETTLE_OPTIONS];

async function add(api: Api, io: Io, args: string[]): Promise<number> {
  const [file = ''] = plainArgs(args, OPTIONS);
  const query = new URLSearchParams({ name: basename(file) });
  const unit = optionOf(args, 'unit');
  const revisionOf = optionOf(args, 'revision-of');
  if (unit !== undefined) query.set('unit', unit);
  if (revisionOf !== undefined) query.set('revisionOf', revisionOf);
  const taken = await api.send(`/documents?${query}`, file);
  if (typeof taken['job'] === 'string') await finished(api, io, taken, '识读', 'Reading');
  if (taken['known'] === true)
    io.err(
      inChinese() ? '这份文件读过，打开原先的识读。' : 'It was read before; the earlier reading.',
    );
  const { id } = taken['document'] as Facts;
  return show(api, io, [id, ...args.filter((arg) => arg === '--json')]);
}

async function list(api: Api, io: Io, args: string[]): Promise<number> {
  let after: unknown;
  do {
    const query = new URLSearchParams({ limit: '100' });
    if (typeof after === 'string') query.set('after', after);
    const page = await api.get(`/documents?${query}`);
    for (const one of page['documents'] as Facts[]) tell(io, args, one);
    after = page['next'];
  } while (typeof after === 'string');
  return 0;
}

function tell(io: Io, args: readonly string[], facts: Facts): void {
  const { plan = 0, unassigned = 0 } = facts.coverage;
  const covered = `${plan - unassigned}/${plan}`;
  io.out(
    args.includes('--json')
      ? JSON.stringify(facts)
      : [facts.id, facts.state.padEnd(10), covered.padStart(9), facts.title].join('  '),
  );
}

async function show(api: Api, io: Io, args: string[]): Promise<number> {
  const [id = ''] = plainArgs(args, OPTIONS);
  tell(io, args, await api.get<Facts>(`/documents/${id}`));
  for (const row of await candidatesOf(api, id))
    io.out(args.includes('--json') ? JSON.stringify(row) : lineOf(row));
  return 0;
}

function lineOf(row: Row): string {
  const { figure } = row;
  const said =
    figure === undefined
      ? (row.task?.title ?? '')
      : `${figure.metric}：${figure.value ?? '—'}${figure.unit}`;
  const sure = row.certainty === 'sure' ? ' ' : '?';
  return `  ${row.id}  ${row.kind.padEnd(6)} ${row.state.padEnd(8)} ${sure} ${said}`;
}

async function candidatesOf(api: Api, id: string): Promise<Row[]> {
  const rows: Row[] = [];
  let after: string | undefined;
  do {
    const query = new URLSearchParams({ limit: '1000', ...(after === undefined ? {} : { after }) });
    const page = await api.get(`/documents/${id}/candidates?${query}`);
    rows.push(...(page['candidates'] as Row[]));
    after = typeof page['next'] === 'string' ? page['next'] : undefined;
  } while (after !== undefined);
  return rows;
}

/** So many are decided in one step. */
const AT_ONCE = 1000;

async function accept(api: Api, io: Io, args: string[]): Promise<number> {
  const [id = '', ...named] = plainArgs(args, OPTIONS);
  const isWanted = (row: Row): boolean =>
    named.length > 0
      ? named.includes(row.id)
      : row.kind !== 'figure' && (args.includes('--all') || row.certainty === 'sure');
  const rows = (await candidatesOf(api, id)).filter(
    (row) => row.state === 'proposed' && isWanted(row),
  );
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    const candidates = rows
      .slice(from, from + AT_ONCE)
      .map(({ id: candidate, version }) => ({ id: candidate, version }));
    await api.post(`/documents/${id}/accept`, { candidates });
  }
  tell(io, args, await api.get<Facts>(`/documents/${id}`));
  return 0;
}

/** Confirms what the rules take for framing and nobody has made a task of. */
async function framing(api: Api, io: Io, args: string[]): Promise<number> {
  const [id = ''] = plainArgs(args, OPTIONS);
  let next: unknown = 0;
  while (typeof next === 'number') {
    const page = await api.get(`/documents/${id}/passages?from=${next}&limit=1000`);
    const rows = page['passages'] as { seq: number; role: string; proposed?: string }[];
    const passages = rows
      .filter(({ role, proposed }) => role === 'unassigned' && proposed === 'framing')
      .map(({ seq }) => seq);
    if (passages.length > 0) await api.post(`/documents/${id}/framing`, { passages });
    next = page['next'];
  }
  tell(io, args, await api.get<Facts>(`/documents/${id}`));
  return 0;
}

async function handDown(api: Api, io: Io, args: string[]): Promise<number> {
  const [id = ''] = plainArgs(args, OPTIONS);
  const level = optionOf(args, 'level');
  const done = await api.post(`/documents/${id}/hand-down`, {
    issue: args.includes('--issue'),
    ...(level === undefined ? {} : { level }),
  });
  const { made, known, issued } = done;
  for (const one of done['entries'] as { entry: Answer; held?: Answer }[])
    io.out(
      args.includes('--json')
        ? JSON.stringify(one)
        : [one.entry['no'], one.entry['state'], one.held?.['message'] ?? ''].join('  '),
    );
  io.err(
    inChinese()
      ? `新成草稿 ${String(made)} 项，原有 ${String(known)} 项，已下达 ${String(issued)} 项。`
      : `${String(made)} drafts made, ${String(known)} known before, ${String(issued)} issued.`,
  );
  return 0;
}
