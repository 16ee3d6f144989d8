import { crc32, deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Direct } from '#platform/http.ts';
import { problemAt } from '../laws/lives.ts';
import { type House, instead, openHouse, type Site } from './house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

interface Part {
  readonly name: string;
  readonly packed: Buffer;
  readonly size: number;
  readonly crc?: number;
}

/** A zip by hand: the tools would not write what is wrong with these. */
function zip(parts: readonly Part[]): Buffer {
  const [bodies, directory]: [Buffer[], Buffer[]] = [[], []];
  let at = 0;
  for (const { name, packed, size, crc = 0 } of parts) {
    const label = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc, 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(size, 18);
    common.writeUInt16LE(label.length, 22);
    bodies.push(Buffer.from('PK\x03\x04', 'latin1'), common, label, packed);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, tail, label);
    at += 30 + label.length + packed.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...bodies, list, end]);
}

function part(name: string, text: string | Buffer, size?: number): Part {
  const content = Buffer.from(text);
  return {
    name,
    packed: deflateRawSync(content),
    size: size ?? content.length,
    crc: crc32(content),
  };
}

const TYPES = part(
  '[Content_Types].xml',
  '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
);
const BOOK = part(
  'xl/workbook.xml',
  '<workbook><sheets><sheet name="a" sheetId="1"/></sheets></workbook>',
);

type Hostile = readonly [string, Buffer];

function hostileFiles(): readonly Hostile[] {
  const huge = part('xl/worksheets/sheet1.xml', Buffer.alloc(165_000_000, 0x20));
  const empty = part('x', '');
  const many = Array.from({ length: 20_000 }, (_, i) => ({ ...empty, name: `x${i}` }));
  return [
    ['165 MB.xlsx', zip([TYPES, BOOK, huge])],
    ['lying.xlsx', zip([TYPES, BOOK, { ...huge, size: 1000 }])],
    ['parts.xlsx', zip([TYPES, BOOK, ...many])],
    ['up.xlsx', zip([TYPES, BOOK, part('../../etc/cron.d/x', 'x')])],
    [
      'xxe.docx',
      zip([
        TYPES,
        part(
          'word/document.xml',
          '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        ),
      ]),
    ],
    ['macro.xlsm', zip([TYPES, BOOK, part('xl/vbaProject.bin', 'x')])],
    ['cut.xlsx', zip([TYPES, BOOK, huge]).subarray(0, 5000)],
    ['old.xls', Buffer.from('d0cf11e0a1b11ae1'.padEnd(2048, '0'), 'hex')],
    [
      'huge.svg',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="60000" height="60000"/>'),
    ],
    ['columns.csv', Buffer.from(`存在问题${','.repeat(1_000_000)}\n`)],
  ];
}

/** Each as evidence and as a sheet: refused with a sentence, and without the memory it asks for. */
async function attack(site: Site, files: readonly Hostile[]): Promise<string[]> {
  const found: string[] = [];
  const entry = await problemAt(house.database.db, house.city, 'accepted');
  for (const [name, content] of files)
    for (const path of [
      `/api/v1/entries/${entry.id}/evidence?version=${entry.version}`,
      '/api/v1/imports?kind=problem',
    ]) {
      // A text of commas is a bomb for a reader of sheets; as evidence it is a text.
      if (name.endsWith('.csv') && path.includes('evidence')) continue;
      const before = process.memoryUsage().rss;
      const { status, body } = await site.ask('POST', `${path}&name=${encodeURIComponent(name)}`, {
        as: 'townLiaison',
        body: content,
        headers: { 'content-type': 'application/octet-stream' },
      });
      const grown = process.memoryUsage().rss - before;
      if (grown > 150_000_000) found.push(`${name}: ${Math.round(grown / 1e6)} MB more`);
      if (status < 400 || status >= 500) found.push(`${name} at ${path.slice(8, 16)}: ${status}`);
      else if (typeof body['title'] !== 'string' || body['title'].length < 8)
        found.push(`${name}: no sentence`);
    }
  return found;
}

test('A18: bombs and broken packages are refused, each with a sentence', async () => {
  const files = hostileFiles();
  expect(await attack(house.real, files)).toEqual([]);
  const trusting = house.weakened({
    routes: instead('uploadEvidence', async ({ request }: Direct) => {
      const bytes = Buffer.from(await request.arrayBuffer());
      return Response.json({ bytes: bytes.length });
    }),
  });
  expect(await attack(trusting, files.slice(0, 2))).not.toEqual([]);
}, 240_000);
