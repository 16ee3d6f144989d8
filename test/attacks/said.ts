import { sql } from 'kysely';
import type { House } from './house.ts';

/** What somebody holds who has said something, and which voice was made of it, which only the house knows. */
export interface Said {
  readonly id: string;
  readonly code: string;
  readonly nonce: string;
}

/** A request about the east town comes in by the public form; `more` goes before what it says. */
export async function said(
  house: House,
  more: Readonly<Record<string, unknown>> = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<Said> {
  const given = more['nonce'];
  const nonce = typeof given === 'string' ? given : await freshForm(house);
  const { body, status, text } = await house.real.ask('POST', '/api/v1/say', {
    headers,
    body: {
      nonce,
      kind: 'request',
      words: '柳河镇北街路灯不亮',
      placeUnit: house.city.unit.eastTown.id,
      ...more,
    },
  });
  if (status !== 200) throw new Error(`${status} ${text}`);
  const { rows } = await sql<{ id: string }>`
    select voice_id as id from submission order by ctid desc limit 1`.execute(house.database.db);
  return { id: rows[0]?.id ?? '', code: String(body['code']), nonce };
}

/** The one-time sign of a form that nobody has sent yet. */
export async function freshForm(house: House): Promise<string> {
  const { body } = await house.real.ask('GET', '/api/v1/say/form');
  return String(body['nonce']);
}
