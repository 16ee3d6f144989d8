import type { EntryKind, EntryState } from '#domain/entry/entry.ts';
import type { Messages } from '#web/words/zh.ts';
import type { SORTS } from './ledger-search.ts';

/** One ledger, seen from a step of the loop: which entries stand in it before anybody filters. */
export interface LedgerView {
  readonly path: '/problems' | '/tasks' | '/progress' | '/checks';
  readonly kind: EntryKind;
  readonly title: (w: Messages) => string;
  /** The states it is limited to; undefined: all. */
  readonly states: readonly EntryState[] | undefined;
  readonly canRaise: boolean;
  readonly sort: (typeof SORTS)[number];
}

export const VIEWS = {
  problems: {
    path: '/problems',
    kind: 'problem',
    title: (w) => w.ledger.problems,
    sort: 'newest',
    states: undefined,
    canRaise: true,
  },
  tasks: {
    path: '/tasks',
    kind: 'task',
    title: (w) => w.ledger.tasks,
    sort: 'newest',
    states: undefined,
    canRaise: true,
  },
  progress: {
    path: '/progress',
    kind: 'problem',
    title: (w) => w.ledger.delivering,
    sort: 'due',
    states: ['assigned', 'accepted', 'underway', 'blocked'],
    canRaise: false,
  },
  checks: {
    path: '/checks',
    kind: 'problem',
    title: (w) => w.ledger.verifying,
    sort: 'oldest',
    states: ['delivered'],
    canRaise: false,
  },
} as const satisfies Record<string, LedgerView>;

export type ViewName = keyof typeof VIEWS;
