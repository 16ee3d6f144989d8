import { expect, test } from 'vitest';
import { REFUSALS, refusalSentence } from './refusal.ts';

test('a sentence names states, moves and events in the language of its reader', () => {
  const stale = { who: '柳河镇 联络员', what: 'problem.progress' };
  expect(refusalSentence('stale', stale, 'zh')).toContain('（报进展）');
  expect(refusalSentence('stale', stale, 'en')).toContain('(reporting progress)');
  const closed = { state: 'closed', move: 'send_back' };
  expect(refusalSentence('move-not-allowed', closed, 'zh')).toBe(
    '当前状态“已销号”不能执行“退回整改”',
  );
  expect(refusalSentence('move-not-allowed', closed, 'en')).not.toMatch(/send_back|closed/);
});

test('a detail that only looks like a word of the ledger stays as it is', () => {
  expect(refusalSentence('stale', { who: '', what: '12 > 10' }, 'zh')).toContain('12 > 10');
  expect(refusalSentence('unknown-category', { category: 'merge' }, 'en')).toContain('merge');
  expect(refusalSentence('stale', { who: '', what: 'problem.toString' }, 'en')).toContain(
    'toString',
  );
});

test('every refusal speaks both languages', () => {
  for (const { zh, en } of Object.values(REFUSALS)) {
    expect(zh).toMatch(/\p{Script=Han}/u);
    expect(en).not.toMatch(/[，。；]/u);
  }
});
