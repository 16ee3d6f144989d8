import { lazy, type ReactElement, Suspense, useEffect, useState } from 'react';
import type { EntryMove } from '#domain/entry/entry.ts';
import { Button } from '#web/kit/button.tsx';
import { type Command, useCommands } from '#web/kit/commands.tsx';
import { Menu } from '#web/kit/menu.tsx';
import { whenIdle } from '#web/kit/use-idle.ts';
import { useWords } from '#web/words/use-words.tsx';
import type { MadeMove } from '../api/calls.ts';
import type { Detail } from '../ledger/use-ledger.ts';
import css from './entry.module.css';

const fetchDialog = () => import('./move-dialog.tsx');
const MoveDialog = lazy(() => fetchDialog().then((m) => ({ default: m.MoveDialog })));

/** The order in which moves are offered: what drives the entry on comes first. */
const ORDER = [
  'accept',
  'close',
  'decide',
  'check',
  'assign',
  'issue',
  'progress',
  'deliver',
  'unblock',
  'list',
  'screen',
  'co_report',
  'self_mend',
  'appoint',
  'send_back',
  'reopen',
  'ask',
  'withdraw',
  'recall',
  'block',
  'refuse',
  'reassign',
  'correct',
  'merge',
  'unmerge',
  'not_list',
  'supersede',
  'cancel',
] as const satisfies readonly EntryMove[];

/** A move with a door that ORDER leaves out would be offered to nobody: it does not compile. */
type Complete = [Exclude<MadeMove, (typeof ORDER)[number]>] extends [never]
  ? readonly MadeMove[]
  : never;

/** Moves that drive an entry on; the first of them is the one the eye should meet. */
const DRIVING: ReadonlySet<EntryMove> = new Set([
  'accept',
  'close',
  'decide',
  'check',
  'assign',
  'issue',
  'progress',
  'deliver',
  'unblock',
  'list',
  'screen',
  'co_report',
]);
const DANGER: ReadonlySet<EntryMove> = new Set(['cancel', 'not_list', 'refuse', 'send_back']);

/** Keys of the moves one makes all day. */
const KEYS: Partial<Record<EntryMove, string>> = {
  assign: 'a',
  issue: 'a',
  progress: 'p',
  check: 'v',
  correct: 'e',
  accept: 'r',
  deliver: 'd',
};

/** The moves that `can` allows, the likeliest as buttons and the rest in a list; each opens a small form. */
export function MovesBar({
  entry,
  shown = 3,
  children,
}: {
  readonly entry: Detail;
  readonly shown?: number;
  readonly children?: ReactElement;
}): ReactElement {
  const { w } = useWords();
  const [move, setMove] = useState<MadeMove>();
  // Reading goes before acting: the forms come while one reads.
  useEffect(() => whenIdle(() => void fetchDialog()), []);
  const open = (ORDER satisfies Complete).filter((one) => entry.can.includes(one));
  useCommands(
    open.map((one): Command => ({
      id: `move.${one}`,
      label: w.move[one],
      group: w.app.onThisPage,
      keys: KEYS[one],
      run: () => setMove(one),
    })),
  );
  const first = open.slice(0, shown);
  const rest = open.slice(shown);
  return (
    <div className={css['moves']}>
      {first.map((one, i) => (
        <Button
          key={one}
          look={i === 0 && DRIVING.has(one) ? 'primary' : 'plain'}
          hint={KEYS[one]?.toUpperCase()}
          onClick={() => setMove(one)}
        >
          {w.move[one]}
        </Button>
      ))}
      {rest.length > 0 && (
        <Menu
          label={w.entry.otherMoves}
          choices={rest.map((one) => ({
            id: one,
            label: w.move[one],
            danger: DANGER.has(one),
            run: () => setMove(one),
          }))}
        />
      )}
      {children}
      {open.length === 0 && children === undefined && (
        <p className={css['none']}>{w.entry.noMoves}</p>
      )}
      <Suspense>
        {move !== undefined && (
          <MoveDialog key={move} entry={entry} move={move} onClose={() => setMove(undefined)} />
        )}
      </Suspense>
    </div>
  );
}
