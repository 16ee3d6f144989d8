import { type Differences, isSwap, turnsRound } from '../words/substitutions.ts';

/** What is left out or added must be less than this share of what both say … */
const SIDE_REMARK = 0.75;
/** … and these change the matter, however short: a number, or what is to be built, opened or taken away. */
const WEIGHTY =
  /[0-9零一二三四五六七八九十百千万两半双单]|[建装设拆停关开迁改换增减涨降补退取恢扩缩]/u;

/**
 * Do two headings by themselves, without anything that a whole city would teach, say the same but for words that do not matter? Nothing
 * may be said on one side for which the other says something else; and what only one of them says must be a side
 * remark that leaves the matter as it is.
 */
export function saysTheSame(
  { slots, shared }: Differences,
  besideFirst: string,
  besideSecond: string,
): boolean {
  if (slots.length === 0) return true;
  if (slots.some((slot) => isSwap(slot) || turnsRound(slot))) return false;
  const left = onlyIn(
    slots.map((slot) => slot.left),
    besideSecond,
  );
  const right = onlyIn(
    slots.map((slot) => slot.right),
    besideFirst,
  );
  if (left !== '' && right !== '') return false;
  const added = left + right;
  return !WEIGHTY.test(added) && added.length <= SIDE_REMARK * shared;
}

/** 4组 in the one heading may be told beside the place of the other. */
function onlyIn(pieces: readonly string[], beside: string): string {
  return pieces.filter((piece) => !beside.includes(piece)).join('');
}
