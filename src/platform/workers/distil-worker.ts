import { parentPort } from 'node:worker_threads';
import type { Told } from '#domain/alike/distil.ts';
import { distilGathered, tableOf, tellGathered } from '#domain/alike/distil.ts';
import type { DistilTable } from '#domain/alike/distil-table.ts';
import { Gathering } from '#domain/alike/gathering.ts';
import { NumberList } from '#domain/alike/near/number-list.ts';
import { levelOfName, gazetteer, villageAliases } from '#domain/alike/places/place.ts';
import type { Gazetteer } from '#domain/alike/places/place.ts';
import { type QueueGroup, queueGroups } from '#domain/alike/queue/queue-groups.ts';
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
  DistilledItem,
  DistilledLink,
  DistilledRow,
  DistilQuestion,
  DistilSummary,
  ToldPlace,
  ToldStatement,
} from './distil-messages.ts';
import { standBack } from './stand-back.ts';

/** Rows in one message: unpacking them holds up the receiving loop for about a millisecond. */
const BATCH = 1000;
/** Groups in one message; they have some members each. */
const ITEMS = 300;

type Pair = readonly [string, string];

/** What came of distilling, kept to be fetched. */
interface Result {
  readonly table: DistilTable;
  /** For each statement the least id of its group, as the database names groups. */
  readonly instanceOf: readonly string[];
  readonly links: readonly StatementLink[];
  /** Taken one after the other. */
  readonly items: Iterator<QueueGroup, undefined>;
}

/** What new statements are compared with. */
interface Index {
  readonly told: Told;
  /** The first statement of each matter; later voices lengthen it. */
  readonly firstOf: NumberList;
}

const ids: string[] = [];
const decided = { linked: [] as Pair[], apart: [] as Pair[], settled: [] as Pair[] };
const homes = new Map<string, string>();
let gathering = new Gathering();
let result: Result | undefined;
let index: Index | undefined;

standBack();

parentPort?.on('message', (question: DistilQuestion) => {
  parentPort?.postMessage(answer(question));
});

function answer(question: DistilQuestion): DistilAnswers[DistilQuestion['kind']] {
  switch (question.kind) {
    case 'places':
      gathering = new Gathering(knownPlaces(question.places));
      return undefined;
    case 'statements':
      return gather(question.statements);
    case 'decided':
      return keepDecided(question.decided);
    case 'index':
      return indexAll();
    case 'distil':
      return distilAll();
    case 'rows':
      return rowsFrom(question.from);
    case 'links':
      return (result?.links ?? []).slice(question.from, question.from + BATCH).map(named);
    case 'items':
      return nextItems();
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

function keepDecided({
  linked = [],
  apart = [],
  settled = [],
  tied = [],
}: DecidedPairs): undefined {
  decided.linked.push(...linked);
  decided.apart.push(...apart);
  decided.settled.push(...settled);
  for (const [id, home] of tied) homes.set(id, home);
}

function indexAll(): undefined {
  const told = tellGathered(gathering);
  gathering = new Gathering();
  const firstOf = new NumberList();
  for (const first of firstStatements(told)) firstOf.push(first);
  told.still.settle();
  index = { told, firstOf };
}

function distilAll(): DistilSummary {
  const distillation = distilGathered(gathering);
  gathering = new Gathering();
  const at =
    decided.linked.length + decided.apart.length + decided.settled.length === 0
      ? NOWHERE
      : places();
  const [linked, apart] = [placed(decided.linked, at), placed(decided.apart, at)];
  const links = statementLinks(distillation);
  const { drawn, instanceOf } = settleLinks(ids.length, { linked, apart }, links);
  const settled = new Set(
    [...apart, ...placed(decided.settled, at)].map(([a, b]) => pairKey(a, b)),
  );
  // No more of the distillation than this is kept for the groups that are made later.
  const [candidates, first] = [distillation.suggestions, firstStatements(distillation)];
  const suggestions = {
    *[Symbol.iterator]() {
      for (const one of statementSuggestions(candidates, first))
        if (instanceOf[one.a] !== instanceOf[one.b]) yield one;
    },
  };
  const table = tableOf(distillation);
  const isOpen = (a: number, b: number): boolean =>
    !settled.has(pairKey(a, b)) && homeOf(a) !== homeOf(b);
  result = {
    table,
    instanceOf: leastIds(instanceOf),
    links: drawn,
    items: queueGroups({ suggestions, instanceOf, table, isOpen }),
  };
  return {
    statements: table.size,
    families: table.families,
    instances: new Set(instanceOf).size,
    links: drawn.length,
    suggestions: suggestions[Symbol.iterator]().reduce((count) => count + 1, 0),
  };
}

const NOWHERE: ReadonlyMap<string, number> = new Map();

function places(): ReadonlyMap<string, number> {
  return new Map(ids.map((id, place) => [id, place]));
}

/** Where handling has led: a voice to its problem, that one to its survivor. */
function homeOf(at: number): string {
  let id = idOf(at);
  for (let hops = 0; hops < DEEPEST; hops += 1) id = homes.get(id) ?? id;
  return id;
}
const DEEPEST = 4;

function leastIds(groupOf: Int32Array): string[] {
  const least = new Map<number, string>();
  for (const [at, group] of groupOf.entries()) {
    const known = least.get(group);
    if (known === undefined || idOf(at) < known) least.set(group, idOf(at));
  }
  return Array.from(groupOf, (group) => least.get(group) ?? idOf(group));
}

function placed(pairs: readonly Pair[], at: ReadonlyMap<string, number>): [number, number][] {
  return pairs.flatMap(([a, b]): [number, number][] => {
    const [x, y] = [at.get(a), at.get(b)];
    return x === undefined || y === undefined ? [] : [[x, y]];
  });
}

function pairKey(a: number, b: number): number {
  return Math.min(a, b) * 2 ** 26 + Math.max(a, b);
}

function rowsFrom(from: number): DistilledRow[] {
  const rows: DistilledRow[] = [];
  for (let at = from; at < from + BATCH; at += 1) {
    const row = result?.table.at(at);
    if (row === undefined) break;
    const { family, score, rule } = row;
    const instance = result?.instanceOf[at] ?? idOf(at);
    rows.push({ id: idOf(at), family: idOf(family), instance, score, rule });
  }
  return rows;
}

function nextItems(): DistilledItem[] {
  const items: DistilledItem[] = [];
  while (items.length < ITEMS) {
    const next = result?.items.next();
    if (next === undefined || next.done === true) break;
    items.push(namedItem(next.value));
  }
  return items;
}

function namedItem({ kind, main, members }: QueueGroup): DistilledItem {
  return {
    kind,
    main: idOf(main),
    members: members.map(({ statement, score, rule }) => ({ id: idOf(statement), score, rule })),
  };
}

function named({ a, b, score, rule }: StatementLink): DistilledLink {
  return { a: idOf(a), b: idOf(b), score, rule };
}

function asked(statement: Omit<Statement, 'id'>, most: number): AskedStatement[] {
  if (index === undefined) return [];
  return askAlike(index.told, index.firstOf, statement, most).map((found) => ({
    id: idOf(found.statement),
    score: found.score,
    place: found.place,
  }));
}

function tell(statement: Statement): ToldStatement {
  if (index === undefined) return { near: [] };
  const { told, firstOf } = index;
  const { matter, kin, candidates } = tellVoice(told, statement);
  const before = matter < firstOf.size ? firstOf.at(matter) : undefined;
  const isNew = before === undefined || idOf(before) !== statement.id;
  if (before === undefined) firstOf.push(ids.push(statement.id) - 1);
  const first = (of: number): string => idOf(firstOf.at(of));
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
      const place = { name: folded, level: level ?? levelOfName(folded) };
      return { ...place, aliases: villageAliases(place) };
    }),
  );
}

function idOf(at: number): string {
  return ids[at] ?? '';
}
