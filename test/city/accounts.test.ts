import { expect, test } from 'vitest';
import { demoAccounts, DEMO_SEED } from './accounts.ts';
import { generateCity } from './generate.ts';

const OPEN = new Set(['assigned', 'accepted', 'underway', 'blocked']);

test('who tries the small city as a liaison, a secretary or a checker finds something to do', async () => {
  const city = generateCity({ scale: 'small', seed: DEMO_SEED, today: '2026-06-15' });
  const waiting = new Set<string>();
  for (const { record, parties, requests } of city.stories()) {
    const asked = requests.some(({ decision }) => decision === undefined);
    for (const { episode, role, unit } of parties) {
      if (episode !== record.episode) continue;
      if (role === 'lead' && OPEN.has(record.state)) waiting.add(`works ${unit.id}`);
      if (role === 'checker' && record.state === 'delivered' && !asked)
        waiting.add(`checks ${unit.id}`);
    }
  }
  const { posts } = city.organisation;
  const idle = (await demoAccounts(city, undefined)).filter(({ login, personId }) => {
    // These check as superiors whatever is handed in below them, without being named for it.
    if (['city.inspector', 'town.inspector', 'bureau.inspector'].includes(login)) return false;
    const post = posts.find(({ holdings }) => holdings.at(-1)?.personId === personId);
    if (post?.role === 'inspector') return !waiting.has(`checks ${post.unit.id}`);
    const works = post?.role === 'liaison' || post?.role === 'handler';
    return works && !waiting.has(`works ${post.unit.id}`);
  });
  expect(idle.map(({ login }) => login)).toEqual([]);
});
