import {
  createCipheriv,
  createDecipheriv,
  createHash,
  hkdfSync,
  randomBytes,
  randomUUID,
} from 'node:crypto';
import { sql } from 'kysely';
import { Refusal } from '#domain/refusal.ts';
import { seal, unseal } from '#platform/identity/seal.ts';
import type { Tx } from '#platform/db/open.ts';
import type { Here } from '../voice-store.ts';

/**
 * This folder is the only code that speaks to the schema `vault` (身份库). Each identity is sealed with a data key of its own
 * (AES-256-GCM), and the data key is wrapped by a key that is not in the database: the installation's, or what
 * a key service gives in its place. Who holds the database alone holds nothing; deletion destroys the data key.
 */
export interface Identity {
  readonly name: string;
  readonly contact: string;
  /** 同意回访: he may be called once about how it went. It lies open beside what is sealed. */
  readonly mayCall?: boolean;
}

const PURPOSE = 'vault-key';
const BLOCK = 256;
const NONCE = 12;
const TAG = 16;

/** Which key wraps: the beginning of a sum of what is derived from it, so that a change of keys is seen. */
export function vaultKeyId(installation: Uint8Array): string {
  const derived = new Uint8Array(hkdfSync('sha256', installation, '', 'luoshi:vault-key-id', 32));
  return createHash('sha256').update(derived).digest('hex').slice(0, 16);
}

/** Let this transaction see the vault while the work runs; outside it row security hides every row. For this folder alone. */
export async function opened<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  await sql`select set_config('luoshi.vault', 'open', true)`.execute(tx);
  const result = await work();
  await sql`select set_config('luoshi.vault', '', true)`.execute(tx);
  return result;
}

/** 封存. The text is filled up to whole blocks, so that its length says nothing. */
export async function sealIdentity(
  at: Here,
  installation: Uint8Array,
  voiceId: string,
  identity: Identity,
): Promise<void> {
  await sealIdentities(at, installation, [{ voiceId, identity }]);
}

/** The same for many, each under a key of its own. */
export async function sealIdentities(
  at: Here,
  installation: Uint8Array,
  all: readonly { readonly voiceId: string; readonly identity: Identity }[],
): Promise<void> {
  if (all.length === 0) return;
  const rows = all.map(({ voiceId, identity }) => sealedRow(at, installation, voiceId, identity));
  await opened(at.tx, () =>
    sql`
      insert into vault.identity (city_id, id, voice_id, key_id, wrapped_key, sealed, kept_on, may_call)
      select ${at.cityId}::int, r.id, r.voice_id, ${vaultKeyId(installation)}, r.wrapped, r.sealed, ${at.today}::date, r.may_call
      from json_to_recordset(${JSON.stringify(rows)}::json)
        as r (id uuid, voice_id uuid, wrapped text, sealed text, may_call boolean)`.execute(at.tx),
  );
}

function sealedRow(at: Here, installation: Uint8Array, voiceId: string, identity: Identity) {
  const id = randomUUID();
  const key = randomBytes(32);
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(bound(at.cityId, id));
  const { mayCall = false, ...kept } = identity;
  const text = Buffer.from(JSON.stringify(kept), 'utf8');
  const filled = Buffer.concat([text, Buffer.alloc(BLOCK - (text.length % BLOCK), 0x20)]);
  const body = Buffer.concat([nonce, cipher.update(filled), cipher.final(), cipher.getAuthTag()]);
  const wrapped = seal(installation, PURPOSE, `${id} ${key.toString('base64')}`);
  return { id, voice_id: voiceId, wrapped, sealed: body.toString('base64'), may_call: mayCall };
}

function bound(cityId: number, id: string): Buffer {
  return Buffer.from(`${cityId}/${id}`);
}

/** Is there an identity to a voice, and not yet destroyed? Told to its own reporter, and to who asks to unseal. */
export async function isSealed(at: Pick<Here, 'tx' | 'cityId'>, voiceId: string): Promise<boolean> {
  return await opened(at.tx, async () => {
    const { rows } = await sql`
      select 1 from vault.identity
      where city_id = ${at.cityId} and voice_id = ${voiceId} and destroyed_at is null`.execute(
      at.tx,
    );
    return rows.length > 0;
  });
}

/** Which of these voices have a contact that was given for a call-back too (同意回访). */
export async function mayBeCalled(
  at: Pick<Here, 'tx' | 'cityId'>,
  voiceIds: readonly string[],
): Promise<ReadonlySet<string>> {
  return await opened(at.tx, async () => {
    const { rows } = await sql<{ voice_id: string }>`
      select voice_id from vault.identity
      where city_id = ${at.cityId} and voice_id = any(${voiceIds}::uuid[]) and may_call and destroyed_at is null`.execute(
      at.tx,
    );
    return new Set(rows.map((row) => row.voice_id));
  });
}

/**
 * 销毁: without its data key an identity is noise, here and in every backup that does not hold this row's key. With it
 * goes the wish to be told, and what waits to be.
 */
export async function destroyIdentity(at: Here, voiceIds: readonly string[]): Promise<number> {
  return await opened(at.tx, async () => {
    await sql`
      delete from vault.news
      where city_id = ${at.cityId} and voice_id = any(${voiceIds}::uuid[])`.execute(at.tx);
    const { numAffectedRows } = await sql`
      update vault.identity set wrapped_key = null, sealed = '', destroyed_at = ${at.now}
      where city_id = ${at.cityId} and voice_id = any(${voiceIds}::uuid[]) and destroyed_at is null`.execute(
      at.tx,
    );
    return Number(numAffectedRows ?? 0);
  });
}

/** Voices whose identity is still there, among those that meet a condition on `voice v` and its day of sealing. */
export async function sealedLongAgo(
  at: Here,
  since: { readonly endedBefore: string; readonly keptBefore: string },
): Promise<{ ended: string[]; kept: string[] }> {
  return await opened(at.tx, async () => {
    const { rows } = await sql<{ voice_id: string; ended: boolean }>`
      select i.voice_id, (v.ended_on is not null and v.ended_on < ${since.endedBefore}) as ended
      from vault.identity i join voice v on v.city_id = i.city_id and v.id = i.voice_id
      where i.city_id = ${at.cityId} and i.destroyed_at is null
        and (v.ended_on < ${since.endedBefore} or i.kept_on < ${since.keptBefore})`.execute(at.tx);
    return {
      ended: rows.filter((row) => row.ended).map((row) => row.voice_id),
      kept: rows.filter((row) => !row.ended).map((row) => row.voice_id),
    };
  });
}

/**
 * Of the voices that are listed as forgotten those that something is left of here, a key or words nobody looked through;
 * and all that were forgotten here.
 */
export async function stillKnown(
  at: Here,
  listed: readonly string[],
): Promise<{ known: string[]; forgotten: string[] }> {
  return await opened(at.tx, async () => {
    const known = await sql<{ voice_id: string }>`
      select s.voice_id from submission s
      left join vault.identity i on i.city_id = s.city_id and i.voice_id = s.voice_id and i.destroyed_at is null
      where s.city_id = ${at.cityId} and s.voice_id = any(${listed}::uuid[])
        and (i.id is not null or (s.masked_at is null and s.cleared_at is null))
      order by s.voice_id`.execute(at.tx);
    const gone = await sql<{ voice_id: string }>`
      select voice_id from vault.identity where city_id = ${at.cityId} and destroyed_at is not null
      union select voice_id from voice_event where city_id = ${at.cityId} and kind in ('forget','hide')`.execute(
      at.tx,
    );
    return {
      known: known.rows.map((row) => row.voice_id),
      forgotten: gone.rows.map((row) => row.voice_id),
    };
  });
}

/** 拆封: the words again. @throws Refusal `unseal-over` when they are destroyed or under another key. */
export async function openSealed(
  at: Here,
  installation: Uint8Array,
  voiceId: string,
): Promise<Identity> {
  return await opened(at.tx, async () => {
    const { rows } = await sql<{ id: string; wrapped_key: string; sealed: string }>`
      select id, wrapped_key, sealed from vault.identity
      where city_id = ${at.cityId} and voice_id = ${voiceId} and destroyed_at is null`.execute(
      at.tx,
    );
    const [row] = rows;
    if (row === undefined) throw new Refusal('unseal-over');
    const [id, key] = unseal(installation, PURPOSE, row.wrapped_key)?.split(' ') ?? [];
    if (id !== row.id || key === undefined) throw new Refusal('unseal-over');
    const body = Buffer.from(row.sealed, 'base64');
    const decipher = createDecipheriv(
      'aes-256-gcm',
      Buffer.from(key, 'base64'),
      body.subarray(0, NONCE),
      {
        authTagLength: TAG,
      },
    );
    decipher.setAAD(bound(at.cityId, row.id));
    decipher.setAuthTag(body.subarray(-TAG));
    const text = Buffer.concat([decipher.update(body.subarray(NONCE, -TAG)), decipher.final()]);
    return JSON.parse(text.toString('utf8')) as Identity;
  });
}

/** A request to unseal as it stands. */
export interface Unsealing {
  readonly id: string;
  readonly voiceId: string;
  readonly reason: string;
  readonly askedPerson: string;
  readonly askedUnit: string;
  readonly askedAt: Date;
  readonly otherPerson: string | undefined;
  readonly otherUnit: string | undefined;
  readonly endsAt: Date | undefined;
}

interface UnsealingRow {
  id: string;
  voice_id: string;
  reason: string;
  asked_person: string;
  asked_unit: string;
  asked_at: Date;
  other_person: string | null;
  other_unit: string | null;
  ends_at: Date | null;
}

/** The newest requests, or one by its id held until the transaction ends. */
export async function unsealings(
  at: Pick<Here, 'tx' | 'cityId'>,
  id?: string,
): Promise<Unsealing[]> {
  return await opened(at.tx, async () => {
    const { rows } = await sql<UnsealingRow>`
      select id, voice_id, reason, asked_person, asked_unit, asked_at, other_person, other_unit, ends_at
      from vault.unsealing where city_id = ${at.cityId} and (${id ?? null}::uuid is null or id = ${id ?? null})
      order by asked_at desc limit 100`.execute(at.tx);
    return rows.map((row) => ({
      id: row.id,
      voiceId: row.voice_id,
      reason: row.reason,
      askedPerson: row.asked_person,
      askedUnit: row.asked_unit,
      askedAt: row.asked_at,
      otherPerson: row.other_person ?? undefined,
      otherUnit: row.other_unit ?? undefined,
      endsAt: row.ends_at ?? undefined,
    }));
  });
}

export async function addUnsealing(
  at: Here,
  it: {
    readonly voiceId: string;
    readonly reason: string;
    readonly person: string;
    readonly unit: string;
  },
): Promise<string> {
  const id = randomUUID();
  await opened(at.tx, () =>
    sql`
      insert into vault.unsealing (city_id, id, voice_id, reason, asked_person, asked_unit, asked_at)
      values (${at.cityId}, ${id}, ${it.voiceId}, ${it.reason}, ${it.person}, ${it.unit}, ${at.now})`.execute(
      at.tx,
    ),
  );
  return id;
}

/** Approve, once; the database refuses the same person or the same unit too. @returns whether it was open. */
export async function approve(
  at: Here,
  id: string,
  other: { readonly person: string; readonly unit: string; readonly endsAt: Date },
): Promise<boolean> {
  return await opened(at.tx, async () => {
    const { numAffectedRows } = await sql`
      update vault.unsealing set other_person = ${other.person}, other_unit = ${other.unit},
        approved_at = ${at.now}, ends_at = ${other.endsAt}
      where city_id = ${at.cityId} and id = ${id} and approved_at is null`.execute(at.tx);
    return numAffectedRows === 1n;
  });
}
