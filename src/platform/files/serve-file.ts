import { createHash } from 'node:crypto';
import { Refusal } from '#domain/refusal.ts';
import type { FileStore } from './file-store.ts';

export interface ServedFile {
  readonly sha256: string;
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
}

/** Pictures that were encoded by ourselves: the only content a browser may show in a page of ours. */
const OWN_PICTURES: ReadonlySet<string> = new Set(['image/jpeg', 'image/png', 'image/webp']);

/**
 * A stored file as an answer that can do no harm on this origin (OpenProject CVE-2026-23625): saved, not
 * opened; no type to run as; sandboxed; kept in no cache, so that each fetch asks for the session again.
 */
export async function serveFile(
  store: FileStore,
  file: ServedFile,
  inline: boolean,
): Promise<Response> {
  const content = await store.open(file.sha256);
  if (content === undefined) throw new Refusal('file-missing', { name: file.name });
  const shown = inline && OWN_PICTURES.has(file.mediaType);
  return new Response(content.pipeThrough(verified(file)), {
    headers: {
      'content-type': shown ? file.mediaType : 'application/octet-stream',
      'content-length': String(file.bytes),
      'content-disposition': `${shown ? 'inline' : 'attachment'}; ${nameParameters(file.name)}`,
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    },
  });
}

/** Breaks off before the last piece when the content is not what was put: a swapped file never arrives whole. */
function verified(file: ServedFile): TransformStream<Uint8Array, Uint8Array> {
  const hash = createHash('sha256');
  let held: Uint8Array | undefined;
  return new TransformStream({
    transform(chunk, out) {
      hash.update(chunk);
      if (held !== undefined) out.enqueue(held);
      held = chunk;
    },
    flush(out) {
      if (hash.digest('hex') !== file.sha256) {
        out.error(new Error(`stored file ${file.sha256} does not have the content of its name`));
        return;
      }
      if (held !== undefined) out.enqueue(held);
    },
  });
}

/** RFC 6266: a plain name for old programs, the true one in UTF-8. */
function nameParameters(name: string): string {
  const plain = name.replaceAll(/[^\x20-\x7e]/g, '_').replaceAll(/["\\%]/g, '_');
  const coded = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `filename="${plain}"; filename*=UTF-8''${coded}`;
}
