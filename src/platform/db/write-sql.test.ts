import { expect, test } from 'vitest';
import { assignments, bare, insertion, joined, type Piece, piece } from './write-sql.ts';

/** The statement as it is sent, and its values. */
function sent({ texts, values }: Piece): readonly [string, ...unknown[]] {
  return [texts.reduce((whole, text, at) => `${whole}$${at}${text}`), ...values];
}

test('pieces within pieces keep their values in the order of the text', () => {
  const part = piece`select ${1}, ${'b'}`;
  expect(
    sent(
      piece`${bare('/* kept */')} with x as (${part}) update t set ${assignments({ a: 2, b_2: null })} where id = ${3}`,
    ),
  ).toEqual([
    '/* kept */ with x as (select $1, $2) update t set a = $3, b_2 = $4 where id = $5',
    1,
    'b',
    2,
    null,
    3,
  ]);
  expect(sent(joined([piece`${1}`, bare('now()'), piece`${2}`], ', '))).toEqual([
    '$1, now(), $2',
    1,
    2,
  ]);
  expect(sent(joined([], ', '))).toEqual(['']);
});

test('what a caller has sent is never text of a statement, neither as a value nor as a name', () => {
  const odd = "x'; drop table event; --";
  const row = { city_id: 1, entry_id: odd, episode: 1, person_id: odd, role: 'doer' };
  const [text, ...values] = sent(insertion('party_person', [row, row]));
  expect(text).toBe(
    'insert into party_person (city_id, entry_id, episode, person_id, role) values ($1, $2, $3, $4, $5), ($6, $7, $8, $9, $10)',
  );
  expect(values).toEqual([1, odd, 1, odd, 'doer', 1, odd, 1, odd, 'doer']);
  expect(() => assignments({ [odd]: 1 })).toThrow('not a column');
  const slipped: typeof row = Object.assign({ 'a, b': 1 }, row);
  expect(() => insertion('party_person', [slipped])).toThrow('not a column');
});
