import { sql } from 'kysely';
import type { SearchTerms } from '#domain/entry/search-tokens.ts';
import type { Db, Tx } from '#platform/db/open.ts';

/** How often the commonest words of the index occur, and below what share all the others do. */
interface Shares {
  readonly of: ReadonlyMap<string, number>;
  readonly rarest: number;
  readonly rows: number;
  readonly until: number;
}

/** Shares change slowly; a choice of plan may rest on old ones. */
const KEPT_MS = 600_000;

const shares = new WeakMap<object, Shares>();

/** About how many entries hold some words, for choosing a plan, never for an answer. */
interface Matches {
  /** At most so many, by the commonest words: 0 while there are no statistics. */
  readonly most: number;
  /** Are there about so many indeed? Known of a single word that the statistics list. */
  readonly isKnown: boolean;
}

/** How many entries hold all these words, by the database's own statistics; of beginnings of words alone it knows nothing. */
export async function mostMatches(
  db: Db | Tx,
  { all, prefixes }: SearchTerms,
  now: Date,
): Promise<Matches> {
  const known = shares.get(db);
  const read =
    known !== undefined && known.until > now.getTime() ? known : await readShares(db, now);
  shares.set(db, read);
  const each = all.map((word) => read.of.get(word) ?? read.rarest);
  const [word] = all;
  return {
    most: Math.round(Math.min(1, ...each) * read.rows),
    isKnown: all.length + prefixes.length === 1 && word !== undefined && read.of.has(word),
  };
}

async function readShares(db: Db | Tx, now: Date): Promise<Shares> {
  const { rows } = await sql<{ words: string[] | null; shares: number[] | null; rows: number }>`
    select s.most_common_elems::text::text[] as words, s.most_common_elem_freqs as shares,
      greatest(c.reltuples, 0)::float8 as rows
    from pg_class c left join pg_stats s
      on s.schemaname = 'public' and s.tablename = c.relname and s.attname = 'tsv'
    where c.oid = 'entry_search'::regclass`.execute(db);
  const [found] = rows;
  const words = found?.words ?? [];
  // After the shares of the words themselves come their least and greatest.
  const each = (found?.shares ?? []).slice(0, words.length);
  return {
    of: new Map(words.map((word, i) => [word, each[i] ?? 0])),
    rarest: each.length === 0 ? 0 : Math.min(...each),
    rows: found?.rows ?? 0,
    until: now.getTime() + KEPT_MS,
  };
}
