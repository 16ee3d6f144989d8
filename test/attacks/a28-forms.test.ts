import type { Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Running } from '../../src/server.ts';
import { type Answer, type House, openHouse, slowly, startHouse } from './house.ts';

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

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const MULTIPART = { 'content-type': 'multipart/form-data; boundary=x' };

/** Pages of forms that anybody may send to. */
const DOORS = ['/say', '/say/enterprise', '/follow', '/m/sign-in'];

/** What no browser sends. */
const MANGLED: Readonly<Record<string, readonly [Readonly<Record<string, string>>, string]>> = {
  'a JSON': [{ 'content-type': 'application/json' }, '{}'],
  'a text': [{ 'content-type': 'text/plain' }, 'x'],
  'a form cut off': [MULTIPART, '--x\r\ncontent-disposition: form-data; name="words"\r\n\r\nab'],
  'a field named __proto__': [FORM, '__proto__=1&words=abc&kind=opinion'],
  'a field named constructor': [FORM, 'constructor=1&words=abc&kind=opinion'],
  'a field named toString': [FORM, 'toString=1&words=abc&kind=opinion'],
};

test('A28: a form that cannot be read is refused, not stumbled over', async () => {
  const found: string[] = [];
  const sent = async (what: string, ask: Promise<Answer>): Promise<void> => {
    const { status } = await ask;
    if (status >= 500) found.push(`${what}: ${status}`);
  };
  for (const door of DOORS)
    for (const [what, [headers, body]] of Object.entries(MANGLED))
      await sent(`${door} ${what}`, house.real.ask('POST', door, { headers, body }));
  const open311 = { headers: MULTIPART, body: 'garbage' };
  await sent('open311', house.real.ask('POST', '/open311/v2/requests.json', open311));
  expect(found).toEqual([]);
});

/** A form that announces much and sends hardly anything. */
function slow(bytes: number): Socket {
  return slowly(
    running.url,
    `POST /m/sign-in HTTP/1.1\r\nhost: x\r\nsec-fetch-site: same-origin\r\ncontent-type: multipart/form-data; boundary=x\r\ncontent-length: ${bytes}\r\n\r\n-`,
  );
}

test('A28: who announces much and sends nothing keeps nobody from signing in', async () => {
  const sockets = [...Array.from({ length: 20 }, () => 42_000_000), 3_999_999].map(slow);
  try {
    // Each of them is being read: an answer on a later connection comes after their heads were taken in.
    for (let i = 0; i < 3; i += 1) await fetch(`${running.url}/healthz`);
    const answer = await fetch(`${running.url}/m/sign-in`, {
      method: 'POST',
      headers: { 'sec-fetch-site': 'same-origin' },
      body: new URLSearchParams({ login: 'nobody', password: 'x'.repeat(2000) }),
    });
    expect(answer.status).not.toBe(503);
    const said = await fetch(`${running.url}/say`, {
      method: 'POST',
      headers: { 'sec-fetch-site': 'same-origin' },
      body: new URLSearchParams({ words: '', kind: 'opinion' }),
    });
    expect(said.status).toBe(422);
  } finally {
    for (const socket of sockets) socket.destroy();
  }
});

test('A28: a form that brings no photos is no larger than a form', async () => {
  const body = `words=${'x'.repeat(1_000_001)}`;
  const { status } = await house.real.ask('POST', '/say', { headers: FORM, body });
  expect(status).toBe(422);
});

/** CPU of this thread in milliseconds, whatever else the machine does. */
async function cpuOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.threadCpuUsage();
  await work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}

/** A million fields of no length: megabytes of a form, or one of a form without photos. */
const CROWDED: readonly (readonly [Readonly<Record<string, string>>, string])[] = [
  [FORM, 'a&'.repeat(490_000)],
  [MULTIPART, '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n\r\n'.repeat(150_000)],
  [
    MULTIPART,
    '--x\r\ncontent-disposition: form-data; name="a"; filename="b"\r\n\r\nc\r\n'.repeat(150_000),
  ],
];

test('A28: a form of a million fields is refused before they are read', async () => {
  for (const [headers, body] of CROWDED) {
    const bytes = Buffer.from(`${body}--x--`);
    const ours = await cpuOf(async () => {
      const { status } = await house.real.ask('POST', '/say', { headers, body: bytes });
      expect(status).toBe(400);
    });
    // Who reads them all first, as every ready-made reader does.
    const twin = await cpuOf(() => new Response(bytes, { headers }).formData());
    expect(ours).toBeLessThan(twin / 2);
  }
}, 60_000);
