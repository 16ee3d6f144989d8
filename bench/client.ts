import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { Wire } from './wire.ts';

export interface Answer {
  readonly status: number;
  readonly body: Buffer;
}

/** A caller of the open API over kept-alive connections, signed in by a session cookie. */
export interface Client {
  get(path: string): Promise<Answer>;
  /** A write with its own idempotency key, or with the one given. */
  post(path: string, body: object, key?: string): Promise<Answer>;
  /** Bytes out of a stream, such as a sheet. */
  upload(path: string, bytes: AsyncIterable<Uint8Array>): Promise<Answer>;
  /** The same connections with other headers. */
  with(headers: Record<string, string>): Client;
  /** The same connections under another session. */
  signIn(login: string, password: string): Promise<Client>;
  close(): void;
}

export function clientOf(base: string, headers: Record<string, string> = {}): Client {
  return clientWith(base, new Wire(base), headers);
}

function clientWith(base: string, wire: Wire, own: Record<string, string>): Client {
  const named = { host: new URL(base).host, ...own };
  const head = Object.entries(named).map(([name, value]) => `\r\n${name}: ${value}`);
  const fixed = ` HTTP/1.1${head.join('')}\r\n`;
  const post = (path: string, body: object, key: string) => {
    const text = JSON.stringify(body);
    return wire.ask(
      `POST ${path}${fixed}content-type: application/json\r\nidempotency-key: ${key}\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
    );
  };
  return {
    get: (path) => wire.ask(`GET ${path}${fixed}\r\n`),
    post: (path, body, key = randomUUID()) => post(path, body, key),
    upload: (path, bytes) => upload(base, path, own, bytes),
    with: (headers) => clientWith(base, wire, { ...own, ...headers }),
    async signIn(login, password) {
      const answer = await post('/api/v1/login', { login, password }, randomUUID());
      if (answer.status !== 200)
        throw new Error(`${login} cannot sign in: ${answer.body.toString()}`);
      const cookies = answer.head.matchAll(/\r\nset-cookie: *([^;\r]*)/gi);
      const cookie = [...cookies].map(([, pair]) => pair).join('; ');
      return clientWith(base, wire, { cookie, 'sec-fetch-site': 'same-origin' });
    },
    close: () => wire.close(),
  };
}

/** A body of unknown length, over a connection of its own. */
function upload(
  base: string,
  path: string,
  headers: Record<string, string>,
  bytes: AsyncIterable<Uint8Array>,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(new URL(path, base), { method: 'POST', headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks) }),
      );
    });
    sent.on('error', reject);
    writeAll(sent, bytes).catch(reject);
  });
}

async function writeAll(
  to: NodeJS.WritableStream,
  bytes: AsyncIterable<Uint8Array>,
): Promise<void> {
  for await (const chunk of bytes) {
    if (!to.write(chunk)) await new Promise((resolve) => to.once('drain', resolve));
  }
  to.end();
}

/** The answer's JSON; anything but 2xx is a fault of the measurement and ends it. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller says what it expects
export function bodyOf<T>(answer: Answer): T {
  if (answer.status < 200 || answer.status > 299) {
    throw new Error(`HTTP ${answer.status}: ${answer.body.toString().slice(0, 400)}`);
  }
  return JSON.parse(answer.body.toString()) as T;
}
