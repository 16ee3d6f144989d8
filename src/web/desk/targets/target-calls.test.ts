import { expect, test } from 'vitest';
import * as indicator from '#contract/indicator.ts';
import * as target from '#contract/target.ts';
import * as moves from '#contract/target-moves.ts';
import { targetCalls } from './target-calls.ts';

const contract: Readonly<Record<string, unknown>> = { ...indicator, ...target, ...moves };

test.each(Object.entries(targetCalls))('%s goes where the contract says', (id, to) => {
  expect(contract[id]).toMatchObject({ id, ...to });
});
