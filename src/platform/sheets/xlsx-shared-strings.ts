import { SheetFault } from './sheet-fault.ts';
import type { SheetLimits } from './sheet-limits.ts';
import { decodeCellText, eachTextRun, GT, LT, SLASH } from './xlsx-text.ts';

/** The shared strings of a workbook, kept as bytes and decoded when a cell asks. */
export interface SharedStrings {
  readonly count: number;
  text(index: number): string | undefined;
}

const BLOCK = 1 << 22;
const SMALL = 48;
const SMALL_KEPT = 20_000;

/** Reads the shared string part; without one (`undefined`), there are none. */
export async function loadSharedStrings(
  part: AsyncIterable<Buffer> | undefined,
  limits: SheetLimits,
): Promise<SharedStrings> {
  const arena = new Arena(limits);
  if (part !== undefined) {
    for await (const { xml, prefixLength } of wholeItems(part, limits)) {
      readItems(xml, prefixLength, arena);
    }
  }
  const kept = new Map<number, string>();
  return {
    count: arena.count,
    text: (index) => {
      const known = kept.get(index);
      if (known !== undefined) return known;
      const xml = arena.slice(index);
      if (xml === undefined) return undefined;
      const text = decodeCellText(xml);
      if (xml.length <= SMALL && kept.size < SMALL_KEPT) kept.set(index, text);
      return text;
    },
  };
}

/**
 * The part cut where no `<si>` is open, so that neither a tag nor a character is ever split: decoding
 * chunk by chunk is how other readers turn Chinese into U+FFFD.
 */
async function* wholeItems(
  part: AsyncIterable<Buffer>,
  limits: SheetLimits,
): AsyncGenerator<{ xml: Buffer; prefixLength: number }> {
  let rest: Buffer | undefined;
  let prefix: string | undefined;
  for await (const chunk of part) {
    const xml: Buffer = rest === undefined ? chunk : Buffer.concat([rest, chunk]);
    prefix ??= /<(\w+:)?sst[\s>]/.exec(xml.toString('latin1', 0, 4096))?.[1] ?? '';
    const tag = `</${prefix}si>`;
    const last = xml.lastIndexOf(tag);
    const cut = last < 0 ? 0 : last + tag.length;
    if (cut > 0) yield { xml: xml.subarray(0, cut), prefixLength: prefix.length };
    rest = xml.subarray(cut);
    if (rest.length > limits.rowBytes) {
      throw new SheetFault('expands-too-much', { part: 'sharedStrings.xml' });
    }
  }
}

function readItems(xml: Buffer, prefixLength: number, arena: Arena): void {
  let at = xml.indexOf(LT);
  let open = -1;
  while (at >= 0) {
    const close = xml.indexOf(GT, at);
    if (close < 0) return;
    const isEnd = xml[at + 1] === SLASH;
    const name = at + prefixLength + (isEnd ? 2 : 1);
    if (xml[name] === 0x73 && xml[name + 1] === 0x69) {
      if (isEnd && open >= 0) {
        eachTextRun(xml, open, at, prefixLength, (start, end) => arena.add(xml, start, end));
        arena.endItem();
        open = -1;
      } else if (!isEnd && xml[close - 1] === SLASH) arena.endItem();
      else if (!isEnd) open = close + 1;
    }
    at = xml.indexOf(LT, close);
  }
}

/** Bytes of all strings in blocks; a string lies in one block, longer ones in a block of their own. */
class Arena {
  readonly #limits: SheetLimits;
  readonly #blocks: Buffer[] = [];
  #used = BLOCK;
  #total = 0;
  #from = 0;
  #item: Buffer[] = [];
  #itemBytes = 0;
  #places = new Uint32Array(1 << 14);
  #lengths = new Uint32Array(1 << 14);
  #blockOf = new Uint16Array(1 << 14);
  count = 0;

  constructor(limits: SheetLimits) {
    this.#limits = limits;
  }

  add(xml: Buffer, start: number, end: number): void {
    this.#item.push(xml.subarray(start, end));
    this.#itemBytes += end - start;
  }

  endItem(): void {
    const bytes = this.#itemBytes;
    this.#total += bytes;
    if (this.#total > this.#limits.sharedTextBytes) throw new SheetFault('too-heavy');
    if (this.#used + bytes > (this.#blocks.at(-1)?.length ?? 0)) {
      this.#blocks.push(Buffer.allocUnsafeSlow(Math.max(BLOCK, bytes)));
      this.#used = 0;
    }
    const block = this.#blocks.at(-1);
    this.#from = this.#used;
    for (const run of this.#item) {
      if (block !== undefined) run.copy(block, this.#used);
      this.#used += run.length;
    }
    this.#item = [];
    this.#itemBytes = 0;
    this.#remember(bytes);
  }

  slice(index: number): string | undefined {
    if (index >= this.count || index < 0) return undefined;
    const start = this.#places[index] ?? 0;
    return this.#blocks[this.#blockOf[index] ?? 0]?.toString(
      'utf8',
      start,
      start + (this.#lengths[index] ?? 0),
    );
  }

  #remember(bytes: number): void {
    if (this.count === this.#places.length) {
      const wider = this.count * 2;
      const places = new Uint32Array(wider);
      places.set(this.#places);
      this.#places = places;
      const lengths = new Uint32Array(wider);
      lengths.set(this.#lengths);
      this.#lengths = lengths;
      const blockOf = new Uint16Array(wider);
      blockOf.set(this.#blockOf);
      this.#blockOf = blockOf;
    }
    this.#places[this.count] = this.#from;
    this.#lengths[this.count] = bytes;
    this.#blockOf[this.count] = this.#blocks.length - 1;
    this.count += 1;
  }
}
