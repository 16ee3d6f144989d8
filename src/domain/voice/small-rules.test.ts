import fc from 'fast-check';
import { expect, test } from 'vitest';
import { disclosedIn, masked } from './disclosed.ts';
import { LIMITS, meetingOf, networkOf } from './limits.ts';
import { suppressed, suppressedTotal } from './suppress.ts';
import { CODE_BYTES, codeOf, readCode, spokenCode } from './tracking-code.ts';
import { FIRST_WORDS, saysSomething, wordsIn } from './watch-words.ts';

const bytes = fc.uint8Array({ minLength: CODE_BYTES, maxLength: CODE_BYTES });

test('a code is read back as it is spoken, in any case, width and grouping', () => {
  fc.assert(
    fc.property(bytes, (given) => {
      const code = codeOf(given);
      expect(code).toMatch(/^[23456789ACEFHJKMNPRTWXY]{20}$/);
      expect(readCode(spokenCode(code))).toBe(code);
      expect(readCode(code.toLowerCase().replaceAll('2', '２'))).toBe(code);
      expect(readCode(code.replaceAll(/(.{4})/g, '$1-'))).toBe(code);
    }),
  );
});

test('one wrong character, or two exchanged, is always found', () => {
  fc.assert(
    fc.property(bytes, fc.nat(18), fc.nat(18), fc.nat(22), (given, i, j, n) => {
      const code = codeOf(given);
      const other = '23456789ACEFHJKMNPRTWXY'[n] ?? '';
      const wrong = code.slice(0, i) + other + code.slice(i + 1);
      if (wrong !== code) expect(readCode(wrong)).toBeUndefined();
      const chars = code.split('');
      [chars[i], chars[j]] = [chars[j] ?? '', chars[i] ?? ''];
      if (chars.join('') !== code) expect(readCode(chars.join(''))).toBeUndefined();
    }),
  );
  expect(() => codeOf(new Uint8Array(9))).toThrow(RangeError);
});

test('numbers by which somebody is known are found however they are written, and others are left', () => {
  const kinds = (text: string): string[] => disclosedIn(text).map(({ kind }) => kind);
  expect(kinds('请打13912345678找我')).toEqual(['phone']);
  expect(kinds('电话１３９ １２３４ ５６７８，+86 139-1234-5678')).toEqual(['phone', 'phone']);
  expect(kinds('身份证14102419900101123X')).toEqual(['id_card']);
  expect(kinds('座机0357-2012345，邮箱 wang.li@163.com，车晋L·A1234')).toEqual([
    'landline',
    'email',
    'plate',
  ]);
  expect(kinds('补贴金额13912345678901元，2026年5月1日，第12345号')).toEqual([]);
  expect(masked('电话13912345678，急')).toBe('电话〔已隐去〕，急');
  const hidden = (number: string): string => masked(`请打${number}谢谢`);
  for (const number of [
    '139\u00a01234\u00a05678',
    '139\u200b1234\u200b5678',
    '139  1234  5678',
    '139\t1234\t5678',
    '139.1234.5678',
    '139·1234·5678',
    '139/1234/5678',
    '139_1234_5678',
    '139–1234–5678',
    '139−1234−5678',
    '(139)12345678',
    '0086 13912345678',
    '一三九一二三四五六七八',
    '幺三九一二三四五六七〇',
    '(0357)2012345',
    '0357 2012345',
    '03572012345',
    'wang.li @ 163.com',
    '晋l12345',
    '141024900101123',
  ])
    expect([number, hidden(number)]).toEqual([number, '请打〔已隐去〕谢谢']);
  for (const other of [
    '1500.00元、3500.00元',
    '2026.5.1—2026.8.30',
    '文号晋政发〔2026〕139号',
    '第1390.1234号',
    '一三九号楼',
    '项目代码0012345678',
    '139.5678平方米',
    '一九九三年五月',
  ])
    expect(masked(other)).toBe(other);
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(disclosedIn(masked(text))).toEqual([]);
    }),
  );
});

test('what is hidden in a published list cannot be found from its total', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(30), { maxLength: 12 }), (cells) => {
      const shown = suppressed(cells);
      for (const [i, n] of shown.entries())
        if (n !== undefined) expect(n === 0 || n >= 5 ? n : -1).toBe(cells[i]);
      const hidden = cells.filter((_, i) => shown[i] === undefined);
      if (suppressedTotal(cells) !== undefined && hidden.length > 0) {
        expect(hidden.length).toBeGreaterThan(1);
        expect(hidden.reduce((a, b) => a + b, 0)).toBeGreaterThanOrEqual(5);
      }
    }),
  );
  expect(suppressed([12, 3, 40, 0])).toEqual([undefined, undefined, 40, 0]);
  expect(suppressedTotal([3, 0])).toBeUndefined();
  expect(suppressedTotal([12, 3, 40, 0])).toBe(55);
});

test('a county behind one address is eased at its busiest, never stopped; networks are told by their first bits', () => {
  const [network] = LIMITS.say;
  expect(meetingOf([{ limit: network, n: 60 }]).meeting).toBe('open');
  expect(meetingOf([{ limit: network, n: 100_000 }]).meeting).toBe('eased');
  expect(meetingOf([{ limit: network, n: 120_001 }])).toEqual({ meeting: 'stopped', seconds: 600 });
  expect(networkOf('10.1.2.3')).toBe(networkOf('::ffff:10.1.2.99'));
  expect(networkOf('2001:db8:1:2::5')).toBe(networkOf('2001:db8:1:ffff:1::'));
  expect(networkOf('2001:db8:1::5')).not.toBe(networkOf('2001:db8:2::5'));
});

test('words of the list are found through spaces, width and script; a text of marks alone says nothing', () => {
  const found = (text: string): string[] => wordsIn(text, FIRST_WORDS).map(({ word }) => word);
  expect(found('某局长受 贿、贪—污')).toEqual(['贪污', '受贿']);
  expect(found('貪污')).toEqual(['贪污']);
  expect(found('路灯不亮')).toEqual([]);
  // What many come to an office for is no advertisement.
  expect(found('办证跑了五趟，刻章办证的小广告贴满了楼道')).toEqual(['刻章办证']);
  expect(['🙂🙂！！', '  ', '路灯', '3'].map(saysSomething)).toEqual([false, false, true, true]);
});
