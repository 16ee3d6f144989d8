import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

const WIDTH = 96;
const HEIGHT = 64;

/** The one picture that stands for all evidence of the made-up city: a plain PNG, made here byte by byte. */
export const CITY_EVIDENCE = evidence();

function evidence(): {
  readonly bytes: Buffer;
  readonly sha256: string;
  readonly mediaType: 'image/png';
} {
  const bytes = picture();
  return {
    bytes,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    mediaType: 'image/png',
  };
}

/** Grey stripes, 8 bits a pixel; stored, not compressed, so that every zlib gives the same bytes. */
function picture(): Buffer {
  const lines = Array.from({ length: HEIGHT }, (_, y) =>
    Buffer.from([
      0,
      ...Array.from({ length: WIDTH }, (_, x) => (((x >> 3) + (y >> 3)) % 2 === 0 ? 0xd8 : 0xf0)),
    ]),
  );
  const raw = Buffer.concat(lines);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(WIDTH, 0);
  head.writeUInt32BE(HEIGHT, 4);
  head.set([8, 0, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', stored(raw)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** One stored deflate block in a zlib frame (RFC 1950, 1951 §3.2.4). */
function stored(raw: Buffer): Buffer {
  const head = Buffer.alloc(7);
  head.set([0x78, 0x01, 0x01]);
  head.writeUInt16LE(raw.length, 3);
  head.writeUInt16LE(~raw.length & 0xffff, 5);
  let a = 1;
  let b = 0;
  for (const byte of raw) {
    a = (a + byte) % 65_521;
    b = (b + a) % 65_521;
  }
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(((b << 16) | a) >>> 0);
  return Buffer.concat([head, raw, sum]);
}
