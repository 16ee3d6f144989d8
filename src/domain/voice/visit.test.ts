import { expect, test } from 'vitest';
import { visitTitle } from './visit.ts';

test.each([
  ['路灯不亮。已三天', '路灯不亮'],
  ['\n  \n路灯不亮\n已三天', '路灯不亮'],
  ['！？路灯不亮', '路灯不亮'],
  ['路灯不亮，已三天', '路灯不亮，已三天'],
])('%j is called %s', (raised, title) => expect(visitTitle(raised)).toBe(title));

test('sixty characters are a line, one more is cut, none in two', () => {
  expect(visitTitle('𠀀'.repeat(60))).toBe('𠀀'.repeat(60));
  expect(visitTitle('𠀀'.repeat(61))).toBe(`${'𠀀'.repeat(59)}…`);
});
