import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useToast } from '#web/kit/toast.tsx';
import { useWords } from '#web/words/use-words.tsx';
import { call, newKey, Problem } from '../api/call.ts';
import { type MadeMove, moveCall } from '../api/calls.ts';
import { problemText } from '../api/problem-text.ts';
import { type Detail, entryQuery } from '../ledger/use-ledger.ts';

/** The move that takes another back, where the rules have one. */
const BACK: Partial<Record<MadeMove, MadeMove>> = {
  assign: 'recall',
  issue: 'recall',
  deliver: 'recall',
  not_list: 'screen',
  ask: 'withdraw',
  merge: 'unmerge',
};

/** Say that a move was made; where it may be taken back, with the way to do so (撤回). */
export function useSayMade(): (text: string, move: MadeMove, made: readonly Detail[]) => void {
  const { w, exact } = useWords();
  const say = useToast();
  const queries = useQueryClient();
  return useCallback(
    (text, move, made) => {
      const back = BACK[move];
      const open = back === undefined ? [] : made.filter((entry) => entry.can.includes(back));
      if (back === undefined || open.length === 0) {
        say(text);
        return;
      }
      const undo = async (): Promise<void> => {
        let kept: string | undefined;
        let n = 0;
        for (const entry of open)
          try {
            const input = inputOf(entry, back, w.entry.undoReason);
            const now = await call(moveCall(back), input, { key: newKey() });
            queries.setQueryData(entryQuery(now.id).queryKey, now);
            n += 1;
          } catch (error) {
            if (!(error instanceof Problem)) throw error;
            kept = problemText(error, w);
          }
        for (const key of ['entries', 'entry', 'work'])
          void queries.invalidateQueries({ queryKey: [key] });
        const done = open.length === 1 ? w.entry.undone : w.entry.undoneMany(exact(n));
        say([...(n > 0 ? [done] : []), ...(kept === undefined ? [] : [kept])].join(' '));
      };
      say(text, { label: w.entry.undo, run: () => void undo() });
    },
    [w, exact, say, queries],
  );
}

function inputOf(entry: Detail, back: MadeMove, reason: string): never {
  const request = entry.requests.find((one) => one.decision === undefined)?.id;
  return {
    id: entry.id,
    version: entry.version,
    ...(back === 'withdraw' ? { request } : {}),
    ...(back === 'unmerge' ? { reason } : {}),
  } as never;
}
