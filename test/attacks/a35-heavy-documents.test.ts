import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { UnreadableFile } from '#platform/words/unreadable-file.ts';
import { DocumentReader } from '#platform/workers/document-reader.ts';
import { grownBy } from './grown.ts';

/** Small, so that little is needed to fill it. */
const HEAP_MB = 96;

let folder: string;
let heavy: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'luoshi-a35-'));
  heavy = join(folder, 'heavy.html');
  await writeFile(heavy, `<!doctype html><html><body>${'<p>一'.repeat(500_000)}`);
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function reasonOf(reading: Promise<unknown>): Promise<string> {
  try {
    await reading;
    return 'read';
  } catch (error) {
    return error instanceof UnreadableFile ? error.reason : String(error);
  }
}

/** Two thirds of what fills the reader. */
const MOST_MB = 64;

test('A35: a page that fills the memory of who reads it is refused, the house takes no part, and the next is read', async () => {
  const reader = new DocumentReader({ heapMb: HEAP_MB });
  const grown = await grownBy(async () => {
    expect(await reasonOf(reader.file(heavy))).toBe('exhausted');
  });
  expect(grown).toBeLessThan(MOST_MB);
  const light = join(folder, 'light.html');
  await writeFile(light, '<!doctype html><html><body><p>北街路灯不亮</p></body></html>');
  expect((await reader.file(light)).text).toContain('北街路灯不亮');
  await reader.close();
}, 120_000);

test('A35: who reads it in a thread of the house is caught at it', async () => {
  const program = new URL('../../src/platform/words/read-file.ts', import.meta.url).href;
  const grown = await grownBy(async () => {
    const thread = new Worker(
      `const { readTextFile } = await import(${JSON.stringify(program)}); await readTextFile(process.argv[2]);`,
      { eval: true, argv: [heavy], resourceLimits: { maxOldGenerationSizeMb: HEAP_MB } },
    );
    await new Promise((resolve) => {
      thread.once('error', resolve).once('exit', resolve);
    });
  });
  expect(grown).toBeGreaterThan(MOST_MB);
}, 120_000);

test.runIf(process.platform === 'linux')(
  'A35: a reader that was ended between two questions is started anew',
  async () => {
    const reader = new DocumentReader({ heapMb: HEAP_MB });
    const light = join(folder, 'again.html');
    await writeFile(light, '<!doctype html><html><body><p>北街路灯不亮</p></body></html>');
    await reader.file(light);
    execFileSync('pkill', ['-KILL', '-P', String(process.pid), '-f', 'document-worker']);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect((await reader.file(light)).text).toContain('北街路灯不亮');
    await reader.close();
  },
  30_000,
);
