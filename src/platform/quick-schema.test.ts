import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { parse, safeParse } from 'zod/v4/core';
import { quickSchema } from './quick-schema.ts';

const Unit = z.object({ id: z.string(), name: z.string() });
const Schema = z.object({
  items: z.array(
    z.object({
      no: z.string().check(z.minLength(1)),
      unit: z.optional(Unit),
      progress: z.nullable(z.number()),
      state: z.enum(['open', 'closed']),
      more: z.optional(z.record(z.string(), z.unknown())),
    }),
  ),
  next: z.optional(z.string()),
  exact: z.optional(z.strictObject({ n: z.number() })),
});

const text = fc.oneof(fc.string(), fc.constant(undefined), fc.constant(7));
const sent = fc.record(
  {
    items: fc.array(
      fc.record(
        {
          no: text,
          unit: fc.record({ id: text, name: text, secret: text }, { requiredKeys: [] }),
          progress: fc.oneof(fc.integer(), fc.constant(null), text),
          state: fc.constantFrom('open', 'closed', 'lost'),
          more: fc.dictionary(fc.string(), fc.integer()),
          secret: fc.string(),
        },
        { requiredKeys: ['no', 'progress', 'state'] },
      ),
      { maxLength: 3 },
    ),
    next: text,
    exact: fc.record({ n: fc.integer(), m: fc.integer() }, { requiredKeys: ['n'] }),
    secret: fc.string(),
  },
  { requiredKeys: ['items'] },
);

test('lets through, leaves out and refuses what the schema itself does', () => {
  const quick = quickSchema(Schema);
  fc.assert(
    fc.property(sent, (value) => {
      const slow = safeParse(Schema, value);
      const fast = safeParse(quick, value);
      expect(fast.success).toBe(slow.success);
      expect(fast.data).toStrictEqual(slow.data);
      expect(fast.error?.issues.map(({ path, code }) => ({ path, code }))).toEqual(
        slow.error?.issues.map(({ path, code }) => ({ path, code })),
      );
    }),
    { numRuns: 500 },
  );
});

test('what nobody declared does not leave the house', () => {
  const row = { no: '1', progress: null, state: 'open', unit: { id: 'a', name: 'b', pass: 'c' } };
  expect(parse(quickSchema(Schema), { items: [{ ...row, password: 'x' }], hash: 'y' })).toEqual({
    items: [{ no: '1', progress: null, state: 'open', unit: { id: 'a', name: 'b' } }],
  });
});
