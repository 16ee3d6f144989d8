import { lazy, type ReactElement, Suspense, useState } from 'react';
import { Button } from '#web/kit/button.tsx';
import { useWords } from '#web/words/use-words.tsx';
import type { Detail } from '../ledger/use-ledger.ts';

const HandOverDialog = lazy(() =>
  import('./hand-over-dialog.tsx').then((m) => ({ default: m.HandOverDialog })),
);

/** 用手机拍照: a code that hands this entry over to a phone, for photos alone. */
export function HandOver({
  entry,
  purpose,
}: {
  readonly entry: Detail;
  readonly purpose: 'progress' | 'check';
}): ReactElement {
  const { w } = useWords();
  const [open, setOpen] = useState(false);
  return (
    <p>
      <Button onClick={() => setOpen(true)}>{w.entry.byPhone}</Button>
      <Suspense>
        {open && <HandOverDialog entry={entry} purpose={purpose} onClose={() => setOpen(false)} />}
      </Suspense>
    </p>
  );
}
