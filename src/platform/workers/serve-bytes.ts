import { type MessagePort, parentPort } from 'node:worker_threads';
import type { ByteOrder, ByteWish, ByteWord } from './byte-thread.ts';

/** In a thread of bytes: make what is ordered, a piece whenever one is wanted, until nobody reads on. */
export function serveBytes(make: (order: never) => AsyncGenerator<Uint8Array>): void {
  parentPort?.on('message', ({ order, port }: ByteOrder) => {
    serve(make(order as never), port);
  });
}

function serve(pieces: AsyncGenerator<Uint8Array>, port: MessagePort): void {
  const tell = (word: ByteWord, give: readonly ArrayBuffer[] = []): void => {
    port.postMessage(word, give);
  };
  const more = async (): Promise<void> => {
    const next = await pieces.next();
    if (next.done === true) return tell('end');
    // A copy of its own: pieces may lie in one buffer that is still written to.
    const bytes = new Uint8Array(next.value);
    tell({ bytes }, [bytes.buffer]);
  };
  port.on('message', (wish: ByteWish) => {
    if (wish === 'stop') {
      port.close();
      pieces.return(undefined).catch(() => undefined);
      return;
    }
    // A generator carries out what it is asked one after the other.
    more().catch((error: unknown) => tell({ bug: String(error) }));
  });
}
