import { afterEach, expect, test } from 'vitest';
import type { Wanted } from '#test/thread-of-bytes.ts';
import { ByteThread } from './byte-thread.ts';

let thread: ByteThread | undefined;
afterEach(() => thread?.end());

function start(idleMs?: number): ByteThread {
  thread = new ByteThread({
    script: new URL('../../../test/thread-of-bytes.ts', import.meta.url),
    data: {},
    ...(idleMs === undefined ? {} : { idleMs }),
  });
  return thread;
}

async function read(bytes: AsyncIterable<Uint8Array>): Promise<number[]> {
  const found: number[] = [];
  for await (const [low = 0, high = 0] of bytes) found.push(low + high * 256);
  return found;
}

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const want = (wanted: Wanted): Wanted => wanted;

test('every piece comes once and in order, of several streams beside each other', async () => {
  const it = start();
  const all = await Promise.all([0, 1, 300, 7].map((pieces) => read(it.bytes(want({ pieces })))));
  expect(all).toEqual([[], [0], upTo(300), upTo(7)]);
});

test('who stops reading stops the making, which is never far ahead of the reading', async () => {
  const made = new Int32Array(new SharedArrayBuffer(4));
  let seen = 0;
  for await (const _ of start().bytes(want({ pieces: 60_000, made }))) {
    seen += 1;
    if (seen === 50) break;
  }
  while (Atomics.load(made, 0) === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(seen).toBe(50);
  expect(made[0]).toBeGreaterThanOrEqual(49);
  expect(made[0]).toBeLessThan(60);
});

test('what the making ends with is told after what it had made; the others read on', async () => {
  const it = start();
  const whole = read(it.bytes(want({ pieces: 500 })));
  const failing = it.bytes(want({ pieces: 3, ends: 'fail' }));
  const found: number[] = [];
  const reading = async (): Promise<void> => {
    for await (const [low = 0] of failing) found.push(low);
  };
  await expect(reading()).rejects.toThrow('the ink has run out');
  expect(found).toEqual([0, 1, 2]);
  expect(await whole).toEqual(upTo(500));
});

test('a thread that dies is told to all who read, and the next order finds another', async () => {
  const it = start();
  const reading = read(it.bytes(want({ pieces: 100_000 })));
  const dying = read(it.bytes(want({ pieces: 2, ends: 'die' })));
  await expect(dying).rejects.toThrow('has ended');
  await expect(reading).rejects.toThrow('has ended');
  expect(await read(it.bytes(want({ pieces: 4 })))).toEqual(upTo(4));
});

test('at rest its memory is given back, and the next order starts it anew', async () => {
  const it = start(20);
  for (const pieces of [2, 3]) {
    expect(await read(it.bytes(want({ pieces })))).toEqual(upTo(pieces));
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
});
