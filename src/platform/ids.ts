import { randomBytes } from 'node:crypto';

let lastMs = 0;
let seq = 0;

/** Chance for 256 ids, drawn at once: each draw costs a call into the system's own source. */
let chance = Buffer.alloc(0);
let drawn = 0;

/**
 * A time-ordered id (UUID version 7, RFC 9562 §5.7). Within one process ids of the same millisecond
 * keep their order by a 12-bit counter, so that "newest first" is the order of making.
 */
export function newId(now: number = Date.now()): string {
  if (now > lastMs) {
    lastMs = now;
    seq = 0;
  } else if (++seq > 0xfff) {
    lastMs += 1;
    seq = 0;
  }
  if (drawn >= chance.length) {
    chance = randomBytes(16 * 256);
    drawn = 0;
  }
  const bytes = chance.subarray(drawn, (drawn += 16));
  bytes.writeUIntBE(lastMs, 0, 6);
  bytes[6] = 0x70 | (seq >>> 8);
  bytes[7] = seq & 0xff;
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** No id made at this moment or later is smaller. */
export function lowestId(at: Date): string {
  const hex = Math.max(0, at.getTime()).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7000-8000-000000000000`;
}
