import * as z from 'zod/mini';
import { DEADLINE_KINDS } from '#domain/entry/entry.ts';
import { BUSINESS_ROLES } from '#domain/org/actor.ts';
import type { RefusalCode } from '#domain/refusal.ts';
import { EntryDetail } from './entry.ts';
import { Day, Id, line } from './fields.ts';
import { type Operation, operation, type Schema } from './operation.ts';

export const common = { group: 'moves', access: BUSINESS_ROLES, scope: 'ledger:write' } as const;

/** What every move takes: which entry, and the version the caller has seen. */
export const seen = { id: Id, version: z.int().check(z.gte(1)) };

export const reason = line(2000);

const EVERY_MOVE: readonly RefusalCode[] = [
  'invalid',
  'not-found',
  'stale',
  'move-not-allowed',
  'not-allowed',
  'already-merged',
  'key-missing',
  'key-reused',
];

/**
 * A move of the ledger as an operation: named `<name>Entry`, at `POST /entries/{id}/<name>`, answering with
 * the entry as it then is. `refusals` are those beyond what every move may answer.
 */
export function move<I extends Schema>(
  name: string,
  zh: string,
  en: string,
  input: I,
  refusals: readonly RefusalCode[] = [],
): Operation<I, typeof EntryDetail> {
  const confirmed = refusals.includes('account-unconfirmed');
  return operation({
    ...common,
    ...(confirmed && { confirmed }),
    id: `${name.replaceAll(/_(\w)/g, (_, c: string) => c.toUpperCase())}Entry`,
    method: 'POST',
    path: `/entries/{id}/${name.replaceAll('_', '-')}`,
    summary: { zh, en },
    input,
    output: EntryDetail,
    refusals: [...EVERY_MOVE, ...refusals],
  });
}

export const MeasureInput = z.strictObject({
  kind: z._default(z.enum(['measure', 'milestone']), 'measure'),
  text: line(2000),
  dueOn: z.optional(Day),
});

export const DeadlineInput = z.strictObject({ kind: z.enum(DEADLINE_KINDS), on: z.optional(Day) });
