import { expect, test } from 'vitest';
import { documentDate } from './document-date.ts';

const filler = (characters: number): string => '工'.repeat(characters);

test.each([
  ['2026年3月5日', { year: 2026, month: 3, day: 5 }],
  ['（2026-03-05 印发）', { year: 2026, month: 3, day: 5 }],
  ['1999.12.31', { year: 1999, month: 12, day: 31 }],
  ['二〇二六年三月五日', { year: 2026, month: 3, day: 5 }],
  ['二〇一九年十二月三十一日', { year: 2019, month: 12, day: 31 }],
  ['二〇二〇年十月二十日', { year: 2020, month: 10, day: 20 }],
  ['2026年政府工作报告', { year: 2026 }],
  ['政府工作报告', undefined],
])('%s', (text, date) => {
  expect(documentDate(text)).toEqual(date);
});

test('it stands in the first 700 characters or in the last 300, whatever is told between', () => {
  for (const [date, found] of [
    ['2026年3月5日', { year: 2026, month: 3, day: 5 }],
    ['二〇二六年三月五日', { year: 2026, month: 3, day: 5 }],
  ] as const) {
    expect(documentDate(`${filler(700 - date.length)}${date}${filler(400)}`)).toEqual(found);
    expect(documentDate(`${filler(702 - date.length)}${date}${filler(400)}`)).not.toEqual(found);
    expect(documentDate(`${filler(800)}${date}${filler(300 - date.length)}`)).toEqual(found);
    expect(documentDate(`${filler(800)}${date}${filler(301 - date.length)}`)).toBeUndefined();
  }
});

test('a whole date goes before a year, and the head before the foot', () => {
  expect(documentDate('2025年工作总结\n2026年1月8日')).toEqual({ year: 2026, month: 1, day: 8 });
  expect(documentDate(`2026年1月8日${filler(900)}2024年2月9日`)).toMatchObject({ year: 2026 });
  expect(documentDate(`二〇二六年一月八日${filler(900)}二〇二四年二月九日`)).toMatchObject({
    year: 2026,
  });
});
