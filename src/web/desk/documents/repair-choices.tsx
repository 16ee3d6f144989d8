import { useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Button } from '#web/kit/button.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { call } from '../api/call.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { useAct } from '../api/use-act.ts';
import { documentCalls } from './document-calls.ts';
import { documentsWords } from './documents-words.ts';
import css from './reader.module.css';
import type { Reading } from './reading-model.ts';
import { putChange, readingQuery } from './use-reading.ts';

const AROUND = 16;

/** 乱码认定: garbled stretches that may have said several things; a person says which. */
export function RepairChoices({ reading }: { readonly reading: Reading }): ReactElement | null {
  const r = useRoomWords(documentsWords);
  const queries = useQueryClient();
  const { detail, text } = reading;
  const { id } = detail;
  const act = useAct((key, start: number, words: string) =>
    call(documentCalls.chooseRepair, { id, start, text: words }, { key }),
  );
  const open = detail.repairs.filter(
    ({ alternatives, chosen }) => alternatives.length > 0 && chosen === undefined,
  );
  if (open.length === 0) return null;
  const choose = async (start: number, words: string): Promise<void> => {
    const change = await act.run(start, words);
    if (change === undefined) return;
    putChange(queries, id, change);
    await queries.invalidateQueries({ queryKey: readingQuery(id).queryKey });
  };
  return (
    <>
      {open.map(({ start, end, text: likely, alternatives }) => (
        <fieldset key={start} className={css['repair']}>
          <legend>
            {r.whichReading(
              text
                .slice(Math.max(0, start - AROUND), start)
                .split('\n')
                .at(-1) ?? '',
              text.slice(start, end),
            )}
          </legend>
          {[likely, ...alternatives].map((words) => (
            <Button key={words} busy={act.busy} onClick={() => void choose(start, words)}>
              {words}
            </Button>
          ))}
        </fieldset>
      ))}
      {act.problem !== undefined && <ProblemNote problem={act.problem} />}
    </>
  );
}
