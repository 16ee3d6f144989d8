import { plainHouses } from './figures.ts';
import { EVERYDAY_WORDS } from './everyday-words.ts';
import { EMPTY_PHRASES, SAME_WORDS } from './phrases.ts';
import { phraseTable } from './phrase-table.ts';

const REPLACEMENTS = phraseTable<string>([...sameWords(), ...emptyPhrases()]);

/**
 * What a statement says once courtesy is dropped and words of one meaning are one word (要义). Only
 * letters, Han and digits remain; every other run of characters becomes one space, which no gram
 * crosses. `told` must come from `foldText`, with its places masked.
 */
export function essence(told: string): string {
  const folded = plainHouses(told);
  let kept = '';
  let breakDue = false;
  let at = 0;
  while (at < folded.length) {
    const hit = REPLACEMENTS.longestAt(folded, at);
    const piece = hit ? hit.value : folded.charAt(at);
    at += hit?.length ?? 1;
    if (!hit && !isLetter(piece.charCodeAt(0))) {
      breakDue = kept !== '';
      continue;
    }
    if (piece === '' || (!hit && FILLERS.includes(piece))) continue;
    if (breakDue) kept += ' ';
    breakDue = false;
    kept += piece;
  }
  return withoutCourtesy(kept);
}

/** Clauses that ask or thank and say nothing of the matter (望领导给个答复, 请有关部门看一看), whatever the order of their words. */
const COURTESY =
  /^(?:请|望|盼|恳|求|想|要|我|您|你|能|帮忙?|处理|处置|解决|回复|回应|回音|答复|重视|关注|核实|核查|调查|看一?看|管一?管|查一?查|给个?|得到|得以|说法|交代|为盼|为谢|一个|一下|尽早|早日|早些|及时|抓紧|予以|给予|有关|相关|部门|单位|领导|政府|留言|能够|能否|到|现场|落实|支持|感?谢|特此?|来电|诉求|急)+$/u;

function withoutCourtesy(said: string): string {
  const clauses = said.split(' ');
  const kept = clauses.filter((clause) => clause.length > 16 || !COURTESY.test(clause));
  return kept.length === 0 || kept.length === clauses.length ? said : kept.join(' ');
}

/** Particles that come and go between two tellings of the same matter. */
const FILLERS = '的了着在吗呢啊吧呀么';

function* sameWords(): Generator<[string, string]> {
  for (const line of [...SAME_WORDS, ...EVERYDAY_WORDS]) {
    const [first = '', ...others] = line.split(' ');
    // The first word is listed too: it must win over a shorter phrase inside it.
    for (const word of [first, ...others]) yield [word, first];
  }
}

function* emptyPhrases(): Generator<[string, string]> {
  for (const phrase of EMPTY_PHRASES) yield [phrase, ''];
}

function isLetter(code: number): boolean {
  return (
    (code >= 0x4e00 && code <= 0x9fff) ||
    (code >= 0x30 && code <= 0x39) ||
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x3400 && code <= 0x4dbf) ||
    code > 0xd7ff
  );
}
