import { parentPort } from 'node:worker_threads';
import type { Distilled } from '#domain/alike/distil.ts';
import { distilGathered, tableOf } from '#domain/alike/distil.ts';
import { Gathering } from '#domain/alike/gathering.ts';
import { findPlaces, gazetteer } from '#domain/alike/place.ts';
import type { Gazetteer } from '#domain/alike/place.ts';
import type { Statement } from '#domain/alike/statement.ts';
import { foldText } from '#domain/text/fold.ts';
import type { DistilAnswer, DistilledRow, DistilQuestion } from './distil-messages.ts';

/** Rows in one message: unpacking them holds up the receiving loop for about a millisecond. */
const BATCH = 1000;

const ids: string[] = [];
let gathering = new Gathering();
let table: readonly Distilled[] = [];

parentPort?.on('message', (question: DistilQuestion) => {
  if (question.kind === 'places') gathering = new Gathering(knownPlaces(question.places));
  else if (question.kind === 'statements') gather(question.statements);
  else if (question.kind === 'distil') distilAll();
  else tellRows(question.from);
});

function gather(statements: readonly Statement[]): void {
  for (const statement of statements) {
    ids.push(statement.id);
    gathering.add(statement);
  }
  tell({ kind: 'gathered' });
}

function distilAll(): void {
  const distillation = distilGathered(gathering);
  table = tableOf(distillation);
  const summary = {
    statements: table.length,
    families: new Set(table.map(({ family }) => family)).size,
    instances: new Set(table.map(({ instance }) => instance)).size,
    suggestions: distillation.suggestions.length,
  };
  tell({ kind: 'done', summary });
}

function tellRows(from: number): void {
  const rows = table.slice(from, from + BATCH);
  tell({ kind: 'rows', rows: rows.map((row, at) => namedRow(row, from + at)) });
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
  const idOf = (number: number): string => ids[number] ?? '';
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
