import { crc32, deflateRawSync, deflateSync } from 'node:zlib';

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

export type Hostile = readonly [string, Buffer];

/** Files made to cost their reader more than their sender, or to lead him astray. */
export function hostileFiles(): readonly Hostile[] {
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

/** A picture of so many points, all of one colour: hardly any bytes. */
export function pngBomb(side: number): Buffer {
  const chunk = (kind: string, data: Buffer): Buffer => {
    const named = Buffer.concat([Buffer.from(kind, 'latin1'), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(named));
    return Buffer.concat([length, named, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head.set([1, 0, 0, 0, 0], 8);
  const rows = deflateSync(Buffer.alloc(50_000_000));
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', head),
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A page of the text processor whose one part unpacks to more than any page holds, told truly or not. */
export function docxBombs(): readonly Hostile[] {
  const huge = part('word/document.xml', Buffer.alloc(200_000_000, 0x20));
  return [
    ['huge.docx', zip([TYPES, huge])],
    ['lying.docx', zip([TYPES, { ...huge, size: 2000 }])],
    ['huge.ofd', zip([part('OFD.xml', Buffer.alloc(200_000_000, 0x20))])],
    ['pages.pdf', pdfBomb()],
  ];
}

/** A page whose content unpacks a thousand times over. */
function pdfBomb(): Buffer {
  const packed = deflateSync(Buffer.alloc(200_000_000, 0x20));
  return Buffer.concat([
    Buffer.from(
      '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n' +
        '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n' +
        `4 0 obj<</Filter/FlateDecode/Length ${packed.length}>>stream\n`,
    ),
    packed,
    Buffer.from('\nendstream endobj\ntrailer<</Root 1 0 R>>\n'),
  ]);
}
