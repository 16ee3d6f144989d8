/** An answer that goes on: server-sent events to one browser. */
export interface EventStream {
  readonly response: Response;
  /** Say something. A browser that does not keep up gets the latest only; the ones between are dropped. */
  send(event: string, data: string): void;
  /** End it, with a last word why. */
  close(why?: string): void;
}

const BEAT_MS = 15_000;
/** So many events unread in a row, and nobody is taken to be there. */
const PATIENCE = 8;

/**
 * Open a stream of events (text/event-stream). A heartbeat keeps proxies from ending it and finds out
 * browsers that have gone; at most one event waits, whatever the browser's pace.
 */
export function openEventStream(onEnd: () => void = () => undefined): EventStream {
  const text = new TextEncoder();
  let control: ReadableStreamDefaultController<Uint8Array> | undefined;
  let waiting: Uint8Array | undefined;
  let unread = 0;
  let over = false;
  const end = (): void => {
    if (over) return;
    over = true;
    clearInterval(beat);
    onEnd();
  };
  const close = (why?: string): void => {
    if (over) return;
    if (waiting !== undefined) control?.enqueue(waiting);
    if (why !== undefined) control?.enqueue(text.encode(`event: end\ndata: ${why}\n\n`));
    control?.close();
    end();
  };
  const put = (bytes: Uint8Array, kept: boolean): void => {
    if (over || control === undefined) return;
    if ((control.desiredSize ?? 0) > 0) {
      unread = 0;
      control.enqueue(bytes);
      return;
    }
    unread += 1;
    if (kept) waiting = bytes;
    if (unread > PATIENCE) close();
  };
  const beat = setInterval(() => put(text.encode(': \n\n'), false), BEAT_MS).unref();
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      control = controller;
    },
    pull(controller) {
      if (waiting === undefined) return;
      controller.enqueue(waiting);
      waiting = undefined;
      unread = 0;
    },
    cancel: end,
  });
  return {
    response: new Response(body, {
      headers: {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      },
    }),
    send: (event, data) => put(text.encode(`event: ${event}\ndata: ${data}\n\n`), true),
    close,
  };
}
