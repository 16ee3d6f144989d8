import { normalise, rawSpan, type NormalText } from './normalise.ts';

/** A quotation found in a document: where it stands in the normalised and in the raw text. */
export interface QuoteFound {
  readonly start: number;
  readonly end: number;
  readonly rawStart: number;
  readonly rawEnd: number;
}

/** Shorter quotations prove nothing: they stand somewhere in any report. */
const SHORTEST = 6;

/**
 * Verifies that words someone proposes as a quotation (引文核对) really stand in the document, white space,
 * width and traditional forms aside. `undefined` when they do not stand there, stand there more than
 * once, or are too short to be told. Whatever is proposed from outside the rules must pass here.
 */
export function findQuote(document: NormalText, words: string): QuoteFound | undefined {
  const sought = normalise(words).text.trim();
  if (sought.length < SHORTEST) return undefined;
  const start = document.text.indexOf(sought);
  if (start < 0 || document.text.indexOf(sought, start + 1) >= 0) return undefined;
  const raw = rawSpan(document, start, start + sought.length);
  return { start, end: start + sought.length, rawStart: raw.start, rawEnd: raw.end };
}
