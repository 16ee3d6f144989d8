import { openAsBlob } from 'node:fs';
import { AwsClient } from 'aws4fetch';
import { Refusal } from '#domain/refusal.ts';
import { type FileStore, placeOf, type StoredFile } from './file-store.ts';

export interface S3Settings {
  /** `https://host[:port]`; the bucket is named in the path, as every S3-compatible server understands. */
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly key: string;
  readonly secret: string;
  /** What every object's key begins with, one for each city. */
  readonly prefix: string;
}

const PATIENCE_MS = 30_000;

/** Files in an S3-compatible object store; requests are signed (SigV4) and name the SHA-256 they carry. */
export function s3Store(settings: S3Settings): FileStore {
  const client = new AwsClient({
    accessKeyId: settings.key,
    secretAccessKey: settings.secret,
    region: settings.region,
    service: 's3',
    retries: 3,
  });
  const bucket = `${settings.endpoint.replace(/\/$/, '')}/${settings.bucket}`;
  const urlOf = (sha256: string): string => `${bucket}/${settings.prefix}${placeOf(sha256)}`;

  async function ask(url: string, method: string, init: RequestInit = {}): Promise<Response> {
    const giveUp = new AbortController();
    // Only the wait for an answer is limited: a reader of the content may be slow.
    const timer = setTimeout(() => giveUp.abort(), PATIENCE_MS);
    const response = await client
      .fetch(url, { ...init, method, signal: giveUp.signal })
      .catch((cause: unknown) => {
        throw unavailable(String(cause));
      })
      .finally(() => clearTimeout(timer));
    if (response.ok || response.status === 404) return response;
    await response.body?.cancel();
    throw unavailable(`${method} ${response.status}`);
  }

  return {
    async put(sha256, path) {
      const response = await ask(urlOf(sha256), 'PUT', {
        body: await openAsBlob(path),
        headers: { 'x-amz-content-sha256': sha256, 'content-type': 'application/octet-stream' },
      });
      await response.body?.cancel();
      if (!response.ok) throw unavailable(`PUT ${response.status}`);
    },
    async open(sha256) {
      const response = await ask(urlOf(sha256), 'GET');
      if (response.ok) return response.body ?? undefined;
      await response.body?.cancel();
      return undefined;
    },
    async head(sha256) {
      const response = await ask(urlOf(sha256), 'HEAD');
      if (!response.ok) return undefined;
      const bytes = Number(response.headers.get('content-length'));
      return {
        sha256,
        bytes,
        putAt: new Date(response.headers.get('last-modified') ?? Number.NaN),
      };
    },
    async remove(sha256) {
      const response = await ask(urlOf(sha256), 'DELETE');
      await response.body?.cancel();
    },
    async *list() {
      let after: string | undefined;
      do {
        const query = new URLSearchParams({ 'list-type': '2', prefix: settings.prefix });
        if (after !== undefined) query.set('continuation-token', after);
        const page = await (await ask(`${bucket}?${query.toString()}`, 'GET')).text();
        yield* objectsOf(page);
        after = tag(page, 'NextContinuationToken');
      } while (after !== undefined);
    },
  };
}

/** The objects of a ListObjectsV2 page that bear a SHA-256 as their name. */
function* objectsOf(page: string): Generator<StoredFile> {
  for (const [, item = ''] of page.matchAll(/<Contents>(.*?)<\/Contents>/gs)) {
    const sha256 = /(?:^|\/)([0-9a-f]{64})$/.exec(tag(item, 'Key') ?? '')?.[1];
    if (sha256 === undefined) continue;
    const putAt = new Date(tag(item, 'LastModified') ?? Number.NaN);
    yield { sha256, bytes: Number(tag(item, 'Size')), putAt };
  }
}

function tag(xml: string, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]*)</${name}>`)
    .exec(xml)?.[1]
    ?.replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}

function unavailable(why: string): Refusal {
  return new Refusal('files-unavailable', { why });
}
