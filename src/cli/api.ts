import { createWriteStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../config.ts';
import { inChinese, type Io, progressBar } from './command.ts';

/**
 * Commands that speak to a running server over its open API, with a personal token (LUOSHI_TOKEN): the
 * same rules, reach and events as at the screen. LUOSHI_URL says where; this machine when not set.
 */
export interface Api {
  /** `T`: the contract's output of what is asked there. The server has checked it. */
  get<T = Answer>(path: string): Promise<T>;
  post(path: string, body: object): Promise<Answer>;
  /** Sends a file as it is. */
  send<T = Answer>(path: string, file: string): Promise<T>;
  fetch(path: string): Promise<Response>;
}

export type Answer = Record<string, unknown>;

/** The server said no, in its own words. */
export class Refused extends Error {
  override name = 'Refused';
}

function apiOf(config: Config): Api {
  const base = process.env['LUOSHI_URL'] ?? `http://${config.host}:${config.port}`;
  const token = process.env['LUOSHI_TOKEN'];
  if (token === undefined)
    throw new Refused(
      inChinese()
        ? '请在“我的账号”中新建令牌，并设为环境变量 LUOSHI_TOKEN。'
        : 'Make a personal token under "My account" and put it into LUOSHI_TOKEN.',
    );
  if (!/^[\x21-\x7e]+$/.test(token))
    throw new Refused(
      inChinese()
        ? '环境变量 LUOSHI_TOKEN 中有空格、换行或中文，不是一个令牌：请从“我的账号”原样复制。'
        : 'LUOSHI_TOKEN holds spaces, line ends or other signs no token has: copy it as it was shown.',
    );
  const call = async (path: string, init: RequestInit & { duplex?: 'half' }): Promise<Response> => {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${token}`);
    headers.set('accept-language', inChinese() ? 'zh' : 'en');
    const response = await fetch(`${base}/api/v1${path}`, { ...init, headers }).catch(() => {
      throw new Refused(
        inChinese()
          ? `连不上 ${base}：请先启动落实，或用 LUOSHI_URL 指明地址。`
          : `Nothing answers at ${base}: start Luoshi first, or say where it is in LUOSHI_URL.`,
      );
    });
    if (response.ok) return response;
    const problem = (await response.json().catch(() => ({}))) as Answer;
    throw new Refused(textOf(problem['title']) ?? `HTTP ${response.status}`);
  };
  const json = async <T = Answer>(response: Response): Promise<T> => (await response.json()) as T;
  return {
    get: async <T>(path: string) => await json<T>(await call(path, {})),
    fetch: (path) => call(path, {}),
    post: async (path, body) =>
      json(
        await call(path, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
          body: JSON.stringify(body),
        }),
      ),
    async send<T>(path: string, file: string) {
      await using handle = await opened(file);
      const body = Readable.toWeb(handle.createReadStream({ autoClose: false })) as ReadableStream;
      const headers = {
        'content-type': 'application/octet-stream',
        'idempotency-key': randomUUID(),
      };
      return await json<T>(await call(path, { method: 'POST', body, headers, duplex: 'half' }));
    },
  };
}

async function opened(file: string): Promise<FileHandle> {
  try {
    return await open(file);
  } catch {
    throw new Refused(inChinese() ? `打不开文件 ${file}` : `The file ${file} cannot be opened`);
  }
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Run with the API at hand; a refusal is one line and exit code 1. */
export async function withApi(
  config: Config,
  io: Io,
  work: (api: Api) => Promise<number>,
): Promise<number> {
  try {
    return await work(apiOf(config));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    io.err(error.message);
    return 1;
  }
}

/** `name=value` arguments as the query of a list: state=underway unit=… overdue=true. */
export function queryOf(args: readonly string[]): URLSearchParams {
  return new URLSearchParams(
    args
      .filter((arg) => /^\w+=/.test(arg))
      .map((arg): [string, string] => {
        const at = arg.indexOf('=');
        return [arg.slice(0, at), arg.slice(at + 1)];
      }),
  );
}

/** Wait for a job, showing how far it is. */
export async function finished(
  api: Api,
  io: Io,
  put: Answer,
  zh: string,
  en: string,
): Promise<void> {
  const bar = progressBar(io, inChinese() ? zh : en);
  for (;;) {
    const job = await api.get(`/jobs/${String(put['job'])}`);
    const done = Number(job['done'] ?? 0);
    if (job['state'] === 'done') return bar(done, done);
    if (job['state'] === 'failed' || job['state'] === 'cancelled')
      throw new Refused(textOf(job['error']) ?? textOf(job['state']));
    bar(done, job['total'] as number | undefined);
    await sleep(300);
  }
}

/** Write an answer into a file as it comes. */
export async function save(response: Response, file: string): Promise<void> {
  if (response.body === null) throw new Refused('empty answer');
  await pipeline(response.body, createWriteStream(file));
}
