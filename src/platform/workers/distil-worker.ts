import { parentPort } from 'node:worker_threads';
import type { Distillation, Distilled } from '#domain/alike/distil.ts';
import { distilGathered, tableOf } from '#domain/alike/distil.ts';
import { Gathering } from '#domain/alike/gathering.ts';
import { findPlaces, gazetteer, villageAliases } from '#domain/alike/place.ts';
import type { Gazetteer } from '#domain/alike/place.ts';
import type { StatementLink } from '#domain/alike/settle.ts';
import {
  firstStatements,
  settleLinks,
  statementLinks,
  statementSuggestions,
} from '#domain/alike/settle.ts';
import type { Statement } from '#domain/alike/statement.ts';
import { askAlike, tellVoice } from '#domain/alike/voice.ts';
import { foldText } from '#domain/text/fold.ts';
import type {
  AskedStatement,
  DecidedPairs,
  DistilAnswers,
  DistilledLink,
  DistilledRow,
  DistilQuestion,
  DistilSummary,
  ToldPlace,
  ToldStatement,
} from './distil-messages.ts';

/** Rows in one message: unpacking them holds up the receiving loop for about a millisecond. */
const BATCH = 1000;

/** What came of distilling, kept for those who ask. */
interface Result {
  readonly distillation: Distillation;
  readonly table: readonly Distilled[];
  /** For each statement the least id of its group, as the database names groups. */
  readonly instanceOf: readonly string[];
  readonly links: readonly StatementLink[];
  readonly suggestions: readonly StatementLink[];
  /** The first statement of each matter; later voices lengthen it. */
  readonly firstOf: number[];
}

const ids: string[] = [];
let gathering = new Gathering();
let result: Result | undefined;

parentPort?.on('message', (question: DistilQuestion) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage(answer(question));
});

function answer(question: DistilQuestion): DistilAnswers[DistilQuestion['kind']] {
  switch (question.kind) {
    case 'places':
      gathering = new Gathering(knownPlaces(question.places));
      return undefined;
    case 'statements':
      return gather(question.statements);
    case 'distil':
      return distilAll(question.decided);
    case 'rows':
      return rowsFrom(question.from);
    case 'links':
    case 'suggestions':
      return (result?.[question.kind] ?? []).slice(question.from, question.from + BATCH).map(named);
    case 'ask':
      return asked(question.statement, question.most);
    case 'tell':
      return tell(question.statement);
  }
}

function gather(statements: readonly Statement[]): undefined {
  for (const statement of statements) {
    ids.push(statement.id);
    gathering.add(statement);
  }
}

function distilAll(decided: DecidedPairs): DistilSummary {
  const distillation = distilGathered(gathering);
  gathering = new Gathering();
  const { linked, apart } = positions(decided);
  const links = statementLinks(distillation);
  const { drawn, instanceOf } = settleLinks(ids.length, { linked, apart }, links);
  const settled = new Set(apart.map(([a, b]) => pairKey(a, b)));
  const suggestions = statementSuggestions(distillation).filter(
    ({ a, b }) => instanceOf[a] !== instanceOf[b] && !settled.has(pairKey(a, b)),
  );
  const table = tableOf(distillation);
  const firstOf = [...firstStatements(distillation)];
  result = {
    distillation,
    table,
    instanceOf: leastIds(instanceOf),
    links: drawn,
    suggestions,
    firstOf,
  };
  return {
    statements: table.length,
    families: new Set(table.map(({ family }) => family)).size,
    instances: new Set(instanceOf).size,
    links: drawn.length,
    suggestions: suggestions.length,
  };
}

function leastIds(groupOf: Int32Array): string[] {
  const least = new Map<number, string>();
  for (const [at, group] of groupOf.entries()) {
    const known = least.get(group);
    if (known === undefined || idOf(at) < known) least.set(group, idOf(at));
  }
  return Array.from(groupOf, (group) => least.get(group) ?? idOf(group));
}

function positions({ linked, apart }: DecidedPairs): {
  linked: [number, number][];
  apart: [number, number][];
} {
  if (linked.length === 0 && apart.length === 0) return { linked: [], apart: [] };
  const at = new Map(ids.map((id, place) => [id, place]));
  const placed = (pairs: DecidedPairs['linked']): [number, number][] =>
    pairs.flatMap(([a, b]): [number, number][] => {
      const [x, y] = [at.get(a), at.get(b)];
      return x === undefined || y === undefined ? [] : [[x, y]];
    });
  return { linked: placed(linked), apart: placed(apart) };
}

function pairKey(a: number, b: number): number {
  return Math.min(a, b) * 2 ** 26 + Math.max(a, b);
}

function rowsFrom(from: number): DistilledRow[] {
  return (result?.table ?? []).slice(from, from + BATCH).map((row, place): DistilledRow => {
    const at = from + place;
    const { family, score, rule } = row;
    const instance = result?.instanceOf[at] ?? idOf(at);
    return { id: idOf(at), family: idOf(family), instance, score, rule };
  });
}

function named({ a, b, score, rule }: StatementLink): DistilledLink {
  return { a: idOf(a), b: idOf(b), score, rule };
}

function asked(statement: Omit<Statement, 'id'>, most: number): AskedStatement[] {
  if (result === undefined) return [];
  return askAlike(result.distillation, result.firstOf, statement, most).map((found) => ({
    id: idOf(found.statement),
    score: found.score,
    place: found.place,
  }));
}

function tell(statement: Statement): ToldStatement {
  if (result === undefined) return { near: [] };
  const { distillation, firstOf } = result;
  const { matter, kin, candidates } = tellVoice(distillation, statement);
  const before = firstOf[matter];
  const isNew = before === undefined || idOf(before) !== statement.id;
  if (before === undefined) firstOf[matter] = ids.push(statement.id) - 1;
  const first = (of: number): string => idOf(firstOf[of] ?? -1);
  return {
    ...(before !== undefined && isNew && { same: idOf(before) }),
    ...(kin !== undefined && { kin: first(kin) }),
    near: candidates.map(({ b, score, decision, rule }) => ({
      id: first(b),
      score,
      decision,
      rule,
    })),
  };
}

/** Known names; a level not told is read off the ending, a name with none we know is a site. */
function knownPlaces(places: readonly ToldPlace[]): Gazetteer {
  return gazetteer(
    places.map(({ name, level }) => {
      const folded = foldText(name);
      const place = { name: folded, level: level ?? findPlaces(folded).at(-1)?.level ?? 5 };
      return { ...place, aliases: villageAliases(place) };
    }),
  );
}

function idOf(at: number): string {
  return ids[at] ?? '';
}
