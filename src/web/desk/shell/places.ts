import { ADMIN_ROLES, type Role } from '#domain/org/actor.ts';
import type { Messages } from '#web/words/zh.ts';
import { holdsAny, type Me, seesBusiness } from '../session/use-me.ts';

/** A place one can go to. The loop comes first, a character each; what is not built is not in the list. */
export interface Place {
  readonly to:
    | '/'
    | '/work'
    | '/voices'
    | '/distil'
    | '/documents'
    | '/problems'
    | '/tasks'
    | '/progress'
    | '/checks'
    | '/targets'
    | '/import'
    | '/org'
    | '/accounts'
    | '/door-keys'
    | '/events'
    | '/wall';
  readonly mark: string;
  readonly label: string;
  readonly keys: string;
  readonly group: 'top' | 'loop' | 'places';
}

const RAISERS: readonly Role[] = ['office', 'liaison', 'handler', 'inspector'];

/** Where this person may go; what his posts do not open is absent. */
export function placesOf(me: Me, w: Messages): readonly Place[] {
  const { nav } = w;
  const top = (to: Place['to'], mark: string, label: string, keys: string): Place => ({
    to,
    mark,
    label,
    keys,
    group: 'top',
  });
  const loop = (...args: Parameters<typeof top>): Place => ({ ...top(...args), group: 'loop' });
  const place = (...args: Parameters<typeof top>): Place => ({ ...top(...args), group: 'places' });
  return [
    ...(seesBusiness(me)
      ? [
          top('/', nav.overviewMark, nav.overview, 'g o'),
          top('/work', nav.workMark, nav.work, 'g m'),
          loop('/voices', nav.listenMark, nav.listen, 'g 1'),
          loop('/distil', nav.distilMark, nav.distil, 'g 2'),
          loop('/problems', nav.listMark, nav.list, 'g 3'),
          loop('/tasks', nav.assignMark, nav.assign, 'g 4'),
          loop('/progress', nav.deliverMark, nav.deliver, 'g 5'),
          loop('/checks', nav.verifyMark, nav.verify, 'g 6'),
        ]
      : []),
    ...(seesBusiness(me) ? [place('/documents', nav.documentsMark, nav.documents, 'g d')] : []),
    ...(seesBusiness(me) ? [place('/targets', nav.targetsMark, nav.targets, 'g t')] : []),
    ...(mayRaise(me) ? [place('/import', nav.importMark, nav.import, 'g i')] : []),
    ...(seesBusiness(me) ? [place('/wall', nav.wallMark, nav.wall, 'g w')] : []),
    place('/org', nav.orgMark, nav.org, 'g u'),
    ...(holdsAny(me, ADMIN_ROLES)
      ? [place('/accounts', nav.accountsMark, nav.accounts, 'g a')]
      : []),
    ...(holdsAny(me, ['system_admin'])
      ? [place('/door-keys', nav.doorKeysMark, nav.doorKeys, 'g k')]
      : []),
    ...(holdsAny(me, ['audit_admin']) ? [place('/events', nav.eventsMark, nav.events, 'g e')] : []),
  ];
}

/** May this person raise problems and draft tasks? */
export function mayRaise(me: Me): boolean {
  return holdsAny(me, RAISERS);
}
