import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';

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
  /** The same agent with other headers. */
  with(headers: Record<string, string>): Client;
  /** The same agent under another session. */
  signIn(login: string, password: string): Promise<Client>;
  close(): void;
}

interface Call {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body?: Buffer | AsyncIterable<Uint8Array>;
}

export function clientOf(base: string, headers: Record<string, string> = {}): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  return clientWith(base, agent, headers);
}

function clientWith(base: string, agent: Agent, own: Record<string, string>): Client {
  const send = (call: Call): Promise<Answer & { cookie: string }> =>
    sendOver(base, agent, { ...call, headers: { ...own, ...call.headers } });
  const json = (body: object, key: string): Call['headers'] => ({
    'content-type': 'application/json',
    'idempotency-key': key,
    'content-length': String(Buffer.byteLength(JSON.stringify(body))),
  });
  return {
    get: (path) => send({ method: 'GET', path, headers: {} }),
    post: (path, body, key = randomUUID()) =>
      send({
        method: 'POST',
        path,
        headers: json(body, key),
        body: Buffer.from(JSON.stringify(body)),
      }),
    upload: (path, bytes) => send({ method: 'POST', path, headers: {}, body: bytes }),
    with: (headers) => clientWith(base, agent, { ...own, ...headers }),
    async signIn(login, password) {
      const body = { login, password };
      const call = { method: 'POST', path: '/api/v1/login', headers: json(body, randomUUID()) };
      const answer = await send({ ...call, body: Buffer.from(JSON.stringify(body)) });
      if (answer.status !== 200)
        throw new Error(`${login} cannot sign in: ${answer.body.toString()}`);
      return clientWith(base, agent, { cookie: answer.cookie, 'sec-fetch-site': 'same-origin' });
    },
    close: () => agent.destroy(),
  };
}

function sendOver(base: string, agent: Agent, call: Call): Promise<Answer & { cookie: string }> {
  return new Promise((resolve, reject) => {
    const { method, headers, body } = call;
    const sent = request(new URL(call.path, base), { agent, method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const cookie = (response.headers['set-cookie'] ?? [])
          .map((c) => c.split(';')[0])
          .join('; ');
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks), cookie });
      });
    });
    sent.on('error', (error) => {
      // The server may close an idle connection just as it is taken up again.
      const again = sent.reusedSocket && (body === undefined || Buffer.isBuffer(body));
      if (again) sendOver(base, agent, call).then(resolve, reject);
      else reject(error);
    });
    if (body === undefined || Buffer.isBuffer(body)) sent.end(body);
    else writeAll(sent, body).catch(reject);
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
