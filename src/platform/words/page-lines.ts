/** A piece of text on a page with its place; y grows downwards, all in one unit. */
export interface Placed {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly text: string;
}

const PAGE_NUMBER = /^[-—–·\s]*\d{1,4}[-—–·\s]*$/u;

/** Pieces of a page put into lines: those on one baseline join, left to right. */
export function linesOfPage(pieces: readonly Placed[]): string[] {
  const sorted = pieces.toSorted((a, b) => a.y - b.y || a.x - b.x);
  const lines: { y: number; pieces: Placed[] }[] = [];
  for (const piece of sorted) {
    const last = lines.at(-1);
    if (last !== undefined && Math.abs(last.y - piece.y) < Math.max(0.8, piece.size * 0.4)) {
      last.pieces.push(piece);
    } else lines.push({ y: piece.y, pieces: [piece] });
  }
  return lines.map((line) =>
    line.pieces
      .toSorted((a, b) => a.x - b.x)
      .map((piece) => piece.text)
      .join('')
      .trim(),
  );
}

/**
 * Lines of pages joined to paragraphs: page numbers dropped, a line as long as the page is wide that
 * does not end a sentence goes on in the next.
 */
export function paragraphsOfPages(pages: readonly (readonly string[])[]): string {
  const lines = pages.flat().filter((line) => line !== '' && !PAGE_NUMBER.test(line));
  const lengths = lines.map((line) => line.length).toSorted((a, b) => a - b);
  const full = lengths[Math.floor(lengths.length * 0.85)] ?? 0;
  const out: string[] = [];
  let open = false;
  for (const line of lines) {
    if (open) out[out.length - 1] += line;
    else out.push(line);
    open = full >= 16 && line.length >= full - 3 && !/[。！？；：]$/u.test(line);
  }
  return out.join('\n');
}
