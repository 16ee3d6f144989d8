import { expect, test } from 'vitest';
import type { NumericItem } from './items.ts';
import type { Sentence } from './outline.ts';
import { dueDate, periodOf } from './period.ts';

const DATE = { year: 2026, month: 3, day: 4 };
/** Where the document does not begin with the sentence itself. */
const AT = 100;

/** The period of the figure that ends with `upTo` in this text. */
function periodIn(
  text: string,
  upTo: string,
  given: Partial<Sentence> = {},
  dated = true,
): string | undefined {
  const sentence: Sentence = {
    start: AT,
    end: AT + text.length,
    text,
    part: 'review',
    spoken: false,
    paragraph: 0,
    section: '',
    subsection: '',
    heading: '',
    horizon: '',
    position: 0,
    siblings: 1,
    ...given,
  };
  const end = AT + text.indexOf(upTo) + upTo.length;
  const item: Pick<NumericItem, 'end'> = { end };
  return periodOf(item as NumericItem, sentence, dated ? DATE : undefined);
}

test.each([
  ['2025年新建学校5所', '2025年'],
  ['到2027年底建成', '到2027年底'],
  ['2026年上半年完成投资3亿元', '2026年上半年'],
  ['“十四五”时期新增就业2万人', '“十四五”时期'],
  ['“十五五”末达到3万亩', '“十五五”末'],
  ['过去五年建成5所', '过去五年'],
  ['五年来建成5所', '五年来'],
  ['全年增长6%', '全年'],
  ['上半年增长6%', '上半年'],
  ['前三季度增长6%，一季度', '一季度'],
  ['近三年建成5所', '近三年'],
  ['三年内建成5所', '三年内'],
  ['年内建成5所', '年内'],
  ['每年建成5所', '每年'],
  ['一年来建成5所', '一年来'],
])('%s is of %s', (text, period) => expect(periodIn(text, text)).toBe(period));

test('去年, 今年 and 明年 get their year from the date of the document, and none without it', () => {
  expect(periodIn('去年建成5所', '5所')).toBe('去年（2025年）');
  expect(periodIn('今年上半年建成5所', '5所')).toBe('今年上半年（2026年）');
  expect(periodIn('明年底建成5所', '5所')).toBe('明年底（2027年）');
  expect(periodIn('今年建成5所', '5所', {}, false)).toBe('今年');
});

test('a year that a figure is only compared with is not its own', () => {
  expect(periodIn('比2020年增长6%', '6%')).toBeUndefined();
  expect(periodIn('较2020年增长6%', '6%')).toBeUndefined();
  expect(periodIn('是2020年的3倍', '3倍')).toBeUndefined();
  expect(periodIn('相当于2020年的3倍', '3倍')).toBeUndefined();
});

test('the nearest before a figure speaks, what follows it only by 到', () => {
  const text = '2024年建成5所，2025年建成8所，2027年再建9所';
  expect(periodIn(text, '5所')).toBe('2024年');
  expect(periodIn(text, '8所')).toBe('2025年');
  expect(periodIn('建成5所，到2027年完成', '5所')).toBe('2027年');
  expect(periodIn('建成5所、至“十五五”末完成', '5所')).toBe('“十五五”末');
  expect(periodIn('建成5所，2027年完成', '5所')).toBeUndefined();
});

test('else its section tells: of a look back the first it names, of a plan the last', () => {
  const section = '“十四五”时期成就和“十五五”时期任务';
  expect(periodIn('建成5所', '5所', { section })).toBe('“十四五”时期');
  expect(periodIn('建成5所', '5所', { section, part: 'plan' })).toBe('“十五五”时期');
  for (const named of ['2026年', '过去五年', '今后五年'])
    expect(periodIn('建成5所', '5所', { section: `三、${named}工作` })).toBe(named);
  expect(periodIn('建成5所', '5所')).toBeUndefined();
});

test('a plan without a year in its section has the one the document looks ahead to', () => {
  expect(periodIn('建成5所', '5所', { part: 'plan', horizon: '今年' })).toBe('今年（2026年）');
  expect(periodIn('建成5所', '5所', { part: 'plan' })).toBeUndefined();
  // A horizon is of plans only.
  expect(periodIn('建成5所', '5所', { horizon: '今年' })).toBeUndefined();
});

test.each([
  ['“十三五”末', '2020-12-31'],
  ['“十四五”期间', '2025-12-31'],
  ['“十七五”', '2040-12-31'],
  ['到年底', '2026-12-31'],
  ['年度内', undefined],
  ['今年内', '2026-12-31'],
  ['2028年', '2028-12-31'],
  ['2028年6月底前', '2028-06-30'],
  ['三年内', '2029-03-04'],
  ['尽快', undefined],
])('%s ends on %s', (words, day) => expect(dueDate(words, DATE)).toBe(day));

test('words without a year have no last day when the document has none', () => {
  expect(dueDate('年底前', undefined)).toBeUndefined();
  expect(dueDate('2028年底前', undefined)).toBe('2028-12-31');
  // Of a document that names its year alone, the year begins in January.
  expect(dueDate('三个月内', { year: 2026 })).toBe('2026-04-01');
});
