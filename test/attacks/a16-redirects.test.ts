import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod/mini';
import type { Direct } from '#platform/http.ts';
import { type House, instead, openHouse, type Site, withOperation } from './house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const TARGETS = [
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  'javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'x\r\nset-cookie: luoshi=planted',
  '"><script>alert(1)</script>',
];
const FIELDS = ['back_url', 'next', 'return_to', 'url', 'page', 'per_page', 'lang'];
const PAGES = [
  '/',
  '/sign-in',
  '/ledger',
  '/api/v1/sign-in',
  '/api/v1/logout',
  '/api/v1/entries',
  '/api/docs',
];

async function attack(site: Site): Promise<string[]> {
  const found: string[] = [];
  for (const page of PAGES)
    for (const field of FIELDS)
      for (const target of TARGETS) {
        const path = `${page}?${field}=${encodeURIComponent(target)}`;
        const { status, headers, text } = await site.ask('GET', path);
        const to = headers.get('location');
        if (to !== null && !/^\/(?![/\\])/.test(to)) found.push(`${path} leads to ${to}`);
        if (headers.get('set-cookie')?.includes('planted') === true)
          found.push(`${path}: a header`);
        const html = (headers.get('content-type') ?? '').includes('html');
        if (html && text.includes('<script>alert(1)')) found.push(`${path} is reflected`);
        if (status >= 500) found.push(`${path}: ${status}`);
      }
  for (const path of [
    '//evil.example/',
    '/%2f%2fevil.example',
    '/..%2f..%2fetc%2fpasswd',
    '/%00',
    '/%zz',
  ]) {
    const { status, headers, text } = await site.ask('GET', `http://127.0.0.1${path}`);
    if (status >= 500 || headers.get('location') !== null || text.includes('root:'))
      found.push(`${path}: ${status}`);
  }
  return found;
}

test('A16: no address in a request leads anywhere else or comes back as markup', async () => {
  expect(await attack(house.real)).toEqual([]);
  const anything = withOperation('signInWays', { input: z.looseObject({}) as never });
  const kind = instead('signInWays', ({ request }: Direct) => {
    const next = new URL(request.url).searchParams.get('next') ?? '/';
    return Promise.resolve(
      new Response('', { status: 302, headers: { location: next.replaceAll(/[\r\n]/g, '') } }),
    );
  });
  expect(await attack(house.weakened({ routes: (all) => kind(anything(all)) }))).not.toEqual([]);
}, 180_000);
