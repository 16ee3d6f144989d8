import { keptOf, masked } from '#domain/voice/disclosed.ts';
import { destroyIdentity } from './vault/vault.ts';
import type { Here } from './voice-store.ts';

/**
 * Whoever is to be forgotten (到期或本人删除联系方式): the key of what he left is destroyed, and what his own words tell of him
 * goes too, so that nothing is left to find him by. Returns how many keys were destroyed.
 */
export async function forgetReporters(at: Here, voiceIds: readonly string[]): Promise<number> {
  if (voiceIds.length === 0) return 0;
  const sent = await at.tx
    .selectFrom('submission as s')
    .innerJoin('voice_text as t', (join) =>
      join.onRef('t.city_id', '=', 's.city_id').onRef('t.voice_id', '=', 's.voice_id'),
    )
    .where('s.city_id', '=', at.cityId)
    .where('s.voice_id', 'in', voiceIds)
    .where('s.cleared_at', 'is', null)
    .select(['s.voice_id', 's.words', 's.place', 't.summary'])
    .execute();
  for (const one of sent) {
    const words = keptOf(one.words, one.summary);
    const place = masked(one.place);
    if (words === one.words && place === one.place) continue;
    await at.tx
      .updateTable('submission')
      .set({ words, place })
      .where('city_id', '=', at.cityId)
      .where('voice_id', '=', one.voice_id)
      .execute();
  }
  return await destroyIdentity(at, voiceIds);
}
