import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AnswerWords, answerObjection, isSameAnswer } from './answer.ts';
import { OUTCOMES } from './voice.ts';

const words = fc.record<AnswerWords>({
  outcome: fc.constantFrom(undefined, ...OUTCOMES),
  body: fc.constantFrom('', '已修复', '__proto__'),
  facts: fc.constantFrom('', '线路老化'),
  basis: fc.constantFrom('', '第十条'),
  reasons: fc.constantFrom('', '属管护范围'),
});

test('an answer is given when nothing is missing; only what is upheld needs neither basis nor reasons', () => {
  const whole: AnswerWords = { outcome: 'upheld', body: '好', facts: '实', basis: '', reasons: '' };
  const cases: readonly [Partial<AnswerWords>, ReturnType<typeof answerObjection>][] = [
    [{}, undefined],
    [{ outcome: undefined }, 'answer-unfinished'],
    [{ body: '' }, 'answer-unfinished'],
    [{ facts: '' }, 'answer-unfinished'],
    [{ outcome: 'not_upheld' }, 'no-reason'],
    [{ outcome: 'explained', basis: '第十条' }, 'no-reason'],
    [{ outcome: 'partly_upheld', reasons: '属管护范围' }, 'no-reason'],
    [{ outcome: 'not_upheld', basis: '第十条', reasons: '属管护范围' }, undefined],
  ];
  for (const [change, objection] of cases)
    expect(answerObjection({ ...whole, ...change })).toBe(objection);
});

test('what lacks less is never refused where what lacks more is given', () => {
  fc.assert(
    fc.property(words, words, (one, other) => {
      const filled: AnswerWords = {
        outcome: one.outcome ?? other.outcome,
        body: one.body || other.body,
        facts: one.facts || other.facts,
        basis: one.basis || other.basis,
        reasons: one.reasons || other.reasons,
      };
      const isWorse = answerObjection(one) === undefined && answerObjection(filled) !== undefined;
      expect(isWorse).toBe(false);
    }),
  );
});

test('the same words are those of the draft; a single part that differs makes them others', () => {
  fc.assert(
    fc.property(words, words, (one, other) => {
      expect(isSameAnswer(one, { ...one })).toBe(true);
      const differs = JSON.stringify(Object.values(one)) !== JSON.stringify(Object.values(other));
      expect(isSameAnswer(one, other)).toBe(!differs);
    }),
  );
});
