import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '#platform/db/open.ts';
import { testDatabase } from '#test/template.ts';
import { importUnits } from './import-units.ts';
import { nearestUnits } from './nearest-units.ts';

const options = { cityId: 1, now: new Date('2026-05-06T09:00:00+08:00') };
let database: Database;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(async () => {
  await database.close();
});

const TITLE = ['云溪市组织机构表', '', ''];
const HEAD = ['单位编码', '单位名称', '上级编码', '类型', '简称', '职能', '姓名', '账号'];

function row(...cells: string[]): string[] {
  return cells;
}

/** Everything the import writes, apart from its records. */
async function state(): Promise<unknown> {
  const tables = [
    'unit',
    'unit_search',
    'person',
    'post',
    'holding',
    'account',
    'numbering',
  ] as const;
  const rows = [];
  for (const table of tables)
    rows.push(await database.db.selectFrom(table).selectAll().orderBy('city_id').execute());
  return rows.map((each) => each.map((one) => JSON.stringify(one)).toSorted());
}

describe('a sheet of units', () => {
  const sheet = [
    TITLE,
    HEAD,
    row('A', '云溪市', '', '市'),
    // A child before its parent.
    row('A0101', '城关镇', 'A01', '乡镇', '', '', '王一', 'wangyi'),
    row('A01', '河东县', 'A', '县'),
    row('', '', '', ''),
    row('B01', '市住房和城乡建设局', '', '', '市住建局', '住房、城建，路灯', '李二', 'lier'),
    row('B01Z', '市住建局机关党支部', 'B01'),
  ];

  test('comes in whole, in any order, and a second time changes nothing', async () => {
    expect(await importUnits(database, sheet, options)).toEqual({
      created: 4,
      updated: 0,
      unchanged: 0,
      posts: 2,
      accounts: 2,
      faults: [],
    });
    const units = await database.db
      .selectFrom('unit')
      .select(['code', 'org_path', 'kind', 'short_name', 'functions', 'county_no'])
      .orderBy('code')
      .execute();
    const [root, county, town, bureau, branch] = units;
    expect(root).toMatchObject({ code: 'A', kind: 'city', org_path: '1.' });
    expect(town?.org_path.startsWith(county?.org_path ?? '-')).toBe(true);
    expect(`${town?.county_no}`).toBe(county?.org_path.split('.')[1]);
    expect(bureau).toMatchObject({
      kind: 'department',
      short_name: '市住建局',
      functions: ['住房', '城建', '路灯'],
    });
    expect(branch).toMatchObject({ kind: 'branch', county_no: 0 });
    const before = await state();
    expect(await importUnits(database, sheet, options)).toMatchObject({
      created: 0,
      updated: 0,
      unchanged: 4,
      posts: 0,
      accounts: 0,
    });
    const after = await state();
    expect(after).toEqual(before);
  });

  test('changes what it names anew, and does not move units', async () => {
    const done = await importUnits(
      database,
      [HEAD, row('B01', '市住房和城乡建设管理局', ''), row('A0101', '城关镇', 'A', '乡镇')],
      options,
    );
    expect(done).toMatchObject({ created: 0, updated: 1, unchanged: 0 });
    expect(done.faults).toMatchObject([{ row: 3, column: '上级编码' }]);
    expect(done.faults[0]?.zh).toContain('划转');
    const unit = await database.db
      .selectFrom('unit')
      .select(['name', 'functions'])
      .where('code', '=', 'B01')
      .executeTakeFirstOrThrow();
    expect(unit).toEqual({ name: '市住房和城乡建设管理局', functions: ['住房', '城建', '路灯'] });
  });

  test('names each fault by row and column, and good rows come in beside them', async () => {
    const done = await importUnits(
      database,
      [
        ['编码', '名称', '上级名称', '类型', '姓名', '账号'],
        row('C1', '', '河东县'),
        row('C2', '甲所', '河冬县'),
        row('C3', '乙所', '河东县', '衙门'),
        row('C4', '丙所', '河东县', '科室'),
        row('C4', '丁所', '河东县', '科室'),
        row('C5', '戊所', '己所'),
        row('C6', '己所', '戊所'),
        row('C7', '庚所', '甲所'),
        row('C8', '辛所', '丙所', '', '王五', 'wangyi'),
        row('C 9', '壬所', '丙所'),
      ],
      options,
    );
    expect(done.faults.map((fault) => [fault.row, fault.column])).toEqual([
      [2, '名称'],
      [3, '上级名称'],
      [4, '类型'],
      [6, '编码'],
      [7, '上级编码'],
      [8, '上级编码'],
      [9, '上级编码'],
      [10, '账号'],
      [11, '编码'],
    ]);
    expect(done.faults[1]?.zh).toContain('河东县');
    expect(done.created).toBe(2);
  });

  test('makes no administrator a contact', async () => {
    await database.db
      .updateTable('post')
      .set({ role: 'audit_admin' })
      .where('code', '=', 'B01-contact')
      .execute();
    const done = await importUnits(
      database,
      [HEAD, row('D1', '癸所', 'A', '科室', '', '', '李二', 'lier')],
      options,
    );
    expect(done).toMatchObject({ created: 1, posts: 0, faults: [{ row: 2, column: '账号' }] });
  });

  test('without a header says so', async () => {
    const done = await importUnits(
      database,
      [
        ['一', '二'],
        ['三', '四'],
      ],
      options,
    );
    expect(done).toMatchObject({ created: 0, faults: [{ row: 1 }] });
  });
});

test('a whole city of branches comes in at once, each found by its name', async () => {
  async function* rows(): AsyncGenerator<string[]> {
    yield ['编码', '名称', '上级编码', '姓名', '账号'];
    for (let i = 0; i < 11_100; i += 1)
      yield await Promise.resolve([`Z${i}`, `第${i}网格党支部`, 'A01', `书记${i}`, `z${i}`]);
  }
  const done = await importUnits(database, rows(), options);
  expect(done).toMatchObject({ created: 11_100, posts: 11_100, accounts: 11_100, faults: [] });
  expect(await nearestUnits(database.db, 1, '第777网格支部')).toContain('第777网格党支部');
});
