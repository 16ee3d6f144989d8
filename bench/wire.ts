import { connect, type Socket } from 'node:net';

/** An answer as it came off the wire. */
export interface Came {
  readonly status: number;
  readonly head: string;
  readonly body: Buffer;
}

const MOST = 64;
const HEAD_ENDS = Buffer.from('\r\n\r\n');
const LINE_ENDS = Buffer.from('\r\n');

/**
 * HTTP/1.1 over kept-alive connections with nothing around it: what the measuring costs is taken from the same two
 * cores as what is measured, and Node's own client costs twice as much.
 */
export class Wire {
  readonly #host: string;
  readonly #port: number;
  readonly #idle: Line[] = [];
  readonly #waiting: ((line: Line) => void)[] = [];
  readonly #all = new Set<Line>();

  constructor(base: string) {
    const { hostname, port } = new URL(base);
    this.#host = hostname;
    this.#port = Number(port);
  }

  /** Send one request, its head and body together, and wait for the answer. */
  async ask(request: string): Promise<Came> {
    for (;;) {
      const line = this.#idle.pop() ?? (await this.#free());
      const used = line.answers > 0;
      try {
        const came = await line.ask(request);
        this.#release(line);
        return came;
      } catch (error) {
        this.#all.delete(line);
        // The server may close an idle connection just as it is taken up again.
        if (!used || line.began) throw error;
      }
    }
  }

  close(): void {
    for (const line of this.#all) line.socket.destroy();
  }

  async #free(): Promise<Line> {
    if (this.#all.size >= MOST) return await new Promise((resolve) => this.#waiting.push(resolve));
    const line = new Line(connect(this.#port, this.#host));
    this.#all.add(line);
    return line;
  }

  #release(line: Line): void {
    if (line.socket.destroyed) this.#all.delete(line);
    else {
      const next = this.#waiting.shift();
      if (next === undefined) this.#idle.push(line);
      else next(line);
    }
  }
}

interface Head {
  readonly text: string;
  /** Where it ends, and where the whole answer does; undefined of one in chunks. */
  readonly ends: number;
  readonly whole: number | undefined;
}

/** One connection, one request at a time. */
class Line {
  readonly socket: Socket;
  /** How many answers have come over it. */
  answers = 0;
  /** Has the answer that is waited for begun to come? */
  began = false;
  #resolve: ((came: Came) => void) | undefined;
  #reject: ((error: Error) => void) | undefined;
  #chunks: Buffer[] = [];
  #size = 0;
  #head: Head | undefined;

  constructor(socket: Socket) {
    this.socket = socket.setNoDelay(true);
    socket.on('data', (chunk) => this.#take(chunk));
    socket.on('error', (error) => this.#reject?.(error));
    socket.on('close', () => this.#reject?.(new Error('the connection was closed')));
  }

  ask(request: string): Promise<Came> {
    return new Promise((resolve, reject) => {
      this.began = false;
      if (this.socket.destroyed) {
        reject(new Error('the connection was closed'));
        return;
      }
      this.#resolve = resolve;
      this.#reject = reject;
      this.socket.write(request);
    });
  }

  #take(chunk: Buffer): void {
    this.began = true;
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    this.#head ??= this.#headOf();
    if (this.#head === undefined) return;
    const { text, ends, whole } = this.#head;
    if (whole !== undefined && this.#size < whole) return;
    if (whole === undefined && !this.#endsChunked()) return;
    const all = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks);
    const body = whole === undefined ? unchunked(all.subarray(ends)) : all.subarray(ends, whole);
    if (body === undefined) return;
    const resolve = this.#resolve;
    this.#resolve = undefined;
    this.#reject = undefined;
    this.#chunks = [];
    this.#size = 0;
    this.#head = undefined;
    this.answers += 1;
    resolve?.({ status: Number(text.slice(9, 12)), head: text, body });
  }

  #headOf(): Head | undefined {
    const got = this.#chunks.length === 1 ? this.#chunks[0] : Buffer.concat(this.#chunks);
    const at = got?.indexOf(HEAD_ENDS) ?? -1;
    if (got === undefined || at < 0) return undefined;
    const text = got.toString('latin1', 0, at);
    const ends = at + HEAD_ENDS.length;
    const length = /\r\ncontent-length: *(\d+)/i.exec(text)?.[1];
    return { text, ends, whole: length === undefined ? undefined : ends + Number(length) };
  }

  /** May the last chunk be here? It is looked at closely only then. */
  #endsChunked(): boolean {
    const last = this.#chunks.at(-1);
    return last !== undefined && last.at(-1) === 10 && last.at(-2) === 13;
  }
}

/** A body out of its chunks; undefined while some are missing. */
function unchunked(bytes: Buffer): Buffer | undefined {
  const parts: Buffer[] = [];
  let at = 0;
  for (;;) {
    const end = bytes.indexOf(LINE_ENDS, at);
    if (end < 0) return undefined;
    const size = Number.parseInt(bytes.toString('latin1', at, end), 16);
    const from = end + 2;
    if (size === 0) return bytes.length >= from + 2 ? Buffer.concat(parts) : undefined;
    at = from + size + 2;
    if (at > bytes.length) return undefined;
    parts.push(bytes.subarray(from, from + size));
  }
}
