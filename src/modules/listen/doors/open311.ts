import { createHmac, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/open311.ts';
import type { EntryState } from '#domain/entry/entry.ts';
import type { Actor } from '#domain/org/actor.ts';
import { Refusal } from '#domain/refusal.ts';
import { spokenCode } from '#domain/voice/tracking-code.ts';
import type { Subject } from '#domain/voice/voice.ts';
import { saysSomething } from '#domain/voice/watch-words.ts';
import type { Direct } from '#platform/http.ts';
import { knock } from '../door.ts';
import { stepsByProblem } from '../follow-steps.ts';
import { codeFor, codeHash, type ListenKeys } from '../listen-keys.ts';
import { rootOf } from '../places.ts';
import { receiveVoice } from '../receive-voice.ts';
import { sealIdentity } from '../vault/vault.ts';
import { watchedIn } from '../watch-list.ts';

type Requests = Sent<(typeof contract.listRequests)['output']>;
type PublicRequest = Requests['items'][number];
type Taken = Sent<(typeof contract.takeRequest)['output']>;

const DAY_MS = 86_400_000;
/** GeoReport v2: without a span at most 90 days. */
const SPAN_DAYS = 90;
const UNIQUE = '23505';

interface Row {
  entry_id: string;
  no: string;
  title: string;
  words: string;
  state: EntryState;
  service: string;
  unit: string | null;
  at: Date;
  updated_at: Date;
  due_on: string | null;
}

/** Struck off after a check, or no longer pursued; what its doer says to be done is still open. */
const CLOSED: readonly EntryState[] = ['closed', 'cancelled', 'not_listed'];

function statusOf(state: EntryState): PublicRequest['status'] {
  return CLOSED.includes(state) ? 'closed' : 'open';
}

/** 已公开的问题, the newest first. What no post has released is not there, by number neither. */
export async function listPublicRequests(
  keys: ListenKeys,
  call: Direct,
  input: InputOf<typeof contract.listRequests>,
): Promise<Requests> {
  const { db, cityId, now, today, from: caller } = call;
  await knock({ db, cityId, now, today, keys, from: caller }, 'table');
  const parts = [sql`r.city_id = ${cityId}`, sql`r.withdrawn_at is null`];
  if (input.no !== undefined) parts.push(sql`e.no in (${sql.join(input.no)})`);
  else {
    const to = input.to === undefined ? now : new Date(input.to);
    const from =
      input.from === undefined ? new Date(to.getTime() - SPAN_DAYS * DAY_MS) : new Date(input.from);
    parts.push(sql`r.at >= ${from}`, sql`r.at <= ${to}`);
    if (input.service !== undefined) parts.push(sql`s.service in (${sql.join(input.service)})`);
    if (input.status !== undefined) {
      const either = input.status.map((status) =>
        status === 'closed'
          ? sql`e.state in (${sql.join(CLOSED)})`
          : sql`e.state not in (${sql.join(CLOSED)})`,
      );
      parts.push(sql`(${sql.join(either, sql` or `)})`);
    }
  }
  const { rows } = await sql<Row>`
    select r.entry_id, e.no, r.title, r.words, e.state, s.service, u.short_name as unit, r.at,
      greatest(r.at, e.updated_at) as updated_at, e.deadline as due_on
    from public_release r
    join entry e on e.city_id = r.city_id and e.id = r.entry_id
    left join unit u on u.city_id = e.city_id and u.id = e.lead_unit
    cross join lateral (
      select coalesce(mode() within group (order by nullif(v.subject, '')), 'other') as service
      from voice_link k join voice v on v.city_id = k.city_id and v.id = k.voice_id
      where k.city_id = r.city_id and k.entry_id = r.entry_id and k.undone_at is null) s
    where ${sql.join(parts, sql` and `)}
    order by r.id desc limit ${input.limit} offset ${(input.page - 1) * input.limit}`.execute(
    call.db,
  );
  const ids = input.notes ? rows.map((row) => row.entry_id) : [];
  const steps = Map.groupBy(await stepsByProblem(call.db, cityId, ids), ({ entry }) => entry);
  const stepsOf = (row: Row): Noted[] => (steps.get(row.entry_id) ?? []).map(({ step }) => step);
  return { items: rows.map((row) => shown(row, notesOf(row, stepsOf(row)))) };
}

type Noted = Awaited<ReturnType<typeof stepsByProblem>>[number]['step'];

function shown(row: Row, notes: PublicRequest['notes']): PublicRequest {
  return {
    no: row.no,
    status: statusOf(row.state),
    state: row.state,
    service: row.service as Subject,
    title: row.title,
    words: row.words,
    ...(row.unit === null ? {} : { unit: row.unit }),
    publishedAt: row.at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    ...(row.due_on === null ? {} : { dueOn: row.due_on }),
    notes,
  };
}

function notesOf(row: Row, steps: readonly Noted[]): PublicRequest['notes'] {
  let status: PublicRequest['status'] = 'open';
  return steps.map((step, i) => {
    if (step.step === 'p_closed') status = 'closed';
    if (step.step === 'p_reopened') status = 'open';
    return {
      id: `${row.no}-${i + 1}`,
      at: step.at.toISOString(),
      step: step.step,
      ...(step.unit === undefined ? {} : { unit: step.unit }),
      status,
    };
  });
}

/**
 * 转来一件诉求, by a system that holds a token. The same key of the same holder is one voice; a contact goes to
 * the vault at once and is in nothing that is answered.
 */
export async function takeRequest(
  keys: ListenKeys,
  call: Direct,
  input: InputOf<typeof contract.takeRequest>,
): Promise<Taken> {
  const { actor, db, cityId, now, today, from } = call;
  if (actor === undefined) throw new Refusal('not-signed-in');
  if (!saysSomething(input.words)) throw new Refusal('says-nothing');
  const token = tokenFor(keys, actor, input.key);
  const sourceKey = `open311:${token}`;
  const code = codeFor(keys, sourceKey, input.words);
  const hash = codeHash(keys, code);
  const before = (): Promise<Taken | undefined> =>
    takenBefore(call, { sourceKey, token, code, hash });
  const known = await before();
  if (known !== undefined) return known;
  const met = await knock({ db, cityId, now, today, keys, from, text: input.words }, 'say');
  const found = await watchedIn(db, cityId, `${input.words} ${input.place}`);
  const watched = found.some((word) => word.class !== 'danger');
  const heldFor = met === 'eased' ? 'flood' : watched ? 'words' : undefined;
  try {
    await db.transaction().execute(async (tx) => {
      const at = { tx, cityId, now, today };
      const root = await rootOf(tx, cityId);
      const { id } = await receiveVoice(at, {
        kind: 'request',
        channel: 'open311',
        words: input.words,
        placeText: input.place,
        givenName: input.name,
        place: root,
        placeUnit: undefined,
        subject: input.service,
        about: undefined,
        root,
        lang: 'zh',
        codeHash: hash,
        sourceKey,
        heldFor,
      });
      const { name, contact } = input;
      if (name !== '' || contact !== '')
        await sealIdentity(at, keys.installation, id, { name, contact });
    });
  } catch (error) {
    // The same request came twice at the same moment: the other one is the voice.
    if ((error as { code?: unknown }).code !== UNIQUE) throw error;
    const other = await before();
    if (other === undefined) throw error;
    return other;
  }
  return { token, code: spokenCode(code), held: heldFor !== undefined };
}

function tokenFor(keys: ListenKeys, actor: Actor, key: string | undefined): string {
  if (key === undefined) return randomBytes(16).toString('hex');
  return createHmac('sha256', keys.door)
    .update(`open311 ${actor.accountId} ${key}`)
    .digest('hex')
    .slice(0, 32);
}

async function takenBefore(
  call: Direct,
  it: {
    readonly sourceKey: string;
    readonly token: string;
    readonly code: string;
    readonly hash: string;
  },
): Promise<Taken | undefined> {
  const row = await call.db
    .selectFrom('submission as s')
    .innerJoin('voice as v', (join) =>
      join.onRef('v.city_id', '=', 's.city_id').onRef('v.id', '=', 's.voice_id'),
    )
    .where('s.city_id', '=', call.cityId)
    .where('s.source_key', '=', it.sourceKey)
    .select(['s.code_hash', 'v.held_for'])
    .executeTakeFirst();
  if (row === undefined) return undefined;
  if (row.code_hash !== it.hash) throw new Refusal('key-reused');
  return { token: it.token, code: spokenCode(it.code), held: row.held_for !== null };
}

/** The number behind a token: none before the voice is part of a problem that was released. */
export async function findRequest(
  keys: ListenKeys,
  call: Direct,
  input: InputOf<typeof contract.findRequest>,
): Promise<Sent<(typeof contract.findRequest)['output']>> {
  const { db, cityId, now, today, from } = call;
  const { rows } = await sql<{ no: string | null }>`
    select (select e.no from voice_link k
      join public_release r on r.city_id = k.city_id and r.entry_id = k.entry_id and r.withdrawn_at is null
      join entry e on e.city_id = k.city_id and e.id = k.entry_id
      where k.city_id = s.city_id and k.voice_id = s.voice_id and k.undone_at is null
      order by r.id desc limit 1) as no
    from submission s where s.city_id = ${cityId} and s.source_key = ${`open311:${input.token}`}`.execute(
    db,
  );
  const [row] = rows;
  if (row === undefined) {
    // Only wrong tokens are counted, as with codes.
    await knock({ db, cityId, now, today, keys, from }, 'follow');
    throw new Refusal('not-found', { id: input.token });
  }
  return { token: input.token, ...(row.no === null ? {} : { no: row.no }) };
}
