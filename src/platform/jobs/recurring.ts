import { createHash } from 'node:crypto';
import type { Db } from '../db/open.ts';

/** A job the house puts down by itself, once in each span of so many seconds. */
export interface Recurring {
  readonly kind: string;
  readonly everySeconds: number;
  /** Heavy work that waits for the night, when nobody is in. */
  readonly atNight?: boolean;
  readonly args?: object;
}

/**
 * Puts down what is due. The id is made of kind and span, so that of many processes one succeeds; a
 * span already seen costs nothing.
 */
export function recur(
  db: Db,
  cityId: number,
  recurring: readonly Recurring[],
): (now: Date) => Promise<void> {
  const seen = new Map<string, number>();
  return async (now) => {
    for (const { kind, everySeconds, atNight = false, args = {} } of recurring) {
      const span = Math.floor(now.getTime() / (everySeconds * 1000));
      if (seen.get(kind) === span) continue;
      await db
        .insertInto('job')
        .values({
          city_id: cityId,
          id: idOf(`${kind} ${everySeconds} ${span}`),
          kind,
          args: JSON.stringify(args),
          run_at: atNight ? nextNight(now) : now,
          created_at: now,
        })
        .onConflict((c) => c.doNothing())
        .execute();
      seen.set(kind, span);
    }
  };
}

const HOUR = 3_600_000;
/** Three in the morning by the city's clock (Asia/Shanghai), in hours of UTC. */
const NIGHT = 19;

/** The first three o'clock in the morning after this moment. */
function nextNight(now: Date): Date {
  const at = Math.floor(now.getTime() / (24 * HOUR)) * 24 * HOUR + NIGHT * HOUR;
  return new Date(at > now.getTime() ? at : at + 24 * HOUR);
}

/** A UUID of version 8 (RFC 9562 §5.8) made of a text. */
function idOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
