import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Merge, SheetRow } from '#domain/sheet/cell.ts';
import type { Database } from '#platform/db/open.ts';
import { newId } from '#platform/ids.ts';
import { openSheets } from '#platform/sheets/open-sheet.ts';
import type { WriteCell } from '#platform/sheets/write-cell.ts';
import { writeXlsx } from '#platform/sheets/write-xlsx.ts';
import { type SheetHouse, sheetHouse } from '#test/sheet-house.ts';
import { CITY, NOON, type PostKey, type TinyCity } from '#test/tiny-city.ts';
import { recount } from '../fold-counts.ts';
import { listEntries } from '../list-entries.ts';
import { readEntry, readEvents } from '../read-entry.ts';
import { replay } from '../replay.ts';

let house: SheetHouse;
let database: Database;
let city: TinyCity;

beforeAll(async () => {
  house = await sheetHouse();
  ({ database, city } = house);
});
afterAll(() => house.close());

async function xlsx(
  rows: readonly (readonly WriteCell[])[],
  merges: readonly Merge[] = [],
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of writeXlsx([{ name: '台账', columns: [], rows, merges }]))
    chunks.push(chunk);
  return Buffer.concat(chunks);
}

const LEDGER: readonly (readonly WriteCell[])[] = [
  ['东岭县问题整改台账（2026年）'],
  ['填报单位：东岭县', undefined, undefined, '填报时间：2026年5月20日'],
  ['序号', '问题类别', '存在问题', '整改措施', '整改时限', '责任单位', '', '整改状态'],
  ['', '', '', '', '', '牵头单位', '配合单位', ''],
  ['一、作风方面（3个）'],
  [
    1,
    'a',
    '窗口办事要跑三趟',
    '合并为一窗受理',
    '2026年9月底前',
    '东岭县住建局',
    '柳河镇',
    '整改中',
  ],
  ['', '', '', '每月抽查一次', '长期坚持', '', '', ''],
  [
    2,
    'b',
    '=HYPERLINK("http://x","桥头村路灯不亮")',
    '逐盏检修',
    '立行立改，长期坚持',
    '柳河镇',
    '',
    '未完成',
  ],
  [3, '无此类', '𠮷家湾水渠淤塞', '清淤', '2026-06-30', '县水务局', '', ''],
  [4, 'a', '', '补栽', '6月底', '柳河镇', '', ''],
  ['合计', '', 4],
  ['填表人：张某', '', '审核人：李某'],
];
const MERGES: readonly Merge[] = [
  { top: 1, left: 0, bottom: 1, right: 7 },
  { top: 3, left: 5, bottom: 3, right: 6 },
  ...[0, 1, 2, 3, 4, 7].map((left) => ({ top: 3, left, bottom: 4, right: left })),
  { top: 5, left: 0, bottom: 5, right: 7 },
  ...[0, 1, 2, 5, 6].map((left) => ({ top: 6, left, bottom: 7, right: left })),
];

test('a nasty sheet comes in: good rows as drafts, the faulty one told, the same file twice nothing', async () => {
  const bytes = await xlsx(LEDGER, MERGES);
  const first = await house.bringIn('eastOffice', '台账.xlsx', bytes);
  expect(first.summary).toMatchObject({ entries: 4, ready: 3, faulty: 1, known: 0 });
  expect(first.summary?.faults.find((fault) => fault.level === 'error')?.message).toBe(
    '没有填写问题（或任务）内容。请补填。',
  );
  expect(first.summary?.unknownUnits).toMatchObject([{ name: '县水务局', rows: 1 }]);
  expect(first.result).toEqual({ made: 3, known: 0, faulty: 1, changed: 0 });
  const second = await house.bringIn('eastOffice', '台账.xlsx', bytes);
  expect(second.result).toEqual({ made: 0, known: 3, faulty: 1, changed: 0 });

  const q = city.ask(database.db, 'eastOffice');
  const { items } = await listEntries(q, { sort: 'oldest', limit: 50 });
  expect(items.map((item) => [item.state, item.title, item.lead?.name, item.deadline])).toEqual([
    ['raised', '窗口办事要跑三趟', '东岭县住建局', '2026-09-30'],
    ['raised', '=HYPERLINK("http://x","桥头村路灯不亮")', '柳河镇', undefined],
    ['raised', '𠮷家湾水渠淤塞', undefined, '2026-06-30'],
  ]);
  const two = await readEntry(q, { id: items[0]?.id ?? '' });
  expect(two.measures.map((measure) => measure.text)).toEqual(['合并为一窗受理', '每月抽查一次']);
  expect(two.parties.map((party) => [party.role, party.unit.name])).toEqual([
    ['lead', '东岭县住建局'],
    ['co', '柳河镇'],
  ]);
  const [event] = (await readEvents(q, { id: items[2]?.id ?? '' })).events;
  expect(event?.payload['because']).toMatchObject({
    row: 9,
    unmatched: { lead: '县水务局', category: '无此类' },
  });
  expect((await replay(database.db, CITY)).faults).toEqual([]);
  expect(await recount(database.db, CITY)).toEqual([]);
});

async function exported(who: PostKey): Promise<SheetRow[]> {
  const file = join(house.folder, 'export.xlsx');
  await writeFile(file, await house.exportOf(who));
  await using source = await openSheets(file);
  const rows: SheetRow[] = [];
  for await (const batch of source.rows('台账')) rows.push(...batch);
  return rows;
}

test('an export comes back as the cells that changed, each as an event; unchanged it changes nothing', async () => {
  const rows = await exported('eastOffice');
  const cells = rows.map((row) => Array.from(row.cells, (cell): WriteCell => cell?.text));
  const untouched = await house.bringIn('eastOffice', '退回.xlsx', await xlsx(cells));
  expect(untouched.kind).toBe('returned');
  expect(untouched.result).toMatchObject({ changed: 0, known: 3, faulty: 0 });

  const edited = cells.map((row) => [...row]);
  const title = edited[0]?.indexOf('存在问题') ?? -1;
  const line = edited[1];
  if (line === undefined) throw new Error('no row');
  line[title] = '窗口办事要跑三趟以上';
  const bytes = await xlsx(edited);
  const back = await house.bringIn('eastOffice', '退回改.xlsx', bytes);
  expect(back.summary?.changes).toEqual([
    {
      row: 2,
      no: 'P2026-000001',
      label: '存在问题',
      from: '窗口办事要跑三趟',
      to: '窗口办事要跑三趟以上',
    },
  ]);
  expect(back.result).toMatchObject({ changed: 1, known: 2, faulty: 0 });
  const again = await house.bringIn('eastOffice', '退回改.xlsx', bytes);
  expect(again.result).toMatchObject({ changed: 0, known: 3, faulty: 0 });
  const { items } = await listEntries(city.ask(database.db, 'eastOffice'), {
    sort: 'oldest',
    limit: 1,
  });
  expect(items[0]).toMatchObject({ title: '窗口办事要跑三趟以上', version: 2 });
});

test('an export and an import stay within the reach', async () => {
  expect(await exported('westOffice')).toHaveLength(1);
  const bytes = await xlsx([
    ['序号', '存在问题', '问题所在单位', '整改措施'],
    [1, '越界的一行', '青石镇', '无'],
  ]);
  const batch = await house.bringIn('eastOffice', '越界.xlsx', bytes);
  expect(batch.result).toMatchObject({ made: 0, faulty: 1 });
});

test('a returned sheet tells nothing of an entry that whoever brings it may not read', async () => {
  const rows = await exported('eastOffice');
  const cells = rows.map((row) => Array.from(row.cells, (cell): WriteCell => cell?.text));
  const title = cells[0]?.indexOf('存在问题') ?? -1;
  for (const line of cells.slice(1)) line[title] = '想看看原来写了什么';
  const foreign = await house.bringIn('westOffice', '退回.xlsx', await xlsx(cells));
  expect(foreign.kind).toBe('returned');
  expect(foreign.summary?.changes).toEqual([]);
  expect(foreign.result).toMatchObject({ changed: 0, faulty: 3 });
});

test('who listens for what is raised hears of every draft of a sheet, with no word of it', async () => {
  const id = newId();
  const hook = {
    city_id: CITY,
    id,
    url: 'https://example.org/',
    secret: '',
    kinds: ['problem.raise'],
  };
  await database.db
    .insertInto('webhook')
    .values({
      ...hook,
      unit_id: city.ask(database.db, 'eastOffice').actor.posts[0]?.unitId ?? '',
      by_account: newId(),
      created_at: NOON,
    })
    .execute();
  await house.bringIn(
    'eastOffice',
    '两件.csv',
    Buffer.from('序号,存在问题,责任单位\n1,东桥护栏断了,柳河镇\n2,西桥护栏断了,柳河镇\n'),
  );
  const jobs = await database.db
    .selectFrom('job')
    .where('kind', '=', 'webhook')
    .selectAll()
    .execute();
  expect(jobs.map(({ args }) => (args as { webhook: string }).webhook)).toEqual([id, id]);
  expect(JSON.stringify(jobs)).not.toContain('护栏');
  await database.db.deleteFrom('webhook').execute();
});
