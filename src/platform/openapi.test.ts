import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { operation } from '#contract/operation.ts';
import { OPENAPI_FILE, openApiText } from '../../scripts/make-openapi.ts';
import { command, direct, query } from './http.ts';
import { openApiDocument } from './openapi.ts';

const common = {
  group: 'g',
  summary: { zh: '摘要', en: 'Summary' },
  scope: 'ledger:read',
} as const;
const Row = z.object({ id: z.string() });
const never = (): never => {
  throw new Error('not called');
};
const read = operation({
  ...common,
  id: 'readRows',
  method: 'GET',
  path: '/rows/{id}',
  access: ['office'],
  input: z.strictObject({
    id: z.uuid(),
    limit: z.coerce.number().check(z.int()),
    text: z.optional(z.string()),
  }),
  output: z.object({ rows: z.array(Row) }),
  refusals: ['not-found'],
});
const move = operation({
  ...common,
  id: 'moveRow',
  method: 'POST',
  path: '/rows/{id}/move',
  access: 'signed-in',
  input: z.strictObject({ id: z.uuid(), version: z.int() }),
  output: Row,
  refusals: ['stale'],
});
const send = operation({
  ...common,
  id: 'sendFile',
  method: 'POST',
  path: '/files',
  access: 'public',
  body: 'bytes',
  input: z.strictObject({ name: z.string() }),
  output: Row,
  refusals: [],
});

interface Printed {
  readonly paths: Record<string, Record<string, Record<string, unknown>>>;
  readonly components: { readonly schemas: object };
}

const printed = openApiDocument({
  title: 't',
  version: '1',
  description: '',
  routes: [command(move, never), direct(send, never), query(read, never)],
  named: { Row },
}) as unknown as Printed;

test('fields go to the path, the query or the body; a command takes a key', () => {
  const get = printed.paths['/rows/{id}']?.['get'];
  expect(get).toMatchObject({
    operationId: 'readRows',
    summary: '摘要',
    security: [{ session: [] }, { token: ['ledger:read'] }],
    parameters: [
      { name: 'id', in: 'path', required: true },
      { name: 'limit', in: 'query', required: true, schema: { type: 'integer' } },
      { name: 'text', in: 'query', required: false },
    ],
  });
  const post = printed.paths['/rows/{id}/move']?.['post'];
  expect(post).toMatchObject({
    parameters: [{ name: 'id', in: 'path' }, { $ref: '#/components/parameters/IdempotencyKey' }],
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema: { properties: { version: { type: 'integer' } }, required: ['version'] },
        },
      },
    },
  });
  const file = printed.paths['/files']?.['post'];
  expect(file).toMatchObject({
    security: [],
    parameters: [{ name: 'name', in: 'query' }],
    requestBody: { content: { 'application/octet-stream': {} } },
  });
});

test('every refusal stands under its status, and its sentences once in both languages', () => {
  const responses = printed.paths['/rows/{id}/move']?.['post']?.['responses'] as Record<
    string,
    { description: string }
  >;
  expect(Object.keys(responses)).toEqual(['200', '400', '401', '403', '409', '422', '503']);
  expect(responses['409']?.description).toBe('`stale` `still-running`');
  expect(JSON.stringify(printed.components.schemas)).toMatch(
    /`stale` 该事项已被.*has changed this item/,
  );
});

test('a named schema is written once', () => {
  expect(printed.components.schemas).toMatchObject({
    Row: { type: 'object', properties: { id: { type: 'string' } } },
  });
  expect(printed.paths['/rows/{id}/move']?.['post']?.['responses']).toMatchObject({
    '200': { content: { 'application/json': { schema: { $ref: '#/components/schemas/Row' } } } },
  });
  expect(JSON.stringify(printed)).not.toContain('$defs');
});

test('the committed document is the one the routes make (mend it with: node scripts/make-openapi.ts)', async () => {
  const text = await openApiText();
  expect(await readFile(OPENAPI_FILE, 'utf8')).toBe(text);
  const refs = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name ?? '');
  const { components } = JSON.parse(text) as Printed;
  expect(new Set(refs).difference(new Set(Object.keys(components.schemas)))).toEqual(new Set());
});
