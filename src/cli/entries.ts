import { spokenOf } from '#domain/entry/spoken.ts';
import { type Api, queryOf, Refused, withApi } from './api.ts';
import { type Command, inChinese, type Io, plainArgs } from './command.ts';
import { type Page, printPages } from './print-pages.ts';

interface Row {
  readonly no: string;
  readonly state: string;
  readonly title: string;
  readonly deadline?: string;
  readonly lead?: { readonly name: string };
}

function lineOf(item: Row): string {
  return [
    item.no,
    (spokenOf('state', item.state, inChinese() ? 'zh' : 'en') ?? item.state).padEnd(
      inChinese() ? 6 : 22,
      inChinese() ? '　' : ' ',
    ),
    item.deadline ?? '          ',
    item.lead?.name ?? '',
    item.title,
  ].join('  ');
}

function printAll(
  api: Api,
  io: Io,
  args: readonly string[],
  query: URLSearchParams,
): Promise<number> {
  const pageOf = (asked: URLSearchParams): Promise<Page<Row>> => api.get(`/entries?${asked}`);
  return printPages(io, args, query, pageOf, lineOf);
}

export const list: Command = {
  name: 'list',
  usage: 'list [state=…] [unit=…] [overdue=true] … [--limit N | --all] [--json]',
  zh: '按条件列出台账（条件与接口 /entries 相同）',
  en: 'list the ledger (filters as in the API’s /entries)',
  run: (args, io, readConfig) =>
    withApi(readConfig(), io, (api) => printAll(api, io, args, queryOf(args))),
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
      return printAll(api, io, args, query);
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
