import { useQuery } from '@tanstack/react-query';
import { type ReactElement, useCallback } from 'react';
import { VOICE_STATES } from '#domain/voice/lifecycle.ts';
import { CHANNELS, SUBJECTS, VOICE_KINDS } from '#domain/voice/voice.ts';
import { Combobox, type Found } from '#web/kit/combobox.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { searchUnits, unitQuery } from '../api/units.ts';
import { AGES, type VoiceSearch } from './voice-search.ts';
import { voicesWords } from './voice-words.ts';
import css from './voices.module.css';

/** Put something into the address; `undefined` takes it out. */
export type Put = (change: Partial<Record<keyof VoiceSearch, string | undefined>>) => void;

/** 筛选: state, kind, channel, subject, unit, age and words; all of it stands in the address. */
export function VoiceFilters({
  search,
  put,
}: {
  readonly search: VoiceSearch;
  readonly put: Put;
}): ReactElement {
  const { w } = useWords();
  const r = useRoomWords(voicesWords);
  const { data } = useQuery(unitQuery(search.unit));
  const choose = useCallback((found: Found | undefined) => put({ unit: found?.id }), [put]);
  const look = (text: string): void => {
    if (text.trim() !== (search.text ?? '')) put({ text: text.trim() || undefined });
  };
  return (
    <search className={css['filters']}>
      <label className={css['wide']}>
        {r.search}
        <input
          key={search.text}
          type="search"
          defaultValue={search.text ?? ''}
          maxLength={60}
          onKeyDown={(event) => {
            if (event.key === 'Enter') look(event.currentTarget.value);
          }}
          onBlur={(event) => look(event.target.value)}
        />
      </label>
      <Choose
        label={r.state}
        value={search.stage}
        of={VOICE_STATES}
        said={(one) => r.states[one]}
        onChoose={(stage) => put({ stage })}
      />
      <Choose
        label={r.kind}
        value={search.kind}
        of={VOICE_KINDS}
        said={(one) => r.kinds[one]}
        onChoose={(kind) => put({ kind })}
      />
      <Choose
        label={r.channel}
        value={search.channel}
        of={CHANNELS}
        said={(one) => r.channels[one]}
        onChoose={(channel) => put({ channel })}
      />
      <Choose
        label={r.subject}
        value={search.subject}
        of={SUBJECTS}
        said={(one) => r.subjects[one]}
        onChoose={(subject) => put({ subject })}
      />
      <Choose
        label={r.age}
        value={search.age}
        of={AGES}
        said={(one) => r.ages[one]}
        onChoose={(age) => put({ age })}
      />
      <div className={`${css['labelled']} ${css['wide']}`}>
        <span aria-hidden="true">{r.unit}</span>
        <Combobox
          name={r.unit}
          placeholder={w.kit.searchUnit}
          chosen={data?.unit}
          search={searchUnits}
          onChoose={choose}
        />
      </div>
    </search>
  );
}

function Choose<T extends string>({
  label,
  value,
  of,
  said,
  onChoose,
}: {
  readonly label: string;
  readonly value: string | undefined;
  readonly of: readonly T[];
  readonly said: (value: T) => string;
  readonly onChoose: (value: string | undefined) => void;
}): ReactElement {
  const r = useRoomWords(voicesWords);
  return (
    <label>
      {label}
      <select value={value ?? ''} onChange={(event) => onChoose(event.target.value || undefined)}>
        <option value="">{r.any}</option>
        {of.map((one) => (
          <option key={one} value={one}>
            {said(one)}
          </option>
        ))}
      </select>
    </label>
  );
}
