import { sql } from 'kysely';
import { excludedBy } from '#domain/voice/excluded.ts';
import { dayOf } from '#platform/command.ts';
import type { Route } from '#platform/http.ts';
import { briefJob, type JobKind } from '#platform/jobs/job-kinds.ts';
import { findChain, rootOf } from './places.ts';
import type { Here } from './voice-store.ts';

/**
 * 回避随组织变化: a unit that was complained of has new superiors, by the tree or by a line: they are kept out of the
 * complaint like the old ones, who stay kept out. @returns how many parts of the tree were added.
 */
export async function keepApart(at: Here): Promise<number> {
  const { tx, cityId, today } = at;
  const { rows } = await sql<{ path: string; unit_id: string; voices: string[] }>`
    select x.org_path as path, u.id as unit_id, array_agg(x.voice_id) as voices
    from voice_excluded x
    join unit u on u.city_id = x.city_id and u.org_path = x.org_path
    where x.city_id = ${cityId} and x.named group by 1, 2`.execute(tx);
  if (rows.length === 0) return 0;
  const root = await rootOf(tx, cityId);
  let added = 0;
  for (const { path, unit_id: id, voices } of rows) {
    const parts = excludedBy(
      root.path,
      path,
      await findChain(tx, cityId, today, { id, path, name: '' }),
    );
    const { numAffectedRows } = await sql`
      insert into voice_excluded (city_id, voice_id, org_path, scope)
      select ${cityId}::int, v, p.path, p.scope
      from unnest(${voices}::uuid[]) as v,
        json_to_recordset(${JSON.stringify(parts)}::json) as p (path text, scope text)
      on conflict do nothing`.execute(tx);
    added += Number(numAffectedRows ?? 0);
  }
  return added;
}

const CHANGES_THE_TREE = ['moveUnit', 'linkUnits'];

/**
 * The same within the very transaction that moves or links a unit: its new superiors do not see the complaint for
 * even the moment until the job runs.
 */
export function keepingApart(routes: readonly Route[]): readonly Route[] {
  return routes.map((route) =>
    route.as === 'command' && CHANGES_THE_TREE.includes(route.op.id)
      ? {
          ...route,
          run: async (ctx, input, made) => {
            const done = await route.run(ctx, input, made);
            await keepApart(ctx);
            return done;
          },
        }
      : route,
  );
}

/** Put down wherever a unit moves or is linked, and once a day for links that begin on a day. */
export const keepApartJob: JobKind = briefJob('keep-apart', async ({ tx, cityId, now }) => ({
  added: await keepApart({ tx, cityId, now, today: dayOf(now) }),
}));
