import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseDay, parseDeadline } from './deadline.ts';

const TODAY = '2021-12-20';

test.each([
  ['2021年11月底前', '2021-11-30'],
  ['2026.6.30', '2026-06-30'],
  ['2026-06-30', '2026-06-30'],
  ['2026/6/30前完成', '2026-06-30'],
  ['2021.11', '2021-11-30'],
  ['２０２１年１１月３０日前', '2021-11-30'],
  ['二〇二一年十一月底', '2021-11-30'],
  ['二零二六年六月三十日', '2026-06-30'],
  ['2024年2月', '2024-02-29'],
  ['2024年3月上旬', '2024-03-10'],
  ['2024年3月中旬前', '2024-03-20'],
  ['2024年3月下旬', '2024-03-31'],
  ['2022年底', '2022-12-31'],
  ['2022年年底前', '2022-12-31'],
  ['2022年', '2022-12-31'],
  ['22年6月底', '2022-06-30'],
  ['年底前', '2021-12-31'],
  ['今年年底', '2021-12-31'],
  ['明年6月底前', '2022-06-30'],
  ['2021年第四季度', '2021-12-31'],
  ['第三季度', '2021-09-30'],
  ['2022年一季度末', '2022-03-31'],
  ['2022年上半年', '2022-06-30'],
  ['6月底', '2021-06-30'],
  ['1月底前', '2022-01-31'],
  ['12月25日', '2021-12-25'],
  ['12.31', '2021-12-31'],
  ['本月底', '2021-12-31'],
  ['下月底前', '2022-01-31'],
  ['三年内', '2024-12-20'],
  ['半年内', '2022-06-20'],
  ['两个月内', '2022-02-20'],
  ['15天内', '2022-01-04'],
  ['十四五末', '2025-12-31'],
  ['44530', '2021-11-30'],
  ['20211130', '2021-11-30'],
  ['2021.11.30—2021.12.31', '2021-12-31'],
  ['2021年10-12月', '2021-12-31'],
  ['2021年10月至2022年3月', '2022-03-31'],
  ['6月1日至30日', '2021-06-30'],
  ['2021 年 11 月 底', '2021-11-30'],
  ['2021年12月底前完成50%，2022年6月底前全面完成', '2022-06-30'],
])('%s is the day %s', (text, on) => {
  expect(parseDeadline(text, TODAY)).toEqual({ kind: 'date', on });
});

test.each([
  ['立行立改', { kind: 'at-once' }],
  ['立即整改', { kind: 'at-once' }],
  ['即知即改', { kind: 'at-once' }],
  ['立行立改，长期坚持', { kind: 'at-once', longTerm: true }],
  ['长期坚持', { kind: 'long-term' }],
  ['持续整改', { kind: 'long-term' }],
  ['常态化推进', { kind: 'long-term' }],
  ['2024年底前，并长期坚持', { kind: 'date', on: '2024-12-31', longTerm: true }],
  ['立行立改，2021年12月底前完成', { kind: 'date', on: '2021-12-31' }],
])('%s is more or other than a day', (text, read) => {
  expect(parseDeadline(text, TODAY)).toEqual(read);
});

test.each([
  '',
  '尽快',
  '按时序进度',
  '2021年11月31日',
  '2021年13月',
  '15个工作日内',
  '无',
  '12345678',
])('%s cannot be read', (text) => {
  expect(parseDeadline(text, TODAY)).toBeUndefined();
});

test('a full date is read the same in every way offices write it', () => {
  const day = fc
    .date({ min: new Date('2001-01-01'), max: new Date('2098-12-31'), noInvalidDate: true })
    .map((moment) => moment.toISOString().slice(0, 10));
  fc.assert(
    fc.property(day, (on) => {
      const [year = '', month = '', date = ''] = on.split('-');
      const plain = `${year}年${Number(month)}月${Number(date)}日`;
      const wide = plain.replaceAll(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));
      const forms = [on, `${year}.${Number(month)}.${date}`, `${year}${month}${date}`, plain, wide];
      for (const form of forms) expect(parseDay(form, TODAY)).toBe(on);
    }),
  );
});

test('whatever it is given, it answers with a real day or none', () => {
  const words = fc.constantFrom(
    ...'2021 11 31 2 年 月 日 底 前 . - / 第 三 季度 上半年 十 个 内 立行立改 长期 至 〇 今 明 本'.split(
      ' ',
    ),
  );
  fc.assert(
    fc.property(fc.array(words, { maxLength: 8 }), (parts) => {
      const on = parseDay(parts.join(''), TODAY) ?? TODAY;
      expect(on).toMatch(/^\d{4}-\d\d-\d\d$/);
      expect(new Date(`${on}T00:00:00Z`).toISOString().slice(0, 10)).toBe(on);
    }),
  );
});
