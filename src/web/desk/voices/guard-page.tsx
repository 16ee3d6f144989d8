import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactElement, type ReactNode, useEffect, useState } from 'react';
import type { WordClass } from '#domain/voice/watch-words.ts';
import { Button, buttonClass } from '#web/kit/button.tsx';
import { Dialog } from '#web/kit/dialog.tsx';
import { TextArea, TextInput } from '#web/kit/field.tsx';
import { SelectField } from '#web/kit/select-field.tsx';
import { Note, Skeleton } from '#web/kit/states.tsx';
import { useToast } from '#web/kit/toast.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { type Answer, call } from '../api/call.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { useAct } from '../api/use-act.ts';
import { ProblemState } from '../api/problem-state.tsx';
import { holdsAny, useMe } from '../session/use-me.ts';
import { FormDialog } from './form-dialog.tsx';
import { voiceCalls } from './voice-calls.ts';
import { voicesWords } from './voice-words.ts';
import css from './voices.module.css';

/** Named here: their list brings the whole folding of texts along. */
const WORD_CLASSES = ['hold', 'accusation', 'danger'] as const satisfies readonly WordClass[];

type Unsealing = Answer<typeof voiceCalls.listUnsealings>['items'][number];
type Release = Answer<typeof voiceCalls.listReleases>['items'][number];

/** 封存与公开: who asked to unseal, what was made public by which post, which words are watched. */
export function GuardPage(): ReactElement {
  const { w } = useWords();
  const r = useRoomWords(voicesWords);
  useEffect(() => {
    document.title = `${r.guard} · ${w.app.name}`;
  }, [r, w]);
  return (
    <div className={css['page']}>
      <header className={css['head']}>
        <h1>{r.guard}</h1>
        <Link to="/voices" search={{}} className={buttonClass()}>
          {r.back}
        </Link>
      </header>
      <Unsealings />
      <Releases />
      <WatchWords />
    </div>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={css['card']} aria-label={title}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function Failed({ error, retry }: { readonly error: Error; readonly retry: () => void }) {
  return <ProblemState error={error} retry={retry} />;
}

function Unsealings(): ReactElement {
  const r = useRoomWords(voicesWords);
  const { data, error, refetch } = useQuery({
    queryKey: ['voices', 'unsealings'],
    queryFn: ({ signal }) => call(voiceCalls.listUnsealings, {}, { signal }),
  });
  return (
    <Part title={r.unsealings}>
      {error !== null && <Failed error={error} retry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton rows={2} />}
      {data?.items.length === 0 && <p className={css['sub']}>{r.noUnsealings}</p>}
      <ul className={css['records']}>
        {(data?.items ?? []).map((item) => (
          <UnsealingRow key={item.id} item={item} />
        ))}
      </ul>
    </Part>
  );
}

function UnsealingRow({ item }: { readonly item: Unsealing }): ReactElement {
  const { w, moment } = useWords();
  const r = useRoomWords(voicesWords);
  const say = useToast();
  const queries = useQueryClient();
  const [contact, setContact] = useState<Answer<typeof voiceCalls.openIdentity>>();
  const approve = useAct((key) => call(voiceCalls.approveUnsealing, { id: item.id }, { key }));
  const open = useAct((key) => call(voiceCalls.openIdentity, { id: item.id }, { key }));
  const again = (): void => void queries.invalidateQueries({ queryKey: ['voices'] });
  const onApprove = async (): Promise<void> => {
    if ((await approve.run()) === undefined) return;
    say(r.approved);
    again();
  };
  const onOpen = async (): Promise<void> => {
    setContact(await open.run());
    again();
  };
  const problem = approve.problem ?? open.problem;
  return (
    <li>
      {problem !== undefined && <ProblemNote problem={problem} />}
      <span className={css['tags']}>
        <Link to="/voices" search={{ id: item.voice }}>
          {item.no}
        </Link>
        <span className={css['sub']}>
          {r.askedBy(item.askedBy.name, moment(item.askedAt))} ·{' '}
          {item.approvedBy === undefined || item.endsAt === undefined
            ? item.over
              ? r.unsealOver
              : r.waiting
            : r.approvedBy(item.approvedBy.name, moment(item.endsAt))}
        </span>
      </span>
      <p className={css['prose']}>{item.reason}</p>
      <span className={css['tags']}>
        {item.mayApprove && (
          <Button busy={approve.busy} onClick={() => void onApprove()}>
            {r.approve}
          </Button>
        )}
        {item.mayOpen && (
          <Button busy={open.busy} onClick={() => void onOpen()}>
            {r.open}
          </Button>
        )}
      </span>
      {contact !== undefined && (
        <Dialog title={r.open} onClose={() => setContact(undefined)}>
          <Note tone="ochre">{r.opened}</Note>
          <p className={css['prose']}>{w.kit.labelled(r.name, contact.name || r.notGiven)}</p>
          <p className={css['prose']}>{w.kit.labelled(r.contact, contact.contact || r.notGiven)}</p>
        </Dialog>
      )}
    </li>
  );
}

function Releases(): ReactElement {
  const { moment } = useWords();
  const r = useRoomWords(voicesWords);
  const me = useMe();
  const [back, setBack] = useState<Release>();
  const { data, error, refetch } = useQuery({
    queryKey: ['voices', 'releases'],
    queryFn: ({ signal }) => call(voiceCalls.listReleases, {}, { signal }),
  });
  return (
    <Part title={r.releases}>
      {error !== null && <Failed error={error} retry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton rows={2} />}
      {data?.items.length === 0 && <p className={css['sub']}>{r.noReleases}</p>}
      <ul className={css['records']}>
        {(data?.items ?? []).map((item) => (
          <li key={`${item.entry}${item.at}`}>
            <span className={css['tags']}>
              <Link to="/entries/$id" params={{ id: item.entry }}>
                {item.no} {item.title}
              </Link>
              <span className={css['sub']}>{r.releasedBy(item.post, moment(item.at))}</span>
            </span>
            <p className={css['prose']}>{item.reason}</p>
            {item.withdrawnAt !== undefined && (
              <p className={css['sub']}>
                {r.withdrawn(moment(item.withdrawnAt))}　{item.withdrawnFor}
              </p>
            )}
            {item.withdrawnAt === undefined && holdsAny(me, ['office', 'leader']) && (
              <span>
                <Button look="quiet" onClick={() => setBack(item)}>
                  {r.withdrawRelease}
                </Button>
              </span>
            )}
          </li>
        ))}
      </ul>
      {back !== undefined && <TakeBack item={back} onClose={() => setBack(undefined)} />}
    </Part>
  );
}

function TakeBack({
  item,
  onClose,
}: {
  readonly item: Release;
  readonly onClose: () => void;
}): ReactElement {
  const r = useRoomWords(voicesWords);
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const act = useAct((key, why: string) =>
    call(voiceCalls.withdrawRelease, { id: item.entry, reason: why }, { key }),
  );
  const submit = async (): Promise<void> => {
    if ((await act.run(reason)) === undefined) return;
    void queries.invalidateQueries({ queryKey: ['voices', 'releases'] });
    onClose();
  };
  return (
    <FormDialog
      title={r.withdrawRelease}
      about={`${item.no}　${item.title}`}
      busy={act.busy}
      needs={[[r.reason, reason.trim() !== '']]}
      problem={act.problem}
      onClose={onClose}
      onSubmit={() => void submit()}
    >
      <TextArea label={r.reason} value={reason} rows={3} maxLength={500} onText={setReason} />
    </FormDialog>
  );
}

function WatchWords(): ReactElement {
  const r = useRoomWords(voicesWords);
  const me = useMe();
  const queries = useQueryClient();
  const [word, setWord] = useState('');
  const [kind, setKind] = useState<WordClass>('hold');
  const { data, error, refetch } = useQuery({
    queryKey: ['voices', 'words'],
    queryFn: ({ signal }) => call(voiceCalls.listWatchWords, {}, { signal }),
  });
  const act = useAct((key, one: { word: string; class: WordClass; ended?: boolean }) =>
    call(voiceCalls.setWatchWord, one, { key }),
  );
  const set = async (one: { word: string; class: WordClass; ended?: boolean }): Promise<void> => {
    if ((await act.run(one)) === undefined) return;
    void queries.invalidateQueries({ queryKey: ['voices', 'words'] });
    setWord('');
  };
  const mayChange = holdsAny(me, ['office']);
  return (
    <Part title={r.watch}>
      <p className={css['sub']}>{r.watchHint}</p>
      {act.problem !== undefined && <ProblemNote problem={act.problem} />}
      {error !== null && <Failed error={error} retry={() => void refetch()} />}
      {WORD_CLASSES.map((one) => (
        <p key={one} className={css['tags']}>
          <strong>{r.classes[one]}</strong>
          {(data?.words ?? [])
            .filter((each) => each.class === one)
            .map((each) =>
              mayChange ? (
                <Button
                  key={each.word}
                  look="quiet"
                  aria-label={r.endWord(each.word)}
                  onClick={() => void set({ ...each, ended: true })}
                >
                  {each.word} ×
                </Button>
              ) : (
                <span key={each.word}>{each.word}</span>
              ),
            )}
        </p>
      ))}
      {mayChange && (
        <form
          className={css['top']}
          onSubmit={(event) => {
            event.preventDefault();
            if (word.trim() !== '') void set({ word: word.trim(), class: kind });
          }}
        >
          <TextInput label={r.word} value={word} maxLength={40} onText={setWord} />
          <SelectField
            label={r.kind}
            value={kind}
            options={WORD_CLASSES.map((value) => ({ value, label: r.classes[value] }))}
            onValue={(value) => setKind(value === '' ? 'hold' : value)}
          />
          <Button type="submit" busy={act.busy}>
            {r.addWord}
          </Button>
        </form>
      )}
    </Part>
  );
}
