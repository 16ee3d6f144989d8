import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ExplainedError } from '#platform/db/explained-error.ts';

const BYTES = 32;

/** Where the key of a house lies that is given none. */
export function keyFile(dataDir: string): string {
  return join(dataDir, 'luoshi.key');
}

/**
 * The key that seals second factors and sign-in states (安装密钥): 64 hex digits in LUOSHI_KEY, which
 * several servers of one database must share, else a file of mode 0600 made in the data folder once.
 * It is not in a backup of the database; who loses it sets up the second factors anew.
 *
 * @throws ExplainedError when the key given is not one.
 */
export async function installationKey(
  dataDir: string,
  given: string | undefined = process.env['LUOSHI_KEY'],
): Promise<Uint8Array> {
  if (given !== undefined && given !== '') return parsed(given, 'LUOSHI_KEY');
  const file = keyFile(dataDir);
  const kept = await readFile(file, 'utf8').catch(() => undefined);
  if (kept !== undefined) return parsed(kept, file);
  await mkdir(dataDir, { recursive: true });
  // Two processes may start at once: only one link succeeds, and both then read the same key.
  const fresh = `${file}.${process.pid}`;
  await writeFile(fresh, randomBytes(BYTES).toString('hex'), { mode: 0o600 });
  await link(fresh, file).catch(() => undefined);
  await rm(fresh, { force: true });
  return parsed(await readFile(file, 'utf8'), file);
}

function parsed(text: string, where: string): Uint8Array {
  if (!/^[0-9a-f]{64}$/i.test(text.trim()))
    throw new ExplainedError(
      'installation-key',
      `${where} 不是安装密钥：应为 64 位十六进制数字。可用 openssl rand -hex 32 生成。`,
      `${where} is not an installation key: 64 hexadecimal digits are expected. Make one with openssl rand -hex 32.`,
    );
  return new Uint8Array(Buffer.from(text.trim(), 'hex'));
}
