import CFB from 'cfb';
import { Document, Packer, Paragraph } from 'docx';
import { zipStream } from '#platform/sheets/zip-stream.ts';

/** Files of the kinds that offices send, made of a few lines: what a test can open, name by name. */
export const FILE_MAKERS: readonly (readonly [
  ending: string,
  make: (lines: readonly string[]) => Uint8Array | Promise<Uint8Array>,
])[] = [
  ['docx', docxFile],
  ['doc', docFile],
  // WPS writes its own ending on the same format.
  ['wps', docFile],
  ['pdf', pdfFile],
  ['ofd', ofdFile],
  ['html', htmlFile],
  ['txt', (lines) => Buffer.from(lines.join('\n'))],
];

export function docxFile(lines: readonly string[]): Promise<Uint8Array> {
  const children = lines.map((text) => new Paragraph(text));
  return Packer.toBuffer(new Document({ sections: [{ children }] }));
}

const TEXT_AT = 0x800;
const CLX_LENGTH = 21;

/** A .doc of Word 97 ([MS-DOC]): header, one piece of text in UTF-16, and the table that says so. */
export function docFile(lines: readonly string[]): Uint8Array {
  const text = `${lines.join('\r')}\r`;
  const main = Buffer.alloc(TEXT_AT + 2 * text.length);
  main.writeUInt16LE(0xa5ec, 0);
  // The table is the stream 1Table.
  main.writeUInt16LE(0x200, 0x0a);
  main.writeInt32LE(text.length, 0x4c);
  main.writeUInt32LE(0, 0x01a2);
  main.writeUInt32LE(CLX_LENGTH, 0x01a6);
  main.write(text, TEXT_AT, 'utf16le');
  const table = Buffer.alloc(4096);
  table.writeUInt8(2, 0);
  table.writeUInt32LE(CLX_LENGTH - 5, 1);
  table.writeUInt32LE(text.length, 9);
  table.writeUInt32LE(TEXT_AT, 15);
  const file = CFB.utils.cfb_new();
  CFB.utils.cfb_add(file, '/WordDocument', main);
  CFB.utils.cfb_add(file, '/1Table', table);
  return CFB.write(file, { type: 'buffer' }) as Uint8Array;
}

/** A .pdf whose text can be copied: codes of two bytes and the map that says which character each is. */
export function pdfFile(lines: readonly string[], pages = 1): Uint8Array {
  const hex = (text: string): string =>
    Array.from(text, (one) => one.charCodeAt(0).toString(16).padStart(4, '0')).join('');
  const used = [...new Set(lines.join(''))];
  const drawn = lines
    .map((line, i) => `1 0 0 1 60 ${780 - 24 * i} Tm <${hex(line)}> Tj`)
    .join('\n');
  const map = [
    '/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def',
    '1 begincodespacerange <0000> <ffff> endcodespacerange',
    ...Array.from({ length: Math.ceil(used.length / 100) }, (_, i) => {
      const some = used.slice(100 * i, 100 * i + 100).map((one) => `<${hex(one)}> <${hex(one)}>`);
      return `${some.length} beginbfchar ${some.join(' ')} endbfchar`;
    }),
    'endcmap end end',
  ].join('\n');
  const stream = (body: string): string => `<</Length ${body.length}>>stream\n${body}\nendstream`;
  const page =
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>';
  const kids = Array.from({ length: pages }, () => '3 0 R').join(' ');
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    `<</Type/Pages/Kids[${kids}]/Count ${pages}>>`,
    page,
    stream(`BT /F 12 Tf\n${drawn}\nET`),
    '<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/Identity-H/DescendantFonts[6 0 R]/ToUnicode 7 0 R>>',
    '<</Type/Font/Subtype/CIDFontType2/BaseFont/Song/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 1000/FontDescriptor 8 0 R>>',
    stream(map),
    '<</Type/FontDescriptor/FontName/Song/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 900/Descent -200/CapHeight 700/StemV 80>>',
  ];
  let body = '%PDF-1.4\n';
  const places = objects.map((object, i) => {
    const at = body.length;
    body += `${i + 1} 0 obj${object}endobj\n`;
    return at;
  });
  const table = places.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  const trailer = `trailer<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${body.length}\n%%EOF`;
  const size = objects.length + 1;
  return Buffer.from(`${body}xref\n0 ${size}\n0000000000 65535 f \n${table}${trailer}`, 'latin1');
}

export function ofdFile(lines: readonly string[]): Promise<Uint8Array> {
  const objects = lines.map(
    (text, i) =>
      `<ofd:TextObject Boundary="20 ${20 + 10 * i} 160 5" Size="5"><ofd:TextCode X="0" Y="5">${text}</ofd:TextCode></ofd:TextObject>`,
  );
  return zipFile({
    'OFD.xml':
      '<ofd:OFD><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>',
    'Doc_0/Document.xml':
      '<ofd:Document><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/0.xml"/></ofd:Pages></ofd:Document>',
    'Doc_0/Pages/0.xml': `<ofd:Page>${objects.join('')}</ofd:Page>`,
  });
}

/** A page as saved from a government site, with its menus. */
export function htmlFile(lines: readonly string[]): Uint8Array {
  const [title = '', ...rest] = lines;
  const body = rest.map((text) => `<p>${text}</p>`).join('');
  return Buffer.from(
    `<html><head><title>${title}_某市人民政府</title></head><body><nav>首页 &gt; 政务公开</nav><article>${body}</article><footer>版权所有</footer></body></html>`,
  );
}

/** A zip package of texts, by name. */
export async function zipFile(texts: Readonly<Record<string, string>>): Promise<Uint8Array> {
  const parts = Object.entries(texts).map(([name, text]) => ({ name, text: [text] }));
  const pieces: Buffer[] = [];
  for await (const piece of zipStream(parts, 1)) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** A compound file that holds nothing but an encrypted package: what Word makes of a password. */
export function lockedFile(): Uint8Array {
  const file = CFB.utils.cfb_new();
  CFB.utils.cfb_add(file, '/EncryptedPackage', Buffer.alloc(4096, 7));
  CFB.utils.cfb_add(file, '/EncryptionInfo', Buffer.alloc(256, 1));
  return CFB.write(file, { type: 'buffer' }) as Uint8Array;
}

/** A page that is a picture: no text at all. */
export function scannedFile(): Uint8Array {
  return pdfFile([]);
}

/** A small file that unpacks to 40 MB. */
export function bombFile(): Promise<Uint8Array> {
  return zipFile({
    '[Content_Types].xml': '<Types/>',
    'word/document.xml': ' '.repeat(40_000_000),
  });
}
