import { randomInt, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { insertMany } from '#platform/db/insert-many.ts';
import type { Here } from '../voice-store.ts';

/** So many answers are written in one statement. */
const LOT = 2000;

/**
 * 打乱: the answers of surveys that are over, written anew in a drawn order, under new ids and by one transaction,
 * without form and mark. From then on neither the order of rows nor of transactions says which came when.
 *
 * @param which of one survey that has just ended; of all that are past their window when left out.
 * @returns how many answers were written anew.
 */
export async function shuffleAnswers(at: Here, which?: string): Promise<number> {
  const due =
    which === undefined
      ? sql`s.to_on < ${at.today} or s.ended_at is not null`
      : sql`s.id = ${which}`;
  const { rows } = await sql<{ survey_id: string; answers: unknown; held: boolean }>`
    delete from survey_answer a using survey s
    where a.city_id = ${at.cityId} and s.city_id = a.city_id and s.id = a.survey_id and (${due})
      and exists (select 1 from survey_answer u
        where u.city_id = s.city_id and u.survey_id = s.id and u.form_hash is not null)
    returning a.survey_id, a.answers, a.held`.execute(at.tx);
  const anew = rows.map((row) => ({
    city_id: at.cityId,
    id: randomUUID(),
    ...row,
    form_hash: null,
    ticket: null,
  }));
  for (let last = anew.length - 1; last > 0; last -= 1) {
    const other = randomInt(last + 1);
    const [a, b] = [anew[last], anew[other]];
    if (a !== undefined && b !== undefined) [anew[last], anew[other]] = [b, a];
  }
  for (let from = 0; from < anew.length; from += LOT)
    await insertMany(at.tx, 'survey_answer', anew.slice(from, from + LOT));
  return anew.length;
}
