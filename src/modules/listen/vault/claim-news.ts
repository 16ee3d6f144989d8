import { createHmac, hkdfSync } from 'node:crypto';
import { sql } from 'kysely';
import {
  boxOf,
  isTurnedAway,
  mayBeTold,
  type NewsPort,
  sendMoment,
  staleBefore,
  takeToken,
  tryAgainAt,
  wayTo,
} from '#domain/voice/news.ts';
import type { VoiceState } from '#domain/voice/lifecycle.ts';
import type { VoiceKind } from '#domain/voice/voice.ts';
import { Refusal } from '#domain/refusal.ts';
import { dayOf } from '#platform/command.ts';
import type { PortFault } from '#platform/notices/notice-port.ts';
import type { Here } from '../voice-store.ts';
import { opened, openSealed } from './vault.ts';

/** What is about to be sent, by whom nobody but the sending job knows, and for as long as it takes. */
export interface Claimed {
  readonly voiceId: string;
  readonly noticeId: string;
  readonly newsAt: Date;
  readonly tries: number;
  readonly port: NewsPort;
  readonly to: string;
  readonly lang: 'zh' | 'en';
}

/** A sending that has not been marked by then was cut off, and is made again under its id. */
const LEASE_MS = 300_000;

interface Row {
  readonly voice_id: string;
  readonly port: NewsPort | null;
  readonly news_at: Date;
  readonly notice_id: string | null;
  readonly tries: number;
  readonly last_on: string | null;
  readonly kind: VoiceKind;
  readonly withdrawn: boolean;
  readonly state: VoiceState;
  readonly held_for: string | null;
  readonly lang: 'zh' | 'en';
}

/** What is to be told next: something to send, something that was put off or dropped, a port that has sent enough, or nothing. */
export type Next = Claimed | 'put off' | { readonly enough: NewsPort } | undefined;

interface Asking {
  readonly installation: Uint8Array;
  /** The ways out that are configured. */
  readonly ports: readonly NewsPort[];
  /** Those that are in trouble just now. */
  readonly paused: ReadonlySet<NewsPort>;
}

/**
 * Take what is due next, in the caller's transaction. Here, in the moment of sending, the contact is opened by the house
 * itself: it goes to its own reporter and to nobody else, and is kept nowhere.
 */
export async function claimNext(at: Here, asking: Asking): Promise<Next> {
  const row = await nextDue(at, asking);
  if (row === undefined) return undefined;
  const told =
    mayBeTold(row.kind) &&
    !row.withdrawn &&
    !isTurnedAway(row.state, row.held_for) &&
    row.news_at >= staleBefore(at.now);
  if (!told) return await drop(at, row, false);
  const from = sendMoment(at.now, row.last_on ?? undefined);
  if (from > at.now) return await putOff(at, row, from);
  const way = wayTo(await contactOf(at, asking.installation, row.voice_id), asking.ports);
  if (way === undefined) return await drop(at, row, true);
  if (asking.paused.has(way.port)) return await putOff(at, row, minuteLater(at.now), way.port);
  const noticeId = row.notice_id ?? noticeIdOf(asking.installation, row);
  if (!(await firstToday(at, asking.installation, way, noticeId)))
    return await putOff(at, row, sendMoment(at.now, at.today), way.port);
  const free = await take(at, way.port);
  if (free > at.now) {
    await putOff(at, { ...row, notice_id: noticeId }, free, way.port);
    return { enough: way.port };
  }
  const tries = row.tries + 1;
  await opened(at.tx, () =>
    sql`
      update vault.news set notice_id = ${noticeId}, tries = ${tries}, port = ${way.port},
        due_at = ${new Date(at.now.getTime() + LEASE_MS)}
      where city_id = ${at.cityId} and voice_id = ${row.voice_id}`.execute(at.tx),
  );
  const { voice_id: voiceId, news_at: newsAt, lang } = row;
  return { voiceId, noticeId, newsAt, tries, ...way, lang };
}

/**
 * The same for the same news of the same voice, also in a house that was restored from before it was told: a gateway then
 * drops it. Nobody without the installation's key can find the voice by it.
 */
function noticeIdOf(installation: Uint8Array, { voice_id, news_at }: Row): string {
  const key = new Uint8Array(hkdfSync('sha256', installation, '', 'luoshi:notice-id', 32));
  const sum = createHmac('sha256', key).update(`${voice_id} ${news_at.toISOString()}`).digest();
  sum.writeUInt8(0x80 | (sum.readUInt8(6) & 0x0f), 6);
  sum.writeUInt8(0x80 | (sum.readUInt8(8) & 0x3f), 8);
  return sum.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** By which of the ways there are its reporter could be told: the way alone, never what he left. */
export async function wayToTell(
  at: Here,
  { installation, ports }: Omit<Asking, 'paused'>,
  voiceId: string,
): Promise<NewsPort | undefined> {
  return wayTo(await contactOf(at, installation, voiceId), ports)?.port;
}

async function nextDue(at: Here, { paused }: Asking): Promise<Row | undefined> {
  return await opened(at.tx, async () => {
    const { rows } = await sql<Row>`
      select n.voice_id, n.port, n.news_at, n.notice_id, n.tries, n.sent_on[cardinality(n.sent_on)] as last_on,
        v.kind, v.withdrawn, v.state, v.held_for, s.lang
      from vault.news n
      join voice v on v.city_id = n.city_id and v.id = n.voice_id
      join submission s on s.city_id = n.city_id and s.voice_id = n.voice_id
      where n.city_id = ${at.cityId} and n.due_at <= ${at.now}
        and (n.port is null or n.port <> all(${[...paused]}::text[]))
      order by n.due_at, n.voice_id limit 1 for update of n skip locked`.execute(at.tx);
    return rows[0];
  });
}

/** The contact itself; nothing where it is destroyed, or sealed with a key that is not ours. */
async function contactOf(at: Here, installation: Uint8Array, voiceId: string): Promise<string> {
  try {
    return (await openSealed(at, installation, voiceId)).contact;
  } catch (error) {
    if (error instanceof Refusal) return '';
    throw error;
  }
}

/** Is nobody else's news on its way to this address today? One message a day, whatever he or another has written. */
async function firstToday(
  at: Here,
  installation: Uint8Array,
  { port, to }: { readonly port: NewsPort; readonly to: string },
  noticeId: string,
): Promise<boolean> {
  const key = new Uint8Array(
    hkdfSync('sha256', installation, '', `luoshi:news-day:${at.today}`, 32),
  );
  const address = createHmac('sha256', key)
    .update(`${port} ${boxOf(to)}`)
    .digest('hex');
  return await opened(at.tx, async () => {
    await sql`
      insert into vault.news_day (city_id, on_day, address, notice_id)
      values (${at.cityId}, ${at.today}, ${address}, ${noticeId}) on conflict do nothing`.execute(
      at.tx,
    );
    const { rows } = await sql<{ notice_id: string }>`
      select notice_id from vault.news_day
      where city_id = ${at.cityId} and on_day = ${at.today} and address = ${address}`.execute(
      at.tx,
    );
    return rows[0]?.notice_id === noticeId;
  });
}

/** Take one out of a port's bucket; @returns from when on it may send, which is now where one was taken. */
export async function take(at: Here, port: NewsPort): Promise<Date> {
  return await opened(at.tx, async () => {
    const { rows } = await sql<{ tokens: number; filled_at: Date }>`
      select tokens, filled_at from vault.news_port
      where city_id = ${at.cityId} and port = ${port} for update`.execute(at.tx);
    const [row] = rows;
    const before = row && { tokens: row.tokens, filledAt: row.filled_at };
    const { taken, free } = takeToken(port, before, at.now);
    if (taken !== undefined)
      await sql`
        insert into vault.news_port (city_id, port, tokens, filled_at)
        values (${at.cityId}, ${port}, ${taken.tokens}, ${taken.filledAt})
        on conflict (city_id, port) do update set tokens = excluded.tokens, filled_at = excluded.filled_at`.execute(
        at.tx,
      );
    return free;
  });
}

function minuteLater(now: Date): Date {
  return new Date(now.getTime() + 60_000);
}

async function putOff(
  at: Here,
  { voice_id, notice_id }: Pick<Row, 'voice_id' | 'notice_id'>,
  until: Date,
  port?: NewsPort,
): Promise<'put off'> {
  await opened(at.tx, () =>
    sql`
      update vault.news set due_at = ${until}, notice_id = ${notice_id}, port = coalesce(${port ?? null}, port)
      where city_id = ${at.cityId} and voice_id = ${voice_id}`.execute(at.tx),
  );
  return 'put off';
}

async function drop(at: Here, row: Row, unfit: boolean): Promise<'put off'> {
  await opened(at.tx, () =>
    sql`
      update vault.news set told_at = news_at, news_at = null, due_at = null, notice_id = null, tries = 0,
        unfit = ${unfit}
      where city_id = ${at.cityId} and voice_id = ${row.voice_id}`.execute(at.tx),
  );
  return 'put off';
}

/** It went out: told up to what it was claimed for; what has come since waits for tomorrow. */
export async function wasSent(at: Here, it: Claimed): Promise<void> {
  const tomorrow = sendMoment(at.now, at.today);
  await opened(at.tx, async () => {
    await sql`
      update vault.news set told_at = ${it.newsAt}, unfit = false, tries = 0, notice_id = null,
        sent_on = case when ${at.today}::date = any(sent_on) then sent_on else sent_on || ${at.today}::date end,
        news_at = case when news_at > ${it.newsAt} then news_at end,
        due_at = case when news_at > ${it.newsAt} then ${tomorrow}::timestamptz end
      where city_id = ${at.cityId} and voice_id = ${it.voiceId}`.execute(at.tx);
    await sql`
      update vault.news_port set sent = sent + 1
      where city_id = ${at.cityId} and port = ${it.port}`.execute(at.tx);
  });
}

/** It did not: tried again later under the same id, or given up; the port keeps one word of why. */
export async function wasNotSent(at: Here, it: Claimed, fault: PortFault): Promise<void> {
  const again = fault.ofAddress ? undefined : tryAgainAt(it.tries, at.now);
  await opened(at.tx, async () => {
    await (
      again === undefined
        ? sql`
          update vault.news set told_at = news_at, news_at = null, due_at = null, notice_id = null, tries = 0,
            unfit = ${fault.ofAddress}
          where city_id = ${at.cityId} and voice_id = ${it.voiceId} and notice_id = ${it.noticeId}`
        : sql`
          update vault.news set due_at = ${again}
          where city_id = ${at.cityId} and voice_id = ${it.voiceId} and notice_id = ${it.noticeId}`
    ).execute(at.tx);
    await sql`
      update vault.news_port set failed = failed + ${again === undefined ? 1 : 0}, fault = ${fault.code},
        fault_on = ${dayOf(at.now)}
      where city_id = ${at.cityId} and port = ${it.port}`.execute(at.tx);
  });
}
