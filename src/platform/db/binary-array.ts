import { remembered } from '#domain/sheet/remembered.ts';

/**
 * A column of many rows as PostgreSQL receives an array in its binary form (`array_recv`): it is read in a fraction of
 * the time that its text takes, and written here without quoting.
 */
export function binaryArray(type: ElementType, values: readonly unknown[]): Buffer {
  const { oid, write } = ELEMENTS[type];
  const out = SCRATCH;
  let last: unknown;
  let from = 0;
  let to = 0;
  let hasNull = 0;
  out.at = HEADER;
  for (const value of values) {
    // Much is the same from row to row.
    if (to > from && value === last) {
      out.repeat(from, to);
      continue;
    }
    from = out.at;
    out.room(LENGTH);
    out.at += LENGTH;
    if (value === null || value === undefined) {
      hasNull = 1;
      out.bytes.writeInt32BE(-1, from);
    } else {
      write(out, value);
      out.bytes.writeInt32BE(out.at - from - LENGTH, from);
    }
    to = out.at;
    last = value;
  }
  // One dimension, whether there are nulls, what its elements are, how many, counted from 1.
  [1, hasNull, oid, values.length, 1].forEach((word, i) => {
    out.bytes.writeInt32BE(word, i * 4);
  });
  // Its own bytes, no more: many arrays wait to be sent.
  const array = Buffer.from(out.bytes.subarray(0, out.at));
  out.letGo();
  return array;
}

export type ElementType = keyof typeof ELEMENTS;

/** Whether a type, as PostgreSQL writes it, can be sent in binary form. */
export function isElementType(type: string): type is ElementType {
  return Object.hasOwn(ELEMENTS, type);
}

const HEADER = 20;
const LENGTH = 4;

/** Bytes that most arrays find room in. */
const USUAL = 2 ** 20;

/** Bytes that grow as they are written. */
class Growing {
  bytes: Buffer;
  at = 0;

  constructor() {
    this.bytes = Buffer.allocUnsafeSlow(USUAL);
  }

  /** After an unusually large array: its room is not held on to. */
  letGo(): void {
    if (this.bytes.length > 4 * USUAL) this.bytes = Buffer.allocUnsafeSlow(USUAL);
  }

  /** Room for so many bytes more. */
  room(more: number): void {
    if (this.at + more <= this.bytes.length) return;
    const wider = Buffer.allocUnsafeSlow(2 * (this.at + more));
    this.bytes.copy(wider, 0, 0, this.at);
    this.bytes = wider;
  }

  repeat(from: number, to: number): void {
    this.room(to - from);
    this.bytes.copyWithin(this.at, from, to);
    this.at += to - from;
  }

  text(value: string): void {
    // A code unit takes at most three bytes.
    this.room(value.length * 3);
    this.at += this.bytes.write(value, this.at);
  }

  integer(value: unknown, size: 2 | 4): void {
    this.room(size);
    // Fractions would be cut off silently; what is too large is refused by the buffer.
    this.at = this.bytes.writeIntBE(insistOn(value, Number.isInteger), this.at, size);
  }

  long(value: bigint): void {
    this.room(8);
    this.at = this.bytes.writeBigInt64BE(value, this.at);
  }
}

/** Arrays are written one after the other, each in one go. */
const SCRATCH = new Growing();

type Write = (out: Growing, value: unknown) => void;

/** Of these types the house writes many; their numbers are PostgreSQL's own and never change. */
const ELEMENTS = {
  text: { oid: 25, write: (out, value) => out.text(String(value)) },
  json: { oid: 114, write: (out, value) => out.text(JSON.stringify(value)) },
  jsonb: {
    oid: 3802,
    write: (out, value) => {
      out.room(1);
      // The version of the form: the only one there is.
      out.bytes[out.at] = 1;
      out.at += 1;
      out.text(JSON.stringify(value));
    },
  },
  uuid: { oid: 2950, write: writeUuid },
  smallint: { oid: 21, write: (out, value) => out.integer(value, 2) },
  integer: { oid: 23, write: (out, value) => out.integer(value, 4) },
  bigint: {
    oid: 20,
    write: (out, value) => out.long(BigInt(insistOn(value, Number.isSafeInteger))),
  },
  boolean: {
    oid: 16,
    write: (out, value) => {
      out.room(1);
      out.bytes[out.at] = value === true ? 1 : 0;
      out.at += 1;
    },
  },
  'double precision': {
    oid: 701,
    write: (out, value) => {
      out.room(8);
      out.at = out.bytes.writeDoubleBE(Number(value), out.at);
    },
  },
  date: {
    oid: 1082,
    write: (out, value) => out.integer(daysOf(String(value)) - EPOCH_DAYS, 4),
  },
  'timestamp with time zone': {
    oid: 1184,
    write: (out, value) => out.long(BigInt(momentOf(value) - EPOCH_DAYS * DAY_MS) * 1000n),
  },
} as const satisfies Record<string, { readonly oid: number; readonly write: Write }>;

const DAY_MS = 86_400_000;
/** PostgreSQL counts from 2000-01-01. */
const EPOCH_DAYS = 10_957;

function insistOn(value: unknown, is: (value: unknown) => boolean): number {
  if (!is(value)) throw new RangeError(`not such a number: ${String(value)}`);
  return value as number;
}

/**
 * Days since 1970; a day that the calendar does not have is refused, as the database would. The days of many
 * rows are few.
 */
const daysOf = remembered((day) => {
  const ms = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(ms) || !new Date(ms).toISOString().startsWith(`${day}T`))
    throw new RangeError(`not a day: ${day}`);
  return ms / DAY_MS;
});

function momentOf(value: unknown): number {
  const ms = value instanceof Date ? value.getTime() : Number.NaN;
  if (Number.isNaN(ms)) throw new RangeError(`not a moment: ${String(value)}`);
  return ms;
}

const NIBBLES = new Int8Array(128).fill(-1);
for (let i = 0; i < 16; i += 1) {
  const digit = i.toString(16);
  NIBBLES[digit.charCodeAt(0)] = i;
  NIBBLES[digit.toUpperCase().charCodeAt(0)] = i;
}

function writeUuid(out: Growing, value: unknown): void {
  const text = String(value);
  out.room(16);
  let sound = text.length === 36 ? 0 : -1;
  for (let i = 0, at = out.at; i < 36 && sound >= 0; at += 1) {
    if (text[i] === '-') i += 1;
    const byte = nibble(text, i) * 16 + nibble(text, i + 1);
    sound |= nibble(text, i) | nibble(text, i + 1);
    out.bytes[at] = byte;
    i += 2;
  }
  if (sound < 0) throw new RangeError(`not a uuid: ${text}`);
  out.at += 16;
}

function nibble(text: string, at: number): number {
  return NIBBLES[text.charCodeAt(at)] ?? -1;
}
