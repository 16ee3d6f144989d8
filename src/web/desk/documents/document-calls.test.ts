import { expect, test } from 'vitest';
import * as moves from '#contract/document-moves.ts';
import * as trace from '#contract/document-trace.ts';
import * as documents from '#contract/document.ts';
import * as leads from '#contract/lead-suggestion.ts';
import * as targets from '#contract/target-moves.ts';
import { documentCalls } from './document-calls.ts';

const contract: Readonly<Record<string, unknown>> = {
  ...documents,
  ...leads,
  ...moves,
  ...targets,
  ...trace,
};

test.each(Object.entries(documentCalls))('%s goes where the contract says', (id, to) => {
  expect(contract[id]).toMatchObject({ id, ...to });
});
