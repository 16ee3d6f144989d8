import { createHash } from 'node:crypto';
import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/indicator.ts';
import { Refusal } from '#domain/refusal.ts';
import type { Query } from '#platform/command.ts';
import type { Direct } from '#platform/http.ts';
import { langOf } from '#platform/http-problem.ts';
import { once } from '#platform/idempotency.ts';
import { withSentSheet } from '#modules/ledger/sheets/sent-sheet.ts';
import { type Plan, planReadings } from './plan-readings.ts';
import { readReadingSheet } from './reading-rows.ts';
import { writeFigure } from './readings.ts';

type Answer = Sent<typeof contract.importReadings.output>;

const MAX_BYTES = 5_000_000;
const FAULTS_SHOWN = 300;
const SAMPLE = 50;

/**
 * 导入数值: a sheet of indicator, unit, period and figure. Every fault is told by row and column and the good
 * rows come in; what stands already is left alone, so the same file twice changes nothing.
 */
export async function importReadings(
  call: Direct,
  input: InputOf<typeof contract.importReadings>,
): Promise<Answer> {
  const { actor, cityId, now, today, db } = call;
  if (actor === undefined) throw new Refusal('not-signed-in');
  const q: Query = { actor, cityId, now, today, db };
  const key = call.request.headers.get('idempotency-key') ?? '';
  if (input.apply === true && (key === '' || key.length > 255)) throw new Refusal('key-missing');
  const lang = langOf(call.request);
  const sheet = await withSentSheet(call.request, input.name, MAX_BYTES, async (sent) => ({
    sha256: sent.sha256,
    ...(await readReadingSheet(sent.path, input.name, today.slice(0, 4))),
  }));
  if (input.apply !== true) {
    const plan = await planReadings({ ...q, db }, sheet, input.name, lang);
    return answerOf(plan, false);
  }
  const hash = createHash('sha256')
    .update(JSON.stringify(['importReadings', input, sheet.sha256]))
    .digest('hex');
  return once(db, { actor, cityId, now, today }, { key, hash }, async (ctx) => {
    const plan = await planReadings({ ...q, db: ctx.tx }, sheet, input.name, lang);
    for (const one of plan.good)
      await writeFigure(ctx, one.indicator, one.unit.id, one.figure, one.by);
    return answerOf(plan, true);
  });
}

function answerOf(plan: Plan, applied: boolean): Answer {
  const changed = plan.good.filter((one) => one.before !== undefined).length;
  return {
    rows: plan.rows,
    fresh: plan.good.length - changed,
    changed,
    known: plan.known,
    faulty: plan.faultyRows.size,
    faults: plan.faults.slice(0, FAULTS_SHOWN),
    sample: plan.good.slice(0, SAMPLE).map(({ row, indicator, unit, figure, before }) => ({
      row,
      indicator: indicator.name,
      unit: unit.text,
      periodEnd: figure.periodEnd,
      value: figure.value,
      before: before?.value ?? null,
    })),
    applied,
  };
}
