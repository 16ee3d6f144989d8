import type { Distilled } from '#domain/alike/distil.ts';
import type { Statement } from '#domain/alike/statement.ts';

/** What the thread is told. */
export type DistilQuestion =
  | { readonly kind: 'places'; readonly places: readonly string[] }
  | { readonly kind: 'statements'; readonly statements: readonly Statement[] }
  | { readonly kind: 'distil' }
  | { readonly kind: 'rows'; readonly from: number };

/** What the thread tells: one `gathered` for each batch of statements, the sum when asked to distil, then rows as they are asked for. */
export type DistilAnswer =
  | { readonly kind: 'gathered' }
  | { readonly kind: 'rows'; readonly rows: readonly DistilledRow[] }
  | { readonly kind: 'done'; readonly summary: DistilSummary };

/** One statement and where it ended up, by ids of the input. */
export interface DistilledRow {
  readonly id: string;
  readonly family: string;
  readonly instance: string;
  readonly score: number;
  readonly rule: Distilled['rule'];
}

export interface DistilSummary {
  readonly statements: number;
  readonly families: number;
  readonly instances: number;
  /** Pairs left for the merge queue. */
  readonly suggestions: number;
}
