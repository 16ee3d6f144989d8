import { parentPort } from 'node:worker_threads';
import type { Distilled } from '#domain/alike/distil.ts';
import { distil, tableOf } from '#domain/alike/distil.ts';
import { findPlaces, gazetteer } from '#domain/alike/place.ts';
import type { Gazetteer } from '#domain/alike/place.ts';
import type { Statement } from '#domain/alike/statement.ts';
import { foldText } from '#domain/text/fold.ts';
import type { DistilAnswer, DistilledRow, DistilQuestion } from './distil-messages.ts';

/** Rows in one message: unpacking them holds up the receiving loop for about a millisecond. */
const BATCH = 1000;

const statements: Statement[] = [];

parentPort?.on('message', (question: DistilQuestion) => {
  if (question.kind === 'statements') {
    for (const statement of question.statements) statements.push(statement);
    return;
  }
  distilAll(question.places);
});

function distilAll(places: readonly string[]): void {
  const distillation = distil(statements, places.length > 0 ? knownPlaces(places) : undefined);
  const table = tableOf(distillation);
  const families = new Set<number>();
  const instances = new Set<number>();
  for (let from = 0; from < table.length; from += BATCH) {
    const rows = table.slice(from, from + BATCH);
    for (const row of rows) {
      families.add(row.family);
      instances.add(row.instance);
    }
    tell({ kind: 'rows', rows: rows.map((row, at) => namedRow(row, from + at)) });
  }
  const suggestions = distillation.suggestions.length;
  tell({
    kind: 'done',
    summary: {
      statements: table.length,
      families: families.size,
      instances: instances.size,
      suggestions,
    },
  });
}

/** Known names; the level is read off the ending, a name with none we know is a site. */
function knownPlaces(names: readonly string[]): Gazetteer {
  return gazetteer(
    names.map((name) => {
      const folded = foldText(name);
      return { name: folded, level: findPlaces(folded).at(-1)?.level ?? 5 };
    }),
  );
}

function namedRow(row: Distilled, at: number): DistilledRow {
  const idOf = (number: number): string => statements[number]?.id ?? '';
  return {
    id: idOf(at),
    family: idOf(row.family),
    instance: idOf(row.instance),
    score: row.score,
    rule: row.rule,
  };
}

function tell(answer: DistilAnswer): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage(answer);
}
