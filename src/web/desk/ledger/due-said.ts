import { isClosed } from '#domain/entry/entry.ts';
import type { Words } from '#web/words/use-words.tsx';
import type { Row } from './use-ledger.ts';

export interface DueSaid {
  readonly said: string;
  readonly pressing: 'late' | 'soon' | 'no';
}

/**
 * What is said beside a deadline that is `left` days ahead (behind, when negative). What is handed in
 * or closed is owed by nobody, so nothing of its day presses.
 */
export function dueSaid(
  entry: Pick<Row, 'state' | 'overdue' | 'deadlineKind'>,
  left: number,
  w: Words['w'],
): DueSaid {
  if (isClosed(entry.state)) return { said: w.ledger.finished, pressing: 'no' };
  if (entry.state === 'delivered') return { said: w.ledger.handedIn, pressing: 'no' };
  if (entry.overdue) return { said: w.ledger.daysOver(-left), pressing: 'late' };
  if (left >= 0) {
    const said = left === 0 ? w.ledger.dueToday : w.ledger.daysLeft(left);
    return { said, pressing: left <= 14 ? 'soon' : 'no' };
  }
  const undated = entry.deadlineKind === 'at_once' || entry.deadlineKind === 'long_term';
  return { said: undated ? w.deadlineKind[entry.deadlineKind] : '', pressing: 'no' };
}
