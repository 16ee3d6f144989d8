import { createWriteStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../config.ts';
import { importVoices } from './voices.ts';
import { type Command, inChinese, type Io, optionOf, plainArgs, progressBar } from './command.ts';

/**
 * Commands that speak to a running server over its open API, with a personal token (LUOSHI_TOKEN): the
 * same rules, reach and events as at the screen. LUOSHI_URL says where; this machine when not set.
 */
export interface Api {
  get(path: string): Promise<Answer>;
  post(path: string, body: object): Promise<Answer>;
  send(path: string, file: string): Promise<Answer>;
  fetch(path: string): Promise<Response>;
}

export type Answer = Record<string, unknown>;

/** The server said no, in its own words. */
class Refused extends Error {
  override name = 'Refused';
}

function apiOf(config: Config): Api {
  const base = process.env['LUOSHI_URL'] ?? `http://${config.host}:${config.port}`;
  const token = process.env['LUOSHI_TOKEN'];
  if (token === undefined)
    throw new Refused(
      inChinese()
        ? '请在“我的账号”中新建令牌，并设为环境变量 LUOSHI_TOKEN。'
        : 'Make a personal token under "My account" and put it into LUOSHI_TOKEN.',
    );
  const call = async (path: string, init: RequestInit & { duplex?: 'half' }): Promise<Response> => {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${token}`);
    headers.set('accept-language', inChinese() ? 'zh' : 'en');
    const response = await fetch(`${base}/api/v1${path}`, { ...init, headers }).catch(() => {
      throw new Refused(
        inChinese()
          ? `连不上 ${base}：请先启动落实，或用 LUOSHI_URL 指明地址。`
          : `Nothing answers at ${base}: start Luoshi first, or say where it is in LUOSHI_URL.`,
      );
    });
    if (response.ok) return response;
    const problem = (await response.json().catch(() => ({}))) as Answer;
    throw new Refused(textOf(problem['title']) ?? `HTTP ${response.status}`);
  };
  const json = async (response: Response): Promise<Answer> => (await response.json()) as Answer;
  return {
    get: async (path) => json(await call(path, {})),
    fetch: (path) => call(path, {}),
    post: async (path, body) =>
      json(
        await call(path, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
          body: JSON.stringify(body),
        }),
      ),
    async send(path, file) {
      await using handle = await opened(file);
      const body = Readable.toWeb(handle.createReadStream({ autoClose: false })) as ReadableStream;
      const headers = {
        'content-type': 'application/octet-stream',
        'idempotency-key': randomUUID(),
      };
      return json(await call(path, { method: 'POST', body, headers, duplex: 'half' }));
    },
  };
}

async function opened(file: string): Promise<FileHandle> {
  try {
    return await open(file);
  } catch {
    throw new Refused(inChinese() ? `打不开文件 ${file}` : `The file ${file} cannot be opened`);
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Run with the API at hand; a refusal is one line and exit code 1. */
export async function withApi(
  config: Config,
  io: Io,
  work: (api: Api) => Promise<number>,
): Promise<number> {
  try {
    return await work(apiOf(config));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    io.err(error.message);
    return 1;
  }
}

/** `name=value` arguments as the query of a list: state=underway unit=… overdue=true. */
function queryOf(args: readonly string[]): URLSearchParams {
  return new URLSearchParams(
    args
      .filter((arg) => /^\w+=/.test(arg))
      .map((arg): [string, string] => {
        const at = arg.indexOf('=');
        return [arg.slice(0, at), arg.slice(at + 1)];
      }),
  );
}

interface Row {
  readonly no: string;
  readonly state: string;
  readonly title: string;
  readonly deadline?: string;
  readonly lead?: { readonly name: string };
}

function print(io: Io, args: readonly string[], items: readonly Row[]): void {
  for (const item of items)
    io.out(
      args.includes('--json')
        ? JSON.stringify(item)
        : [
            item.no,
            item.state.padEnd(10),
            item.deadline ?? '          ',
            item.lead?.name ?? '',
            item.title,
          ].join('  '),
    );
}

/** How many a list shows without being asked for more, and at most in one request. */
const SHOWN = 50;
const PAGE = 200;

/**
 * Print what matches, page by page, up to `--limit` or, with `--all`, to the end; where it stops short
 * it says so, beside the list and not in it.
 */
async function printMatches(
  api: Api,
  io: Io,
  args: readonly string[],
  query: URLSearchParams,
): Promise<number> {
  const wanted = optionOf(args, 'limit') ?? query.get('limit') ?? String(SHOWN);
  const most = args.includes('--all') ? Infinity : Number(wanted);
  if (!(most >= 1) || (most !== Infinity && !Number.isInteger(most))) {
    io.err(
      inChinese() ? `--limit 须为正整数：${wanted}` : `--limit takes a whole number: ${wanted}`,
    );
    return 2;
  }
  let left = most;
  let next: string | undefined;
  do {
    query.set('limit', String(Math.min(left, PAGE)));
    if (next !== undefined) query.set('after', next);
    const answer = await api.get(`/entries?${query}`);
    const items = answer['items'] as Row[];
    print(io, args, items);
    left -= items.length;
    next = textOf(answer['next']);
  } while (next !== undefined && left > 0);
  if (next !== undefined)
    io.err(
      inChinese()
        ? `只列出前 ${most} 项，还有更多：加 --limit N 或 --all。`
        : `The first ${most} are listed, there are more: add --limit N or --all.`,
    );
  return 0;
}

export const list: Command = {
  name: 'list',
  usage: 'list [state=…] [unit=…] [overdue=true] … [--limit N | --all] [--json]',
  zh: '按条件列出台账（条件与接口 /entries 相同）',
  en: 'list the ledger (filters as in the API’s /entries)',
  run: (args, io, readConfig) =>
    withApi(readConfig(), io, (api) => printMatches(api, io, args, queryOf(args))),
};

export const search: Command = {
  name: 'search',
  usage: 'search WORDS [state=…] … [--limit N | --all] [--json]',
  zh: '在台账中检索（一个字也可以，繁简不限）',
  en: 'search the ledger (one character is enough, traditional or simplified)',
  run: (args, io, readConfig) =>
    withApi(readConfig(), io, async (api) => {
      const query = queryOf(args);
      query.set(
        'text',
        plainArgs(args, ['limit'])
          .filter((arg) => !/^\w+=/.test(arg))
          .join(' '),
      );
      return printMatches(api, io, args, query);
    }),
};

function fieldsOf(json: string): object {
  try {
    return JSON.parse(json) as object;
  } catch {
    throw new Refused(
      inChinese() ? `操作的内容不是 JSON：${json}` : `The fields of the move are not JSON: ${json}`,
    );
  }
}

export const move: Command = {
  name: 'move',
  usage: "move NO MOVE ['{json of the move}']",
  zh: '对一个事项执行操作，如 move P2026-000123 progress \'{"percent":40,"note":"…"}\'',
  en: 'make a move, such as move P2026-000123 progress \'{"percent":40,"note":"…"}\'',
  run: (args, io, readConfig) =>
    withApi(readConfig(), io, async (api) => {
      const [no, verb, json = '{}'] = plainArgs(args, []);
      if (no === undefined || verb === undefined) {
        io.err(move.usage);
        return 2;
      }
      const found = await api.get(`/entries?text=${encodeURIComponent(no)}&merged=with`);
      const entry = (found['items'] as (Row & { id: string; version: number })[]).find(
        (item) => item.no === no,
      );
      if (entry === undefined) {
        io.err(inChinese() ? `查无 ${no}` : `There is no ${no}`);
        return 1;
      }
      const fields = fieldsOf(json);
      const path = `/entries/${entry.id}/${verb.replaceAll('_', '-')}`;
      io.out(JSON.stringify(await api.post(path, { version: entry.version, ...fields })));
      return 0;
    }),
};

export const importSheet: Command = {
  name: 'import',
  usage: 'import FILE [--kind problem|task] [--unit ID] [--dry-run] [--faults OUT.xlsx] [--json]',
  zh: '导入表格：无误的行成为草稿，有误的行可存为附错误说明的表',
  en: 'import a sheet: good rows become drafts, faulty ones can be saved with their reasons',
  run: (args, io, readConfig) =>
    withApi(readConfig(), io, async (api) => {
      const [file] = plainArgs(args, ['kind', 'unit', 'faults']);
      if (file === undefined) {
        io.err(importSheet.usage);
        return 2;
      }
      const query = new URLSearchParams({ name: basename(file) });
      for (const name of ['kind', 'unit']) {
        const value = optionOf(args, name);
        if (value !== undefined) query.set(name, value);
      }
      const batch = await api.send(`/imports?${query}`, file);
      const id = String(batch['id']);
      await finished(api, io, await api.post(`/imports/${id}/preview`, {}), '预览', 'Preview');
      if (!args.includes('--dry-run'))
        await finished(api, io, await api.post(`/imports/${id}/run`, {}), '导入', 'Import');
      const done = await api.get(`/imports/${id}`);
      const faults = optionOf(args, 'faults');
      if (faults !== undefined) await save(await api.fetch(`/imports/${id}/faults`), faults);
      io.out(JSON.stringify(args.includes('--json') ? done : (done['result'] ?? done['summary'])));
      return 0;
    }),
};

/** Wait for a job, showing how far it is. */
export async function finished(
  api: Api,
  io: Io,
  put: Answer,
  zh: string,
  en: string,
): Promise<void> {
  const bar = progressBar(io, inChinese() ? zh : en);
  for (;;) {
    const job = await api.get(`/jobs/${String(put['job'])}`);
    const done = Number(job['done'] ?? 0);
    if (job['state'] === 'done') return bar(done, done);
    if (job['state'] === 'failed' || job['state'] === 'cancelled')
      throw new Refused(textOf(job['error']) ?? textOf(job['state']));
    bar(done, job['total'] as number | undefined);
    await sleep(300);
  }
}

async function save(response: Response, file: string): Promise<void> {
  if (response.body === null) throw new Refused('empty answer');
  await pipeline(Readable.fromWeb(response.body as never), createWriteStream(file));
}

export const exportSheet: Command = {
  name: 'export',
  usage: 'export FILE.xlsx|FILE.csv [state=…] …',
  zh: '导出符合条件的事项（xlsx 可改后再导入）',
  en: 'export all that match (an xlsx may be edited and imported again)',
  run: (args, io, readConfig) =>
    withApi(readConfig(), io, async (api) => {
      const [file] = plainArgs(args, []).filter((arg) => !/^\w+=/.test(arg));
      if (file === undefined) {
        io.err(exportSheet.usage);
        return 2;
      }
      const query = queryOf(args);
      query.set('format', file.endsWith('.csv') ? 'csv' : 'xlsx');
      await save(await api.fetch(`/entries/export?${query}`), file);
      io.err(file);
      return 0;
    }),
};

interface VoiceRow {
  readonly no: string;
  readonly state: string;
  readonly title: string;
  readonly receivedOn: string;
  readonly owner?: { readonly name: string };
}

export const voices: Command = {
  name: 'voices',
  usage:
    'voices list [state=…] … [--json] | voices import FILE [--dry-run] [--channel …] [--map …]',
  zh: '列出诉求意见（条件与接口 /voices 相同），或导入意见表',
  en: 'list voices (filters as in the API’s /voices), or take in a sheet of them',
  run: (args, io, readConfig) =>
    withApi(readConfig(), io, async (api) => {
      if (args[0] === 'import') return await importVoices(api, io, args.slice(1));
      const { items } = (await api.get(`/voices?${queryOf(args)}`)) as unknown as {
        items: VoiceRow[];
      };
      for (const item of items)
        io.out(
          args.includes('--json')
            ? JSON.stringify(item)
            : [
                item.no,
                item.state.padEnd(10),
                item.receivedOn,
                item.owner?.name ?? '',
                item.title,
              ].join('  '),
        );
      return 0;
    }),
};
