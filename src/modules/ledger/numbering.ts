import { sql } from 'kysely';
import type { EntryKind } from '#domain/entry/entry.ts';
import type { Db, Tx } from '#platform/db/open.ts';

const LETTER: Record<EntryKind, string> = { problem: 'P', task: 'T' };

/**
 * By itself a number need not wait for the disk: the entry that bears it is written after it, and what is
 * written later is on disk later.
 */
const SOON = sql`with soon as materialized (select set_config('synchronous_commit', 'off', true))`;

/**
 * Take the next `n` numbers (编号) of a kind and year, such as P2026-000123. Numbers are never given
 * twice; one whose entry was not written in the end stays unused. Asked of the database itself, ahead of
 * the transaction that writes the entry, nobody waits for another's entry, only for this one row.
 */
export async function takeNumbers(
  db: Db | Tx,
  cityId: number,
  kind: EntryKind,
  year: string,
  n: number,
): Promise<string[]> {
  const series = `${LETTER[kind]}${year}`;
  const { rows } = await sql<{ next: number }>`
    ${db.isTransaction ? sql`` : SOON}
    insert into numbering (city_id, series, next)
    select ${cityId}::int, ${series}, ${n + 1}::int ${db.isTransaction ? sql`` : sql`from soon`}
    on conflict (city_id, series) do update set next = numbering.next + ${n}
    returning next`.execute(db);
  const first = (rows[0]?.next ?? n + 1) - n;
  return Array.from({ length: n }, (_, i) => `${series}-${String(first + i).padStart(6, '0')}`);
}
