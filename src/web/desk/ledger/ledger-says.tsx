import type { ReactElement } from 'react';
import { Spoken } from '#web/kit/states.tsx';
import { useWords } from '#web/words/use-words.tsx';
import type { Selection } from './bulk-bar.tsx';

/**
 * What changes beside the rows while the focus stays on one of them: how many are chosen, that the preview stands.
 * It is in the page before it has anything to say; what comes into the page with its words is often not read.
 */
export function LedgerSays({
  selection: { rows, matching },
  peeking,
}: {
  readonly selection: Selection;
  readonly peeking: boolean;
}): ReactElement {
  const { w, exact } = useWords();
  return (
    <>
      <Spoken>{peeking && w.ledger.peekOpen}</Spoken>
      <Spoken>
        {matching !== undefined
          ? w.ledger.allMatching(exact(matching))
          : rows.length > 0 && w.ledger.selected(exact(rows.length))}
      </Spoken>
    </>
  );
}
