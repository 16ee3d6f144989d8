import { expect, test } from 'vitest';
import type { Cell, SheetRow } from '../sheet/cell.ts';
import {
  isVoiceError,
  readVoiceRow,
  subjectIn,
  VOICE_FAULTS,
  VOICE_FIELDS,
  type VoiceField,
  voiceFaultSentence,
} from './voice-sheet.ts';
import { SUBJECTS } from './voice.ts';

const TODAY = '2026-05-22';
const COLUMNS = VOICE_FIELDS.map(({ field }, column) => ({ column, field }));
type Given = Partial<Record<VoiceField, string | Cell>>;

function rowOf(given: Given): SheetRow {
  const cell = (field: VoiceField): Cell | undefined => {
    const value = given[field];
    return typeof value === 'string' ? { text: value } : value;
  };
  return { row: 5, cells: VOICE_FIELDS.map(({ field }) => cell(field)) };
}
const read = (given: Given) => readVoiceRow(rowOf({ words: '路灯不亮', ...given }), COLUMNS, TODAY);
const faultsOf = (given: Given): string[] => read(given).faults.map(({ code }) => code);

test('only the words are needed: the rest is empty, of today, a request', () => {
  expect(read({})).toEqual({
    row: 5,
    key: '',
    words: '路灯不亮',
    place: '',
    unitName: '',
    subject: undefined,
    kind: 'request',
    channel: undefined,
    on: TODAY,
    name: '',
    contact: '',
    faults: [],
  });
});

test('everything a row can say is read', () => {
  expect(
    read({
      key: 'W-1',
      place: '北街',
      unit: '城关镇',
      subject: '市政照明',
      kind: '意见建议',
      channel: '12345热线',
      on: '2026年5月20日',
      name: '张三',
      contact: '13900000000',
    }),
  ).toMatchObject({
    key: 'W-1',
    place: '北街',
    unitName: '城关镇',
    subject: 'lighting',
    kind: 'opinion',
    channel: 'hotline',
    on: '2026-05-20',
    name: '张三',
    contact: '13900000000',
    faults: [],
  });
});

test('words that say nothing, too many, or lost in the file keep a row out', () => {
  expect(faultsOf({ words: '' })).toEqual(['says-nothing']);
  expect(faultsOf({ words: '！？。' })).toEqual(['says-nothing']);
  expect(faultsOf({ words: '无' })).toEqual(['says-nothing']);
  expect(faultsOf({ words: '长'.repeat(10_000) })).toEqual([]);
  const over = read({ words: '长'.repeat(10_001) });
  expect(over.faults).toEqual([{ row: 5, code: 'too-long', details: { n: 10_001 } }]);
  expect(faultsOf({ words: '路灯\uFFFD亮' })).toEqual(['damaged-text']);
  for (const words of ['', '路灯\uFFFD亮'])
    expect(read({ words }).faults.map(isVoiceError)).toEqual([true]);
});

test.each([
  ['检举', ['accusation']],
  ['控告', ['accusation']],
  ['举报干部违纪', ['accusation']],
  ['举报占道', []],
  ['干部作风', ['complaint']],
  ['效能投诉', ['complaint']],
  ['投诉', []],
])('a row of the kind %s: %s', (kind, faults) => expect(faultsOf({ kind })).toEqual(faults));

test.each([
  ['意见', 'opinion'],
  ['建议', 'opinion'],
  ['投诉建议', 'request'],
  ['求助', 'request'],
  ['', 'request'],
])('%s is %s', (kind, is) => expect(read({ kind }).kind).toBe(is));

test('a day that cannot be read or has not come is told, and today is taken', () => {
  expect(read({ on: '某日' })).toMatchObject({
    on: TODAY,
    faults: [{ code: 'day-unreadable', details: { text: '某日' } }],
  });
  expect(read({ on: '2026-05-23' })).toMatchObject({
    on: TODAY,
    faults: [{ code: 'day-ahead', details: { day: '2026-05-23' } }],
  });
  expect(read({ on: TODAY })).toMatchObject({ on: TODAY, faults: [] });
  // What the file holds as a date goes before how it is shown.
  expect(read({ on: { text: '5-20', date: '2025-05-20' } }).on).toBe('2025-05-20');
  expect(read({ on: '某日' }).faults.map(isVoiceError)).toEqual([false]);
});

test('several columns of one meaning are put together, a merged cell lends, and 无 is nothing', () => {
  const columns = [
    { column: 0, field: 'words' },
    { column: 1, field: 'words' },
    { column: 2, field: 'place' },
    { column: 3, field: 'unit' },
  ] as const;
  const row = { row: 2, cells: [{ text: '路灯不亮' }, { text: '已三天' }, { text: '无' }] };
  const lent = (column: number): Cell | undefined =>
    column === 3 ? { text: ' 城关镇 ' } : undefined;
  expect(readVoiceRow(row, columns, TODAY, lent)).toMatchObject({
    words: '路灯不亮\n已三天',
    place: '',
    unitName: '城关镇',
  });
});

test.each([
  ['lighting', 'lighting'],
  ['路灯照明', 'lighting'],
  ['道路交通', 'roads'],
  ['市容环境卫生', 'cleanliness'],
  ['供水供暖', 'water'],
  ['住房物业', 'housing'],
  ['教育', 'school'],
  ['医疗社保', 'health'],
  ['农业农村', 'farming'],
  ['企业经营', 'business'],
  ['办事服务', 'service'],
  ['天文', undefined],
  ['', undefined],
])('the category %s is %s', (text, subject) => expect(subjectIn(text)).toBe(subject));

test('every subject but the last is told by some word', () => {
  for (const subject of SUBJECTS) expect(subjectIn(subject)).toBe(subject);
});

test.each([
  ['企业反映', 'enterprise'],
  ['来电', 'hotline'],
  ['意见箱', 'box'],
  ['干部走访', 'visit'],
  ['群众来信', 'letter'],
  ['问卷调查', 'survey'],
  ['邮件', 'email'],
  ['天知道', undefined],
])('the channel %s is %s', (channel, is) => expect(read({ channel }).channel).toBe(is));

test('nothing is longer than it can be kept', () => {
  const long = 'x'.repeat(300);
  const { key, place, unitName, name, contact } = read({
    key: long,
    place: long,
    unit: long,
    name: long,
    contact: long,
  });
  expect([key, place, unitName, name, contact].map((text) => text.length)).toEqual([
    120, 200, 120, 60, 120,
  ]);
});

test('every fault is a sentence in both languages with its places filled', () => {
  for (const code of Object.keys(VOICE_FAULTS) as (keyof typeof VOICE_FAULTS)[]) {
    const details = { n: 1, key: 'k', first: 2, name: '某', nearest: '近', text: 't', day: 'd' };
    for (const lang of ['zh', 'en'] as const)
      expect(voiceFaultSentence({ row: 1, code, details }, lang)).not.toMatch(/[{}[\]]/);
  }
});
