import { foldText } from '../text/fold.ts';
import { cellText, type Merge, type SheetRow } from './cell.ts';
import { contentAgrees } from './column-content.ts';
import { findHeader, type HeaderBlock } from './header-rows.ts';
import { moneyUnitIn, plainHeader, scoreHeader, type Score } from './header-words.ts';
import type { FieldWords } from './ledger-fields.ts';

/** What a column seems to be. Nothing below `SURE` is mapped without a person. */
export interface ProposedColumn {
  readonly column: number;
  /** As written; the rows of a header of several joined by ` / `. */
  readonly label: string;
  readonly field?: string;
  readonly confidence: number;
  /** A person should look: nearly another field, or contents that speak against it. */
  readonly doubtful: boolean;
  readonly alternatives: readonly Score[];
  /** For money: yuan in one, from the header or the sheet (单位：万元 is 10,000). */
  readonly moneyUnit?: number;
}

export interface ProposedMapping {
  readonly headerTop: number;
  readonly headerBottom: number;
  readonly columns: readonly ProposedColumn[];
  /** The rows above the header, as one text. */
  readonly title: string;
  /** 填报单位, 填报时间 and the like, as label and value. */
  readonly metadata: readonly (readonly [string, string])[];
}

/** From here a field is mapped; down to `ASK` it is offered. */
export const SURE = 0.7;
const ASK = 0.5;
const NEAR = 0.08;

/**
 * Finds the header of a sheet among its first rows (give some 200, so that contents can be looked at)
 * and proposes what each column is. `undefined` when no row looks like a header: a cover sheet, a list
 * of choices. A proposal is always shown for confirmation; a confirmed one is remembered under
 * `headerFingerprint`.
 */
export function proposeMapping(
  rows: readonly SheetRow[],
  merges: readonly Merge[],
  fields: readonly FieldWords[],
): ProposedMapping | undefined {
  const block = findHeader(rows, merges, fields);
  if (block === undefined) return undefined;
  const above = rows.filter(({ row }) => row < block.top);
  const title = above.map(rowText).filter(Boolean).join('\n');
  const metadata = readMetadata(title);
  const sheetUnit = metadata.find(([label]) => /^(金额|计量|货币)?单位$/.test(label))?.[1];
  const data = rows.filter(({ row }) => row > block.bottom);
  return {
    headerTop: block.top,
    headerBottom: block.bottom,
    columns: proposeColumns(block, data, fields, moneyUnitIn(sheetUnit ?? '')),
    title,
    metadata,
  };
}

/** What a unit's confirmed mapping is kept under: the same labels in the same places. */
export function headerFingerprint(labels: readonly string[]): string {
  return labels.map(plainHeader).join('|');
}

function proposeColumns(
  { labels }: HeaderBlock,
  data: readonly SheetRow[],
  fields: readonly FieldWords[],
  sheetUnit: number | undefined,
): ProposedColumn[] {
  return assignFields(labels, fields).map((assigned, column) => {
    const label = labels[column] ?? '';
    const kind = fields.find(({ field }) => field === assigned.field)?.kind;
    const agrees = kind === undefined || contentAgrees(kind, data, column);
    const unit = kind === 'money' ? (moneyUnitIn(label) ?? sheetUnit) : undefined;
    return {
      column,
      label,
      ...assigned,
      confidence: agrees ? assigned.confidence : Math.max(0, assigned.confidence - 0.1),
      doubtful: assigned.doubtful || !agrees,
      ...(unit === undefined ? {} : { moneyUnit: unit }),
    };
  });
}

type Assigned = Pick<ProposedColumn, 'confidence' | 'doubtful' | 'alternatives'> & {
  readonly field?: string;
};

/** Gives each field to the header that names it best, surest first, and each header at most one field. */
export function assignFields(labels: readonly string[], fields: readonly FieldWords[]): Assigned[] {
  const scores = labels.map((label) => scoreHeader(label, fields));
  const claims = scores
    .flatMap((list, column) => list.map((score) => ({ column, ...score })))
    .filter(({ confidence }) => confidence >= SURE)
    .toSorted((a, b) => b.confidence - a.confidence);
  const repeats = new Set(fields.filter(({ many }) => many === true).map(({ field }) => field));
  const taken = new Map<string, number>();
  const given = new Map<number, Score>();
  for (const { column, field, confidence } of claims) {
    if (given.has(column) || (taken.has(field) && !repeats.has(field))) continue;
    taken.set(field, column);
    given.set(column, { field, confidence });
  }
  for (const [column, list] of scores.entries()) {
    const second = given.has(column) ? undefined : secondMeaning(labels[column] ?? '', list, taken);
    if (second === undefined) continue;
    taken.set(second.field, column);
    given.set(column, second);
  }
  return scores.map((list, column) => {
    const own = given.get(column);
    const alternatives = list
      .filter(({ field, confidence }) => field !== own?.field && confidence >= ASK)
      .slice(0, 3);
    const confidence = own?.confidence ?? 0;
    const doubtful = own !== undefined && (alternatives[0]?.confidence ?? 0) > confidence - NEAR;
    return own === undefined
      ? { confidence, doubtful, alternatives }
      : { field: own.field, confidence, doubtful, alternatives };
  });
}

/**
 * What a header means when its first meaning is taken: beside 任务名称, 存在问题 are its difficulties;
 * beside 整改时限, 完成时间 is when it was done.
 */
function secondMeaning(
  label: string,
  scores: readonly Score[],
  taken: ReadonlyMap<string, number>,
): Score | undefined {
  const first = scores[0];
  if (first === undefined || first.confidence < SURE || !taken.has(first.field)) return undefined;
  const field =
    first.field === 'title' && /问题|困难/.test(label)
      ? 'difficulties'
      : first.field === 'deadline' && /(完成|办结)(时间|日期)/.test(plainHeader(label))
        ? 'finish'
        : undefined;
  return field === undefined || taken.has(field) ? undefined : { field, confidence: 0.72 };
}

function rowText(row: SheetRow): string {
  return row.cells
    .map((_, column) => cellText(row, column))
    .filter(Boolean)
    .join('  ');
}

function readMetadata(title: string): [string, string][] {
  const pattern =
    /([\p{L}]{2,10})[:：][ \t\u3000]*([^\n:：]*?)(?=[ \t\u3000]+[\p{L}]{2,10}[:：]|\n|$)/gu;
  return [...title.matchAll(pattern)].map(([, label = '', value = '']) => [
    foldText(label),
    value.trim(),
  ]);
}
