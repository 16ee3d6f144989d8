/** Times in milliseconds, sorted. */
export interface Times {
  readonly sorted: readonly number[];
}

export function timesOf(measured: readonly number[]): Times {
  return { sorted: measured.toSorted((a, b) => a - b) };
}

/** The time below which this share of all lies (nearest rank). */
export function quantile({ sorted }: Times, share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export function perSecond(count: number, ms: number): number {
  return (count * 1000) / ms;
}

/** Milliseconds that some work takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** One figure of the report, with what it is held to. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** The most (or, with `least`, the least) it may be. */
  readonly limit?: number;
  readonly least?: boolean;
  readonly note?: string;
}

export function met({ value, limit, least = false }: Figure): boolean | undefined {
  if (limit === undefined) return undefined;
  return least ? value >= limit : value <= limit;
}

/** A plain table, columns padded; right for numbers. */
export function table(rows: readonly (readonly (string | number)[])[]): string {
  const text = rows.map((row) =>
    row.map((cell) => (typeof cell === 'number' ? short(cell) : cell)),
  );
  const widths = (text[0] ?? []).map((_, i) =>
    Math.max(...text.map((row) => (row[i] ?? '').length)),
  );
  return text
    .map((row, at) =>
      row
        .map((cell, i) =>
          at > 0 && typeof rows[at]?.[i] === 'number'
            ? cell.padStart(widths[i] ?? 0)
            : cell.padEnd(widths[i] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export function figureTable(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => {
    const { what, value, unit, limit, least, note = '' } = figure;
    const verdict = { true: 'met', false: 'MISSED', undefined: '' }[String(met(figure))] ?? '';
    const bound = limit === undefined ? '' : `${least === true ? '≥' : '≤'} ${limit}`;
    return [what, value, unit, bound, verdict, note];
  });
  return table([['what', 'value', 'unit', 'aim', '', 'note'], ...rows]);
}

function short(value: number): string {
  if (!Number.isFinite(value)) return '–';
  return Math.abs(value) >= 100 ? String(Math.round(value)) : value.toFixed(value < 10 ? 2 : 1);
}
