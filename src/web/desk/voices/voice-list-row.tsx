import type { ReactElement } from 'react';
import { cx } from '#web/kit/cx.ts';
import { Tag } from '#web/kit/status-tag.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { isChoosable } from './chosen.ts';
import { draftsWords } from './draft-words.ts';
import type { VoiceRow } from './voice-calls.ts';
import { VoiceTag } from './voice-tag.tsx';
import { voicesWords } from './voice-words.ts';
import css from './voices.module.css';

/** A voice in the list; what may be answered can be chosen for many at once. */
export function VoiceListRow({
  row,
  isOpen,
  isChosen,
  onOpen,
  onChoose,
}: {
  readonly row: VoiceRow;
  readonly isOpen: boolean;
  readonly isChosen: boolean;
  readonly onOpen: () => void;
  readonly onChoose: () => void;
}): ReactElement {
  const { day } = useWords();
  const r = useRoomWords(voicesWords);
  const d = useRoomWords(draftsWords);
  const who = row.pending === undefined ? row.owner?.name : r.pending(row.pending.name);
  return (
    <li className={css['item']}>
      {(isChosen || isChoosable(row)) && (
        <label className={css['choose']}>
          <input
            type="checkbox"
            aria-label={d.choose(row.no)}
            checked={isChosen}
            onChange={onChoose}
          />
        </label>
      )}
      <button
        type="button"
        data-voice={row.id}
        className={cx(css['row'], isOpen && css['current'])}
        aria-current={isOpen ? 'true' : undefined}
        onClick={onOpen}
      >
        <span className={css['tags']}>
          <VoiceTag state={row.state} />
          {row.overdue && <Tag tone="cinnabar">{r.overdue}</Tag>}
          {row.draft !== undefined && <Tag tone="azure">{d.has}</Tag>}
          <span className={css['sub']}>
            {r.kinds[row.kind]} · {r.channels[row.channel]} · {day(row.receivedOn)}
          </span>
        </span>
        <span className={css['what']}>{row.title}</span>
        <span className={css['sub']}>
          {[row.no, row.placeUnit?.name, who].filter((part) => part !== undefined).join(' · ')}
        </span>
      </button>
    </li>
  );
}
