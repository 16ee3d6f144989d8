import { z } from 'zod';

/** Raised when an older program could not read what is written. */
export const FORMAT = 1;

const Table = z.object({ name: z.string(), columns: z.array(z.string()) });

/** First in the file: what is to come, enough to refuse before reading on. */
export const Head = z.object({
  format: z.number(),
  createdAt: z.iso.datetime(),
  server: z.string(),
  migrations: z.array(z.object({ name: z.string(), checksum: z.string() })),
  tables: z.array(Table),
});
export type Head = z.infer<typeof Head>;

/** Last in the file: what came, so that a missing row, file or tail cannot go unseen. */
export const Tally = z.object({
  tables: z.array(
    z.object({ name: z.string(), rows: z.number(), bytes: z.number(), sha256: z.string() }),
  ),
  files: z.object({ count: z.number(), bytes: z.number(), sha256: z.string() }),
});
export type Tally = z.infer<typeof Tally>;

/** 备份清单: what a backup file holds. */
export interface Manifest extends Head {
  readonly tally: Tally;
}

export const HEAD_NAME = 'luoshi-backup.json';
export const TALLY_NAME = 'manifest.json';
const TABLES = 'tables/';
const FILES = 'files/';

/** The name in the archive of a stretch of a table's rows, counted from 0; `readName` reads it back. */
export function partName(table: string, part: number): string {
  return `${TABLES}${table}/${String(part).padStart(6, '0')}.copy`;
}

/** The name in the archive of a file that is kept at `path`; `readName` reads it back. */
export function fileName(path: string): string {
  return `${FILES}${path}`;
}

/** What an entry of the archive is, by its name; undefined if nothing that we would write. */
export function readName(name: string): { table: string } | { path: string } | undefined {
  const [, table] = /^tables\/([^/]+)\/\d{6}\.copy$/.exec(name) ?? [];
  if (table !== undefined) return { table };
  if (!name.startsWith(FILES)) return undefined;
  const path = name.slice(FILES.length);
  const steps = path.split('/');
  return steps.some((step) => step === '' || step === '.' || step === '..') ? undefined : { path };
}
