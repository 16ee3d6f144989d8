import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
  '.json': 'application/json',
};

interface StaticFile {
  readonly type: string;
  readonly etag: string;
  readonly bodies: Readonly<Record<'br' | 'gzip' | 'identity', Uint8Array<ArrayBuffer>>>;
}

/** The built files of a front end, held in memory with their compressed forms. */
export interface StaticFiles {
  /** The file at this path, or `undefined`. */
  serve(path: string, request: Request): Response | undefined;
}

/** Read a folder of built files. Names that carry a hash of their content may be kept for ever. */
export async function openStaticFiles(folder: string): Promise<StaticFiles> {
  const files = new Map<string, StaticFile>();
  const names = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const item of names) {
    const type = TYPES[extname(item.name)];
    if (!item.isFile() || type === undefined) continue;
    const full = join(item.parentPath, item.name);
    files.set(`/${relative(folder, full).split(sep).join('/')}`, await readStatic(full, type));
  }
  return { serve: (path, request) => serveStatic(files.get(path), path, request) };
}

async function readStatic(file: string, type: string): Promise<StaticFile> {
  const identity = Uint8Array.from(await readFile(file));
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };
  const [br, gz] = await Promise.all([
    promisify(brotliCompress)(identity, quality),
    promisify(gzip)(identity, { level: 9 }),
  ]);
  const etag = `"${createHash('sha256').update(identity).digest('base64url').slice(0, 22)}"`;
  return { type, etag, bodies: { identity, br: Uint8Array.from(br), gzip: Uint8Array.from(gz) } };
}

function serveStatic(
  file: StaticFile | undefined,
  path: string,
  request: Request,
): Response | undefined {
  if (file === undefined) return undefined;
  const hashed = /-[\w-]{8,}\.\w+$/.test(path);
  const headers = {
    'content-type': file.type,
    'cache-control': hashed ? 'public, max-age=31536000, immutable' : 'no-cache',
    etag: file.etag,
    vary: 'accept-encoding',
  };
  if (request.headers.get('if-none-match') === file.etag)
    return new Response(null, { status: 304, headers });
  const accepts = request.headers.get('accept-encoding') ?? '';
  const coding = /\bbr\b/.test(accepts) ? 'br' : /\bgzip\b/.test(accepts) ? 'gzip' : 'identity';
  return new Response(file.bodies[coding], {
    headers: coding === 'identity' ? headers : { ...headers, 'content-encoding': coding },
  });
}
