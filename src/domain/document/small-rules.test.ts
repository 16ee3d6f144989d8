import { expect, test } from 'vitest';
import { baselines } from './baseline.ts';
import { gradeOf, scopeOf } from './grade.ts';
import { isChrome } from './chrome.ts';
import { documentDate } from './document-date.ts';
import { sharedMetrics, splitList } from './lists.ts';
import { trimHead, trimTail } from './metric-words.ts';
import { partOfHeading } from './parts.ts';
import { dueDate } from './period.ts';
import { quantities } from './quantity.ts';
import { secrecyMark } from './secrecy.ts';

test.each(['【字号：', '来源：某某日报', '返回顶部', '打印', '相关报道：', '上一篇：通知'])(
  '%s is part of the page',
  (line) => expect(isChrome(line)).toBe(true),
);

test.each(['来源于群众的智慧最可靠。', '打印店集中整治行动。'])('%s is text', (line) =>
  expect(isChrome(line)).toBe(false),
);

test.each([
  ['机密★1年', '机密'],
  ['密级：秘密', '秘密'],
  ['绝 密', '绝密'],
])('the mark %s', (line, mark) => {
  expect(secrecyMark(`000001\n${line}\n某市文件`)).toBe(mark);
});

test('the mere word is no mark', () => {
  expect(secrecyMark('保密工作要点\n严防泄露国家秘密，机密文件专人保管。')).toBeUndefined();
});

test('links, adverbs and time words go, the thing measured stays', () => {
  expect(trimTail('茶叶产量同比增长')).toBe('茶叶产量');
  expect(trimTail('用水量比2020年')).toBe('用水量');
  expect(trimHead('其中力争新建水渠')).toBe('新建水渠');
});

test('a list shares its end, and a place shares its start', () => {
  expect(sharedMetrics('水稻、玉米产量', 2)).toEqual(['水稻产量', '玉米产量']);
  expect(sharedMetrics('县城建成区绿化覆盖率、绿地率', 2)).toEqual([
    '县城建成区绿化覆盖率',
    '县城建成区绿地率',
  ]);
  expect(sharedMetrics('水稻产量', 2)).toBeUndefined();
  expect(splitList('“山、水”工程、林带和草场')).toEqual(['“山、水”工程', '林带', '草场']);
});

test('a baseline needs 从 or 由 and a verb of change', () => {
  const text = '由2座增加到5座，共用3吨';
  const found = quantities(text);
  expect([...baselines(text, found).values()].map(({ from }) => from.value)).toEqual([2]);
});

test('how binding a target is, and what area it speaks of', () => {
  expect(gradeOf('力争新建水塔5座', '')).toBe('striven');
  expect(gradeOf('能耗下降3%', '约束性指标为：')).toBe('binding');
  expect(gradeOf('新建水塔5座')).toBeUndefined();
  const goals = '主要预期目标：财政收入增长5%以上，';
  expect(gradeOf('新增就业2万人', goals, '，力争工业增加值增长8%。')).toBe('expected');
  expect(gradeOf('引资3亿元', `${goals}力争工业增加值增长8%，`)).toBe('striven');
  expect(gradeOf('耕地20万亩', '保有', '，能耗下降3%，均为约束性指标。')).toBe('binding');
  expect(scopeOf('全县粮食总产达到')).toBe('全县');
});

test('sections by their headings', () => {
  expect(partOfHeading('一、过去五年工作回顾', 'front')).toBe('review');
  expect(partOfHeading('二、2026年工作安排', 'review')).toBe('plan');
  expect(partOfHeading('三、大力发展茶产业', 'review')).toBe('plan');
  expect(partOfHeading('二、主要体会', 'review')).toBe('review');
});

test('dates of documents and deadlines', () => {
  expect(documentDate('某县报告\n（2026年3月4日）')).toEqual({ year: 2026, month: 3, day: 4 });
  const date = { year: 2026 };
  expect(dueDate('今年6月底前', date)).toBe('2026-06-30');
  expect(dueDate('明年', date)).toBe('2027-12-31');
  expect(dueDate('“十五五”末', date)).toBe('2030-12-31');
  expect(dueDate('2030年', date)).toBe('2030-12-31');
  expect(dueDate('年内', date)).toBe('2026-12-31');
  expect(dueDate('二季度末', date)).toBe('2026-06-30');
  expect(dueDate('尽快', date)).toBeUndefined();
});
