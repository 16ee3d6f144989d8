import { expect, test } from 'vitest';
import { zipStream } from './zip-stream.ts';

/** Text without end that hardly deflates, and whether its maker has been let go. */
function endless(): { text: Generator<string>; ended: () => boolean } {
  let ended = false;
  function* made(): Generator<string> {
    try {
      for (let n = 1; ; n += 1) yield `${Math.sin(n)}灯`.repeat(5000);
    } finally {
      ended = true;
    }
  }
  return { text: made(), ended: () => ended };
}

test('whoever stops reading ends the making of the text', async () => {
  const { text, ended } = endless();
  let chunks = 0;
  for await (const _ of zipStream([{ name: 'a.xml', text }], 1)) {
    chunks += 1;
    if (chunks === 4) break;
  }
  await expect.poll(ended).toBe(true);
});

test('what stops the text stops the reading, with the same error', async () => {
  async function* broken(): AsyncGenerator<string> {
    yield '路灯'.repeat(50_000);
    throw await Promise.resolve(new Error('the database is away'));
  }
  const read = async (): Promise<void> => {
    for await (const _ of zipStream([{ name: 'a.xml', text: broken() }], 1));
  };
  await expect(read()).rejects.toThrow('the database is away');
});
