/** One known corruption: what stands in the file, what it said, and other readings if it cannot be told. */
export interface Corruption {
  readonly pattern: RegExp;
  readonly repaired: string;
  readonly alternatives?: readonly string[];
}

/**
 * Known one-byte shifts of GBK text (乱码): an inserter of bracketed pinyin split a double byte, the lost
 * byte left a `?` or `!` and the bytes after it paired up wrongly. Where the shift dropped the character
 * that mattered, every possible reading is listed and a person is asked.
 */
export const CORRUPTIONS: readonly Corruption[] = [
  {
    pattern: /[?？]?[!！]?笆濉睍r/g,
    repaired: '。“十三五”时',
    alternatives: ['。“十二五”时'],
  },
  { pattern: /[?？]?[!！]笆奈濉睍r/g, repaired: '。“十四五”时' },
  { pattern: /[!！]败洯h/g, repaired: '。“软环' },
  { pattern: /(?<=[規规]\((?:guī|gui)\));洜I/g, repaired: '模化经营' },
  { pattern: /\?qū\)I(?:\(yè\))?/g, repaired: '专业' },
  { pattern: /\?yōu\)榘l/g, repaired: '为发' },
  { pattern: /\?xùn\)\|/g, repaired: '东' },
  { pattern: /\?guī\)ь\^/g, repaired: '带头' },
  { pattern: /\?zé\)崃\?/g, repaired: '热烈' },
  { pattern: /(?<=率[^，。,\n]{0,8}\d)%[o0O](?!\d)/g, repaired: '‰' },
];

/** A stretch of the raw text that was repaired; `alternatives` means the repair must be confirmed. */
export interface Repair {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly alternatives: readonly string[];
}

const SUSPECT = /[笆濉败洜榘崃ь]|\?xùn\)|\?qū\)|%[o0O]/;

/** Every known corruption in raw text, in order, not overlapping. */
export function findRepairs(raw: string): Repair[] {
  if (!SUSPECT.test(raw)) return [];
  const found = CORRUPTIONS.flatMap(({ pattern, repaired, alternatives = [] }) =>
    [...raw.matchAll(pattern)].map((match) => ({
      start: match.index,
      end: match.index + match[0].length,
      text: repaired,
      alternatives,
    })),
  ).toSorted((a, b) => a.start - b.start);
  let last = -1;
  return found.filter((repair) => {
    if (repair.start < last) return false;
    last = repair.end;
    return true;
  });
}
