import { type RawBuilder, sql, type SqlBool } from 'kysely';
import type { EntryFilter } from '#contract/entry.ts';
import type { Parsed } from '#contract/operation.ts';
import { type SearchTerms, searchTerms } from '#domain/entry/search-tokens.ts';
import { lineageOf } from '#domain/org/path.ts';
import { reachOf } from '#domain/org/reach.ts';
import type { Query } from '#platform/command.ts';
import { mostMatches } from './word-counts.ts';

export type Filter = Parsed<typeof EntryFilter>;

export type Condition = RawBuilder<SqlBool>;

export type Order = 'due' | 'newest' | 'oldest';

/** By what a page in order finds those that hold the words. */
export interface Found {
  /** Joined to the entries `e`. */
  readonly from: RawBuilder<unknown>;
  readonly where: Condition;
  /** Given where the list is walked and each entry asked: by this they are found when that leads too far. */
  readonly far?: Found;
}

/**
 * Above so many matches of a text, walking the list in order finds a page sooner than gathering all
 * matches: at 270,000 rows a match costs about 6 µs to gather, a row of the walk about 7 µs.
 */
const MANY_MATCHES = 4000;
/**
 * The same where nothing but the words narrows a list by time: then the table of words itself is walked, half a
 * microsecond a row, and only what holds them is looked up.
 */
const MANY_BY_TIME = 1500;
/** Of more than so many it costs less to walk on, to the end of the list if need be, than to gather them. */
const MOST_GATHERED = 60_000;
/** Per cent of the pages that tell how many the matches are: some eight of the fewer lie in them. */
const SAMPLE = 0.5;

/** A query of the word index: every bigram, and single characters as beginnings of a word. */
export function tsquery(typed: string): string | undefined {
  const terms = searchTerms(typed);
  if (terms === undefined) return undefined;
  const quoted = (word: string): string => `'${word.replaceAll("'", "''")}'`;
  return [...terms.all.map(quoted), ...terms.prefixes.map((word) => `${quoted(word)}:*`)].join(
    ' & ',
  );
}

/** A whole number of the ledger (编号), as somebody types it: P2026-000123. */
const WHOLE_NUMBER = /^\s*([PT]\d{4}-\d{6})\s*$/i;

/** What was typed: a whole number, beside which nothing else is looked for; nothing that could be found; or words. */
type Words =
  | { readonly as: 'number'; readonly no: string }
  | { readonly as: 'nothing' }
  | { readonly as: 'words'; readonly terms: SearchTerms; readonly query: string };

function wordsOf(typed: string | undefined): Words | undefined {
  if (typed === undefined || typed === '') return undefined;
  const no = WHOLE_NUMBER.exec(typed)?.[1];
  if (no !== undefined) return { as: 'number', no: no.toUpperCase() };
  const [terms, query] = [searchTerms(typed), tsquery(typed)];
  return terms === undefined || query === undefined
    ? { as: 'nothing' }
    : { as: 'words', terms, query };
}

/** Those that hold the words, in whatever order. */
export function wordsAmong(q: Query, typed: string | undefined): Condition[] {
  const words = wordsOf(typed);
  if (words === undefined) return [];
  if (words.as === 'number') return [sql<SqlBool>`e.no = ${words.no}`];
  if (words.as === 'nothing') return [sql<SqlBool>`false`];
  return [sql<SqlBool>`e.id in (${matching(q, words.query)})`];
}

function matching(q: Query, query: string): RawBuilder<unknown> {
  return sql`select s.entry_id from entry_search s where s.city_id = ${q.cityId} and s.tsv @@ ${query}::tsquery`;
}

/** Those that hold the words, for a page in this order beyond the entry that the last one ended with. */
export async function wordsInOrder(
  q: Query,
  filter: Filter,
  order: Order,
  last: string | undefined,
): Promise<Found | undefined> {
  const words = wordsOf(filter.text);
  if (words?.as !== 'words') {
    const [where] = wordsAmong(q, filter.text);
    return where === undefined ? undefined : { from: sql``, where };
  }
  const { query } = words;
  const byWords = order !== 'due' && isNarrowedBy(q, filter, ['text']);
  const many = byWords ? MANY_BY_TIME : MANY_MATCHES;
  const n = await aboutHowMany(q, words, many);
  if (order === 'due') {
    if (n > many) return probed(query, n > MOST_GATHERED ? undefined : gathered(q, query));
    // As an array, so that the planner cannot walk the list for what is not there.
    return { from: sql``, where: sql<SqlBool>`e.id = any(array(${matching(q, query)}))` };
  }
  const isMany = n > many;
  // In the order of the list, so that only as many entries are looked at as the page needs.
  const [way, beyond] = order === 'newest' ? [sql`desc`, sql`<`] : [sql`asc`, sql`>`];
  const past = last === undefined ? sql`` : sql` and s.entry_id ${beyond} ${last}::uuid`;
  const found = isMany ? walked(q, query) : matching(q, query);
  const inOrder = {
    from: sql` join (${found}${past} order by s.entry_id ${way}) w on w.entry_id = e.id`,
    where: sql<SqlBool>`true`,
  };
  if (!isMany || byWords) return inOrder;
  // What else narrows a list spares more looks than the table of words: it is walked on.
  return probed(query, isNarrowedBy(q, filter, ['text', 'kind', 'campaign']) ? inOrder : undefined);
}

/** Is the list narrowed by nothing else, for somebody who sees the whole city? */
function isNarrowedBy(q: Query, filter: Filter, these: readonly (keyof Filter)[]): boolean {
  const known: readonly string[] = these;
  const others = Object.entries(filter).filter(
    ([name, value]) => !known.includes(name) && value !== undefined,
  );
  return others.length === 0 && reachOf(q.actor).roots.some((root) => lineageOf(root).length === 1);
}

/** `offset 0` keeps the planner from gathering all matches first. */
function probed(query: string, far: Found | undefined): Found {
  return {
    from: sql``,
    where: sql<SqlBool>`exists (
      select 1 from entry_search s where s.city_id = e.city_id and s.entry_id = e.id
        and s.tsv @@ ${query}::tsquery offset 0)`,
    ...(far === undefined ? {} : { far }),
  };
}

/** `materialized` keeps the planner from walking for them. */
function gathered(q: Query, query: string): Found {
  const where = sql<SqlBool>`e.id in (
    with w as materialized (${matching(q, query)}) select w.entry_id from w)`;
  return { from: sql``, where };
}

/** What `matching` finds, for a planner that takes it for every second row: it walks the table in the order asked for. */
function walked(q: Query, query: string): RawBuilder<unknown> {
  return sql`select s.entry_id from entry_search s where s.city_id = ${q.cityId}
    and case when s.tsv @@ ${query}::tsquery then true else false end`;
}

/** About how many entries hold these words; a few pages are asked where statistics leave it open whether they are more than `many`. */
async function aboutHowMany(
  q: Query,
  { terms, query }: { readonly terms: SearchTerms; readonly query: string },
  many: number,
): Promise<number> {
  const { most, isKnown } = await mostMatches(q.db, terms, q.now);
  if (isKnown || most <= many) return most;
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from entry_search s tablesample system (${sql.lit(SAMPLE)}) repeatable (0)
    where s.city_id = ${q.cityId} and s.tsv @@ ${query}::tsquery`.execute(q.db);
  return ((rows[0]?.n ?? 0) * 100) / SAMPLE;
}
