import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { operation } from '#contract/operation.ts';
import type { ApiExample } from '#platform/openapi-page.ts';
import { EXAMPLES_FILE, staleExamples } from '../../scripts/check-made.ts';
import { everyRoute } from '../../scripts/every-route.ts';

const common = {
  group: 'g',
  summary: { zh: '摘要', en: 'Summary' },
  access: 'signed-in',
  scope: 'ledger:read',
  output: z.object({ id: z.string() }),
  refusals: [],
} as const;
const list = operation({
  ...common,
  id: 'listRows',
  method: 'GET',
  path: '/rows',
  input: z.strictObject({ state: z.array(z.string()) }),
});
const move = operation({
  ...common,
  id: 'moveRow',
  method: 'POST',
  path: '/rows/{id}/move',
  input: z.strictObject({ id: z.string(), note: z.string().check(z.minLength(2)) }),
});
const listed: ApiExample = {
  operation: 'listRows',
  curl: 'curl "$LUOSHI/api/v1/rows?state=a&state=b" \\\n  -b cookies.txt',
  status: 200,
  answer: { id: '1' },
};
const moved: ApiExample = {
  operation: 'moveRow',
  curl: `curl "$LUOSHI/api/v1/rows/1/move" \\\n  -d '{"note":"it'\\''s\\nso"}'`,
  status: 200,
  answer: { id: '1' },
};
const both = [list, move];

test('no operation is without an example, and the committed ones are what the contract takes and gives', async () => {
  const examples = JSON.parse(await readFile(EXAMPLES_FILE, 'utf8')) as ApiExample[];
  const operations = everyRoute().map(({ op }) => op);
  expect(staleExamples(operations, examples)).toEqual([]);
});

test('what the contract takes and gives is current; a secret left out is no fault', () => {
  expect(staleExamples(both, [listed, moved])).toEqual([]);
  const secret = { ...moved, curl: moved.curl.replace(/"note":"[^}]*"/, '"note":"…"') };
  expect(staleExamples(both, [listed, secret])).toEqual([]);
  const wrong = { ...moved, curl: moved.curl.replace(/"note":"[^}]*"/, '"note":"x"') };
  expect(staleExamples(both, [listed, wrong])).toHaveLength(1);
});

test.each<[string, RegExp, readonly ApiExample[]]>([
  ['an operation without one', /^moveRow: no example$/, [listed]],
  [
    'one of an operation that is gone',
    /^oldRows: no such/,
    [listed, moved, { ...listed, operation: 'oldRows' }],
  ],
  [
    'another address',
    /^moveRow: the address is not \/rows\/\{id\}\/move/,
    [listed, { ...moved, curl: moved.curl.replace('/move', '/shift') }],
  ],
  [
    'a field that is not taken',
    /^moveRow: .*refused[^]*note/,
    [listed, { ...moved, curl: moved.curl.replace('note', 'remark') }],
  ],
  [
    'a query that is not taken',
    /^listRows: .*refused[^]*state/,
    [{ ...listed, curl: listed.curl.replaceAll('state', 'status') }, moved],
  ],
  [
    'an answer without a field',
    /^moveRow: the answer is another/,
    [listed, { ...moved, answer: {} }],
  ],
  [
    'an answer with a field too many',
    /^moveRow: the answer has fields too many/,
    [listed, { ...moved, answer: { id: '1', old: 1 } }],
  ],
])('%s is told', (_, told, examples) => {
  const faults = staleExamples(both, examples);
  expect(faults).toHaveLength(1);
  expect(faults[0]).toMatch(told);
});
