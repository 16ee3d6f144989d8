import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Query } from '#platform/command.ts';
import { readEntry } from '#modules/ledger/read-entry.ts';
import { type House, instead, openHouse, type Site } from './house.ts';

const SCRIPTS = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "javascript:alert('x')",
  '</title><svg/onload=alert(1)>',
  '{{constructor.constructor("alert(1)")()}}',
];
let house: House;
const ids: string[] = [];
beforeAll(async () => {
  house = await openHouse();
  for (const text of SCRIPTS) {
    const raised = await house.real.ask('POST', '/api/v1/entries', {
      as: 'townLiaison',
      body: { kind: 'problem', title: text, detail: text, source: 'visit', level: 'unit' },
    });
    ids.push(String(raised.body['id']));
  }
});
afterAll(() => house.close());

/** What was stored must come back as it is, and as nothing a browser would run. */
async function attack(site: Site): Promise<string[]> {
  const found: string[] = [];
  for (const [i, id] of ids.entries())
    for (const path of [`/entries/${id}`, `/entries/${id}/events`, '/entries?limit=50', '/work']) {
      for (const accept of ['application/json', 'text/html,*/*']) {
        const headers = { accept };
        const answer = await site.ask('GET', `/api/v1${path}`, { as: 'eastOffice', headers });
        const type = answer.headers.get('content-type') ?? '';
        if (!/^application\/json\b/.test(type)) found.push(`${path}: ${type}`);
        if (answer.headers.get('x-content-type-options') !== 'nosniff')
          found.push(`${path}: sniffed`);
        const csp = answer.headers.get('content-security-policy') ?? '';
        if (!csp.includes("default-src 'none'") || /unsafe-/.test(csp))
          found.push(`${path}: ${csp}`);
        if (path === `/entries/${id}` && answer.body['title'] !== SCRIPTS[i])
          found.push(`changed: ${String(answer.body['title'])}`);
      }
    }
  const csv = await site.ask('GET', '/api/v1/entries/export?format=csv', { as: 'eastOffice' });
  if (!/^attachment\b/.test(csv.headers.get('content-disposition') ?? ''))
    found.push('an export opens in the page');
  return found;
}

test('A15: stored text comes back literally, never as a page', async () => {
  expect(await attack(house.real)).toEqual([]);
  const page = instead('readEntry', async (q: Query, input: never) => {
    const { title } = await readEntry(q, input);
    return new Response(`<h1>${title}</h1>`, { headers: { 'content-type': 'text/html' } });
  });
  expect(await attack(house.weakened({ routes: page }))).not.toEqual([]);
  expect(await attack(house.weakened({ headers: false }))).not.toEqual([]);
});
