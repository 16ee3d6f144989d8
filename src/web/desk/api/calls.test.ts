import { expect, test } from 'vitest';
import * as account from '#contract/account.ts';
import * as accounts from '#contract/account-admin.ts';
import * as evidence from '#contract/evidence.ts';
import * as hand from '#contract/hand-over.ts';
import * as job from '#contract/job.ts';
import * as moves from '#contract/entry-moves.ts';
import { raiseEntry } from '#contract/list-moves.ts';
import * as campaign from '#contract/campaign.ts';
import * as entry from '#contract/entry.ts';
import * as work from '#contract/my-work.ts';
import type { Operation } from '#contract/operation.ts';
import * as org from '#contract/org.ts';
import * as posts from '#contract/post.ts';
import * as overview from '#contract/overview.ts';
import * as views from '#contract/saved-view.ts';
import * as sheets from '#contract/sheets.ts';
import * as ways from '#contract/sign-in.ts';
import { queryOf } from './call.ts';
import { BULK_MOVES } from '../ledger/bulk-moves.ts';
import { calls, type MadeMove, moveCall } from './calls.ts';

const contract: Record<string, unknown> = {
  ...account,
  ...accounts,
  ...campaign,
  ...entry,
  ...evidence,
  ...hand,
  ...job,
  ...moves,
  raiseEntry,
  ...org,
  ...posts,
  ...overview,
  ...sheets,
  ...views,
  ...ways,
  ...work,
};

function isOperation(value: unknown): value is Operation {
  return typeof value === 'object' && value !== null && 'path' in value && 'method' in value;
}

test.each(Object.entries(calls))('%s goes where the contract says', (id, to) => {
  const op = contract[id];
  if (!isOperation(op)) throw new Error(`the contract has no ${id}`);
  expect({ id, ...to }).toEqual({ id: op.id, method: op.method, path: op.path });
});

test('every move goes where the contract says', () => {
  for (const [name, op] of Object.entries(moves.MOVE_OPERATIONS))
    expect(moveCall(name as MadeMove)).toEqual({ method: op.method, path: op.path });
});

test('a query repeats lists and leaves out what is not set', () => {
  expect(queryOf({ state: ['a', 'b'], key: true, text: '', unit: undefined })).toBe(
    '?state=a&state=b&key=true',
  );
  expect(queryOf({})).toBe('');
});

test('the moves offered on many are those the contract allows', () => {
  expect(new Set(BULK_MOVES)).toEqual(new Set(moves.BULK_MOVES));
});
