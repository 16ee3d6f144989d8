import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addressGuard } from './address-guard.ts';
import { postPinned } from './post-pinned.ts';
import { isSignedBy, signatureHeaders } from './sign-webhook.ts';

const guard = addressGuard({ LUOSHI_WEBHOOK_ALLOW_LOOPBACK: '1' });
const seen: { url: string; host: string; body: string }[] = [];
let server: Server;
let origin = '';

const answers: Record<string, RequestListener> = {
  '/ok': (_, response) => response.writeHead(204).end(),
  '/moved': (_, response) => response.writeHead(302, { location: `${origin}/inner` }).end(),
  '/long': (_, response) => {
    response.writeHead(200);
    response.end('x'.repeat(70_000));
  },
  '/silent': () => undefined,
};

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      seen.push({ url: request.url ?? '', host: request.headers.host ?? '', body });
      answers[request.url ?? '']?.(request, response);
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const call = { body: '{"a":1}', headers: {}, guard };

test('the body arrives, and the status comes back', async () => {
  expect(await postPinned({ ...call, url: `${origin}/ok` })).toBe(204);
  expect(seen.at(-1)).toMatchObject({ url: '/ok', body: '{"a":1}' });
});

test('a redirect is not followed', async () => {
  expect(await postPinned({ ...call, url: `${origin}/moved` })).toBe(302);
  expect(seen.some(({ url }) => url === '/inner')).toBe(false);
});

test('a long answer is cut off, a silent one given up', async () => {
  await expect(postPinned({ ...call, url: `${origin}/long` })).rejects.toThrow(/64 kB/);
  await expect(postPinned({ ...call, url: `${origin}/silent`, timeoutMs: 200 })).rejects.toThrow(
    /abort|timeout/i,
  );
});

test('a name is looked up once and only the judged address is called', async () => {
  const port = new URL(origin).port;
  const answersInTurn = [['127.0.0.1'], ['10.0.0.1']];
  let asked = 0;
  const resolve = (): Promise<string[]> => Promise.resolve(answersInTurn[asked++] ?? []);
  const before = seen.length;
  // The name has no certificate here: that the judged address was called shows in the failed handshake.
  await expect(
    postPinned({ ...call, url: `https://rebind.example:${port}/ok`, resolve }),
  ).rejects.toThrow(/SSL|TLS|wrong version|socket|ECONNRESET/i);
  expect([asked, seen.length]).toEqual([1, before]);
  await expect(
    postPinned({ ...call, url: `https://rebind.example:${port}/ok`, resolve }),
  ).rejects.toMatchObject({ code: 'address-refused' });
});

test('a name that stands for an inner address is never called', async () => {
  const strict = addressGuard({});
  const resolve = (): Promise<string[]> => Promise.resolve(['93.184.216.34', '127.0.0.1']);
  const url = 'https://half.example/';
  await expect(postPinned({ ...call, guard: strict, url, resolve })).rejects.toMatchObject({
    code: 'address-refused',
  });
});

test('a receiver can tell ours from forged, altered and stale ones', () => {
  const now = new Date('2026-03-02T01:00:00Z');
  const headers = signatureHeaders('secret', '{"a":1}', now, 'd1');
  const [time = '', signature = ''] = [headers['luoshi-timestamp'], headers['luoshi-signature']];
  expect(time).toBe('1772413200');
  expect(isSignedBy('secret', '{"a":1}', time, signature, now)).toBe(true);
  expect(isSignedBy('secret', '{"a":2}', time, signature, now)).toBe(false);
  expect(isSignedBy('other', '{"a":1}', time, signature, now)).toBe(false);
  expect(isSignedBy('secret', '{"a":1}', String(Number(time) + 1), signature, now)).toBe(false);
  expect(isSignedBy('secret', '{"a":1}', time, signature, new Date(now.getTime() + 301_000))).toBe(
    false,
  );
});
