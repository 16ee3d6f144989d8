import type { Server } from 'node:http';
import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Running } from '../../src/server.ts';
import { type House, openHouse, slowly, startHouse } from './house.ts';

const ROOM = 100;

let house: House;
let running: Running;
beforeAll(async () => {
  house = await openHouse();
  running = await startHouse(house, { connections: ROOM });
});
afterAll(async () => {
  await running.stop();
  await house.close();
});

/** What is never said to the end: a head, a body of JSON, a form, nothing at all. */
const BEGINNINGS = [
  'GET /healthz HTTP/1.1\r\nhost: x\r\nx-a: ',
  'POST /api/v1/login HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 900000\r\n\r\n{',
  'POST /say HTTP/1.1\r\nhost: x\r\ncontent-type: multipart/form-data; boundary=x\r\ncontent-length: 40000000\r\n\r\n--x\r\n',
  '',
];

/** Twice as many as the house holds, all of them in. */
async function crowd(url: string): Promise<readonly Socket[]> {
  const sockets = Array.from({ length: 2 * ROOM }, (_, i) =>
    slowly(url, BEGINNINGS[i % BEGINNINGS.length] ?? ''),
  );
  await Promise.all(
    sockets.map((socket) => new Promise((resolve) => void socket.once('connect', resolve))),
  );
  return sockets;
}

/** Somebody who comes then, on a connection of his own: is he answered? */
async function getsIn(url: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  http
    .get(`${url}/healthz`, { agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    })
    .on('error', () => resolve(false));
  return promise;
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
}

test('A31: a house full of those who say nothing lets in who has something to say', async () => {
  const sockets = await crowd(running.url);
  try {
    for (let i = 0; i < 5; i += 1) expect(await getsIn(running.url)).toBe(true);
  } finally {
    for (const socket of sockets) socket.destroy();
  }
});

test('A31: who is being answered keeps his place, however many come after him', async () => {
  const { db } = house.database;
  const [locked, held] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const locking = db.transaction().execute(async (tx) => {
    await sql`lock table credential_try in exclusive mode`.execute(tx);
    locked.resolve();
    await held.promise;
  });
  await locked.promise;
  const answer = fetch(`${running.url}/api/v1/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
    body: JSON.stringify({ login: 'nobody', password: '不对的口令不对的口令' }),
  });
  await until(async () => {
    const { rows } = await sql`select 1 from pg_locks where not granted`.execute(db);
    return rows.length > 0;
  });
  const sockets = await crowd(running.url);
  held.resolve();
  await locking;
  expect((await answer).status).toBe(401);
  for (const socket of sockets) socket.destroy();
});

test('A31: a server that merely counts its connections is closed by them', async () => {
  const server = createAdaptorServer({ fetch: house.app.fetch }) as Server;
  server.maxConnections = ROOM;
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const sockets = await crowd(url);
  try {
    expect(await getsIn(url)).toBe(false);
  } finally {
    for (const socket of sockets) socket.destroy();
    server.closeAllConnections();
    await new Promise((resolve) => void server.close(resolve));
  }
});
