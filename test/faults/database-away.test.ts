import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildApp } from '../../src/server.ts';
import { whoIs } from '#modules/org/who-is.ts';
import { CITY } from '#test/tiny-city.ts';
import { type House, NOW, openHouse } from '../attacks/house.ts';
import { disturbed } from './proxy.ts';

const AWAY_MS = process.env['LUOSHI_SOAK'] === '1' ? 60_000 : 3000;
const AT_ONCE = 120;

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const RAISE = { kind: 'problem', title: '路灯不亮', source: 'self_check', level: 'unit' };

test(`database away for ${AWAY_MS / 1000} s: 503 with a sentence and when to come back, no queue, normal afterwards`, async () => {
  const { line, through, close } = await disturbed(house.database);
  try {
    const { config, parts } = house;
    const app = await buildApp({
      config,
      db: through.db,
      parts,
      now: () => NOW,
      log: () => undefined,
      readOnly: () => false,
    });
    const cookie = await house.cookieOf('townLiaison');
    let keys = 0;
    const raise = async (lang: string): Promise<Response> =>
      app.fetch(
        new Request('http://127.0.0.1/api/v1/entries', {
          method: 'POST',
          body: JSON.stringify(RAISE),
          headers: {
            'content-type': 'application/json',
            'idempotency-key': `away-${(keys += 1)}`,
            'accept-language': lang,
            cookie,
            'sec-fetch-site': 'same-origin',
          },
        }),
      );
    expect((await raise('zh')).status).toBe(200);

    line.mode = 'refuse';
    line.breakAll();
    const until = Date.now() + AWAY_MS;
    const heap = process.memoryUsage().rss;
    while (Date.now() < until) {
      const answers = await Promise.all(
        Array.from({ length: AT_ONCE }, (_, i) => raise(i % 2 === 0 ? 'zh' : 'en')),
      );
      for (const [i, answer] of answers.entries()) {
        const body = (await answer.json()) as { code: string; title: string };
        expect([answer.status, body.code, answer.headers.get('retry-after')]).toEqual([
          503,
          'unavailable',
          '3',
        ]);
        expect(body.title).toMatch(i % 2 === 0 ? /数据库.*未保存.*稍后重试/ : /nothing was saved/);
      }
      expect(through.pool.waitingCount).toBe(0);
      expect((await app.request('http://127.0.0.1/healthz')).status).toBe(503);
      await sleep(100);
    }
    expect(process.memoryUsage().rss - heap).toBeLessThan(150_000_000);

    line.mode = 'pass';
    const back = await Promise.all(Array.from({ length: 20 }, () => raise('zh')));
    expect(back.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
    expect((await app.request('http://127.0.0.1/healthz')).status).toBe(200);
    const { rows } = await house.database.pool.query<{ n: number }>(
      "select count(*)::int as n from entry where title = '路灯不亮'",
    );
    expect(rows[0]?.n).toBe(21);
  } finally {
    await close();
  }
}, 240_000);

test('a line that swallows everything: those who wait for a connection are told in seconds, not never', async () => {
  const { line, through, close } = await disturbed(house.database);
  try {
    const site = house.weakened({ env: { db: through.db, whoIs: whoIs(through.db, CITY, false) } });
    line.mode = 'swallow';
    const answers = await Promise.all(
      Array.from({ length: 24 }, () =>
        site.ask('POST', '/api/v1/entries', { as: 'townLiaison', body: RAISE }),
      ),
    );
    expect(new Set(answers.map(({ status, body }) => `${status} ${String(body['code'])}`))).toEqual(
      new Set(['503 unavailable']),
    );
    expect(through.pool.waitingCount).toBe(0);
    line.breakAll();
    line.mode = 'pass';
    const answer = await site.ask('POST', '/api/v1/entries', { as: 'townLiaison', body: RAISE });
    expect(answer.status).toBe(200);
  } finally {
    await close();
  }
}, 180_000);

test('database away: a citizen is told in his own words, on a page', async () => {
  const { line, through, close } = await disturbed(house.database);
  try {
    const { config, parts } = house;
    const noted: object[] = [];
    const app = await buildApp({
      config,
      db: through.db,
      parts,
      now: () => NOW,
      log: (entry) => void noted.push(entry),
      readOnly: () => false,
    });
    line.mode = 'refuse';
    line.breakAll();
    const words = new URLSearchParams({ words: '桥头路灯不亮', kind: 'request' });
    for (const [lang, sentence] of [
      ['zh', '没能打开这一页'],
      ['en', 'This page could not be opened'],
    ] as const)
      for (const request of [
        new Request('http://127.0.0.1/say', { headers: { 'accept-language': lang } }),
        new Request('http://127.0.0.1/public', { headers: { 'accept-language': lang } }),
        new Request('http://127.0.0.1/say', {
          method: 'POST',
          body: words,
          headers: { 'accept-language': lang, 'sec-fetch-site': 'same-origin' },
        }),
      ]) {
        const answer = await app.fetch(request);
        expect([request.url, answer.status]).toEqual([request.url, 503]);
        expect(await answer.text()).toContain(sentence);
      }
    expect(JSON.stringify(noted)).not.toContain('桥头');
  } finally {
    await close();
  }
});
