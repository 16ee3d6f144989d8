import type { Distilled } from '#domain/alike/distil-table.ts';
import type { PlaceLevel } from '#domain/alike/places/place-words.ts';
import type { QueueGroup, QueueMember } from '#domain/alike/queue/queue-groups.ts';
import type { StatementLink } from '#domain/alike/settle.ts';
import type { Statement } from '#domain/alike/statement.ts';
import type { PlaceRelation } from '#domain/alike/places/whereabouts.ts';

type Pair = readonly [string, string];

/** What was decided before, by the ids of statements; told in as many parts as one likes. */
export interface DecidedPairs {
  /** Links that stand. */
  readonly linked?: readonly Pair[];
  /** Set apart by persons: never to be linked, by no detour. */
  readonly apart?: readonly Pair[];
  /** Judged beside each other: not to be asked again. */
  readonly settled?: readonly Pair[];
  /** Handled with another already, a voice with its problem, an entry with what it was merged into. */
  readonly tied?: readonly Pair[];
}

/** A place known beforehand; without a level it is read off the ending of the name. */
export interface ToldPlace {
  readonly name: string;
  readonly level?: PlaceLevel | undefined;
}

/** What the thread is asked. Every question has one answer, in the order they were asked. */
export type DistilQuestion =
  | { readonly kind: 'places'; readonly places: readonly ToldPlace[] }
  | { readonly kind: 'statements'; readonly statements: readonly Statement[] }
  | { readonly kind: 'decided'; readonly decided: DecidedPairs }
  | { readonly kind: 'index' }
  | { readonly kind: 'distil' }
  | { readonly kind: 'rows' | 'links' | 'items'; readonly from: number }
  | { readonly kind: 'ask'; readonly statement: Omit<Statement, 'id'>; readonly most: number }
  | { readonly kind: 'tell'; readonly statement: Statement };

export interface DistilAnswers {
  readonly places: undefined;
  readonly statements: undefined;
  readonly decided: undefined;
  readonly index: undefined;
  readonly distil: DistilSummary;
  readonly rows: readonly DistilledRow[];
  readonly links: readonly DistilledLink[];
  readonly items: readonly DistilledItem[];
  readonly ask: readonly AskedStatement[];
  readonly tell: ToldStatement;
}

/** What was already told like a statement that has just come in; the likeliest first. */
export interface ToldStatement {
  /** The first that says the very same of the very same place. */
  readonly same?: string | undefined;
  /** The nearest wherever it is told, where there is one near enough to be of its kind (同类). */
  readonly kin?: string | undefined;
  readonly near: readonly NearStatement[];
}

export interface NearStatement {
  readonly id: string;
  readonly score: number;
  readonly decision: 'link' | 'suggest';
  readonly rule: DistilledLink['rule'];
}

/** One statement and where it ended up, by ids of the input. */
export interface DistilledRow {
  readonly id: string;
  readonly family: string;
  readonly instance: string;
  readonly score: number;
  readonly rule: Distilled['rule'];
}

/** A group for the queue, by ids of the input, its earliest statement at the head. */
export interface DistilledItem {
  readonly kind: QueueGroup['kind'];
  readonly main: string;
  readonly members: readonly {
    readonly id: string;
    readonly score: number;
    readonly rule: QueueMember['rule'];
  }[];
}

/** A link to draw, by ids of the input. */
export interface DistilledLink {
  readonly a: string;
  readonly b: string;
  readonly score: number;
  readonly rule: StatementLink['rule'];
}

export interface AskedStatement {
  readonly id: string;
  readonly score: number;
  readonly place: PlaceRelation;
}

export interface DistilSummary {
  readonly statements: number;
  readonly families: number;
  readonly instances: number;
  /** Links to draw; those that stood before are not among them. */
  readonly links: number;
  /** Pairs left for the merge queue. */
  readonly suggestions: number;
}
