/**
 * What is made from the code and committed must be what the code makes now: openapi.json to the byte, the
 * examples of the open API as far as the contract can tell without a server. A part of `npm run check`, so it
 * opens no database; whether an example is answered so to the word, test/api/examples.test.ts tries.
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import type * as z from 'zod';
import type { Operation, Schema } from '#contract/operation.ts';
import { API_ROOT } from '#platform/openapi.ts';
import type { ApiExample } from '#platform/openapi-page.ts';
import { everyRoute } from './every-route.ts';
import { OPENAPI_FILE, openApiText } from './make-openapi.ts';

export const EXAMPLES_FILE = fileURLToPath(new URL('../docs/api-examples.json', import.meta.url));

/** Steps of a browser that another site sends back; there is nothing to type. */
const BY_BROWSER: ReadonlySet<string> = new Set(['startOidc', 'finishOidc']);

/** What stands in an example for a secret (`record-examples.ts`). */
const LEFT_OUT = '…';

/** What is wrong with the examples by the contract of these operations, one line a fault; none when they are current. */
export function staleExamples(
  operations: readonly Operation[],
  examples: readonly ApiExample[],
): string[] {
  const byId = new Map(operations.map((op) => [op.id, op]));
  const shown = new Set(examples.map(({ operation }) => operation));
  const without = operations.filter(({ id }) => !shown.has(id) && !BY_BROWSER.has(id));
  return [
    ...without.map(({ id }) => `${id}: no example`),
    ...examples.flatMap((example) => {
      const op = byId.get(example.operation);
      const fault = op === undefined ? 'no such operation' : faultOf(op, example);
      return fault === undefined ? [] : [`${example.operation}: ${fault}`];
    }),
  ];
}

function faultOf(op: Operation, { curl, answer }: ApiExample): string | undefined {
  const sent = sentBy(op, curl);
  if (sent === undefined) return `the address is not ${op.path}`;
  const refused = faultIn(op.input, sent);
  if (refused !== undefined) return `what is sent is refused: ${refused}`;
  if (op.answer === 'bytes') return undefined;
  const other = faultIn(op.output, answer);
  if (other !== undefined) return `the answer is another: ${other}`;
  const kept = (op.output as z.ZodType).safeParse(answer);
  return !kept.success || isDeepStrictEqual(kept.data, answer)
    ? undefined
    : 'the answer has fields too many';
}

/** The first thing that the schema does not take; a secret that was left out of the example is no fault. */
function faultIn(schema: Schema, value: unknown): string | undefined {
  const issues = (schema as z.ZodType).safeParse(value).error?.issues ?? [];
  const fault = issues.find(({ path }) => at(value, path) !== LEFT_OUT);
  return fault === undefined ? undefined : `${fault.message} (${fault.path.join('.')})`;
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, name) => Object(inner)[name] as unknown, value);
}

/** The fields that the typed call sends, read as the server reads them; undefined where it goes elsewhere. */
function sentBy(op: Operation, curl: string): Record<string, unknown> | undefined {
  const [, address = ''] = /^curl "\$LUOSHI([^"]*)"/.exec(curl) ?? [];
  const [path = '', query] = address.split('?');
  const wanted = `^${API_ROOT}${op.path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`;
  const found = new RegExp(wanted).exec(path);
  if (found === null) return undefined;
  const inQuery = new URLSearchParams(query);
  const asked = [...new Set(inQuery.keys())].map((name) => {
    const all = inQuery.getAll(name);
    return [name, all.length > 1 ? all : all[0]];
  });
  const [, body = '{}'] = / -d '(.*)'$/s.exec(curl) ?? [];
  const posted = JSON.parse(body.replaceAll(String.raw`'\''`, "'")) as object;
  return { ...Object.fromEntries(asked), ...posted, ...found.groups };
}

if (import.meta.main) {
  const faults: string[] = [];
  if ((await readFile(OPENAPI_FILE, 'utf8')) !== (await openApiText()))
    faults.push('openapi.json is not what the routes make; mend it: npm run openapi');
  const operations = everyRoute().map(({ op }) => op);
  const examples = JSON.parse(await readFile(EXAMPLES_FILE, 'utf8')) as ApiExample[];
  const stale = staleExamples(operations, examples);
  if (stale.length > 0)
    faults.push(
      'docs/api-examples.json is stale; mend it: LUOSHI_WRITE_EXAMPLES=1 npm test -- test/api',
      ...stale.map((fault) => `  ${fault}`),
    );
  if (faults.length > 0) process.stderr.write(`${faults.join('\n')}\n`);
  process.exitCode = faults.length > 0 ? 1 : 0;
}
