import { expect, test } from 'vitest';
import { filterOf, readVoiceSearch, viewOf } from './voice-search.ts';

test('an address is read without what it cannot mean', () => {
  expect(readVoiceSearch({ view: 'held', id: 'x', c: 'y', text: '', unit: 3 })).toEqual({
    view: 'held',
    id: 'x',
  });
  expect(viewOf({ view: 'nonsense' })).toBe('all');
});

test('ages follow on each other without a gap or a day counted twice', () => {
  const of = (age: string): Record<string, unknown> => filterOf({ age }, '2026-05-31');
  expect(of('week')).toEqual({ from: '2026-05-24' });
  expect(of('month')).toEqual({ from: '2026-05-01', to: '2026-05-23' });
  expect(of('older')).toEqual({ to: '2026-04-30' });
});

test('a state chosen by hand goes before that of the view', () => {
  expect(filterOf({ view: 'held' }, '2026-05-31')).toEqual({ state: ['held'] });
  expect(filterOf({ view: 'held', stage: 'ended' }, '2026-05-31')).toEqual({ state: ['ended'] });
});
