import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface CaughtCall {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Gateway {
  readonly url: URL;
  readonly calls: CaughtCall[];
  /** How the next calls are answered, in turn; then 200 and what `says` makes of the call. */
  readonly statuses: (number | 'never' | 'endless')[];
  says: (call: CaughtCall) => object;
  close(): Promise<void>;
}

/** An HTTP server that keeps what it is sent and answers as it is told. */
export async function gateway(): Promise<Gateway> {
  const calls: CaughtCall[] = [];
  const statuses: Gateway['statuses'] = [];
  const state: { says: Gateway['says'] } = { says: () => ({}) };
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const call = { method, path: url, headers, body };
      calls.push(call);
      const status = statuses.shift() ?? 200;
      if (status === 'never') return;
      if (status === 'endless') {
        response.writeHead(200);
        response.end('x'.repeat(200_000));
        return;
      }
      response.writeHead(status).end(JSON.stringify(state.says(call)));
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  return {
    url: new URL(`http://127.0.0.1:${port}/send`),
    calls,
    statuses,
    get says() {
      return state.says;
    },
    set says(value) {
      state.says = value;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
}
