import type { Deadline } from '../text/deadline.ts';
import { cellText, type Cell, isBlankRow, type Merge, type SheetRow } from './cell.ts';
import type { LedgerField } from './ledger-fields.ts';
import { classifyRow, type RowClass } from './row-class.ts';
import type { RowFault } from './row-faults.ts';
import { faultAt, readRow, textReaders, type MappedColumn, type RowValues } from './read-row.ts';
import { checkTotal, newSums, resetPart, addToSums, type Sums } from './sheet-sums.ts';
import { CLAIMED_STATES, type ClaimedState, type NamedUnit } from './values.ts';
import { followMerges } from './vertical-merges.ts';

/** One measure of an entry (措施) with what its own row says of it. */
export interface ReadMeasure {
  readonly row: number;
  readonly text: string;
  readonly values: RowValues;
}

/** One entry of the ledger: a row, or the rows that one merged problem covers. */
export interface ReadItem {
  readonly row: number;
  readonly lastRow: number;
  /** The section it stands under (一、思想观念方面), without its number. */
  readonly section?: string;
  /** What the first row says. */
  readonly values: RowValues;
  /** 牵头单位: the lead named, else the first of the responsible units. */
  readonly lead?: NamedUnit;
  /** 配合单位 of all measures, the other responsible units and further leads among them. */
  readonly co: readonly NamedUnit[];
  /** Of the entry; of measures with several, the latest day, kept up for good if any is. */
  readonly deadline?: Deadline;
  /** What the sheet claims of the entry: of measures with several claims, the least advanced. */
  readonly claimed?: ClaimedState;
  readonly measures: readonly ReadMeasure[];
  readonly faults: readonly RowFault[];
  /** The rows as read, for the sheet that goes back and for provenance. */
  readonly source: readonly SheetRow[];
}

export interface LedgerMapping {
  /** Last row of the header. */
  readonly headerBottom: number;
  readonly columns: readonly MappedColumn[];
}

export interface LedgerSummary {
  readonly entries: number;
  readonly measures: number;
  readonly sections: readonly { readonly row: number; readonly name: string }[];
  readonly totals: readonly number[];
  readonly footers: readonly string[];
  /** Of the sheet, not of an entry. */
  readonly faults: readonly RowFault[];
}

/** Takes rows as they come and gives entries as they are complete. */
export interface LedgerFolder {
  push(rows: readonly SheetRow[]): ReadItem[];
  finish(): { readonly items: ReadItem[]; readonly summary: LedgerSummary };
}

interface Open {
  readonly rows: { readonly source: SheetRow; readonly values: RowValues }[];
  readonly section: string | undefined;
  readonly faults: RowFault[];
}

/**
 * Folds the rows below a header into entries: section rows, totals, footers and repeated headers apart,
 * vertical merges as one problem with several measures, blank bordered rows gone. Holds one entry at a
 * time, so a sheet of any length goes through. `today` dates what names no year.
 */
export function foldLedger(
  { headerBottom, columns }: LedgerMapping,
  merges: readonly Merge[],
  today: string,
): LedgerFolder {
  const follow = followMerges(merges.filter(({ bottom }) => bottom > headerBottom));
  const wide = wideRows(merges, columns.length);
  const labels = columns.map(({ label }) => new Set(label.split(' / ')));
  const readers = textReaders(today);
  const places = new Map(columns.toReversed().map((column) => [column.field, column]));
  const place = (field: LedgerField): MappedColumn | undefined => places.get(field);
  const title = place('title');
  const identity = (['title', 'seq', 'code', 'id', 'category'] as const).flatMap(
    (field) => place(field) ?? [],
  );
  const seen = { code: new Map<string, number>(), id: new Map<string, number>() };
  const summary = {
    entries: 0,
    measures: 0,
    sections: [] as { row: number; name: string }[],
    totals: [] as number[],
    footers: [] as string[],
    faults: [] as RowFault[],
  };
  let open: Open | undefined;
  let section:
    | { name: string; row: number; stated: number | undefined; counted: number }
    | undefined;
  let sums: Sums = newSums();

  function close(): ReadItem[] {
    if (open === undefined) return [];
    const item = completeItem(open, place, seen);
    open = undefined;
    summary.entries += 1;
    summary.measures += item.measures.length;
    if (section !== undefined) section.counted += 1;
    return [item];
  }

  function endSection(): void {
    if (section?.stated !== undefined && section.stated !== section.counted) {
      const { name, stated, counted, row } = section;
      const details = { section: name, stated, counted };
      summary.faults.push(faultAt(row, 'section-count-differs', details));
    }
    section = undefined;
  }

  function apart(row: SheetRow, what: RowClass): void {
    if (what.is === 'section') {
      endSection();
      section = { name: what.name, row: row.row, stated: what.stated, counted: 0 };
      summary.sections.push({ row: row.row, name: what.name });
      resetPart(sums);
    } else if (what.is === 'total') {
      summary.totals.push(row.row);
      summary.faults.push(...checkTotal(sums, row, columns, what.partial));
      if (what.partial) resetPart(sums);
    } else if (what.is === 'footer') {
      summary.footers.push(row.cells.flatMap((cell) => cell?.text.trim() || []).join('  '));
    }
  }

  /** The first row of the entry this row goes on with: its problem is merged down, or it states none. */
  function continues(row: SheetRow): 'merged' | 'blank' | undefined {
    if (open === undefined || title === undefined || cellText(row, title.column) !== '')
      return undefined;
    const begun = open.rows[0]?.source.row ?? row.row;
    const anchors = identity.filter(({ field }) => field !== 'category');
    if (anchors.some(({ column }) => (follow.beganAt(column) ?? 0) >= begun)) return 'merged';
    const isBlank = identity.every(
      ({ column }) => cellText(row, column) === '' && follow.beganAt(column) === undefined,
    );
    const measure = place('measure');
    return isBlank && measure !== undefined && cellText(row, measure.column) !== ''
      ? 'blank'
      : undefined;
  }

  function takeEntry(row: SheetRow): ReadItem[] {
    const cell = (column: number): Cell | undefined => {
      const own = row.cells[column];
      return own === undefined || own.text.trim() === ''
        ? own?.formulaWithoutValue
          ? own
          : follow.lent(column)
        : own;
    };
    const goesOn = continues(row);
    const done = goesOn === undefined ? close() : [];
    const { values, faults } = readRow(row.row, columns, cell, readers);
    addToSums(sums, row, columns);
    open ??= { rows: [], section: section?.name, faults: [] };
    open.rows.push({ source: row, values });
    open.faults.push(...faults);
    if (goesOn === 'blank') {
      const first = open.rows[0]?.source.row ?? row.row;
      open.faults.push(faultAt(row.row, 'continues-above', { first }, title));
    }
    return done;
  }

  function push(rows: readonly SheetRow[]): ReadItem[] {
    const items: ReadItem[] = [];
    for (const row of rows) {
      follow.enter(row);
      if (row.row <= headerBottom || isBlankRow(row)) continue;
      const what = classifyRow(row, labels, title?.column ?? -1, wide.has(row.row));
      if (what.is === 'entry') items.push(...takeEntry(row));
      else {
        items.push(...close());
        apart(row, what);
      }
    }
    return items;
  }

  function finish(): { items: ReadItem[]; summary: LedgerSummary } {
    const items = close();
    endSection();
    sums = newSums();
    return { items, summary };
  }

  return { push, finish };
}

/** Rows with one cell merged across half the table or more. */
function wideRows(merges: readonly Merge[], width: number): Set<number> {
  return new Set(
    merges
      .filter(({ left, right }) => right - left + 1 >= Math.max(2, width * 0.5))
      .flatMap(({ top, bottom }) => (top === bottom ? [top] : [])),
  );
}

function completeItem(
  { rows, section, faults }: Open,
  at: (field: LedgerField) => MappedColumn | undefined,
  seen: { readonly code: Map<string, number>; readonly id: Map<string, number> },
): ReadItem {
  const first = rows[0];
  if (first === undefined) throw new Error('an entry without a row');
  const { values, source } = first;
  const all: RowFault[] = [...faults];
  if (values.texts.title === undefined)
    all.push(faultAt(source.row, 'title-missing', {}, at('title')));
  for (const field of ['code', 'id'] as const) {
    const key = values.texts[field];
    if (key === undefined) continue;
    const before = seen[field].get(key);
    if (before === undefined) seen[field].set(key, source.row);
    else {
      all.push(faultAt(source.row, `${field}-twice`, { [field]: key, first: before }, at(field)));
    }
  }
  const duty = dutyOf(rows.map((row) => row.values));
  const leads = duty.leads.map(({ name }) => name);
  if (duty.lead?.group === true) {
    all.push(
      faultAt(source.row, 'group-leads', { name: duty.lead.name }, at('lead') ?? at('responsible')),
    );
  } else if (leads.length > 1) {
    all.push(faultAt(source.row, 'several-leads', { names: leads.join('、') }, at('lead')));
  }
  const deadline = latest(rows.map((row) => row.values.deadline));
  const claimed = CLAIMED_STATES.find((state) => rows.some((row) => row.values.claimed === state));
  const hasDeadline = at('deadline') !== undefined && rows.some((row) => row.values.texts.deadline);
  if (at('deadline') !== undefined && !hasDeadline) {
    all.push(faultAt(source.row, 'deadline-missing', {}, at('deadline')));
  }
  return {
    row: source.row,
    lastRow: rows.at(-1)?.source.row ?? source.row,
    ...(section === undefined ? {} : { section }),
    values,
    ...(duty.lead === undefined ? {} : { lead: duty.lead }),
    co: duty.co,
    ...(deadline === undefined ? {} : { deadline }),
    ...(claimed === undefined ? {} : { claimed }),
    measures: rows.flatMap((row) =>
      row.values.texts.measure === undefined
        ? []
        : [{ row: row.source.row, text: row.values.texts.measure, values: row.values }],
    ),
    faults: all.toSorted((a, b) => a.row - b.row || (a.column ?? -1) - (b.column ?? -1)),
    source: rows.map((row) => row.source),
  };
}

/** Who leads and who takes part: the first named leads (列第一位的为牵头单位). */
function dutyOf(rows: readonly RowValues[]): {
  readonly lead: NamedUnit | undefined;
  readonly leads: readonly NamedUnit[];
  readonly co: readonly NamedUnit[];
} {
  const all = (field: LedgerField): NamedUnit[] => rows.flatMap((row) => row.units[field] ?? []);
  const named = distinct(all('lead'));
  const responsible = distinct(all('responsible'));
  const lead = named[0] ?? responsible[0];
  const co = distinct([...named.slice(1), ...responsible, ...all('co')]);
  return { lead, leads: named, co: co.filter(({ name }) => name !== lead?.name) };
}

function distinct(units: readonly NamedUnit[]): readonly NamedUnit[] {
  if (units.length < 2) return units;
  return [...new Map(units.map((unit) => [unit.name, unit])).values()];
}

function latest(deadlines: readonly (Deadline | undefined)[]): Deadline | undefined {
  const known = deadlines.filter((one) => one !== undefined);
  const isKept = known.some((one) => one.kind === 'long-term' || one.longTerm === true);
  const longTerm = isKept ? ({ longTerm: true } as const) : {};
  const on = known
    .flatMap((one) => (one.kind === 'date' ? [one.on] : []))
    .toSorted()
    .at(-1);
  if (on !== undefined) return { kind: 'date', on, ...longTerm };
  if (known.some(({ kind }) => kind === 'at-once')) return { kind: 'at-once', ...longTerm };
  return isKept ? { kind: 'long-term' } : undefined;
}
