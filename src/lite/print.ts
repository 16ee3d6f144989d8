import * as account from '#contract/account.ts';
import * as entries from '#contract/entry.ts';
import type { Parsed } from '#contract/operation.ts';
import { printedEntry, printedList } from '#web/lite/print-pages.ts';
import type { ApiCaller } from './call.ts';
import { show, type Visit } from './visit.ts';

const PRINTED_ROWS = 1000;
const PRINT_STEP = 200;

type Row = Parsed<(typeof entries.listEntries)['output']>['items'][number];

interface Printed {
  readonly rows: readonly Row[];
  readonly asOf: string;
  /** Are there more than are printed? */
  readonly cut: boolean;
}

/** 打印清单: any list of the ledger, by its own filter. */
export async function printList(v: Visit): Promise<Response> {
  const { w } = v.look;
  const query = v.c.req.queries();
  const [who, found] = await Promise.all([v.api.call(account.me, {}), rowsToPrint(v.api, query)]);
  const conditions = [
    ...(query['text'] ?? []),
    ...(query['mine'] === undefined ? [] : [w.list.mineOnly]),
    ...(query['state'] ?? []).flatMap((state) =>
      Object.hasOwn(w.state, state) ? [w.state[state as keyof typeof w.state]] : [],
    ),
  ];
  return show(v, printedList(v.look, { cityName: who.cityName, ...found, conditions }));
}

/** Up to a thousand entries, under the same filter as any list, page after page. */
async function rowsToPrint(
  api: ApiCaller,
  query: Readonly<Record<string, readonly string[]>>,
): Promise<Printed> {
  const { limit: _limit, after: _after, ...filter } = query;
  const rows: Row[] = [];
  let after: string | undefined;
  let asOf = '';
  do {
    const page = await api.call(entries.listEntries, {
      ...filter,
      limit: PRINT_STEP,
      ...(after === undefined ? {} : { after }),
    });
    rows.push(...page.items);
    asOf ||= page.asOf;
    after = page.next;
  } while (after !== undefined && rows.length < PRINTED_ROWS);
  return { rows, asOf, cut: after !== undefined };
}

/** 打印事项单 */
export async function printEntry(v: Visit): Promise<Response> {
  const id = v.c.req.param('id') ?? '';
  const [who, entry, { events }] = await Promise.all([
    v.api.call(account.me, {}),
    v.api.call(entries.readEntry, { id }),
    v.api.call(entries.readEvents, { id }),
  ]);
  return show(v, printedEntry(v.look, who.cityName, entry, events));
}
