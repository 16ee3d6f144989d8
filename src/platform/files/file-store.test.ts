import { createHash, createHmac } from 'node:crypto';
import { mkdtemp, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FileStore } from './file-store.ts';
import { openFileStore } from './open-file-store.ts';
import { serveFile } from './serve-file.ts';

const SECRET = 'a secret of the object store';
const objects = new Map<string, { body: Buffer; at: Date }>();
let dir = '';
let server: Server;
let s3Env: Record<string, string> = {};

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'luoshi-store-'));
  server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const { status, headers = {}, text = '' } = answer(request, body);
      response.writeHead(status, headers).end(text);
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  s3Env = {
    LUOSHI_S3_ENDPOINT: `http://127.0.0.1:${port}`,
    LUOSHI_S3_BUCKET: 'evidence',
    LUOSHI_S3_REGION: 'cn-north-1',
    LUOSHI_S3_KEY: 'AKLUOSHI',
    LUOSHI_S3_SECRET: SECRET,
  };
});
afterAll(async () => {
  server.close();
  await rm(dir, { recursive: true, force: true });
});

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

interface Answer {
  readonly status: number;
  readonly headers?: Record<string, string | number>;
  readonly text?: string | Buffer;
}

/** What an S3-compatible server does with a request, the signature checked by the published recipe. */
function answer(request: IncomingMessage, body: Buffer): Answer {
  if (!isSigned(request, body)) return { status: 403 };
  const url = new URL(request.url ?? '/', 'http://store');
  const key = url.pathname.replace('/evidence/', '');
  const found = objects.get(key);
  if (request.method === 'PUT') {
    objects.set(key, { body, at: new Date() });
    return { status: 200 };
  }
  if (url.searchParams.get('list-type') === '2') return listing(url);
  if (request.method === 'DELETE') {
    objects.delete(key);
    return { status: 204 };
  }
  if (found === undefined) return { status: 404 };
  const headers = { 'content-length': found.body.length, 'last-modified': found.at.toUTCString() };
  return { status: 200, headers, text: request.method === 'HEAD' ? '' : found.body };
}

/** One object a page, so that paging is used. */
function listing(url: URL): Answer {
  const keys = [...objects.keys()]
    .filter((key) => key.startsWith(url.searchParams.get('prefix') ?? ''))
    .toSorted();
  const at = Number(url.searchParams.get('continuation-token') ?? '0');
  const key = keys[at];
  const item = key === undefined ? undefined : objects.get(key);
  const content =
    item === undefined
      ? ''
      : `<Contents><Key>${key}</Key><LastModified>${item.at.toISOString()}</LastModified><Size>${item.body.length}</Size></Contents>`;
  const next =
    at + 1 < keys.length ? `<NextContinuationToken>${at + 1}</NextContinuationToken>` : '';
  return { status: 200, text: `<ListBucketResult>${content}${next}</ListBucketResult>` };
}

function isSigned(request: IncomingMessage, body: Buffer): boolean {
  const [, credential = '', names = '', signature = ''] =
    /Credential=(\S+), SignedHeaders=(\S+), Signature=(\w+)/.exec(
      request.headers.authorization ?? '',
    ) ?? [];
  const [, day = '', region = '', service = ''] = credential.split('/');
  const sum = String(request.headers['x-amz-content-sha256']);
  if (request.method === 'PUT' && sum !== createHash('sha256').update(body).digest('hex'))
    return false;
  const url = new URL(request.url ?? '/', 'http://store');
  const query = [...url.searchParams]
    .map(([k, v]) => `${encodeURIComponent(k)}=${encodeURIComponent(v)}`)
    .toSorted()
    .join('&');
  const headers = names
    .split(';')
    .map((name) => `${name}:${String(request.headers[name])}\n`)
    .join('');
  const canonical = [request.method, url.pathname, query, headers, names, sum].join('\n');
  const toSign = [
    'AWS4-HMAC-SHA256',
    request.headers['x-amz-date'],
    `${day}/${region}/${service}/aws4_request`,
    createHash('sha256').update(canonical).digest('hex'),
  ].join('\n');
  let key: Buffer = Buffer.from(`AWS4${SECRET}`);
  for (const part of [day, region, service, 'aws4_request'])
    key = createHmac('sha256', key).update(part).digest();
  return createHmac('sha256', key).update(toSign).digest('hex') === signature;
}

async function fileWith(content: string): Promise<{ path: string; sha256: string }> {
  const sha256 = createHash('sha256').update(content).digest('hex');
  const path = join(dir, `in-${sha256}`);
  await writeFile(path, content);
  return { path, sha256 };
}

async function listed(store: FileStore): Promise<string[]> {
  const sums: string[] = [];
  for await (const { sha256 } of store.list()) sums.push(sha256);
  return sums.toSorted();
}

describe.each([
  ['a local folder', (): FileStore => openFileStore({}, dir, 7)],
  ['an S3 service', (): FileStore => openFileStore(s3Env, dir, 7)],
])('kept in %s', (_, open) => {
  test('a file comes back as it went in, once however often it is put, and goes when removed', async () => {
    const store = open();
    const a = await fileWith('路灯已修复');
    const b = await fileWith('第二份佐证');
    await store.put(a.sha256, a.path);
    await store.put(a.sha256, a.path);
    await store.put(b.sha256, b.path);
    expect(await listed(store)).toEqual([a.sha256, b.sha256].toSorted());
    expect(await new Response(await store.open(a.sha256)).text()).toBe('路灯已修复');
    expect(await store.head(a.sha256)).toMatchObject({ bytes: 15 });
    await store.remove(a.sha256);
    await store.remove(a.sha256);
    expect(await store.open(a.sha256)).toBeUndefined();
    expect(await store.head(a.sha256)).toBeUndefined();
    await store.remove(b.sha256);
    expect(await listed(store)).toEqual([]);
  });

  test('it is served as something to save, and breaks off when it is not what was put', async () => {
    const store = open();
    const { path, sha256 } = await fileWith('<script>alert(1)</script>');
    await store.put(sha256, path);
    const file = { sha256, name: '说明 "1".txt', mediaType: 'text/plain', bytes: 25 };
    const response = await serveFile(store, file, true);
    expect(await response.text()).toBe('<script>alert(1)</script>');
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename="__ _1_.txt"; filename*=UTF-8''%E8%AF%B4%E6%98%8E%20%221%22.txt`,
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    const picture = await serveFile(
      store,
      { ...file, name: 'a.jpg', mediaType: 'image/jpeg' },
      true,
    );
    expect(picture.headers.get('content-disposition')).toMatch(/^inline/);
    expect(picture.headers.get('content-type')).toBe('image/jpeg');
    await picture.body?.cancel();
    await store.remove(sha256);
    await expect(serveFile(store, file, false)).rejects.toMatchObject({ code: 'file-missing' });
    const swapped = await fileWith('swapped');
    await store.put(swapped.sha256, swapped.path);
    const stolen = { ...store, open: () => store.open(swapped.sha256) };
    await expect((await serveFile(stolen, file, false)).arrayBuffer()).rejects.toThrow(
      /content of its name/,
    );
    await store.remove(swapped.sha256);
  });

  test('a name that is no sum reaches nothing', async () => {
    await expect(open().open('../../../etc/passwd')).rejects.toThrow(RangeError);
  });
});

test('putting again makes an old file young, so that the sweep leaves it', async () => {
  const store = openFileStore({}, dir, 8);
  const { path, sha256 } = await fileWith('again');
  await store.put(sha256, path);
  const place = join(dir, 'files', '8', sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  await utimes(place, new Date(0), new Date(0));
  await store.put(sha256, path);
  expect((await stat(place)).mtime.getFullYear()).toBeGreaterThan(2000);
});

test('half the settings of S3 are an error, a wrong secret is told as unavailable', async () => {
  expect(() => openFileStore({ LUOSHI_S3_BUCKET: 'x' }, dir, 1)).toThrow(/LUOSHI_S3_ENDPOINT/);
  const { path, sha256 } = await fileWith('x');
  const wrong = openFileStore({ ...s3Env, LUOSHI_S3_SECRET: 'wrong' }, dir, 1);
  await expect(wrong.put(sha256, path)).rejects.toMatchObject({ code: 'files-unavailable' });
});
