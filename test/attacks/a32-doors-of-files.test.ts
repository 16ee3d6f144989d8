import { deflateSync, inflateSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Running } from '../../src/server.ts';
import { docxBombs, type Hostile, hostileFiles, pngBomb } from './bombs.ts';
import { grownBy } from './grown.ts';
import { type House, openHouse, startHouse, type Who } from './house.ts';

let house: House;
let running: Running;
let documents: readonly Hostile[];
beforeAll(async () => {
  house = await openHouse();
  documents = docxBombs();
  running = await startHouse(house);
});
afterAll(async () => {
  await running.stop();
  await house.close();
});

interface Sent {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

async function send(path: string, content: Buffer, as?: Who): Promise<Sent> {
  const answer = await fetch(`${running.url}/api/v1${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/octet-stream',
      'sec-fetch-site': 'same-origin',
      ...(as && { cookie: await house.cookieOf(as) }),
    },
    body: new Uint8Array(content),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

/** Doors for sheets, beside those of A18, and who comes in by them. */
const SHEETS: readonly (readonly [string, Who])[] = [
  ['/voices/sheet?', 'eastOffice'],
  ['/readings/import?', 'cityOffice'],
  ['/duties/preview?', 'cityOffice'],
];

/** Held for a moment by whoever unpacks it all. */
const MOST_MB = 150;

async function refusedAt(path: string, [name, content]: Hostile, as?: Who): Promise<string[]> {
  const found: string[] = [];
  const grown = await grownBy(async () => {
    const { status, body } = await send(`${path}&name=${encodeURIComponent(name)}`, content, as);
    if (status < 400 || status >= 500) found.push(`${name} at ${path}: ${status}`);
    else if (typeof body['title'] !== 'string' || body['title'].length < 8)
      found.push(`${name} at ${path}: no sentence`);
  });
  if (grown > MOST_MB) found.push(`${name} at ${path}: ${grown} MB more`);
  return found;
}

test('A32: no door for sheets unpacks what would fill the house', async () => {
  const found: string[] = [];
  const files = hostileFiles();
  for (const [path, as] of SHEETS)
    for (const file of files) found.push(...(await refusedAt(path, file, as)));
  expect(found).toEqual([]);
}, 240_000);

test('A32: a picture of a few bytes and billions of points is not drawn', async () => {
  const form = await fetch(`${running.url}/api/v1/say/form`);
  const { nonce } = (await form.json()) as { nonce: string };
  const found: string[] = [];
  for (const side of [20_000, 60_000, 2_000_000_000]) {
    const picture = pngBomb(side);
    const grown = await grownBy(async () => {
      const { status } = await send(`/say/photos?nonce=${nonce}`, picture);
      if (status < 400 || status >= 500) found.push(`${side}: ${status}`);
    });
    if (grown > MOST_MB) found.push(`${side}: ${grown} MB more`);
  }
  expect(found).toEqual([]);
}, 240_000);

test('A32: a document of gigabytes is refused, or read no further than a document goes', async () => {
  const found: string[] = [];
  for (const [name, content] of documents) {
    const grown = await grownBy(async () => {
      const { status, body } = await send(`/documents?name=${name}`, content, 'cityOffice');
      if (status >= 500) found.push(`${name}: ${status}`);
      if (status >= 400) return;
      for (let i = 0; i < 200; i += 1) {
        const answer = await fetch(`${running.url}/api/v1/documents/${String(body['id'])}`, {
          headers: { cookie: await house.cookieOf('cityOffice') },
        });
        const document = (await answer.json()) as Record<string, unknown>;
        if (document['state'] !== 'reading') break;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    });
    if (grown > 2 * MOST_MB) found.push(`${name}: ${grown} MB more`);
  }
  expect(found).toEqual([]);
}, 240_000);

test('A32: who unpacks it all is caught at it', async () => {
  const packed = deflateSync(Buffer.alloc(400_000_000, 0x20));
  const grown = await grownBy(async () => {
    const whole = inflateSync(packed);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(whole.length).toBe(400_000_000);
  });
  expect(grown).toBeGreaterThan(2 * MOST_MB);
}, 60_000);
