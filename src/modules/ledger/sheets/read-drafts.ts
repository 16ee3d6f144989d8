import { hash } from 'node:crypto';
import { isWithin, type OrgPath } from '#domain/org/path.ts';
import { draftKey, ledgerDraft, type LedgerDraft } from '#domain/sheet/ledger-draft.ts';
import { foldLedger, type ReadItem } from '#domain/sheet/read-ledger.ts';
import { faultAt } from '#domain/sheet/read-row.ts';
import type { RowFault } from '#domain/sheet/row-faults.ts';
import { ownTurn } from '#platform/own-turn.ts';
import type { SheetSource } from '#platform/sheets/open-sheet.ts';
import type { BatchMapping } from './batch-store.ts';
import type { KnownUnit, UnitFinder } from './resolve.ts';

/** An entry of the sheet with everything looked up, and what is wrong with it. */
export interface Prepared {
  readonly item: ReadItem;
  readonly draft: LedgerDraft;
  readonly category: string;
  readonly origin: KnownUnit | undefined;
  readonly lead: KnownUnit | undefined;
  readonly co: readonly KnownUnit[];
  readonly faults: readonly RowFault[];
  readonly faulty: boolean;
  /** No row of it is seen by whoever looks at the sheet. */
  readonly hidden: boolean;
  /** The same for the same row of the same unit's sheet, whenever it comes. */
  readonly sourceKey: string;
}

export interface Lookups {
  readonly units: UnitFinder;
  readonly category: (text: string) => string | undefined;
  /** The unit that brings the sheet; origins must stand below it. */
  readonly home: OrgPath;
}

/** So many rows are folded at a time. */
const ROWS_AT_ONCE = 100;
/** After so many milliseconds others have their turn: a name that nobody knows takes longer than a row. */
const TURN_MS = 8;

/** Read a sheet entry by entry (逐项读取); memory holds one batch of rows and a short key for each entry. */
export async function* readDrafts(
  source: SheetSource,
  sheet: string,
  mapping: BatchMapping,
  today: string,
  lookups: Lookups,
): AsyncGenerator<Prepared[]> {
  const { merges } = await source.outline(sheet);
  const folder = foldLedger(mapping, merges, today);
  const at: Sheet = {
    ...lookups,
    mapping,
    columns: new Map(mapping.columns.toReversed().map((column) => [column.field, column])),
    times: new Map(),
  };
  let turn = performance.now();
  const pass = async (): Promise<void> => {
    if (performance.now() - turn < TURN_MS) return;
    await ownTurn();
    turn = performance.now();
  };
  const prepareAll = async (items: readonly ReadItem[]): Promise<Prepared[]> => {
    const prepared: Prepared[] = [];
    for (const item of items) {
      prepared.push(prepare(item, at));
      await pass();
    }
    return prepared;
  };
  for await (const rows of source.rows(sheet)) {
    turn = performance.now();
    for (let first = 0; first < rows.length; first += ROWS_AT_ONCE)
      yield await prepareAll(folder.push(rows.slice(first, first + ROWS_AT_ONCE)));
  }
  yield await prepareAll(folder.finish().items);
}

/** Does an entry come in, or was the sheet brought without what is hidden in it? */
export function comesIn({ withoutHidden }: BatchMapping, { hidden }: Prepared): boolean {
  return !(hidden && withoutHidden === true);
}

/** The same entries, so many at a time: what is asked of the database is asked for all of them at once. */
export async function* inChunks(
  prepared: AsyncIterable<readonly Prepared[]>,
  size: number,
): AsyncGenerator<Prepared[]> {
  let chunk: Prepared[] = [];
  for await (const some of prepared) {
    for (const one of some)
      if (chunk.push(one) === size) {
        yield chunk;
        chunk = [];
      }
  }
  if (chunk.length > 0) yield chunk;
}

/** A sheet being read: what is looked up, and which keys have been given. */
interface Sheet extends Lookups {
  readonly mapping: BatchMapping;
  readonly columns: ReadonlyMap<string | undefined, BatchMapping['columns'][number]>;
  readonly times: Map<string, number>;
}

function prepare(item: ReadItem, at: Sheet): Prepared {
  const { columns, times } = at;
  const draft = ledgerDraft(item, at.mapping.defaults);
  const faults: RowFault[] = [...item.faults];
  const lead = leadOf(item, at, faults, columns.get('lead') ?? columns.get('responsible'));
  const co = item.co.flatMap((named) => {
    if (named.group === true) return [];
    const unit = at.units.find(named.name);
    if (typeof unit !== 'string') return unit.id === lead?.id ? [] : [unit];
    const details = { name: named.name, nearest: nearestNamesOf(at, named.name) };
    faults.push(faultAt(item.row, 'co-unknown', details, columns.get('co')));
    return [];
  });
  const category = draft.category === '' ? '' : (at.category(draft.category) ?? '');
  if (draft.category !== '' && category === '')
    faults.push(
      faultAt(item.row, 'category-unknown', { name: draft.category }, columns.get('category')),
    );
  const origin = originOf(item, at, faults, columns.get('unit'));
  const key = shortHash(draftKey(item));
  const nth = (times.get(key) ?? 0) + 1;
  times.set(key, nth);
  return {
    item,
    draft,
    category,
    origin,
    lead,
    co: co.length < 2 ? co : [...new Map(co.map((unit) => [unit.id, unit])).values()],
    faults,
    faulty: faults.some((fault) => fault.level === 'error'),
    hidden: item.source.every((row) => row.hidden === true),
    sourceKey: nth === 1 ? key : `${key}#${nth}`,
  };
}

function leadOf(
  item: ReadItem,
  lookups: Lookups,
  faults: RowFault[],
  column: BatchMapping['columns'][number] | undefined,
): KnownUnit | undefined {
  if (item.lead === undefined || item.lead.group === true) return undefined;
  const { name } = item.lead;
  const unit = lookups.units.find(name);
  // A draft stands where its lead stands: outside, whoever brings the sheet would lose sight of it.
  if (typeof unit !== 'string') {
    if (isWithin(unit.path, lookups.home)) return unit;
    faults.push(faultAt(item.row, 'lead-outside', { name }, column));
    return undefined;
  }
  const nearest = unit === 'unknown' ? { nearest: nearestNamesOf(lookups, name) } : {};
  faults.push(faultAt(item.row, `unit-${unit}`, { name, ...nearest }, column));
  return undefined;
}

function originOf(
  item: ReadItem,
  lookups: Lookups,
  faults: RowFault[],
  column: BatchMapping['columns'][number] | undefined,
): KnownUnit | undefined {
  const [named] = item.values.units.unit ?? [];
  if (named === undefined || named.group === true) return undefined;
  const unit = lookups.units.find(named.name);
  if (typeof unit === 'string') {
    const nearest = unit === 'unknown' ? { nearest: nearestNamesOf(lookups, named.name) } : {};
    faults.push(faultAt(item.row, `unit-${unit}`, { name: named.name, ...nearest }, column));
    return undefined;
  }
  if (isWithin(unit.path, lookups.home)) return unit;
  faults.push(faultAt(item.row, 'out-of-reach', { name: named.name }, column));
  return undefined;
}

function nearestNamesOf(lookups: Lookups, name: string): string {
  return lookups.units.nearest(name).join('、');
}

function shortHash(text: string): string {
  // Not cut off a longer text, which would be kept with it for as long as the sheet is read.
  return hash('sha256', text, 'buffer').toString('base64url', 0, 18);
}
