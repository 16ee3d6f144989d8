import {
  ASSURANCES,
  type EntryKind,
  type EntryState,
  FOUND_BY,
  LEVELS,
  SOURCES,
} from '#domain/entry/entry.ts';
import { VERDICTS } from '#domain/entry/verdict.ts';
import { PROBLEM_STATES } from '#domain/problem/lifecycle.ts';
import { TASK_STATES } from '#domain/task/lifecycle.ts';
import type { Input } from '../api/call.ts';
import type { calls } from '../api/calls.ts';

/** What the address of a list says: the filter, the order, and the entry shown beside it. */
export interface LedgerSearch {
  readonly state?: readonly EntryState[] | undefined;
  readonly unit?: string | undefined;
  readonly lead?: string | undefined;
  readonly category?: readonly string[] | undefined;
  readonly source?: readonly (typeof SOURCES)[number][] | undefined;
  readonly foundBy?: readonly (typeof FOUND_BY)[number][] | undefined;
  readonly level?: readonly (typeof LEVELS)[number][] | undefined;
  readonly assurance?: readonly (typeof ASSURANCES)[number][] | undefined;
  readonly finding?: readonly (typeof VERDICTS)[number][] | undefined;
  /** Others ever came to a conclusion on it. */
  readonly checked?: boolean | undefined;
  readonly key?: boolean | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly overdue?: boolean | undefined;
  readonly mine?: boolean | undefined;
  readonly review?: 'due' | undefined;
  /** By which part of ours; what we raised is looked for wherever it stands now. */
  readonly role?: (typeof ROLES)[number] | undefined;
  readonly text?: string | undefined;
  readonly sort?: (typeof SORTS)[number] | undefined;
  readonly peek?: string | undefined;
}

/** A filter as the wire takes it. */
export type Filter = Omit<Input<typeof calls.countEntries>, 'exact'>;

export const SORTS = ['due', '-due', 'newest', 'oldest'] as const;
const ROLES = ['lead', 'co', 'raised', 'checker', 'any'] as const;
const STATES = [...PROBLEM_STATES, ...TASK_STATES];

/** Read an address; what makes no sense is left out rather than refused. */
export function readLedgerSearch(raw: Record<string, unknown>): LedgerSearch {
  const day = (value: unknown): string | undefined =>
    typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : undefined;
  const read: LedgerSearch = {
    state: some(raw['state'], STATES),
    unit: word(raw['unit']),
    lead: word(raw['lead']),
    category: list(raw['category']),
    source: some(raw['source'], SOURCES),
    foundBy: some(raw['foundBy'], FOUND_BY),
    level: some(raw['level'], LEVELS),
    assurance: some(raw['assurance'], ASSURANCES),
    finding: some(raw['finding'], VERDICTS),
    checked: flag(raw['checked']),
    key: flag(raw['key']),
    from: day(raw['from']),
    to: day(raw['to']),
    overdue: flag(raw['overdue']),
    mine: flag(raw['mine']),
    review: raw['review'] === 'due' ? 'due' : undefined,
    role: some(raw['role'], ROLES)?.[0],
    text: word(raw['text']),
    sort: some(raw['sort'], SORTS)?.[0],
    peek: word(raw['peek']),
  };
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
}

/** What of an address narrows the list: neither order nor preview, nor what other pages keep there. */
export function narrowing(search: LedgerSearch): LedgerSearch {
  const { sort: _sort, peek: _peek, ...filter } = readLedgerSearch({ ...search });
  return filter;
}

/** The filter alone, as lists, counts and bulk moves take it. */
export function filterOf(
  search: LedgerSearch,
  kind: EntryKind,
  campaign: string | undefined,
): Filter {
  return { ...narrowing(search), kind, ...(campaign === undefined ? {} : { campaign }) };
}

/** The search as a page of the ledger takes it: limited to its states where the address names none. */
export function limitedTo(
  search: LedgerSearch,
  states: readonly EntryState[] | undefined,
): LedgerSearch {
  return search.state === undefined && states !== undefined ? { ...search, state: states } : search;
}

/** Does anything narrow the list? */
export function isFiltered(search: LedgerSearch): boolean {
  return Object.keys(narrowing(search)).length > 0;
}

function word(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value.slice(0, 100) : undefined;
}

function flag(value: unknown): boolean | undefined {
  return value === true || value === 'true'
    ? true
    : value === false || value === 'false'
      ? false
      : undefined;
}

function list(value: unknown): string[] | undefined {
  const all = (Array.isArray(value) ? value : [value]).filter(
    (one): one is string => typeof one === 'string' && one !== '',
  );
  return all.length === 0 ? undefined : all;
}

function some<T extends string>(value: unknown, known: readonly T[]): T[] | undefined {
  const all = list(value)?.filter((one): one is T => (known as readonly string[]).includes(one));
  return all === undefined || all.length === 0 ? undefined : all;
}
