import { expect, test } from 'vitest';
import { CAMPAIGN_REFUSALS } from './campaign/campaign-refusals.ts';
import { DOCUMENT_REFUSALS } from './document/document-refusals.ts';
import { ENTRY_REFUSALS } from './entry/entry-refusals.ts';
import { FILE_REFUSALS } from './file-refusals.ts';
import { ACCOUNT_REFUSALS } from './org/account-refusals.ts';
import { ORG_REFUSALS } from './org/org-refusals.ts';
import { REFUSALS, refusalSentence } from './refusal.ts';
import { SHEET_REFUSALS } from './sheet/sheet-refusals.ts';
import { ofVoice } from './voice/spoken.ts';
import { VOICE_REFUSALS } from './voice/voice-refusals.ts';

test('a sentence names states, moves and events in the language of its reader', () => {
  const stale = { who: '柳河镇 联络员', what: 'problem.progress' };
  expect(refusalSentence('stale', stale, 'zh')).toContain('（报进展）');
  expect(refusalSentence('stale', stale, 'en')).toContain('(reporting progress)');
  const closed = { state: 'closed', move: 'send_back' };
  expect(refusalSentence('move-not-allowed', closed, 'zh')).toBe(
    '当前状态“已销号”不能执行“退回整改”',
  );
  expect(refusalSentence('move-not-allowed', closed, 'en')).not.toMatch(/send_back|closed/);
  const voice = ofVoice('reviewing', 'ask_review');
  expect(refusalSentence('move-not-allowed', voice, 'zh')).toBe(
    '当前状态“复查复核中”不能执行“申请复查复核”',
  );
  expect(refusalSentence('move-not-allowed', voice, 'en')).not.toMatch(/reviewing|ask_review/);
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

test('no room takes the code of another: one would speak with the other’s sentence', () => {
  const rooms = [
    ACCOUNT_REFUSALS,
    CAMPAIGN_REFUSALS,
    DOCUMENT_REFUSALS,
    ENTRY_REFUSALS,
    FILE_REFUSALS,
    ORG_REFUSALS,
    SHEET_REFUSALS,
    VOICE_REFUSALS,
  ];
  const all = new Map<string, unknown>(Object.entries(REFUSALS));
  const told = rooms.flatMap((room) => Object.entries(room));
  expect(told.filter(([code, refusal]) => all.get(code) !== refusal)).toEqual([]);
});
