import { parseDay, parseDeadline, type Deadline } from '../text/deadline.ts';
import type { Cell } from './cell.ts';
import { LEDGER_FIELDS, type FieldKind, type LedgerField } from './ledger-fields.ts';
import { remembered } from './remembered.ts';
import { ROW_FAULTS, type RowFault, type RowFaultCode } from './row-faults.ts';
import {
  isNothing,
  parseMoney,
  parseStatus,
  splitPeople,
  splitUnits,
  type ClaimedState,
  type Money,
  type NamedUnit,
} from './values.ts';

/** A column whose meaning a person has confirmed. */
export interface MappedColumn {
  readonly column: number;
  readonly label: string;
  readonly field?: string;
  /** Yuan in one, for money. */
  readonly moneyUnit?: number;
}

/** What one row says, field by field, read as far as it can be. */
export interface RowValues {
  /** Every mapped field that is not empty, as written; of several columns, one below the other. */
  readonly texts: Partial<Record<LedgerField, string>>;
  readonly units: Partial<Record<LedgerField, readonly NamedUnit[]>>;
  readonly people: Partial<Record<LedgerField, readonly string[]>>;
  readonly days: Partial<Record<LedgerField, string>>;
  readonly money: Partial<Record<LedgerField, Money>>;
  readonly deadline?: Deadline;
  /** What the state column claims. */
  readonly claimed?: ClaimedState;
  /** Columns without a meaning, by their label: nothing of a sheet is thrown away. */
  readonly extra: Readonly<Record<string, string>>;
}

const KINDS: ReadonlyMap<string, FieldKind> = new Map(
  LEDGER_FIELDS.map(({ field, kind }) => [field, kind]),
);

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Open = { -readonly [K in keyof RowValues]: Mutable<RowValues[K]> };

/** How the texts of one sheet are read: the same words mean the same in every row. */
export interface TextReaders {
  readonly deadline: (text: string) => Deadline | undefined;
  readonly day: (text: string) => string | undefined;
  readonly units: (text: string) => readonly NamedUnit[];
  readonly people: (text: string) => readonly string[];
  readonly status: (text: string, header: string) => ClaimedState | undefined;
}

/** Readers for a sheet; `today` dates what names no year. */
export function textReaders(today: string): TextReaders {
  return {
    deadline: remembered((text) => parseDeadline(text, today)),
    day: remembered((text) => parseDay(text, today)),
    units: remembered(splitUnits),
    people: remembered(splitPeople),
    status: statusReader(),
  };
}

/** What 是 means hangs on the header, so each header remembers its own. */
function statusReader(): TextReaders['status'] {
  const byHeader = remembered((header) => remembered((text) => parseStatus(text, header)));
  return (text, header) => byHeader(header)(text);
}

/** Reads one row; `cell` gives the cell of a column, lent by a merge or its own. */
export function readRow(
  row: number,
  columns: readonly MappedColumn[],
  cell: (column: number) => Cell | undefined,
  readers: TextReaders,
): { readonly values: RowValues; readonly faults: RowFault[] } {
  const faults: RowFault[] = [];
  const values: Open = {
    texts: {},
    units: {},
    people: {},
    days: {},
    money: {},
    extra: {},
  };
  for (const mapped of columns) {
    const found = cell(mapped.column);
    const fault = (code: RowFaultCode, details: RowFault['details'] = {}): void => {
      faults.push(faultAt(row, code, details, mapped));
    };
    if (found === undefined || !isUsable(found, fault)) continue;
    const text = found.text.trim();
    if (text === '' || (mapped.field !== 'title' && isNothing(text))) continue;
    if (mapped.field === undefined) {
      if (mapped.label !== '') values.extra[freeLabel(mapped.label, values.extra)] = text;
    } else readField(mapped, mapped.field as LedgerField, found, text, values, readers, fault);
  }
  checkOrder(row, columns, values, faults);
  return { values, faults };
}

/** A fault in its place, with the level its code has. */
export function faultAt(
  row: number,
  code: RowFaultCode,
  details: RowFault['details'],
  place?: Pick<MappedColumn, 'column' | 'label'>,
): RowFault {
  const where = place === undefined ? {} : { column: place.column, label: place.label };
  return { row, ...where, code, details, level: ROW_FAULTS[code].level };
}

type Report = (code: RowFaultCode, details?: RowFault['details']) => void;

function isUsable(cell: Cell, fault: Report): boolean {
  if (cell.formulaWithoutValue === true) fault('formula-without-value');
  else if (cell.error === true) fault('cell-error', { text: cell.text });
  else if (cell.text.includes('\uFFFD')) fault('damaged-text', { text: cell.text.slice(0, 40) });
  else return true;
  return false;
}

function freeLabel(label: string, taken: Readonly<Record<string, string>>): string {
  let name = label;
  for (let count = 2; name in taken; count += 1) name = `${label}（${count}）`;
  return name;
}

function readField(
  column: MappedColumn,
  field: LedgerField,
  cell: Cell,
  text: string,
  values: Open,
  readers: TextReaders,
  fault: Report,
): void {
  const before = values.texts[field];
  values.texts[field] = before === undefined ? text : `${before}\n${text}`;
  switch (KINDS.get(field)) {
    case 'deadline': {
      const deadline: Deadline | undefined =
        cell.date === undefined ? readers.deadline(text) : { kind: 'date', on: cell.date };
      if (deadline === undefined) fault('deadline-unreadable', { text: text.slice(0, 60) });
      else values.deadline = deadline;
      break;
    }
    case 'day': {
      const day = cell.date ?? readers.day(text);
      if (day === undefined) fault('day-unreadable', { text: text.slice(0, 60) });
      else values.days[field] = day;
      break;
    }
    case 'money': {
      const money = parseMoney(text, column.moneyUnit);
      if (money === undefined) fault('money-unreadable', { text: text.slice(0, 60) });
      else values.money[field] = money;
      break;
    }
    case 'status': {
      const claimed = readers.status(text, column.label);
      if (claimed === undefined) fault('status-unreadable', { text: text.slice(0, 60) });
      else values.claimed = claimed;
      break;
    }
    case 'unit':
    case 'units':
      values.units[field] = readers.units(text);
      break;
    case 'people': {
      const people = readers.people(text);
      values.people[field] = people;
      if (field === 'owner' && people.length > 1) {
        fault('several-people', { names: people.join('、').slice(0, 60) });
      }
      break;
    }
    case 'text':
    case 'key':
    case 'choice':
    case 'phone':
    case undefined:
      break;
  }
}

function checkOrder(
  row: number,
  columns: readonly MappedColumn[],
  values: Open,
  faults: RowFault[],
): void {
  const { start } = values.days;
  const deadline = values.deadline?.kind === 'date' ? values.deadline.on : undefined;
  if (start === undefined || deadline === undefined || deadline >= start) return;
  const place = columns.find(({ field }) => field === 'deadline');
  faults.push(faultAt(row, 'deadline-before-start', { start, deadline }, place));
}
