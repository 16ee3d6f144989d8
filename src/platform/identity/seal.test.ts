import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { installationKey } from './installation-key.ts';
import { seal, unseal } from './seal.ts';

const key = new Uint8Array(32).fill(3);

test('what is sealed opens with the same key for the same use, unaltered, and in no other way', () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(), (text, at) => {
      const sealed = seal(key, 'totp', text);
      expect(unseal(key, 'totp', sealed)).toBe(text);
      expect(unseal(key, 'oidc state', sealed)).toBeUndefined();
      expect(unseal(new Uint8Array(32).fill(4), 'totp', sealed)).toBeUndefined();
      const bytes = Buffer.from(sealed, 'base64url');
      const place = at % bytes.length;
      bytes[place] = (bytes[place] ?? 0) ^ 1;
      expect(unseal(key, 'totp', bytes.toString('base64url'))).toBeUndefined();
      expect(unseal(key, 'totp', sealed.slice(0, 20))).toBeUndefined();
    }),
    { numRuns: 50 },
  );
});

test('an installation makes its key once, for its own eyes, also when two start at once', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'luoshi-key-'));
  const keys = await Promise.all([1, 2, 3].map(() => installationKey(folder, '')));
  expect(new Set(keys.map((made) => Buffer.from(made).toString('hex'))).size).toBe(1);
  expect((await stat(join(folder, 'luoshi.key'))).mode & 0o777).toBe(0o600);
  const given = 'ab'.repeat(32);
  expect(Buffer.from(await installationKey(folder, given)).toString('hex')).toBe(given);
  await writeFile(join(folder, 'luoshi.key'), 'not a key');
  await expect(installationKey(folder, '')).rejects.toThrow(/openssl rand -hex 32/);
  expect(await readFile(join(folder, 'luoshi.key'), 'utf8')).toBe('not a key');
  await rm(folder, { recursive: true });
});
