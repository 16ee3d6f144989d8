import { expect, test } from 'vitest';
import { draftKey, ledgerDraft } from './ledger-draft.ts';
import type { LedgerField } from './ledger-fields.ts';
import type { ReadItem, ReadMeasure } from './read-ledger.ts';

const NOTHING = { units: {}, people: {}, days: {}, money: {}, extra: {} };
const DEFAULTS = { source: 'self_check', level: 'unit', category: '其他' } as const;

function item(
  texts: Partial<Record<LedgerField, string>>,
  given: Partial<ReadItem> = {},
): ReadItem {
  return {
    row: 2,
    lastRow: 2,
    values: { texts, ...NOTHING },
    co: [],
    measures: [],
    faults: [],
    source: [],
    ...given,
  };
}
function measure(text: string, given: Partial<ReadMeasure['values']> = {}): ReadMeasure {
  return { row: 2, text, values: { texts: {}, ...NOTHING, ...given } };
}
const draft = (texts: Partial<Record<LedgerField, string>>, given: Partial<ReadItem> = {}) =>
  ledgerDraft(item(texts, given), DEFAULTS);

test.each([
  ['市委巡察反馈', 'inspection'],
  ['省委巡视', 'inspection'],
  ['审计报告', 'audit'],
  ['督查发现', 'supervision'],
  ['领导批示', 'instruction'],
  ['会议议定', 'meeting'],
  ['政协提案', 'motion'],
  ['12345热线', 'hotline'],
  ['群众来信', 'petition'],
  ['入企走访', 'visit'],
  ['对标先进', 'benchmark'],
  ['网络舆情', 'media'],
  ['实施方案', 'document'],
  ['支部查摆', 'self_check'],
  ['媒体暗访', 'covert_visit'],
])('the source %s is %s', (source, kind) => {
  expect(ledgerDraft(item({ source }), { ...DEFAULTS, source: 'meeting' }).source).toBe(kind);
});

test('a source nobody knows, and one that is not said, are the one taken for granted', () => {
  expect([draft({ source: '天知道' }).source, draft({}).source]).toEqual([
    'self_check',
    'self_check',
  ]);
});

test.each([
  ['集体议', 'discussion'],
  ['横向比', 'comparison'],
  ['基层找', 'grassroots'],
  ['群众提', 'public'],
  ['审计', undefined],
])('%s was found by %s', (source, foundBy) => {
  expect(draft({ source }).foundBy).toBe(foundBy);
});

test.each([
  ['县级', 'county', false],
  ['区级重点', 'county', true],
  ['市级', 'city', false],
  ['市直单位', 'unit', false],
  ['支部', 'branch', false],
  ['重大', 'unit', true],
  ['关键', 'unit', true],
  ['一般', 'unit', false],
])('the level %s is of the %s, key: %s', (level, of, isKey) => {
  expect(draft({ level })).toMatchObject({ level: of, isKey });
});

test('a text too long for a title goes on in the detail, and no character is cut in two', () => {
  const exact = '𠀀'.repeat(200);
  expect(draft({ title: exact })).toMatchObject({ title: exact, detail: '' });
  const longer = draft({ title: `${exact}长`, target: '目标', content: '内容' });
  expect(longer.title).toBe(`${'𠀀'.repeat(199)}…`);
  expect(longer.detail).toBe(`${exact}长\n目标\n内容`);
});

test('a title is one line; what is not said is empty', () => {
  expect(draft({ title: ' 路灯 \n 不亮 ' })).toMatchObject({
    title: '路灯 不亮',
    detail: '',
    cause: '',
    remark: '',
    sourceNo: undefined,
    deadlineKind: 'none',
    deadline: undefined,
    measures: [],
  });
  expect(draft({ remark: '备注', difficulties: '缺钱' }).remark).toBe('备注\n缺钱');
});

test('the category of a row goes before its section, that before the one taken for granted', () => {
  expect(draft({ category: '作风' }, { section: '思想' }).category).toBe('作风');
  expect(draft({}, { section: '思想' }).category).toBe('思想');
  expect(draft({}).category).toBe('其他');
});

test('deadlines: a day, at once, kept up for good, none', () => {
  const of = (deadline: ReadItem['deadline']) =>
    draft({}, deadline === undefined ? {} : { deadline });
  expect(of({ kind: 'date', on: '2026-06-30' })).toMatchObject({
    deadlineKind: 'date',
    deadline: '2026-06-30',
  });
  expect(of({ kind: 'at-once' })).toMatchObject({ deadlineKind: 'at_once', deadline: undefined });
  expect(of({ kind: 'long-term' })).toMatchObject({ deadlineKind: 'long_term' });
});

test('measures keep their own day; what is no day sets none', () => {
  const { measures } = draft(
    {},
    {
      measures: [
        measure('换灯', { deadline: { kind: 'date', on: '2026-06-30' } }),
        measure('长'.repeat(2001), { deadline: { kind: 'long-term' } }),
      ],
    },
  );
  expect(measures).toEqual([
    { kind: 'measure', text: '换灯', dueOn: '2026-06-30' },
    { kind: 'measure', text: '长'.repeat(2000) },
  ]);
});

test('a row is known again by its own number whatever its words, else by its words, unit and measures', () => {
  expect(draftKey(item({ code: 'Ａ-１', title: '路灯' }))).toBe(
    draftKey(item({ code: 'a-1', title: '另一件' })),
  );
  const lamp = { title: '路灯不亮' };
  const key = draftKey(item(lamp));
  expect(draftKey(item({ ...lamp, code: '' }))).toBe(key);
  expect(draftKey(item({ ...lamp, remark: '已换' }))).toBe(key);
  expect(draftKey(item({ title: '路灯不明' }))).not.toBe(key);
  expect(draftKey(item(lamp, { lead: { name: '城管局' } }))).not.toBe(key);
  expect(draftKey(item(lamp, { measures: [measure('换灯')] }))).not.toBe(key);
  expect(draftKey(item({ ...lamp, code: 'x' }))).not.toBe(draftKey(item({ title: 'x' })));
});
