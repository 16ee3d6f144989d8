import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactElement, useState } from 'react';
import { Button } from '#web/kit/button.tsx';
import { Skeleton } from '#web/kit/states.tsx';
import { Tag } from '#web/kit/status-tag.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { call, hrefOf } from '../api/call.ts';
import { ProblemState } from '../api/problem-state.tsx';
import { DraftCard } from './draft-card.tsx';
import { voiceCalls, type VoiceDetail } from './voice-calls.ts';
import { VoiceActions } from './voice-actions.tsx';
import { UnlinkDialog } from './voice-dialogs.tsx';
import { Answered, History, Ratings } from './voice-record.tsx';
import { VoiceTag } from './voice-tag.tsx';
import { voicesWords } from './voice-words.ts';
import css from './voices.module.css';

/** One voice: what was said, what may be done, what was done. There is no reporter on it anywhere. */
export function VoicePanel({
  id,
  onBack,
}: {
  readonly id: string;
  readonly onBack: () => void;
}): ReactElement {
  const r = useRoomWords(voicesWords);
  const { data, error, refetch } = useQuery({
    queryKey: ['voices', 'one', id],
    queryFn: ({ signal }) => call(voiceCalls.readVoice, { id }, { signal }),
  });
  const back = (
    <div className={css['back']}>
      <Button look="quiet" onClick={onBack}>
        {r.back}
      </Button>
    </div>
  );
  if (data === undefined)
    return (
      <>
        {back}
        {error === null ? (
          <Skeleton rows={6} />
        ) : (
          <ProblemState error={error} retry={() => void refetch()} />
        )}
      </>
    );
  return (
    <>
      {back}
      <Standing voice={data} />
      <DraftCard voice={data} />
      <Linked voice={data} />
      <Answered voice={data} />
      <Ratings voice={data} />
      <History voice={data} />
    </>
  );
}

function Standing({ voice }: { readonly voice: VoiceDetail }): ReactElement {
  const { w, day, exact } = useWords();
  const r = useRoomWords(voicesWords);
  const facts = [
    voice.no,
    r.kinds[voice.kind],
    r.channels[voice.channel],
    r.received(day(voice.receivedOn)),
    voice.subject === undefined ? undefined : r.subjects[voice.subject],
  ];
  const who = [
    voice.owner === undefined ? r.noOwner : r.owner(voice.owner.name),
    voice.pending === undefined ? undefined : r.pending(voice.pending.name),
    voice.dueOn === undefined ? undefined : r.due(day(voice.dueOn)),
    voice.pingPong === 0 ? undefined : r.pingPong(exact(voice.pingPong)),
    voice.review === 0 ? undefined : r.round(exact(voice.review)),
  ];
  const place = [voice.placeUnit?.name, voice.place].filter(Boolean).join(' ');
  return (
    <article className={css['card']}>
      <p className={css['tags']}>
        <VoiceTag state={voice.state} />
        {voice.overdue && <Tag tone="cinnabar">{r.overdue}</Tag>}
        {voice.heldFor !== undefined && voice.state === 'held' && (
          <Tag tone="ochre">{r.heldFor[voice.heldFor]}</Tag>
        )}
        {voice.asked && <Tag tone="ochre">{r.waitsReply}</Tag>}
        {voice.outcome !== undefined && <Tag>{r.outcomes[voice.outcome]}</Tag>}
        {voice.adoption !== undefined && <Tag tone="malachite">{r.adoptions[voice.adoption]}</Tag>}
      </p>
      <h2>{voice.title}</h2>
      <p className={css['sub']}>{facts.filter((fact) => fact !== undefined).join(' · ')}</p>
      <p className={css['sub']}>{who.filter((fact) => fact !== undefined).join(' · ')}</p>
      <VoiceActions voice={voice} />
      <h3>{r.summary}</h3>
      <p className={css['prose']}>{voice.summary}</p>
      {place !== '' && <p>{w.kit.labelled(r.place, place)}</p>}
      {voice.photos.length > 0 && (
        <div className={css['photos']}>
          {voice.photos.map((photo, i) => (
            <a
              key={photo.id}
              href={hrefOf(voiceCalls.voicePhoto, { id: photo.id })}
              target="_blank"
              rel="noreferrer"
            >
              <img
                src={hrefOf(voiceCalls.voicePhoto, { id: photo.id })}
                alt={r.photo(i + 1)}
                loading="lazy"
              />
            </a>
          ))}
        </div>
      )}
      <p className={css['sub']}>{r.sealed}</p>
    </article>
  );
}

function Linked({ voice }: { readonly voice: VoiceDetail }): ReactElement | null {
  const { w, exact } = useWords();
  const r = useRoomWords(voicesWords);
  const [leaving, setLeaving] = useState<VoiceDetail['entries'][number]>();
  if (voice.entries.length === 0) return null;
  return (
    <section className={css['card']} aria-label={r.entries}>
      <h3>{r.entries}</h3>
      <ul className={css['records']}>
        {voice.entries.map((entry) => (
          <li key={entry.id}>
            <span className={css['tags']}>
              <Link to="/entries/$id" params={{ id: entry.id }}>
                {entry.no} {entry.title}
              </Link>
              <span className={css['sub']}>
                {w.state[entry.state as keyof typeof w.state]}
                {entry.score !== undefined && ` · ${r.score(exact(Math.round(entry.score * 100)))}`}
              </span>
              {voice.can.includes('unlink') && (
                <Button look="quiet" onClick={() => setLeaving(entry)}>
                  {r.moves.unlink}
                </Button>
              )}
            </span>
          </li>
        ))}
      </ul>
      {leaving !== undefined && (
        <UnlinkDialog voice={voice} entry={leaving} onClose={() => setLeaving(undefined)} />
      )}
    </section>
  );
}
