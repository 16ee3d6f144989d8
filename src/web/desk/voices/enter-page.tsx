import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactElement, useEffect, useRef, useState } from 'react';
import { type Disclosed, disclosedIn, homesIn, without } from '#domain/voice/disclosed.ts';
import { Button, buttonClass } from '#web/kit/button.tsx';
import { cx } from '#web/kit/cx.ts';
import { Checkbox } from '#web/kit/field.tsx';
import { SelectField } from '#web/kit/select-field.tsx';
import { Note } from '#web/kit/states.tsx';
import { useToast } from '#web/kit/toast.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { type Answer, call, type Input, newKey } from '../api/call.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { useAct } from '../api/use-act.ts';
import { voiceCalls } from './voice-calls.ts';
import { UnitField } from './voice-dialogs.tsx';
import { voicesWords } from './voice-words.ts';
import css from './voices.module.css';

type Channel = Input<typeof voiceCalls.enterVoices>['channel'];
type Told = Answer<typeof voiceCalls.enterVoices>['lines'][number];

const CHANNELS = ['box', 'hotline', 'visit', 'letter', 'enterprise'] as const satisfies Channel[];
const KINDS = ['request', 'opinion'] as const;
const KEPT = 'luoshi.voices.lines';
const MOST = 200;

interface Line {
  readonly key: string;
  readonly words: string;
}

/** Lines not yet entered, kept in this tab. Codes are not among them: they are shown once. */
function useLines(): readonly [readonly Line[], (lines: readonly Line[]) => void] {
  const [lines, setLines] = useState<readonly Line[]>(() => {
    const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? '[]') as readonly Line[];
    return kept.length > 0 ? kept : [{ key: newKey(), words: '' }];
  });
  return [
    lines,
    (next) => {
      const some = next.length > 0 ? next : [{ key: newKey(), words: '' }];
      sessionStorage.setItem(KEPT, JSON.stringify(some));
      setLines(some);
    },
  ];
}

/** 批量录入: one opinion a line, without the mouse: Enter for the next line, Ctrl+Enter to hand in. */
export function EnterPage(): ReactElement {
  const { w, exact } = useWords();
  const r = useRoomWords(voicesWords);
  const say = useToast();
  const queries = useQueryClient();
  const [lines, setLines] = useLines();
  const [told, setTold] = useState<ReadonlyMap<string, Told>>(new Map());
  const [channel, setChannel] = useState<Channel>('box');
  const [kind, setKind] = useState<(typeof KINDS)[number]>('request');
  const [unit, setUnit] = useState<string>();
  const [codes, setCodes] = useState(false);
  const act = useAct((key, input: Input<typeof voiceCalls.enterVoices>) =>
    call(voiceCalls.enterVoices, input, { key }),
  );
  useEffect(() => {
    document.title = `${r.enterTitle} · ${w.app.name}`;
  }, [r, w]);
  const isIn = (line: Line): boolean =>
    ['kept', 'held', 'already'].includes(told.get(line.key)?.state ?? '');
  const waiting = lines.filter((line) => line.words.trim() !== '' && !isIn(line)).slice(0, MOST);
  const failed = [...told.values()].filter((one) => one.state === 'refused').length;
  const submit = async (): Promise<void> => {
    if (waiting.length === 0) return;
    const answer = await act.run({
      channel,
      codes,
      ...(unit !== undefined && { placeUnit: unit }),
      lines: waiting.map(({ key, words }) => ({ key, words: words.trim(), kind, place: '' })),
    });
    if (answer === undefined) return;
    setTold(new Map([...told, ...answer.lines.map((line) => [line.key, line] as const)]));
    void queries.invalidateQueries({ queryKey: ['voices'] });
    say(r.kept(exact(answer.lines.filter((line) => line.state !== 'refused').length)));
  };
  const clear = (): void => {
    setLines(lines.filter((line) => !isIn(line)));
    setTold(new Map());
  };
  return (
    <div className={css['page']}>
      <header className={css['head']}>
        <h1>{r.enterTitle}</h1>
        <div className={css['bar']}>
          <Link to="/voices/import" className={buttonClass()}>
            {r.importSheet}
          </Link>
          <Link to="/voices" search={{}} className={buttonClass()}>
            {r.back}
          </Link>
        </div>
      </header>
      <p className={css['sub']}>
        {r.enterLead} {r.draftKept}
      </p>
      <div className={css['top']}>
        <SelectField
          label={r.from}
          value={channel}
          options={CHANNELS.map((value) => ({ value, label: r.channels[value] }))}
          onValue={(value) => setChannel(value === '' ? 'box' : value)}
        />
        <SelectField
          label={r.types}
          value={kind}
          options={KINDS.map((value) => ({ value, label: r.kinds[value] }))}
          onValue={(value) => setKind(value === '' ? 'request' : value)}
        />
        <UnitField label={r.batchUnit} hint={r.batchUnitHint} onUnit={setUnit} />
        <Checkbox label={r.wantCodes} checked={codes} onChecked={setCodes} />
      </div>
      {act.problem !== undefined && <ProblemNote problem={act.problem} />}
      {failed > 0 && <Note tone="ochre">{r.failed(exact(failed))}</Note>}
      <Lines
        lines={lines}
        told={told}
        isIn={isIn}
        onLines={setLines}
        onSubmit={() => void submit()}
      />
      <div className={css['actions']}>
        <Button
          look="primary"
          hint={waiting.length === 0 ? undefined : 'Ctrl Enter'}
          busy={act.busy}
          disabled={waiting.length === 0}
          onClick={() => void submit()}
        >
          {r.keep(exact(waiting.length))}
        </Button>
        {lines.some(isIn) && <Button onClick={clear}>{r.drop}</Button>}
      </div>
    </div>
  );
}

function Lines({
  lines,
  told,
  isIn,
  onLines,
  onSubmit,
}: {
  readonly lines: readonly Line[];
  readonly told: ReadonlyMap<string, Told>;
  readonly isIn: (line: Line) => boolean;
  readonly onLines: (lines: readonly Line[]) => void;
  readonly onSubmit: () => void;
}): ReactElement {
  const r = useRoomWords(voicesWords);
  const list = useRef<HTMLOListElement>(null);
  const next = useRef<string>(undefined);
  useEffect(() => {
    const key = next.current;
    next.current = undefined;
    if (key !== undefined)
      list.current?.querySelector<HTMLTextAreaElement>(`[data-line="${key}"]`)?.focus();
  });
  const insert = (at: number, texts: readonly string[]): void => {
    const fresh = texts.map((words) => ({ key: newKey(), words }));
    next.current = fresh.at(-1)?.key;
    onLines([...lines.slice(0, at + 1), ...fresh, ...lines.slice(at + 1)]);
  };
  const drop = (at: number): void => {
    next.current = (lines[at - 1] ?? lines[at + 1])?.key;
    onLines(lines.filter((_, i) => i !== at));
  };
  return (
    <ol ref={list} className={css['lines']}>
      {lines.map((line, at) => (
        <li key={line.key}>
          <textarea
            data-line={line.key}
            rows={1}
            maxLength={10_000}
            aria-label={r.line(at + 1)}
            placeholder={r.lineHint}
            value={line.words}
            readOnly={isIn(line)}
            onChange={(event) => {
              const [first = '', ...rest] = event.target.value.split(/\r?\n/);
              const changed = lines.map((one, i) => (i === at ? { ...one, words: first } : one));
              const more = rest.filter((text) => text.trim() !== '');
              const fresh = more.map((words) => ({ key: newKey(), words }));
              if (fresh.length > 0) next.current = fresh.at(-1)?.key;
              onLines([...changed.slice(0, at + 1), ...fresh, ...changed.slice(at + 1)]);
            }}
            onKeyDown={(event) => {
              if (event.nativeEvent.isComposing) return;
              if (event.key === 'Enter') {
                event.preventDefault();
                if (event.ctrlKey || event.metaKey) onSubmit();
                else insert(at, ['']);
              } else if (event.key === 'Backspace' && line.words === '' && lines.length > 1) {
                event.preventDefault();
                drop(at);
              }
            }}
          />
          {isIn(line) ? (
            <span />
          ) : (
            <Button look="quiet" aria-label={r.dropLine(at + 1)} onClick={() => drop(at)}>
              ×
            </Button>
          )}
          <LineTold told={told.get(line.key)} />
          {!isIn(line) && (
            <LineTells
              words={line.words}
              onWords={(words) =>
                onLines(lines.map((one, i) => (i === at ? { ...one, words } : one)))
              }
            />
          )}
        </li>
      ))}
    </ol>
  );
}

/** What in a line tells who said it: offered to be left out, for a paper often bears a name. */
function LineTells({
  words,
  onWords,
}: {
  readonly words: string;
  readonly onWords: (words: string) => void;
}): ReactElement | null {
  const r = useRoomWords(voicesWords);
  const known = disclosedIn(words);
  const homes = homesIn(words);
  if (known.length + homes.length === 0) return null;
  const said = (found: readonly Disclosed[]): string =>
    found.map(({ from, to }) => `“${words.slice(from, to)}”`).join(' ');
  return (
    <p className={css['told']} role="status">
      {known.length > 0 && (
        <>
          {r.tells(said(known))}{' '}
          <Button onClick={() => onWords(without(words, known))}>{r.hideIt}</Button>{' '}
        </>
      )}
      {homes.length > 0 && (
        <>
          {r.tellsHome(said(homes))}{' '}
          <Button onClick={() => onWords(without(words, homes))}>{r.hideHome}</Button>
        </>
      )}
    </p>
  );
}

function LineTold({ told }: { readonly told: Told | undefined }): ReactElement | null {
  const { w } = useWords();
  const r = useRoomWords(voicesWords);
  if (told === undefined) return null;
  const said = {
    kept: r.keptOne,
    held: r.held,
    already: r.already,
    refused: told.why === 'says-nothing' ? r.saysNothing : w.kit.unexpected,
  }[told.state];
  return (
    <p className={cx(css['told'], css[told.state === 'refused' ? 'bad' : 'good'])} role="status">
      {said} {told.no}
      {told.code !== undefined && (
        <>
          {' '}
          {r.slip}
          <span className={css['code']}>{told.code}</span>
        </>
      )}
    </p>
  );
}
