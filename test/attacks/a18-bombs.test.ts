import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Direct } from '#platform/http.ts';
import { problemAt } from '../laws/lives.ts';
import { type Hostile, hostileFiles } from './bombs.ts';
import { type House, instead, openHouse, type Site } from './house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

/** Each as evidence and as a sheet: refused with a sentence, and without the memory it asks for. */
async function attack(site: Site, files: readonly Hostile[]): Promise<string[]> {
  const found: string[] = [];
  const entry = await problemAt(house.database.db, house.city, 'accepted');
  for (const [name, content] of files)
    for (const path of [
      `/api/v1/entries/${entry.id}/evidence?version=${entry.version}`,
      '/api/v1/imports?kind=problem',
    ]) {
      // A text of commas is a bomb for a reader of sheets; as evidence it is a text.
      if (name.endsWith('.csv') && path.includes('evidence')) continue;
      const before = process.memoryUsage().rss;
      const { status, body } = await site.ask('POST', `${path}&name=${encodeURIComponent(name)}`, {
        as: 'townLiaison',
        body: content,
        headers: { 'content-type': 'application/octet-stream' },
      });
      const grown = process.memoryUsage().rss - before;
      if (grown > 150_000_000) found.push(`${name}: ${Math.round(grown / 1e6)} MB more`);
      if (status < 400 || status >= 500) found.push(`${name} at ${path.slice(8, 16)}: ${status}`);
      else if (typeof body['title'] !== 'string' || body['title'].length < 8)
        found.push(`${name}: no sentence`);
    }
  return found;
}

test('A18: bombs and broken packages are refused, each with a sentence', async () => {
  const files = hostileFiles();
  expect(await attack(house.real, files)).toEqual([]);
  const trusting = house.weakened({
    routes: instead('uploadEvidence', async ({ request }: Direct) => {
      const bytes = Buffer.from(await request.arrayBuffer());
      return Response.json({ bytes: bytes.length });
    }),
  });
  expect(await attack(trusting, files.slice(0, 2))).not.toEqual([]);
}, 240_000);
