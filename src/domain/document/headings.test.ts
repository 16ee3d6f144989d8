import { describe, expect, test } from 'vitest';
import {
  hasPairedHeads,
  innerHeads,
  isHeadingLine,
  isRunInHead,
  isSectionHead,
  numberedHeading,
  TIMED_HEAD,
} from './headings.ts';

const long = (n: number): string => '长'.repeat(n);

describe('numbered headings', () => {
  test.each([
    ['一、总体要求', 1],
    ['十二、保障措施', 1],
    ['第一部分 过去五年', 1],
    ['第三篇 重点任务', 1],
    ['第二章 目标', 1],
    ['第一节 发展', 2],
    ['（三）壮大产业', 2],
    ['第一，壮大产业', 2],
    ['1.新建学校', 3],
    ['（2）新建学校', 3],
    ['③新建学校', 3],
  ])('%s is of level %i', (line, level) => {
    expect(numberedHeading(line)).toEqual({ level, length: line.length, bodyAt: line.length });
  });

  test.each(['2.5万亩耕地', '新建学校', '第一书记', '（一线）职工'])('%s is none', (line) =>
    expect(numberedHeading(line)).toBeUndefined(),
  );

  test('a heading that shares its line with its body ends at the first stop', () => {
    expect(numberedHeading('（一）壮大产业。建成园区。')).toEqual({
      level: 2,
      length: 7,
      bodyAt: 8,
    });
  });

  test('a heading is at most ninety characters long, with a body or without', () => {
    expect(numberedHeading(`一、${long(88)}`)?.length).toBe(90);
    expect(numberedHeading(`一、${long(89)}`)).toBeUndefined();
    expect(numberedHeading(`一、${long(88)}。正文`)?.length).toBe(90);
    expect(numberedHeading(`一、${long(89)}。正文`)).toBeUndefined();
  });

  test('a numbered point is a head only with a body to it, and never with a figure in it', () => {
    const head = (text: string, body: number): boolean =>
      numberedHeading(`1.${text}。${long(body)}`) !== undefined;
    // Short and of one piece: a body of eight with its stop.
    expect([head(long(12), 7), head(long(12), 6)]).toEqual([true, false]);
    expect([head(long(13), 7), head('壮大，产业', 7), head('壮大、产业', 7)]).toEqual([
      false,
      false,
      false,
    ]);
    // Longer: a body of thirty.
    expect([head(long(13), 29), head(long(13), 28)]).toEqual([true, false]);
    expect([head(long(60), 29), head(long(61), 29)]).toEqual([true, false]);
    expect(head('新建5所', 40)).toBe(false);
    // （一） numbers heads only.
    expect(numberedHeading('（一）新建5所。好')).toBeDefined();
  });
});

test('a line without a closing mark is a heading of four to forty-six characters', () => {
  expect([3, 4, 46, 47].map((n) => isHeadingLine(long(n)))).toEqual([false, true, true, false]);
  for (const line of [
    '壮大产业：',
    '壮大产业；',
    '壮大产业，',
    '壮大产业、',
    '壮大产业。建园',
    '——壮大产业',
  ])
    expect(isHeadingLine(line)).toBe(false);
  expect(isHeadingLine('某政发〔2026〕5号')).toBe(false);
  expect(isHeadingLine('壮大产业。')).toBe(false);
  // A counted one may close its only sentence.
  expect(isHeadingLine('一是壮大产业。')).toBe(true);
  expect(isHeadingLine('一是壮大产业。建成园区。')).toBe(false);
});

test.each([
  ['过去五年工作回顾', true],
  ['今后五年的奋斗目标', true],
  ['2026年重点工作', true],
  ['“十四五”时期主要成就', true],
  ['今年各项打算', true],
  ['过去五年的故事', false],
  ['全县工作情况', false],
])('%s names a time and what is told of it: %s', (text, is) => {
  expect(TIMED_HEAD.test(text)).toBe(is);
});

test.each([
  ['过去五年工作情况', true],
  ['主要任务', true],
  ['加强政府自身建设', true],
  ['下一步工作打算', true],
  ['总体要求', true],
  ['壮大产业', false],
  ['主要任务已经完成', false],
])('%s heads a section: %s', (text, is) => expect(isSectionHead(text)).toBe(is));

test('heads inside a paragraph come at least in pairs, each before a long sentence', () => {
  const body = long(30);
  expect([...innerHeads(['大力发展工业。', body, '着力改善民生。', body])]).toEqual([0, 2]);
  expect([...innerHeads(['大力发展工业。', body, '一般的话。', body])]).toEqual([]);
  expect([...innerHeads(['大力发展工业。', body, '着力改善民生。', long(29)])]).toEqual([]);
  expect([...innerHeads(['大力发展工业。', body, '着力改善民生。'])]).toEqual([]);
  expect([...innerHeads(['大力发展工业，', body, '着力改善民生，', body])]).toEqual([]);
});

describe('run-in heads', () => {
  const REST = long(16);
  const isHead = (sentence: string, rest = REST, paired = false): boolean =>
    isRunInHead(sentence, rest, paired);

  test('five to thirty-four characters with a stop, before sixteen more', () => {
    expect([`${long(3)}。`, `${long(4)}。`].map((s) => isHead(s))).toEqual([false, true]);
    expect([`${long(33)}。`, `${long(34)}。`].map((s) => isHead(s))).toEqual([true, false]);
    expect([isHead('壮大产业。', long(16)), isHead('壮大产业。', long(15))]).toEqual([true, false]);
    expect(isHead('壮大产业；')).toBe(false);
    expect(isHead('壮大产业。', `一是${REST}`)).toBe(false);
  });

  test('a dash or a count before it makes a head of what has no figure', () => {
    expect([isHead('——壮大产业。'), isHead('——新建5所。')]).toEqual([true, false]);
    expect([isHead('一是壮大产业。'), isHead('一是新建5所。'), isHead('一是壮大，产业。')]).toEqual(
      [true, false, false],
    );
  });

  test.each([
    '我们壮大产业。',
    '各位壮大产业。',
    '同志们辛苦了。',
    '今年壮大产业。',
    '去年壮大产业。',
    '过去壮大产业。',
    '同时壮大产业。',
    '当前壮大产业。',
    '为此壮大产业。',
    '要壮大产业。',
    '必须壮大产业。',
    '“十五五”壮大产业。',
    '全省上下壮大产业。',
    '全市上下壮大产业。',
    '2026年壮大产业。',
    '壮大产业是根本之策。',
    '产业必须壮大。',
    '在巩固的基础上壮大产业。',
    '壮大产业：园区。',
    '壮大产业？建园。',
    '新建学校5所。',
    '增长6%。',
    '修路3公里。',
  ])('%s is said, not headed', (sentence) => expect(isHead(sentence)).toBe(false));

  test('a pair is a head only in a document that heads so', () => {
    const pair = '提振消费需求，激发内需活力。';
    expect([isHead(pair), isHead(pair, REST, true)]).toEqual([false, true]);
    // Halves of four to fourteen characters without figures.
    expect(isHead('提振消，激发内需活力。', REST, true)).toBe(false);
    expect(isHead(`${long(14)}，${long(14)}。`, REST, true)).toBe(true);
    expect(isHead(`${long(15)}，${long(14)}。`, REST, true)).toBe(false);
    expect(isHead('提振消费需求，激发内需，壮大产业。', REST, true)).toBe(false);
  });
});

test('paired heads are a style from six on, where they are three long paragraphs in five', () => {
  const paired = ['提振消费需求，激发内需活力。', '建园区。', '招企业。'];
  const plain = ['壮大产业。', '建园区。', '招企业。'];
  const times = (n: number, one: readonly string[]) => Array.from({ length: n }, () => one);
  expect(hasPairedHeads(times(6, paired))).toBe(true);
  expect(hasPairedHeads(times(5, paired))).toBe(false);
  expect(hasPairedHeads([...times(6, paired), ...times(4, plain)])).toBe(true);
  expect(hasPairedHeads([...times(6, paired), ...times(5, plain)])).toBe(false);
  // Paragraphs of two sentences say nothing of a style, for or against.
  expect(hasPairedHeads([...times(6, paired), ...times(9, plain.slice(0, 2))])).toBe(true);
  expect(hasPairedHeads(times(6, paired.slice(0, 2)))).toBe(false);
  expect(hasPairedHeads(times(6, ['我们提振消费，激发内需活力。', '建园区。', '招企业。']))).toBe(
    false,
  );
});
