import { lookup as lookupName } from 'node:dns/promises';
import http from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { type AddressGuard, hostOf } from './address-guard.ts';

export interface Call {
  readonly url: string;
  readonly body: string;
  /** POST when left out; a GET carries no body. */
  readonly method?: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly guard: AddressGuard;
  /** From the first look-up to the last byte of the answer. */
  readonly timeoutMs?: number;
  /** Bytes of the answer; 64 kB when left out. */
  readonly maxAnswer?: number;
  /** The addresses of a name; the system's resolver when left out. */
  readonly resolve?: (name: string) => Promise<readonly string[]>;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
}

const TIMEOUT_MS = 10_000;
const MAX_ANSWER = 65_536;

/** The status of a POST as `postPinnedText` makes it. */
export async function postPinned(call: Call): Promise<number> {
  const { status } = await postPinnedText(call);
  return status;
}

/**
 * One call, a POST where nothing else is said, to an address that was judged: the name is looked up once, every address it stands for must
 * be allowed, and the connection goes to the one judged, so that a second answer of the name server
 * leads nowhere. Redirects are not followed; an answer that is too long is a fault.
 */
export async function postPinnedText(call: Call): Promise<Answer> {
  const { guard, timeoutMs = TIMEOUT_MS, resolve = addressesOf } = call;
  const url = guard.insistUrl(call.url);
  const host = hostOf(url);
  const giveUp = AbortSignal.timeout(timeoutMs);
  const addresses = isIP(host) === 0 ? await before(giveUp, resolve(host)) : [host];
  guard.insistAddresses(url, addresses);
  return await post(url, call, addresses[0] ?? '', giveUp);
}

/** All addresses of a name: the guard judges each, since any of them might be called. */
export async function addressesOf(name: string): Promise<string[]> {
  const found = await lookupName(name, { all: true, verbatim: true });
  return found.map(({ address }) => address);
}

async function before<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const late = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
  return await Promise.race([work, late]);
}

async function post(url: URL, call: Call, address: string, signal: AbortSignal): Promise<Answer> {
  const pinned: LookupFunction = (_name, options, answer) => {
    const family = isIP(address);
    if (options.all === true) answer(null, [{ address, family }]);
    else answer(null, address, family);
  };
  const { request, Agent } = url.protocol === 'https:' ? https : http;
  const agent = new Agent({ keepAlive: false });
  const body = Buffer.from(call.body);
  const { maxAnswer = MAX_ANSWER, method = 'POST' } = call;
  const headers = {
    ...call.headers,
    ...(method === 'POST'
      ? { 'content-type': 'application/json', 'content-length': body.length }
      : {}),
    'user-agent': 'luoshi-webhook',
  };
  return await new Promise<Answer>((done, failed) => {
    const asked = request(url, { method, headers, lookup: pinned, agent, signal }, (answer) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > maxAnswer)
          asked.destroy(new Error(`the answer is over ${maxAnswer / 1024} kB`));
        else chunks.push(chunk);
      });
      answer.on('error', failed);
      answer.on('end', () => {
        done({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') });
      });
    });
    asked.on('error', failed);
    asked.end(method === 'POST' ? body : undefined);
  });
}
