import * as z from 'zod';
import type { Operation, Schema } from '#contract/operation.ts';
import { SCOPES } from '#contract/operation.ts';
import { type RefusalCode, REFUSALS } from '#domain/refusal.ts';
import type { Route } from './http.ts';

type Json = Record<string, unknown>;

/** Where every operation lies. */
export const API_ROOT = '/api/v1';

export interface OpenApiParts {
  readonly title: string;
  readonly version: string;
  readonly description: string;
  readonly routes: readonly Route[];
  /** Schemas of answers that stand under a name of their own instead of being written out in each operation. */
  readonly named: Readonly<Record<string, Schema>>;
}

/**
 * The open API as an OpenAPI 3.1 document, printed from the contract; the same routes give the same
 * bytes. Who may call, which refusals come and what they say is all there.
 */
export function openApiDocument(parts: OpenApiParts): Json {
  const printer = schemaPrinter(parts.named);
  const paths: Record<string, Json> = {};
  const byPath = parts.routes.toSorted((a, b) => compare(a.op.path, b.op.path));
  for (const route of byPath) {
    const item = (paths[route.op.path] ??= {});
    item[route.op.method.toLowerCase()] = describe(route, printer);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: parts.title,
      version: parts.version,
      description: parts.description,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: API_ROOT }],
    tags: [...new Set(parts.routes.map(({ op }) => op.group))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: SECURITY,
      parameters: { IdempotencyKey: IDEMPOTENCY_KEY },
      schemas: sorted({ Problem: PROBLEM, ...printer.components }),
    },
  };
}

const SECURITY = {
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'luoshi',
    description:
      '登录后由浏览器携带；网站启用 https 时名为 __Host-luoshi / set by login; `__Host-luoshi` over https',
  },
  token: {
    type: 'http',
    scheme: 'bearer',
    description: `个人令牌，可限定范围 / a personal token, limited to scopes: ${SCOPES.join(', ')}`,
  },
};

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description:
    '由调用方产生，7 天内同一键只执行一次 / made by the caller; within 7 days the work is done once for a key',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
};

const PROBLEM = {
  type: 'object',
  description: 'RFC 9457',
  properties: {
    type: { type: 'string' },
    code: { type: 'string', description: everyRefusal() },
    status: { type: 'integer' },
    title: {
      type: 'string',
      description: '按 Accept-Language 为中文或英文 / in Chinese or English',
    },
  },
  required: ['type', 'code', 'status', 'title'],
};

function describe(route: Route, printer: SchemaPrinter): Json {
  const { op } = route;
  const { params, body } = inputOf(op, printer);
  const key = takesKey(route) ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : [];
  return {
    operationId: op.id,
    tags: [op.group],
    summary: op.summary.zh,
    description: `${op.summary.en}\n\n${whoMay(op)}`,
    ...(op.access === 'public'
      ? { security: [] }
      : { security: [{ session: [] }, { token: [op.scope] }] }),
    ...(params.length + key.length > 0 ? { parameters: [...params, ...key] } : {}),
    ...(body === undefined ? {} : { requestBody: body }),
    responses: { '200': answerOf(op, printer), ...refusalsOf(route) },
  };
}

function takesKey({ op, as }: Route): boolean {
  return op.method === 'POST' && (as === 'command' || op.refusals.includes('key-missing'));
}

function whoMay(op: Operation): string {
  if (op.access === 'public') return 'Access: everybody.';
  const who = op.access === 'signed-in' ? 'everybody signed in' : op.access.join(', ');
  return `Access: ${who}. Scope of a token: ${op.scope}.`;
}

/** Path fields and, without a JSON body, query fields become parameters; the rest is the body. */
function inputOf(
  op: Operation,
  printer: SchemaPrinter,
): { params: Json[]; body: Json | undefined } {
  const schema = printer.print(op.input, 'input');
  const fields = (schema['properties'] ?? {}) as Record<string, Json>;
  const required = new Set((schema['required'] ?? []) as string[]);
  const inPath = new Set([...op.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name));
  const isJson = op.method === 'POST' && op.body !== 'bytes';
  const params = Object.entries(fields)
    .filter(([name]) => inPath.has(name) || !isJson)
    .map(([name, field]) => ({
      name,
      in: inPath.has(name) ? 'path' : 'query',
      required: inPath.has(name) || required.has(name),
      schema: field,
    }));
  if (op.body === 'bytes') return { params, body: BYTES };
  const rest = Object.entries(fields).filter(([name]) => !inPath.has(name));
  if (!isJson || rest.length === 0) return { params, body: undefined };
  const needed = rest.map(([name]) => name).filter((name) => required.has(name));
  const body: Json = {
    ...schema,
    properties: Object.fromEntries(rest),
    required: needed,
  };
  if (needed.length === 0) delete body['required'];
  return {
    params,
    body: { required: needed.length > 0, content: { 'application/json': { schema: body } } },
  };
}

const BYTES = {
  required: true,
  content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
};

function answerOf(op: Operation, printer: SchemaPrinter): Json {
  if (op.answer === 'bytes') return { description: '文件 / the file', content: BYTES.content };
  const schema = printer.print(op.output, 'output');
  return { description: 'OK', content: { 'application/json': { schema } } };
}

/** One response a status, with the codes that bear it. */
function refusalsOf(route: Route): Record<string, Json> {
  const byStatus = new Map<number, RefusalCode[]>();
  for (const code of [...new Set([...commonRefusals(route), ...route.op.refusals])].toSorted(
    compare,
  )) {
    const { status } = REFUSALS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const statuses = [...byStatus.keys()].toSorted((a, b) => a - b);
  return Object.fromEntries(
    statuses.map((status) => [String(status), problemOf(byStatus.get(status) ?? [])]),
  );
}

function problemOf(codes: readonly RefusalCode[]): Json {
  const schema = {
    allOf: [{ $ref: '#/components/schemas/Problem' }],
    properties: { code: { enum: codes } },
  };
  const description = codes.map((code) => `\`${code}\``).join(' ');
  return { description, content: { 'application/problem+json': { schema } } };
}

/** The sentence of each code, in both languages, once for the whole document, in the order of the codes. */
function everyRefusal(): string {
  return Object.entries(REFUSALS)
    .toSorted(([a], [b]) => compare(a, b))
    .map(([code, { zh, en }]) => `- \`${code}\` ${zh} / ${en}`)
    .join('\n');
}

/** What the way in refuses before a handler is asked. */
function commonRefusals(route: Route): RefusalCode[] {
  const { op, as } = route;
  const isOpen = op.access === 'public';
  return [
    'invalid',
    'unavailable',
    'busy',
    ...(isOpen ? [] : (['not-signed-in', 'scope-missing'] as const)),
    ...(typeof op.access === 'string' ? [] : (['not-allowed'] as const)),
    ...(op.method === 'POST' ? (['cross-site'] as const) : []),
    ...(op.method === 'POST' && !isOpen ? (['read-only'] as const) : []),
    ...(as === 'command' ? (['key-missing', 'key-reused', 'still-running'] as const) : []),
  ];
}

interface SchemaPrinter {
  readonly components: Record<string, Json>;
  print(schema: Schema, io: 'input' | 'output'): Json;
}

/** Prints zod schemas as JSON Schema 2020-12; named ones once, as components. */
function schemaPrinter(named: Readonly<Record<string, Schema>>): SchemaPrinter {
  const metadata = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named)) metadata.add(schema as z.core.$ZodType, { id });
  const components: Record<string, Json> = {};
  return {
    components,
    print(schema, io) {
      const printed = z.toJSONSchema(schema as z.core.$ZodType, {
        io,
        unrepresentable: 'any',
        override: ({ jsonSchema }) => {
          // The format says it; the pattern is zod's own and long.
          if (jsonSchema.format === 'uuid') delete jsonSchema.pattern;
          // Answers gain fields; who reads them must not refuse what he does not know.
          if (io === 'output' && jsonSchema.additionalProperties === false)
            delete jsonSchema.additionalProperties;
        },
        ...(io === 'output' ? { metadata } : {}),
      });
      const { $schema: _, $defs = {}, id, ...rest } = JSON.parse(toComponents(printed)) as Json;
      for (const [name, { id: __, ...definition }] of Object.entries($defs as Record<string, Json>))
        components[name] = definition;
      if (typeof id !== 'string') return rest;
      components[id] = rest;
      return { $ref: `#/components/schemas/${id}` };
    },
  };
}

function toComponents(printed: object): string {
  return JSON.stringify(printed).replaceAll('"#/$defs/', '"#/components/schemas/');
}

function sorted(record: Record<string, Json>): Record<string, Json> {
  return Object.fromEntries(Object.entries(record).toSorted(([a], [b]) => compare(a, b)));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
