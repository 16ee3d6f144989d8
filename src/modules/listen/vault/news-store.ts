import { sql } from 'kysely';
import type { NewsPort } from '#domain/voice/news.ts';
import type { Here } from '../voice-store.ts';
import { opened } from './vault.ts';

/** What its reporter is told of how he is told. */
export interface NewsWish {
  readonly wished: boolean;
  /** What he left can be reached by none of the ways there are. */
  readonly unfit: boolean;
  /** The days on which something was sent, oldest first. */
  readonly sentOn: readonly string[];
}

/**
 * 有新进展时提醒: his wish, kept beside what he left and nowhere else. Where nothing is sealed any more nothing is kept.
 * By which way he is reached is told where it is known; otherwise the first sending finds it out.
 */
export async function wishForNews(
  at: Here,
  voiceId: string,
  wished: boolean,
  port?: NewsPort,
): Promise<void> {
  await opened(at.tx, () =>
    sql`
      insert into vault.news (city_id, voice_id, wished, wished_at, port)
      select city_id, voice_id, ${wished}, ${at.now}, ${port ?? null} from vault.identity
      where city_id = ${at.cityId} and voice_id = ${voiceId} and destroyed_at is null
      on conflict (city_id, voice_id) do update set wished = excluded.wished, wished_at = excluded.wished_at,
        unfit = false, news_at = null, due_at = null, notice_id = null, tries = 0`.execute(at.tx),
  );
}

/** Nothing said either way is a no. */
export async function newsWish(
  at: Pick<Here, 'tx' | 'cityId'>,
  voiceId: string,
): Promise<NewsWish> {
  return await opened(at.tx, async () => {
    const { rows } = await sql<{ wished: boolean; unfit: boolean; sent_on: string[] }>`
      select wished, unfit, sent_on from vault.news
      where city_id = ${at.cityId} and voice_id = ${voiceId}`.execute(at.tx);
    const [row] = rows;
    if (row === undefined) return { wished: false, unfit: false, sentOn: [] };
    return { wished: row.wished, unfit: row.unfit, sentOn: row.sent_on };
  });
}

/** He has looked: what he saw need not be told. */
export async function sawNews(at: Here, voiceId: string): Promise<void> {
  await opened(at.tx, () =>
    sql`
      update vault.news set seen_at = ${at.now}, news_at = null, due_at = null, notice_id = null, tries = 0
      where city_id = ${at.cityId} and voice_id = ${voiceId}`.execute(at.tx),
  );
}

/** How a port has done, as it is kept. */
export interface PortTotals {
  readonly port: NewsPort;
  readonly sent: number;
  readonly failed: number;
  readonly fault: string | undefined;
  readonly faultOn: string | undefined;
}

export async function portTotals(at: Pick<Here, 'tx' | 'cityId'>): Promise<readonly PortTotals[]> {
  return await opened(at.tx, async () => {
    const { rows } = await sql<{
      port: NewsPort;
      sent: string;
      failed: string;
      fault: string | null;
      fault_on: string | null;
    }>`
      select port, sent, failed, fault, fault_on from vault.news_port
      where city_id = ${at.cityId} order by port`.execute(at.tx);
    return rows.map((row) => ({
      port: row.port,
      sent: Number(row.sent),
      failed: Number(row.failed),
      fault: row.fault ?? undefined,
      faultOn: row.fault_on ?? undefined,
    }));
  });
}
