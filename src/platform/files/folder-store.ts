import { randomBytes } from 'node:crypto';
import { chmod, copyFile, mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { type FileStore, placeOf, type StoredFile } from './file-store.ts';

const HALF_WRITTEN = '.part';

/** Files in a local folder that only this system's user can read. What `put` has answered survives a power cut. */
export function folderStore(root: string): FileStore {
  const pathOf = (sha256: string): string => join(root, placeOf(sha256));
  return {
    async put(sha256, path) {
      const to = pathOf(sha256);
      if (await touched(to)) return;
      await mkdir(dirname(to), { recursive: true, mode: 0o700 });
      const part = `${to}.${randomBytes(6).toString('hex')}${HALF_WRITTEN}`;
      try {
        await copyFile(path, part);
        await chmod(part, 0o600);
        await sync(part);
        await rename(part, to);
      } catch (error) {
        await rm(part, { force: true });
        throw error;
      }
      await syncFolders(dirname(to), root);
    },
    async open(sha256) {
      const file = await open(pathOf(sha256), 'r').catch(absent);
      if (file === undefined) return undefined;
      return Readable.toWeb(file.createReadStream()) as ReadableStream<Uint8Array>;
    },
    async head(sha256) {
      const found = await stat(pathOf(sha256)).catch(absent);
      return found === undefined ? undefined : { sha256, bytes: found.size, putAt: found.mtime };
    },
    async remove(sha256) {
      await rm(pathOf(sha256), { force: true });
    },
    list: () => files(root),
  };
}

async function* files(root: string): AsyncGenerator<StoredFile> {
  for (const first of await folders(root)) {
    for (const second of await folders(join(root, first))) {
      const folder = join(root, first, second);
      for (const name of (await readdir(folder)).toSorted()) {
        if (!/^[0-9a-f]{64}$/.test(name)) continue;
        const found = await stat(join(folder, name)).catch(absent);
        if (found !== undefined) yield { sha256: name, bytes: found.size, putAt: found.mtime };
      }
    }
  }
}

async function folders(path: string): Promise<string[]> {
  const names = (await readdir(path).catch(absent)) ?? [];
  return names.filter((name) => /^[0-9a-f]{2}$/.test(name)).toSorted();
}

async function touched(path: string): Promise<boolean> {
  const now = new Date();
  return await utimes(path, now, now).then(
    () => true,
    (error: unknown) => absent(error) !== undefined,
  );
}

/** A new folder's own entry lies in its parent, so each one up to the root is synced. */
async function syncFolders(from: string, root: string): Promise<void> {
  for (let folder = from; folder.length >= root.length; folder = dirname(folder)) {
    await sync(folder);
    if (folder === dirname(folder)) return;
  }
}

async function sync(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

function absent(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}
