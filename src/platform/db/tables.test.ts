import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { testDatabase } from '#test/template.ts';
import { tablesSource } from '../../../scripts/make-tables.ts';

/** Without what the formatter decides. */
function plain(text: string): string {
  return text
    .replaceAll(/[\s|]+/g, ' ')
    .replaceAll(/,? ?([>)}\]])/g, '$1')
    .replaceAll('< ', '<');
}

test('the types of the rows are what the database says', async () => {
  const database = await testDatabase();
  const source = await tablesSource(database.db);
  await database.close();
  const committed = await readFile(new URL('./tables.ts', import.meta.url), 'utf8');
  expect(plain(committed)).toBe(plain(source));
});
