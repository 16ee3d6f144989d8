import type { Objection } from '#domain/refusal.ts';
import type { Outcome } from './voice.ts';

/** The words of an answer (答复): what its reporter reads, and what it rests on. A draft may lack some. */
export interface AnswerWords {
  readonly outcome: Outcome | undefined;
  readonly body: string;
  readonly facts: string;
  readonly basis: string;
  readonly reasons: string;
}

/** What an answer lacks before it may be given. What is not upheld needs basis and reasons (《信访工作条例》第三十二条). */
export function answerObjection(answer: AnswerWords): Objection {
  const { outcome, body, facts, basis, reasons } = answer;
  if (outcome === undefined || body === '' || facts === '') return 'answer-unfinished';
  return outcome !== 'upheld' && (basis === '' || reasons === '') ? 'no-reason' : undefined;
}

/** Are these the very words of that draft? Then the draft was used, else another answer took its place. */
export function isSameAnswer(one: AnswerWords, other: AnswerWords): boolean {
  return (['outcome', 'body', 'facts', 'basis', 'reasons'] as const).every(
    (part) => one[part] === other[part],
  );
}
