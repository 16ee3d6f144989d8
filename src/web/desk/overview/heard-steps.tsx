import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { QUEUE_COUNTED } from '#domain/alike/queue/queue-counted.ts';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { call } from '../api/call.ts';
import { distilCalls } from '../distil/distil-calls.ts';
import { voiceCalls } from '../voices/voice-calls.ts';
import { LoopStep } from './loop-step.tsx';
import css from './overview.module.css';
import { overviewWords } from './overview-words.ts';

/**
 * 听、炼: what came in, and what may be the same matter. Voices and entries are counted apart; voices belong to no
 * campaign. Both come after the ledger's figures, which wait for neither.
 */
export function HeardSteps({ campaign }: { readonly campaign: string | undefined }): ReactElement {
  const { w, exact } = useWords();
  const r = useRoomWords(overviewWords);
  const { data: voices } = useQuery({
    queryKey: ['voices', 'count', {}],
    queryFn: ({ signal }) => call(voiceCalls.countVoices, {}, { signal }),
  });
  const { data: queue } = useQuery({
    queryKey: ['distil', 'waiting', campaign],
    queryFn: ({ signal }) =>
      call(distilCalls.listAlikeItems, { kind: ['suggested'], campaign, limit: 1 }, { signal }),
  });
  const fresh = voices?.states.find(({ state }) => state === 'received')?.n ?? 0;
  const waiting = queue?.waiting.suggested;
  const heard = voices === undefined ? '—' : exact(voices.received);
  const alike =
    waiting === undefined
      ? '—'
      : waiting < QUEUE_COUNTED
        ? exact(waiting)
        : `${exact(QUEUE_COUNTED)}+`;
  return (
    <>
      <LoopStep
        mark={w.nav.listenMark}
        name={r.heard}
        note={voices === undefined ? '' : r.toTakeUp(exact(fresh))}
      >
        <Link to="/voices" className={css['stepCount']} aria-label={`${r.heard} ${heard}`}>
          {heard}
        </Link>
      </LoopStep>
      <LoopStep mark={w.nav.distilMark} name={r.alike} note={r.alikeNote}>
        <Link to="/distil" className={css['stepCount']} aria-label={`${r.alike} ${alike}`}>
          {alike}
        </Link>
      </LoopStep>
    </>
  );
}
