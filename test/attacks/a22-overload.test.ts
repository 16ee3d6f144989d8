import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Running } from '../../src/server.ts';
import { type House, openHouse, type Site, slowly, startHouse, withOperation } from './house.ts';

let house: House;
let running: Running;
beforeAll(async () => {
  house = await openHouse();
  running = await startHouse(house);
});
afterAll(async () => {
  await running.stop();
  await house.close();
});

/** Bodies made to cost the server more than they cost the sender. */
async function attack(site: Site): Promise<string[]> {
  const found: string[] = [];
  const as = 'townLiaison';
  const wide = JSON.stringify({ title: '长'.repeat(1_200_000) });
  const bodies: Readonly<Record<string, readonly [string, number]>> = {
    'a body beyond a megabyte': [wide, 413],
    'a deep list': ['['.repeat(200_000), 400],
    'a deep object': [`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`, 400],
    'a deep field': [`{"measures":${'['.repeat(3000)}${']'.repeat(3000)}}`, 400],
    'many keys': [
      JSON.stringify(Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`k${i}`, 1]))),
      400,
    ],
  };
  for (const [what, [body, wanted]] of Object.entries(bodies)) {
    const { status } = await site.ask('POST', '/api/v1/entries', { as, body });
    if (status !== wanted) found.push(`${what}: ${status}`);
  }
  const texts = [
    '%_%',
    '%'.repeat(100),
    '灯'.repeat(100),
    `${'a'.repeat(99)}!`,
    '((((a+)+)+)+)$',
    '🙂'.repeat(50),
  ];
  for (const text of texts) {
    const path = `/api/v1/entries?text=${encodeURIComponent(text)}`;
    const { status } = await site.ask('GET', path, { as });
    if (status !== 200) found.push(`search ${text.slice(0, 10)}: ${status}`);
  }
  const long = await site.ask('GET', `/api/v1/entries?text=${'x'.repeat(5000)}`, { as });
  if (long.status !== 400) found.push(`a long search: ${long.status}`);
  const most = await site.ask('GET', '/api/v1/entries?limit=100000', { as });
  if (most.status !== 400) found.push(`a page of 100,000: ${most.status}`);
  return found;
}

test('A22: what costs more than it should is refused before it costs', async () => {
  expect(await attack(house.real)).toEqual([]);
  const unlimited = withOperation('raiseEntry', { body: 'bytes' });
  expect(await attack(house.weakened({ routes: unlimited }))).not.toEqual([]);
});

/** A request that never ends. */
const ENDLESS =
  'POST /api/v1/login HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 900000\r\n\r\n{';

test('A22: two hundred connections that say nothing do not keep the others out', async () => {
  const sockets = Array.from({ length: 200 }, () => slowly(running.url, ENDLESS));
  try {
    for (let i = 0; i < 5; i += 1) {
      const health = await fetch(`${running.url}/healthz`);
      expect([health.status, await health.json()]).toEqual([200, { alive: true, readOnly: false }]);
    }
    const list = await fetch(`${running.url}/api/v1/entries`);
    expect(list.status).toBe(401);
  } finally {
    for (const socket of sockets) socket.destroy();
  }
});

test('A22: twenty exports at once leave the list answering', async () => {
  const all = Array.from({ length: 20 }, () =>
    house.real.ask('GET', '/api/v1/entries/export?format=xlsx', { as: 'cityOffice' }),
  );
  const list = await house.real.ask('GET', '/api/v1/entries', { as: 'eastOffice' });
  expect(list.status).toBe(200);
  const ended = new Set((await Promise.all(all)).map(({ status }) => status));
  for (const status of ended) expect([200, 429, 503]).toContain(status);
});
