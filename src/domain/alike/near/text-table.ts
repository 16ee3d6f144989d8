import { NumberList, withHeadroom } from './number-list.ts';

/** Characters in one piece of memory; a longer text has a piece of its own. */
const PIECE = 1 << 18;
/** Codes that one call turns into a string. */
const AT_ONCE = 4096;

/**
 * Texts by number, packed two bytes a character: as strings those of a city take twice that, and the collector
 * walks over each of them again and again.
 */
export class TextPool {
  readonly #pieces: Uint16Array[] = [];
  readonly #pieceOf = new NumberList();
  readonly #starts = new NumberList();
  readonly #lengths = new NumberList();
  #used = PIECE;

  get size(): number {
    return this.#lengths.size;
  }

  /** Keeps a text; its number is how many were kept before it. */
  add(text: string): number {
    if (this.#used + text.length > PIECE) {
      this.#pieces.push(new Uint16Array(Math.max(PIECE, text.length)));
      this.#used = 0;
    }
    const piece = this.#pieces.length - 1;
    const codes = this.#pieces[piece] ?? new Uint16Array(0);
    for (let at = 0; at < text.length; at += 1) codes[this.#used + at] = text.charCodeAt(at);
    this.#pieceOf.push(piece);
    this.#starts.push(this.#used);
    this.#used += text.length;
    return this.#lengths.push(text.length) - 1;
  }

  textAt(number: number): string {
    const codes = this.#codesAt(number);
    if (codes.length <= AT_ONCE) return String.fromCharCode(...codes);
    let text = '';
    for (let from = 0; from < codes.length; from += AT_ONCE)
      text += String.fromCharCode(...codes.subarray(from, from + AT_ONCE));
    return text;
  }

  isAt(number: number, text: string): boolean {
    const codes = this.#codesAt(number);
    if (codes.length !== text.length) return false;
    for (let at = 0; at < codes.length; at += 1)
      if (codes[at] !== text.charCodeAt(at)) return false;
    return true;
  }

  /** Gives back the memory of the texts before this one: none of them is asked for again. */
  forgetBefore(number: number): void {
    const kept = this.#pieceOf.at(number);
    for (let piece = kept - 1; piece >= 0; piece -= 1) {
      if (this.#pieces[piece]?.length === 0) return;
      this.#pieces[piece] = new Uint16Array(0);
    }
  }

  /** To be called when the many are in: growing does not fall on whoever comes next. */
  settle(): void {
    for (const list of [this.#pieceOf, this.#starts, this.#lengths]) list.settle();
  }

  #codesAt(number: number): Uint16Array {
    const start = this.#starts.at(number);
    const codes = this.#pieces[this.#pieceOf.at(number)] ?? new Uint16Array(0);
    return codes.subarray(start, start + this.#lengths.at(number));
  }
}

/** Each different text once, numbered in the order in which they came. */
export class TextTable {
  readonly #texts = new TextPool();
  readonly #hashes = new NumberList();
  /** Numbers plus one, open-addressed; 0 is empty. */
  #slots = new Int32Array(1 << 12);

  get size(): number {
    return this.#texts.size;
  }

  /** The number of a text, given to it when it is new. */
  numberOf(text: string): number {
    const hash = hashOf(text);
    const slot = this.#slot(hash, text);
    const known = this.#slots[slot] ?? 0;
    if (known !== 0) return known - 1;
    const number = this.#texts.add(text);
    this.#hashes.push(hash);
    this.#slots[slot] = number + 1;
    if (number * 2 > this.#slots.length) this.#widen();
    return number;
  }

  textAt(number: number): string {
    return this.#texts.textAt(number);
  }

  /** To be called when the many are in. */
  settle(): void {
    this.#texts.settle();
    this.#hashes.settle();
    while (withHeadroom(this.size) * 2 > this.#slots.length) this.#widen();
  }

  #slot(hash: number, text: string): number {
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const number = (this.#slots[slot] ?? 0) - 1;
      if (number < 0) return slot;
      if (this.#hashes.at(number) === hash && this.#texts.isAt(number, text)) return slot;
    }
  }

  #widen(): void {
    this.#slots = new Int32Array(this.#slots.length * 2);
    const mask = this.#slots.length - 1;
    for (let number = 0; number < this.size; number += 1) {
      let slot = this.#hashes.at(number) & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = number + 1;
    }
  }
}

/** FNV-1a over the characters, mixed once more because its low bits alone choose the slot. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1)
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) | 0;
}
