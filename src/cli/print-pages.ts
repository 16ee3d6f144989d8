import { inChinese, type Io, optionOf } from './command.ts';

/** How many a list shows without being asked for more, and at most in one request. */
const SHOWN = 50;
const PAGE = 200;

/** One answer of an operation that lists in pages; `next` is what `after` of the following one is. */
export interface Page<Row> {
  readonly items: readonly Row[];
  readonly next?: string;
}

/**
 * Print what an operation lists, page by page, up to `--limit` or, with `--all`, to the end; where it stops
 * short it says so, beside the list and not in it. `--json` prints each row as it came.
 * @returns the exit code
 */
export async function printPages<Row>(
  io: Io,
  args: readonly string[],
  query: URLSearchParams,
  pageOf: (query: URLSearchParams) => Promise<Page<Row>>,
  lineOf: (row: Row) => string,
): Promise<number> {
  const wanted = optionOf(args, 'limit') ?? query.get('limit') ?? String(SHOWN);
  const most = args.includes('--all') ? Infinity : Number(wanted);
  if (!(most >= 1) || (most !== Infinity && !Number.isInteger(most))) {
    io.err(
      inChinese() ? `--limit 须为正整数：${wanted}` : `--limit takes a whole number: ${wanted}`,
    );
    return 2;
  }
  const asJson = args.includes('--json');
  let left = most;
  let next: string | undefined;
  do {
    query.set('limit', String(Math.min(left, PAGE)));
    if (next !== undefined) query.set('after', next);
    const page = await pageOf(query);
    for (const row of page.items) io.out(asJson ? JSON.stringify(row) : lineOf(row));
    left -= page.items.length;
    next = page.next;
  } while (next !== undefined && left > 0);
  if (next !== undefined)
    io.err(
      inChinese()
        ? `只列出前 ${most} 项，还有更多：加 --limit N 或 --all。`
        : `The first ${most} are listed, there are more: add --limit N or --all.`,
    );
  return 0;
}
