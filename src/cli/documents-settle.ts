import { inChinese, type Io, optionOf, plainArgs } from './command.ts';
import type { Api } from './api.ts';

/** Options of the deeds here that take a value. */
export const SETTLE_OPTIONS = ['lead', 'co', 'due', 'title', 'organ', 'no', 'date', 'campaign'];

type Deed = (api: Api, io: Io, args: string[]) => Promise<number>;

interface Suggestion {
  readonly unit: { readonly id: string; readonly name: string };
  readonly reasons: readonly { readonly text: string }[];
}

interface Group {
  readonly subsection: string;
  readonly heading: string;
  readonly candidates: readonly { readonly id: string }[];
  readonly leads: readonly Suggestion[];
}

/** 牵头建议: heading by heading who might lead, with the words that say so; nothing is assigned. */
const leads: Deed = async (api, io, args) => {
  const [id = ''] = plainArgs(args, SETTLE_OPTIONS);
  const { groups } = await api.get(`/documents/${id}/leads`);
  for (const group of groups as Group[]) {
    if (args.includes('--json')) {
      io.out(JSON.stringify(group));
      continue;
    }
    io.out([group.subsection, group.heading].filter(Boolean).join(' / ') || '—');
    for (const { unit, reasons } of group.leads)
      io.out(`  ${unit.id}  ${unit.name}  ${reasons.map(({ text }) => text).join('；')}`);
    io.out(`  ${group.candidates.map((one) => one.id).join(' ')}`);
  }
  return 0;
};

/** 定责: lead, co-units and deadline of the tasks named, in one step. */
const assign: Deed = async (api, io, args) => {
  const [id = '', ...named] = plainArgs(args, SETTLE_OPTIONS);
  const lead = optionOf(args, 'lead');
  const co = optionOf(args, 'co');
  const due = optionOf(args, 'due');
  if (named.length === 0 || (lead ?? co ?? due) === undefined) {
    io.err('document assign ID CANDIDATE… [--lead UNIT] [--co UNIT,…] [--due YYYY-MM-DD]');
    return 2;
  }
  const versions = await versionsOf(api, id);
  const candidates = named.map((one) => ({ id: one, version: versions.get(one) ?? 1 }));
  const group = {
    candidates,
    ...(lead === undefined ? {} : { lead }),
    ...(co === undefined ? {} : { co: co.split(',').filter(Boolean) }),
    ...(due === undefined ? {} : { deadline: { kind: 'date', on: due } }),
  };
  await api.post(`/documents/${id}/assign`, { groups: [group] });
  io.err(inChinese() ? `已定责 ${named.length} 项。` : `${named.length} settled.`);
  return 0;
};

async function versionsOf(api: Api, id: string): Promise<ReadonlyMap<string, number>> {
  const versions = new Map<string, number>();
  let after: unknown;
  do {
    const query = new URLSearchParams({ limit: '1000' });
    if (typeof after === 'string') query.set('after', after);
    const page = await api.get(`/documents/${id}/candidates?${query}`);
    for (const row of page['candidates'] as { id: string; version: number }[])
      versions.set(row.id, row.version);
    after = page['next'];
  } while (typeof after === 'string');
  return versions;
}

/** 更正要素 */
const correct: Deed = async (api, io, args) => {
  const [id = ''] = plainArgs(args, [...SETTLE_OPTIONS, 'unit']);
  const names = ['title', 'organ', 'no', 'date', 'unit', 'campaign'];
  const given = names.flatMap((name) => {
    const value = optionOf(args, name);
    return value === undefined ? [] : [[name, value] as const];
  });
  if (given.length === 0) {
    io.err(`document correct ID ${names.map((name) => `[--${name} …]`).join(' ')}`);
    return 2;
  }
  const { version } = await api.get(`/documents/${id}`);
  const { title } = await api.post(`/documents/${id}/correct`, {
    version,
    ...Object.fromEntries(given),
  });
  io.out(String(title));
  return 0;
};

/** 撤销: the last act that can be undone, or the one named by its version. */
const undo: Deed = async (api, io, args) => {
  const [id = '', named] = plainArgs(args, SETTLE_OPTIONS);
  const { events } = await api.get(`/documents/${id}/events?limit=50`);
  const acts = events as { version: number; kind: string; undoable: boolean }[];
  const act = acts.find((one) =>
    named === undefined ? one.undoable : one.version === Number(named),
  );
  if (act === undefined) {
    io.err(inChinese() ? '没有可撤销的操作。' : 'There is nothing to undo.');
    return 1;
  }
  await api.post(`/documents/${id}/undo`, { version: act.version });
  io.err(`${act.version} ${act.kind}`);
  return 0;
};

/** 认定乱码: without a reading, those still to be chosen. */
const choose: Deed = async (api, io, args) => {
  const [id = '', start, text] = plainArgs(args, SETTLE_OPTIONS);
  if (text !== undefined) {
    await api.post(`/documents/${id}/repair`, { start: Number(start), text });
    return 0;
  }
  const { repairs } = await api.get(`/documents/${id}`);
  for (const one of repairs as { start: number; text: string; alternatives: string[] }[])
    if (one.alternatives.length > 0)
      io.out(`${one.start}  ${[one.text, ...one.alternatives].join(' | ')}`);
  return 0;
};

/** What persons settle about a document once it is read. */
export const SETTLING: Readonly<Record<string, Deed>> = { leads, assign, correct, undo, choose };
