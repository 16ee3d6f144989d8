import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Direct } from '#platform/http.ts';
import { ByteThread } from '#platform/workers/byte-thread.ts';
import { type SheetHouse, sheetHouse } from '#test/sheet-house.ts';
import { CITY, type PostKey } from '#test/tiny-city.ts';
import { exportEntries } from './export-entries.ts';

const ROWS = 600;
let house: SheetHouse;
let apart: ByteThread;

beforeAll(async () => {
  house = await sheetHouse();
  for (const [who, town] of [
    ['eastOffice', '柳河镇'],
    ['cityOffice', ''],
  ] as const) {
    const lines = Array.from(
      { length: ROWS },
      (_, i) => `${i + 1},第${i + 1}处路灯不亮${town},逐盏检修，"先" 报,2026年12月底前,${town}`,
    );
    const csv = ['序号,存在问题,整改措施,整改时限,责任单位', ...lines].join('\n');
    await house.bringIn(who, `${who}.csv`, Buffer.from(csv));
  }
  const { address, kind } = house.database;
  apart = new ByteThread({
    script: new URL('../../../export-thread.ts', import.meta.url),
    data: { address, kind, dataDir: house.folder, cityId: CITY },
  });
});
afterAll(async () => {
  await apart.end();
  await house.close();
});

function called(who: PostKey): Direct {
  const request = new Request('http://localhost/');
  return { ...house.city.ask(house.database.db, who), request, from: 'local' };
}

async function bytesOf(answer: Response): Promise<Buffer> {
  return Buffer.from(await answer.arrayBuffer());
}

test.each(['xlsx', 'csv'] as const)(
  'made in the thread of exports a %s is the same to the byte, and holds no more than its reader may see',
  async (format) => {
    const sizes = new Map<PostKey, number>();
    for (const who of ['cityOffice', 'eastOffice', 'westOffice', 'townLiaison'] as const) {
      const here = await bytesOf(await exportEntries(called(who), { format }));
      const there = await bytesOf(await exportEntries(called(who), { format }, apart));
      expect(there.equals(here)).toBe(true);
      sizes.set(who, here.length);
    }
    const [city = 0, east = 0, west = 0] = sizes.values();
    expect(city).toBeGreaterThan(east);
    expect(east).toBeGreaterThan(west);
  },
);

test('who turns away in the middle leaves a thread that serves the next', async () => {
  const answer = await exportEntries(called('cityOffice'), { format: 'csv' }, apart);
  const reader = answer.body?.getReader();
  expect((await reader?.read())?.done).toBe(false);
  await reader?.cancel();
  const next = await bytesOf(await exportEntries(called('eastOffice'), { format: 'csv' }, apart));
  expect(next.toString('utf8')).toContain(`第${ROWS}处路灯不亮`);
});

test('a filter that cannot be meant is refused before the thread is asked', async () => {
  const unit = '00000000-0000-7000-8000-000000000000';
  const asked = exportEntries(called('cityOffice'), { format: 'csv', unit }, apart);
  await expect(asked).rejects.toMatchObject({ code: 'not-found' });
});
