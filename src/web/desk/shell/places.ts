import type { Messages } from '#web/words/zh.ts';
import { holdsAny, type Me, seesBusiness } from '../session/use-me.ts';

/** A place one can go to. The loop comes first, a character each; what is not built is not in the list. */
export interface Place {
  readonly to: '/' | '/work' | '/problems' | '/tasks' | '/progress' | '/checks';
  readonly mark: string;
  readonly label: string;
  readonly keys: string;
  readonly group: 'top' | 'loop' | 'places';
}

export function placesOf(me: Me, w: Messages): readonly Place[] {
  const business: readonly Place[] = [
    { to: '/', mark: w.nav.overviewMark, label: w.nav.overview, keys: 'g o', group: 'top' },
    { to: '/work', mark: w.nav.workMark, label: w.nav.work, keys: 'g m', group: 'top' },
    { to: '/problems', mark: w.nav.listMark, label: w.nav.list, keys: 'g 3', group: 'loop' },
    { to: '/tasks', mark: w.nav.assignMark, label: w.nav.assign, keys: 'g 4', group: 'loop' },
    { to: '/progress', mark: w.nav.deliverMark, label: w.nav.deliver, keys: 'g 5', group: 'loop' },
    { to: '/checks', mark: w.nav.verifyMark, label: w.nav.verify, keys: 'g 6', group: 'loop' },
  ];
  return seesBusiness(me) ? business : [];
}

/** May this person raise problems and draft tasks? */
export function mayRaise(me: Me): boolean {
  return holdsAny(me, ['office', 'liaison', 'handler', 'inspector']);
}
