import { mkdir, open, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * Who was forgotten (遗忘名册), kept beside the installation's key and outside the database, so that a restored backup that
 * is older forgets him again. It holds ids of voices, drawn at random, and nothing of anybody.
 */
export interface ForgottenList {
  /** It has reached the disk when this resolves: called before the commit, for a wish must not be lost between both. */
  add(cityId: number, voiceIds: readonly string[]): Promise<void>;
  read(cityId: number): Promise<ReadonlySet<string>>;
}

const LINE = /^(\d+) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

export function forgottenList(dataDir: string): ForgottenList {
  const file = join(dataDir, 'luoshi.forgotten');
  return {
    add: async (cityId, voiceIds) => {
      if (voiceIds.length === 0) return;
      await mkdir(dirname(file), { recursive: true });
      const handle = await open(file, 'a', 0o600);
      try {
        // It begins a line of its own: what a loss of power has cut off before stays one bad line.
        await handle.writeFile(`\n${voiceIds.map((id) => `${cityId} ${id}`).join('\n')}\n`);
        await handle.sync();
      } finally {
        await handle.close();
      }
    },
    read: async (cityId) => {
      const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return '';
        throw error;
      });
      const found = text.split('\n').flatMap((line) => {
        const [, city, id] = LINE.exec(line) ?? [];
        return Number(city) === cityId && id !== undefined ? [id] : [];
      });
      return new Set(found);
    },
  };
}
