/**
 * One kind of trouble and the words to tell it with. In villages every thing goes with every fault,
 * elsewhere each with its own; measures and results stand in the order of the things. `{n}` is a
 * handful, `{m}` metres, `{h}` households, `{w}` 万元, `{d}` days, `{p}` persons.
 */
export interface Theme {
  /** What department's matter it is; several: any of them may lead, the others help. */
  readonly functions: readonly string[];
  /** Facet of the campaign's taxonomy and of the one about what it serves. */
  readonly breaks: string;
  readonly serves: string;
  readonly things: readonly string[];
  readonly faults: readonly string[];
  readonly effects: readonly string[];
  readonly causes: readonly string[];
  readonly measures: readonly string[];
  readonly results: readonly string[];
}
