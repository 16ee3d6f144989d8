import { read } from '@e965/xlsx';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { csvRows } from '#modules/ledger/sheets/export-entries.ts';
import type { Direct } from '#platform/http.ts';
import { problemAt } from '../laws/lives.ts';
import { type House, instead, openHouse, type Site } from './house.ts';

const FORMULAS = [
  '=1+1',
  '=HYPERLINK("http://evil","x")',
  '+1',
  '-1+1',
  '@SUM(A1)',
  '\t=1',
  '＝1+1',
];
let house: House;
beforeAll(async () => {
  house = await openHouse();
  for (const title of FORMULAS) {
    await house.real.ask('POST', '/api/v1/entries', {
      as: 'townLiaison',
      body: { kind: 'problem', title, detail: title, source: 'visit', level: 'unit' },
    });
  }
  await problemAt(house.database.db, house.city, 'closed');
});
afterAll(() => house.close());

/** A sheet as the office mails it on: what is hidden in it, and what runs when it is opened. */
async function attack(site: Site): Promise<string[]> {
  const found: string[] = [];
  const csv = await site.ask('GET', '/api/v1/entries/export?format=csv', { as: 'eastOffice' });
  const lines = csv.text.replace(/^\uFEFF/, '').split(/\r?\n/);
  for (const line of lines)
    for (const cell of line.split(',').map((text) => text.replace(/^"/, '')))
      if (/^[=+\-@\t\r＝＋－＠]/.test(cell) && !/^-?\d+(\.\d+)?$/.test(cell))
        found.push(`csv cell ${cell}`);
  const xlsx = await site.ask('GET', '/api/v1/entries/export?format=xlsx', { as: 'eastOffice' });
  if (xlsx.status !== 200) return [...found, `xlsx ${xlsx.status}`];
  const book = read(xlsx.bytes, { cellFormula: true, bookFiles: true, bookProps: false });
  const names = (book as { keys?: string[] }).keys ?? [];
  for (const name of names)
    if (/comments|vba|externalLink|connections|custom\.xml|persons|revisions/i.test(name))
      found.push(`part ${name}`);
  if (book.Props?.Author !== undefined && book.Props.Author !== '') found.push('author');
  if (book.SheetNames.length !== 1) found.push(`sheets ${book.SheetNames.join()}`);
  for (const sheet of Object.values(book.Sheets))
    for (const [at, cell] of Object.entries(sheet))
      if (typeof cell === 'object' && cell !== null && 'f' in cell) found.push(`formula at ${at}`);
  // Of persons and accounts nothing leaves with a sheet.
  for (const { personId, accountId } of Object.values(house.city.actor))
    if (csv.text.includes(personId) || csv.text.includes(accountId)) found.push('a person');
  if (csv.text.includes('1.4.6.')) found.push('a path of the tree');
  return found;
}

test('A9: an export holds its columns and nothing that runs', async () => {
  const rows: string[][] = [];
  for await (const row of csvRows(house.city.ask(house.database.db, 'eastOffice'), {}))
    rows.push(row.map((cell) => (typeof cell === 'string' ? cell : '')));
  expect(rows.flat()).toEqual(expect.arrayContaining(['=1+1']));
  expect(await attack(house.real)).toEqual([]);
  const raw = house.weakened({
    routes: instead('exportEntries', async (call: Direct, input: never) => {
      const { format } = input as { format: string };
      if (format === 'xlsx') return new Response('', { status: 503 });
      const q = { ...call, actor: house.city.actor.eastOffice };
      const lines: string[] = [];
      for await (const row of csvRows(q, {})) lines.push(row.map(String).join(','));
      return new Response(lines.join('\n'));
    }),
  });
  expect((await attack(raw)).filter((finding) => finding.startsWith('csv'))).not.toEqual([]);
});
