/** What the address of the list of targets says. */
export interface TargetSearch {
  readonly text?: string;
  readonly light?: string;
  /** The state of a target; the ledger's own word for it is `state`. */
  readonly stage?: string;
  readonly unit?: string;
  readonly indicator?: string;
  readonly at?: string;
}

/** What the address of the table of pace says. */
export interface ProgressSearch {
  readonly at?: string;
  readonly unit?: string;
  readonly indicator?: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

function texts<K extends string>(
  raw: Record<string, unknown>,
  names: readonly K[],
): Partial<Record<K, string>> {
  const found: Partial<Record<K, string>> = {};
  for (const name of names) {
    const value = raw[name];
    if (typeof value === 'string' && value !== '' && (name !== 'at' || DAY.test(value)))
      found[name] = value;
  }
  return found;
}

export function readTargetSearch(raw: Record<string, unknown>): TargetSearch {
  return texts(raw, ['text', 'light', 'stage', 'unit', 'indicator', 'at']);
}

export function readProgressSearch(raw: Record<string, unknown>): ProgressSearch {
  return texts(raw, ['at', 'unit', 'indicator']);
}
