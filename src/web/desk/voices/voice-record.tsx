import type { ReactElement } from 'react';
import { Tag } from '#web/kit/status-tag.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { draftsWords } from './draft-words.ts';
import type { VoiceDetail } from './voice-calls.ts';
import { voicesWords } from './voice-words.ts';
import css from './voices.module.css';

/** 往来与答复: relayed both ways, answers with their facts, basis and reasons. */
export function Answered({ voice }: { readonly voice: VoiceDetail }): ReactElement | null {
  const { w, day } = useWords();
  const r = useRoomWords(voicesWords);
  if (voice.messages.length === 0) return null;
  return (
    <section className={css['card']} aria-label={r.messages}>
      <h3>{r.messages}</h3>
      <ol className={css['records']}>
        {voice.messages.map((message, i) => (
          // Messages are only ever added at the end.
          <li key={i}>
            <span className={css['tags']}>
              <strong>{r.messageKinds[message.kind]}</strong>
              {message.outcome !== undefined && <Tag>{r.outcomes[message.outcome]}</Tag>}
              <span className={css['sub']}>
                {message.unit?.name} {day(message.on)}
              </span>
            </span>
            <p className={css['prose']}>{message.body}</p>
            {(['facts', 'basis', 'reasons'] as const).map((part) =>
              message[part] === undefined || message[part] === '' ? null : (
                <p key={part} className={css['prose']}>
                  {w.kit.labelled(r[part], message[part])}
                </p>
              ),
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** 群众评价: chosen by the reporter; nothing is chosen for him in advance. */
export function Ratings({ voice }: { readonly voice: VoiceDetail }): ReactElement | null {
  const { day } = useWords();
  const r = useRoomWords(voicesWords);
  if (voice.ratings.length === 0) return null;
  const said = (is: boolean): string => (is ? r.yes : r.no);
  return (
    <section className={css['card']} aria-label={r.ratings}>
      <h3>{r.ratings}</h3>
      <ul className={css['records']}>
        {voice.ratings.map((rating, i) => (
          // One a round, in their order.
          <li key={i}>
            <span>
              {r.rated(r.levels[rating.level] ?? '', said(rating.contacted), said(rating.solved))}
            </span>
            {rating.note !== '' && <p className={css['prose']}>{rating.note}</p>}
            <span className={css['sub']}>{day(rating.on)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** 办理经过: units, never persons. */
export function History({ voice }: { readonly voice: VoiceDetail }): ReactElement {
  const { day } = useWords();
  const r = useRoomWords(voicesWords);
  const d = useRoomWords(draftsWords);
  const moves: Readonly<Record<string, string>> = r.moves;
  return (
    <section className={css['card']} aria-label={r.history}>
      <h3>{r.history}</h3>
      <ol className={css['records']}>
        {voice.history.map((step, i) => (
          // Steps are only ever added at the end.
          <li key={i}>
            <span>
              {r.events[step.move] ?? moves[step.move] ?? step.move}
              {step.to !== undefined && r.passedTo(step.to)}
              {step.draft !== undefined && ` · ${d.version(step.draft)}`}{' '}
              <span className={css['sub']}>
                {step.unit?.name ?? r.sides[step.side]} {day(step.on)}
              </span>
            </span>
            {step.reason !== undefined && <p className={css['prose']}>{step.reason}</p>}
          </li>
        ))}
      </ol>
    </section>
  );
}
