import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '#test/template.ts';
import { binaryArray, type ElementType } from './binary-array.ts';
import type { Database } from './open.ts';

let database: Database;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

const MOMENTS = { min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true };
const text = fc.string({ unit: 'grapheme', maxLength: 30 }).filter((one) => !one.includes('\0'));

/** Values of every type, each with how PostgreSQL itself reads it from text. */
const VALUES: Readonly<Record<ElementType, fc.Arbitrary<unknown>>> = {
  text,
  json: fc.dictionary(text, text),
  jsonb: fc.dictionary(text, text),
  uuid: fc.oneof(
    fc.uuid(),
    fc.uuid().map((one) => one.toUpperCase()),
  ),
  smallint: fc.integer({ min: -(2 ** 15), max: 2 ** 15 - 1 }),
  integer: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  bigint: fc.maxSafeInteger(),
  boolean: fc.boolean(),
  'double precision': fc.double({ noNaN: true }).filter((one) => !Object.is(one, -0)),
  date: fc.date(MOMENTS).map((one) => one.toISOString().slice(0, 10)),
  'timestamp with time zone': fc.date(MOMENTS),
};

function asText(value: unknown): string | null {
  if (value === null) return null;
  if (value instanceof Date) return value.toISOString();
  // What JSON does not know: infinity.
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

test.each(Object.entries(VALUES))(
  'an array of %s sent in its binary form is the one PostgreSQL reads from text',
  async (type, value) => {
    const values = fc.array(fc.option(value, { freq: 5 }), { minLength: 1, maxLength: 40 });
    // Runs of one value are written once and repeated.
    const runs = values.map((some) => some.flatMap((one, i) => (i % 3 === 0 ? [one, one] : [one])));
    await fc.assert(
      fc.asyncProperty(runs, async (given) => {
        const sent = binaryArray(type as ElementType, given);
        const { rows } = await sql<{ n: number; differing: number }>`
          select count(*)::int as n, count(*) filter (where a.v::text is distinct from b.v::${sql.raw(type)}::text)::int as differing
          from unnest(${sent}::${sql.raw(type)}[]) with ordinality a (v, i)
          full join unnest(${given.map(asText)}::text[]) with ordinality b (v, i) using (i)`.execute(
          database.db,
        );
        expect(rows).toEqual([{ n: given.length, differing: 0 }]);
      }),
      { numRuns: 20 },
    );
  },
);

test.each<[ElementType, unknown]>([
  ['uuid', '00000000-0000-0000-0000-00000000000g'],
  ['uuid', '00000000-0000-0000-0000-0000000000'],
  ['uuid', '路灯路灯路灯路灯路灯路灯路灯路灯路灯路灯路灯路灯路灯路灯路灯路灯路灯路灯'],
  ['integer', 1.5],
  ['integer', 2 ** 31],
  ['smallint', 40_000],
  ['bigint', 2 ** 60],
  ['date', '2026-02-30'],
  ['date', '2026-2-3'],
  ['timestamp with time zone', '2026-05-22'],
  ['timestamp with time zone', new Date(Number.NaN)],
])('%s does not take %s for something else', (type, value) => {
  expect(() => binaryArray(type, [value])).toThrow(RangeError);
});
