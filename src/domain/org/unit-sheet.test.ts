import { expect, test } from 'vitest';
import { readUnitRow, unitColumns, type UnitLine } from './unit-sheet.ts';

const HEADER = [
  '编码',
  '名称',
  '类型',
  '上级编码',
  '上级名称',
  '简称',
  '职能',
  '岗位',
  '联系人',
  '账号',
];

function columnsOf(cells: readonly string[]) {
  const columns = unitColumns(cells);
  if (columns === undefined) throw new Error('no header');
  return columns;
}
const COLUMNS = columnsOf(HEADER);
type Given = Readonly<Partial<Record<(typeof HEADER)[number], string>>>;

function read(given: Given) {
  const all: Given = { 编码: '0001', 名称: '城关镇', ...given };
  return readUnitRow(
    COLUMNS,
    HEADER.map((title) => all[title] ?? ''),
    7,
  );
}
function lineOf(given: Given): UnitLine {
  const line = read(given)?.line;
  if (line === undefined) throw new Error(JSON.stringify(read(given)));
  return line;
}
const faultsOf = (given: Given): string[] =>
  (read(given)?.faults ?? []).map(({ column }) => column);

test('a header names at least the code and the name, however an office dresses the words', () => {
  expect(unitColumns(['序号', ' 单位编码* ', '单位名称（全称）'])).toBeUndefined();
  expect(unitColumns(['序号', ' 单位编码* ', '单位名称', '上级单位：'])).toEqual({
    code: { at: 1, title: '单位编码*' },
    name: { at: 2, title: '单位名称' },
    parentName: { at: 3, title: '上级单位：' },
  });
  expect(unitColumns(['名称', '类型'])).toBeUndefined();
  expect(unitColumns(['编码', '类型'])).toBeUndefined();
  // Of two columns with the same meaning the first is read.
  expect(unitColumns(['编码', '代码', '名称'])?.code?.at).toBe(0);
});

test('an empty row is no unit, a row with one word is a row with faults', () => {
  expect(readUnitRow(COLUMNS, ['', '  ', '　'], 3)).toBeUndefined();
  expect(readUnitRow(COLUMNS, ['', '城关镇'], 3)).toMatchObject({
    faults: [{ row: 3, column: '编码', zh: '缺少编码' }],
  });
});

test('a row tells a unit: full width is narrowed, what is not said is undefined', () => {
  expect(
    lineOf({
      编码: ' ０００１ ',
      上级编码: '0000',
      职能: '农业、水利，林业;畜牧 粮食',
      联系人: '张三',
      账号: 'ZhangSan',
    }),
  ).toEqual({
    row: 7,
    code: '0001',
    name: '城关镇',
    parentCode: '0000',
    parentName: undefined,
    kind: 'town',
    shortName: '城关镇',
    functions: ['农业', '水利', '林业', '畜牧', '粮食'],
    contact: { post: '联络员', person: '张三', login: 'zhangsan' },
  });
  expect(lineOf({ 上级名称: '某某县', 简称: '城关' })).toMatchObject({
    parentCode: undefined,
    parentName: '某某县',
    shortName: '城关',
    contact: undefined,
    functions: [],
  });
});

test('who is asked at a branch is its secretary, elsewhere the liaison, unless the sheet says', () => {
  expect(lineOf({ 类型: '支部', 联系人: '李四' }).contact).toEqual({
    post: '支部书记',
    person: '李四',
    login: undefined,
  });
  expect(lineOf({ 联系人: '李四', 岗位: '办公室主任' }).contact?.post).toBe('办公室主任');
});

test.each([
  ['某某县', 'county'],
  ['河东区', 'county'],
  ['城关镇', 'town'],
  ['新华街道办事处', 'town'],
  ['李家村', 'village'],
  ['李家村村委会', 'village'],
  ['幸福社区', 'community'],
  ['市教育局', 'department'],
  ['市教育局机关党支部', 'branch'],
  ['中共某某村支部委员会', 'branch'],
  ['某某县政府办公室', 'office'],
  ['农技站', 'office'],
  ['市政务服务中心', 'office'],
  ['某某煤业集团', 'enterprise'],
  ['防汛抗旱指挥部', 'taskforce'],
])('%s is a %s by its ending', (name, kind) => {
  expect(lineOf({ 名称: name }).kind).toBe(kind);
});

test('the word for the kind goes before the ending; a word nobody knows is a fault that lists those known', () => {
  expect(lineOf({ 名称: '城关镇', 类型: '行政村' }).kind).toBe('village');
  expect(lineOf({ 名称: '城关镇', 类型: '县（市、区）' }).kind).toBe('county');
  expect(faultsOf({ 类型: '衙门' })).toEqual(['类型']);
  expect(read({ 类型: '衙门' })?.faults[0]?.zh).toMatch(/“衙门”.*市、县、区.*专班/);
  expect(read({ 类型: '衙门' })?.line).toBeUndefined();
});

test('the longest code, name and login are taken, one character more is not', () => {
  const long = (n: number): string => '长'.repeat(n);
  expect(faultsOf({ 编码: 'a'.repeat(64), 名称: long(120) })).toEqual([]);
  expect(faultsOf({ 编码: 'a'.repeat(65) })).toEqual(['编码']);
  expect(faultsOf({ 名称: long(121) })).toEqual(['名称']);
  expect(faultsOf({ 联系人: '张三', 账号: 'a'.repeat(64) })).toEqual([]);
  expect(faultsOf({ 联系人: '张三', 账号: 'a'.repeat(65) })).toEqual(['账号']);
  expect(faultsOf({ 联系人: '张三', 账号: 'a' })).toEqual(['账号']);
});

test('characters that codes and logins do not have, and a login without a person', () => {
  expect(faultsOf({ 编码: '00 01' })).toEqual(['编码']);
  expect(faultsOf({ 编码: 'a_b.c/d-1' })).toEqual([]);
  expect(faultsOf({ 联系人: '张三', 账号: 'zhang san' })).toEqual(['账号']);
  expect(faultsOf({ 账号: 'zhangsan' })).toEqual(['联系人']);
  // All faults of a row at once, by the sheet's own words for its columns.
  const columns = columnsOf(['机构编码', '机构名称', '类别']);
  const faults = readUnitRow(columns, ['', '', '衙门'], 2)?.faults ?? [];
  expect(faults.map(({ column }) => column)).toEqual(['机构编码', '机构名称', '类别']);
});

test('no text is too long to be kept: functions, short name, post and person are cut', () => {
  const line = lineOf({
    名称: '名'.repeat(120),
    职能: Array.from({ length: 31 }, (_, i) => `职能${i}`).join('、'),
    联系人: '人'.repeat(61),
    岗位: '岗'.repeat(61),
  });
  expect(line.functions).toHaveLength(30);
  expect(lineOf({ 职能: '长'.repeat(41) }).functions[0]).toHaveLength(40);
  expect([line.shortName, line.contact?.person, line.contact?.post].map((t) => t?.length)).toEqual([
    60, 60, 60,
  ]);
});
