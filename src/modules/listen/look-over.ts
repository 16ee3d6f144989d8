import { sql } from 'kysely';
import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/citizen.ts';
import { compareMessages } from '#domain/alike/pair/compare.ts';
import { readMessage } from '#domain/alike/pair/message.ts';
import { weightsFrom } from '#domain/alike/near/weights.ts';
import type { EntryState } from '#domain/entry/entry.ts';
import { disclosedKinds } from '#domain/voice/disclosed.ts';
import { searchTokens } from '#domain/entry/search-tokens.ts';
import type { Direct } from '#platform/http.ts';
import { knock } from './door.ts';
import type { ListenKeys } from './listen-keys.ts';
import { watchedIn } from './watch-list.ts';

/** Of so many of the newest public problems those that share most pairs of characters are compared. */
const NEWEST = 2000;
const COMPARED = 40;
const SHARED = 2;
const SHOWN = 3;

/**
 * 提交前看一下: what its writer is asked before it is sent. The list of the city's own words stays with the house: who
 * could read it would write around it.
 */
export async function lookOver(
  keys: ListenKeys,
  call: Direct,
  { words, place }: InputOf<typeof contract.lookOver>,
): Promise<Sent<(typeof contract.lookOver)['output']>> {
  const { db, cityId, now, today, from } = call;
  await knock({ db, cityId, now, today, keys, from }, 'look');
  const text = `${words} ${place}`;
  const found = await watchedIn(db, cityId, text);
  const has = (wanted: string): boolean => found.some((word) => word.class === wanted);
  return {
    ...disclosedKinds(words, place),
    accusation: has('accusation'),
    danger: has('danger'),
    alike: await alikePublic(call, words, place),
  };
}

/** 相近的已公开问题: what a post has released, and nothing else; the likest first. */
async function alikePublic(
  { db, cityId }: Direct,
  words: string,
  place: string,
): Promise<{ no: string; title: string; state: string }[]> {
  const tokens = searchTokens(words.slice(0, 200)).filter((token) => token.length > 1);
  if (tokens.length === 0) return [];
  const { rows } = await sql<{ no: string; title: string; state: EntryState }>`
    select e.no, r.title, e.state from (
      select r.entry_id, r.title, (select count(*) from unnest(${tokens}::text[]) as t where position(t in r.title) > 0) as shared
      from (select entry_id, title from public_release
        where city_id = ${cityId} and withdrawn_at is null order by id desc limit ${NEWEST}) r) r
    join entry e on e.city_id = ${cityId} and e.id = r.entry_id
    where r.shared >= ${SHARED} order by r.shared desc limit ${COMPARED}`.execute(db);
  const said = readMessage({ title: words.slice(0, 200), place });
  const told = rows.map((row) => ({ row, message: readMessage({ title: row.title }) }));
  const weights = weightsFrom(
    [said, ...told.map(({ message }) => message)].map((m) => m.titleGrams),
  );
  return told
    .map(({ row, message }) => ({ row, ...compareMessages(said, message, weights) }))
    .filter(({ decision }) => decision !== 'different')
    .toSorted((a, b) => b.score - a.score)
    .slice(0, SHOWN)
    .map(({ row: { no, title, state } }) => ({ no, title, state }));
}
