import { useEffect, useState } from 'react';
import { hrefOf } from '../api/call.ts';
import { calls } from '../api/calls.ts';
import type { Overview } from '../overview/overview-query.ts';

/** What the wall knows, and how well it is connected. */
export interface Live {
  readonly seen: Overview | undefined;
  /** Whole minutes since the figures came. */
  readonly age: number;
  readonly line: 'open' | 'lost' | 'ended';
}

const TICK_MS = 5_000;
const AGAIN_MS = 8_000;

/** The figures as the server pushes them. A line that breaks is taken up again; one that was ended is not. */
export function useLiveOverview(campaign: string | undefined, ready: boolean): Live {
  const [seen, setSeen] = useState<Overview>();
  const [line, setLine] = useState<Live['line']>('open');
  const [age, setAge] = useState(0);
  useEffect(() => {
    if (!ready) return undefined;
    let came = performance.now();
    let source: EventSource | undefined;
    let again: ReturnType<typeof setTimeout> | undefined;
    const open = (): void => {
      source?.close();
      const opened = new EventSource(hrefOf(calls.watchOverview, { campaign }));
      source = opened;
      opened.addEventListener('overview', (event) => {
        came = performance.now();
        setSeen(JSON.parse(event.data));
        setAge(0);
        setLine('open');
      });
      opened.addEventListener('end', (event) => {
        opened.close();
        if (event.data === 'signed-out') setLine('ended');
        else again = setTimeout(open, AGAIN_MS);
      });
      opened.addEventListener('error', () => {
        setLine((before) => (before === 'ended' ? before : 'lost'));
        // A browser gives up for good on an answer that is no stream: a server that starts anew, a proxy's page.
        if (opened.readyState === EventSource.CLOSED) again = setTimeout(open, AGAIN_MS);
      });
    };
    // A line that is cut without a word breaks no connection by itself.
    const cut = (): void => {
      source?.close();
      clearTimeout(again);
      setLine((before) => (before === 'ended' ? before : 'lost'));
    };
    addEventListener('offline', cut);
    addEventListener('online', open);
    open();
    const clock = setInterval(
      () => setAge(Math.floor((performance.now() - came) / 60_000)),
      TICK_MS,
    );
    return () => {
      source?.close();
      clearTimeout(again);
      clearInterval(clock);
      removeEventListener('offline', cut);
      removeEventListener('online', open);
    };
  }, [campaign, ready]);
  return { seen, age, line };
}
