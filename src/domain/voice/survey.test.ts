import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wilson } from '../stats/wilson.ts';
import {
  choiceResults,
  faultyQuestion,
  NO_ANSWER,
  readAnswers,
  responseRate,
  standingOf,
  type SurveyQuestion,
  surveyState,
} from './survey.ts';

const LIKES: SurveyQuestion = { kind: 'choice', words: '怎么来的？', choices: ['公交', '步行'] };
const LEVEL: SurveyQuestion = { kind: 'levels', words: '满意吗？', choices: [] };
const WHY: SurveyQuestion = { kind: 'text', words: '还有什么？', choices: [] };

test('a choice has two options at least and none twice, other kinds have none', () => {
  expect(faultyQuestion([LIKES, LEVEL, WHY])).toBeUndefined();
  expect(faultyQuestion([LEVEL, { ...LIKES, choices: ['公交'] }])).toBe(2);
  expect(faultyQuestion([{ ...LIKES, choices: ['公交', '公交'] }])).toBe(1);
  expect(faultyQuestion([{ ...WHY, choices: ['公交', '步行'] }])).toBe(1);
});

test('every question but free text wants an answer; not to answer is one', () => {
  const all = [LIKES, LEVEL, WHY];
  expect(readAnswers(all, ['1', 'none', ' 路灯 '])).toEqual({ answers: [1, NO_ANSWER, '路灯'] });
  expect(readAnswers(all, ['1', '4'])).toEqual({ answers: [1, 4, ''] });
  expect(readAnswers(all, ['2', '5', ''])).toEqual({ missing: [1, 2] });
  expect(readAnswers(all, [])).toEqual({ missing: [1, 2] });
  expect(readAnswers(all, ['-1', '1.0'])).toEqual({ missing: [1, 2] });
});

test('nobody answers before the release, and what is over stays over', () => {
  const window = { fromOn: '2026-05-02', toOn: '2026-05-09', ended: false };
  expect(surveyState(window, false, '2026-05-05')).toBe('draft');
  expect(surveyState(window, true, '2026-05-01')).toBe('coming');
  expect(surveyState(window, true, '2026-05-09')).toBe('open');
  expect(surveyState(window, true, '2026-05-10')).toBe('over');
  expect(surveyState(window, false, '2026-05-10')).toBe('over');
  expect(surveyState({ ...window, ended: true }, true, '2026-05-05')).toBe('over');
});

test('an open survey has no response rate and stands for who answered; a draw for all, carefully under half', () => {
  expect(responseRate({ chosen: 'open', invited: undefined, answered: 40 })).toBeUndefined();
  expect(responseRate({ chosen: 'drawn', invited: 80, answered: 60 })).toBe(0.75);
  const standing = (chosen: 'open' | 'list' | 'drawn', answered: number): string =>
    standingOf({ chosen, invited: chosen === 'open' ? undefined : 80, answered });
  expect(standing('open', 40)).toBe('answered');
  expect(standing('list', 80)).toBe('answered');
  expect(standing('drawn', 40)).toBe('sample');
  expect(standing('drawn', 39)).toBe('sample_low');
});

test('an interval only for a random draw, and it is Wilson’s of all who answered', () => {
  const cells = [60, 30, 10];
  expect(choiceResults(cells, 'open')).toEqual([
    { n: 60, share: 0.6 },
    { n: 30, share: 0.3 },
    { n: 10, share: 0.1 },
  ]);
  expect(choiceResults(cells, 'drawn')?.[2]).toEqual({ n: 10, ...wilson(10, 100) });
  expect(choiceResults([3, 1, 0], 'drawn')).toBeUndefined();
});

test('nobody reckons a cell under five from what is printed: what is hidden is two cells, five answers at least', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(40), { minLength: 2, maxLength: 11 }), (cells) => {
      const shown = choiceResults(cells, 'list');
      const all = cells.reduce((sum, n) => sum + n, 0);
      expect(shown === undefined).toBe(all < 5);
      const printed = (shown ?? []).map(({ n }) => n);
      const hidden = cells.filter((_, i) => printed[i] === undefined);
      for (const n of printed) expect(n === undefined || n === 0 || n >= 5).toBe(true);
      if (shown === undefined || hidden.length === 0) return;
      expect(hidden.length > 1 || cells.filter((n) => n > 0).length === 1).toBe(true);
      expect(hidden.reduce((sum, n) => sum + n, 0)).toBeGreaterThanOrEqual(5);
    }),
  );
});
