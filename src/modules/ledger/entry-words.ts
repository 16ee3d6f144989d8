import { sql } from 'kysely';
import { searchTokens } from '#domain/entry/search-tokens.ts';
import type { Context } from '#platform/command.ts';
import { AHEAD } from '#platform/db/driver.ts';
import { arrayOf } from '#platform/db/insert-many.ts';
import type { Tx } from '#platform/db/open.ts';
import type { Entry } from './entry-load.ts';

/** Index an entry anew after its title or detail has changed. */
export async function reindexWords(ctx: Context, entry: Entry): Promise<void> {
  const { detail } = await ctx.tx
    .selectFrom('entry_text')
    .where('city_id', '=', ctx.cityId)
    .where('entry_id', '=', entry.id)
    .select('detail')
    .executeTakeFirstOrThrow();
  await indexWords(ctx, entry.id, `${entry.no} ${entry.title} ${detail}`);
}

/** Put the words of an entry into the search index, in place of those that were there; nobody waits for it. */
export async function indexWords(ctx: Context, entryId: string, text: string): Promise<void> {
  const tokens = searchTokens(text);
  await sql`${sql.raw(AHEAD)}
    insert into entry_search (city_id, entry_id, tsv)
    values (${ctx.cityId}, ${entryId}, array_to_tsvector(${tokens}::text[]))
    on conflict (city_id, entry_id) do update set tsv = excluded.tsv`.execute(ctx.tx);
}

/** Put the words of many new entries into the search index; nobody waits for it. */
export async function indexNewWords(
  tx: Tx,
  cityId: number,
  texts: readonly { readonly id: string; readonly text: string }[],
): Promise<void> {
  const ids = texts.map(({ id }) => id);
  const words = texts.map(({ text }) => searchTokens(text).join(' '));
  await sql`${sql.raw(AHEAD)}
    insert into entry_search (city_id, entry_id, tsv)
    select ${cityId}::int, x.id, array_to_tsvector(string_to_array(x.words, ' '))
    from unnest(${arrayOf('uuid', ids)}, ${arrayOf('text', words)}) as x (id, words)`.execute(tx);
}
