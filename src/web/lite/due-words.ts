import { OPEN_STATES } from '#domain/entry/guards.ts';
import { sayDay } from '#web/words/format.ts';
import type { Look } from './layout.ts';

interface Dated {
  readonly state: string;
  readonly deadlineKind: 'none' | 'date' | 'at_once' | 'long_term';
  readonly deadline?: string | undefined;
  readonly overdue: boolean;
}

/** A deadline in words: how long is left, or how long it is over; a finished entry has no clock. */
export function dueWords(entry: Dated, { w, today, lang }: Look): string {
  const { deadline } = entry;
  if (entry.deadlineKind === 'at_once') return w.due.atOnce;
  if (entry.deadlineKind === 'long_term') return w.due.longTerm;
  if (deadline === undefined) return w.due.none;
  const day = sayDay(deadline, today, lang);
  if (!OPEN_STATES.has(entry.state)) return w.due.by(day);
  const left = Math.round((Date.parse(deadline) - Date.parse(today)) / 86_400_000);
  if (left === 0) return w.due.today;
  return left > 0 ? w.due.left(day, left) : w.due.over(day, -left);
}
