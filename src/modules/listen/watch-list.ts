import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/voice-guard.ts';
import { lineageOf } from '#domain/org/path.ts';
import { FIRST_WORDS, type WatchWord, wordsIn } from '#domain/voice/watch-words.ts';
import { Refusal } from '#domain/refusal.ts';
import type { Context, Query } from '#platform/command.ts';
import type { Db, Tx } from '#platform/db/open.ts';

/** The list in force: what it begins with, changed by what the city's office has set. */
export async function listInForce(db: Db | Tx, cityId: number): Promise<WatchWord[]> {
  const rows = await db
    .selectFrom('watch_word')
    .where('city_id', '=', cityId)
    .select(['word', 'class', 'ended_at'])
    .execute();
  const set = new Set(rows.map((row) => row.word));
  return [
    ...FIRST_WORDS.filter(({ word }) => !set.has(word)),
    ...rows
      .filter((row) => row.ended_at === null)
      .map((row) => ({ word: row.word, class: row.class })),
  ];
}

export async function watchedIn(db: Db | Tx, cityId: number, text: string): Promise<WatchWord[]> {
  return wordsIn(text, await listInForce(db, cityId));
}

/** 词表 */
export async function listWatchWords(
  q: Query,
): Promise<Sent<(typeof contract.listWatchWords)['output']>> {
  return { words: await listInForce(q.db, q.cityId) };
}

/** 增改或停用一个词, by the city's office. */
export async function setWatchWord(
  ctx: Context,
  input: InputOf<typeof contract.setWatchWord>,
): Promise<Sent<(typeof contract.setWatchWord)['output']>> {
  const overCity = ctx.actor.posts.some(
    (post) => post.role === 'office' && lineageOf(post.path).length === 1,
  );
  if (!overCity) throw new Refusal('not-allowed');
  const row = {
    class: input.class,
    set_by: ctx.actor.personId,
    set_at: ctx.now,
    ended_at: input.ended === true ? ctx.now : null,
  };
  await ctx.tx
    .insertInto('watch_word')
    .values({ city_id: ctx.cityId, word: input.word, ...row })
    .onConflict((c) => c.columns(['city_id', 'word']).doUpdateSet(row))
    .execute();
  return { ok: true };
}
