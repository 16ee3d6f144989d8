import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { Button } from '#web/kit/button.tsx';
import { Combobox, type Found } from '#web/kit/combobox.tsx';
import { Field } from '#web/kit/field.tsx';
import { Note, Skeleton } from '#web/kit/states.tsx';
import { useToast } from '#web/kit/toast.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { type Answer, call } from '../api/call.ts';
import { useCampaign } from '../api/campaigns.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { searchEntries } from '../api/search-entries.ts';
import { useAct } from '../api/use-act.ts';
import { ProblemState } from '../api/problem-state.tsx';
import { holdsAny, useMe } from '../session/use-me.ts';
import { distilCalls } from './distil-calls.ts';
import css from './distil.module.css';
import { CountsBar } from './counts-bar.tsx';
import { distilWords } from './distil-words.ts';
import { SubjectLink } from './subject-link.tsx';

type Group = Answer<typeof distilCalls.readAlikeGroup>;
type Row = Group['rows'][number];

/** Which rows stand open, and what they are called. */
export interface Rows {
  readonly title: string;
  readonly kind?: 'entry' | 'voice';
  readonly unit?: string;
  readonly from?: string;
  readonly to?: string;
}

/** 一类问题: where it is told, what waits to be confirmed, and the rows behind the figure that was pressed. */
export function GroupPanel({
  family,
  rows: wanted,
  onRows,
  onBack,
}: {
  readonly family: string;
  readonly rows: Rows;
  readonly onRows: (rows: Rows) => void;
  readonly onBack: () => void;
}): ReactElement {
  const { exact } = useWords();
  const r = useRoomWords(distilWords);
  const group = useGroup(family, wanted);
  const [first] = group.data?.pages ?? [];
  if (first === undefined)
    return group.error === null ? (
      <Skeleton rows={6} />
    ) : (
      <ProblemState error={group.error} retry={() => void group.refetch()} />
    );
  const rows = group.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <>
      <CountsBar counts={first.counts} onBack={onBack} />
      <h2 className={css['groupTitle']}>{first.title}</h2>
      <BulkAccept family={family} waiting={first.waiting} />
      <section className={css['card']}>
        <h3>{r.units}</h3>
        <ul className={css['units']}>
          {first.units.map(({ unit, problems: n }) => (
            <li key={unit.id}>
              {unit.name}{' '}
              <button
                type="button"
                className={css['number']}
                aria-label={r.rowsOf(r.rowsUnit(unit.name), exact(n))}
                onClick={() =>
                  onRows({ title: r.rowsUnit(unit.name), kind: 'entry', unit: unit.id })
                }
              >
                {exact(n)}
              </button>
            </li>
          ))}
        </ul>
      </section>
      <RowList
        key={JSON.stringify(wanted)}
        title={wanted.title === '' ? r.rowsAll : wanted.title}
        rows={rows}
      />
      {group.hasNextPage && (
        <Button onClick={() => void group.fetchNextPage()} busy={group.isFetchingNextPage}>
          {r.more}
        </Button>
      )}
    </>
  );
}

function useGroup(family: string, { kind, unit, from, to }: Rows) {
  const campaign = useCampaign().chosen?.id;
  return useInfiniteQuery({
    queryKey: ['distil', 'group', family, campaign, kind, unit, from, to],
    queryFn: ({ signal, pageParam }) =>
      call(
        distilCalls.readAlikeGroup,
        {
          id: family,
          ...(campaign !== undefined && { campaign }),
          ...(kind !== undefined && { kind }),
          ...(unit !== undefined && { unit }),
          ...(from !== undefined && { from }),
          ...(to !== undefined && { to }),
          ...(pageParam !== '' && { after: pageParam }),
        },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
  });
}

/** 成批采纳, for those whose post may judge. */
function BulkAccept({
  family,
  waiting,
}: {
  readonly family: string;
  readonly waiting: Group['waiting'];
}): ReactElement | null {
  const { exact } = useWords();
  const r = useRoomWords(distilWords);
  const say = useToast();
  const queries = useQueryClient();
  const me = useMe();
  const [remark, setRemark] = useState<string>();
  const act = useAct((key) =>
    call(distilCalls.acceptAlikeGroup, { id: family, items: waiting.map(({ id }) => id) }, { key }),
  );
  const accept = async (): Promise<void> => {
    const done = await act.run();
    if (done === undefined) return;
    say(r.bulkDone(exact(done.accepted)));
    const stayed = done.linkedOnly.map(({ no, why }) => `${no} ${why}`).join('；');
    setRemark(stayed === '' ? undefined : `${r.linkedOnly}${stayed}`);
    void queries.invalidateQueries({ queryKey: ['distil'] });
  };
  if (remark === undefined && (waiting.length === 0 || !holdsAny(me, ['office', 'liaison'])))
    return null;
  return (
    <>
      {act.problem !== undefined && <ProblemNote problem={act.problem} />}
      {remark !== undefined && <Note tone="ochre">{remark}</Note>}
      {waiting.length > 0 && (
        <div className={css['bar']}>
          <Button look="primary" busy={act.busy} onClick={() => void accept()}>
            {r.bulk(exact(waiting.length))}
          </Button>
          <p className={css['sub']}>{r.bulkHint}</p>
        </div>
      )}
    </>
  );
}

/** The rows; problems among them may be put under their root cause. */
function RowList({
  title,
  rows,
}: {
  readonly title: string;
  readonly rows: readonly Row[];
}): ReactElement {
  const { day, moment } = useWords();
  const r = useRoomWords(distilWords);
  const me = useMe();
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const mayJudge = holdsAny(me, ['office', 'liaison']);
  const toggle = (id: string): void => {
    const next = new Set(picked);
    if (!next.delete(id)) next.add(id);
    setPicked(next);
  };
  return (
    <section className={css['card']}>
      <h3>{title}</h3>
      {picked.size > 0 && <ToCause picked={[...picked]} onDone={() => setPicked(new Set())} />}
      {mayJudge && picked.size === 0 && rows.some(({ kind }) => kind === 'entry') && (
        <p className={css['sub']}>{r.toCauseHint}</p>
      )}
      {rows.length === 0 && <p className={css['sub']}>{r.noRows}</p>}
      <ul className={css['rows']}>
        {rows.map((row) => (
          <li key={row.id}>
            {mayJudge && row.kind === 'entry' && (
              <label className={css['pick']}>
                <input
                  type="checkbox"
                  checked={picked.has(row.id)}
                  aria-label={r.pick(row.no)}
                  onChange={() => toggle(row.id)}
                />
              </label>
            )}
            <div>
              <p>{row.text}</p>
              <p className={css['sub']}>
                {row.kind === 'voice' ? r.isVoice : r.isProblem} <SubjectLink subject={row} /> ·{' '}
                {row.unit.name} · {row.kind === 'voice' ? day(row.at.slice(0, 10)) : moment(row.at)}
              </p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** 归到根源问题: those selected, one after the other. */
function ToCause({
  picked,
  onDone,
}: {
  readonly picked: readonly string[];
  readonly onDone: () => void;
}): ReactElement {
  const { exact } = useWords();
  const r = useRoomWords(distilWords);
  const say = useToast();
  const queries = useQueryClient();
  const [cause, setCause] = useState<Found>();
  const act = useAct((key, id: string, parent: string) =>
    call(distilCalls.linkRootCause, { id, parent }, { key: `${key}${id}` }),
  );
  const link = async (): Promise<void> => {
    if (cause === undefined) return;
    for (const id of picked) if ((await act.run(id, cause.id)) === undefined) return;
    say(r.causeDone(exact(picked.length), cause.detail ?? cause.name));
    onDone();
    void queries.invalidateQueries({ queryKey: ['distil', 'causes'] });
  };
  return (
    <div className={css['toCause']}>
      {act.problem !== undefined && <ProblemNote problem={act.problem} />}
      <Field label={r.findCause}>
        {(ids) => <Combobox ids={ids} chosen={cause} search={searchEntries} onChoose={setCause} />}
      </Field>
      <Button
        busy={act.busy}
        disabled={picked.length === 0 || cause === undefined}
        onClick={() => void link()}
      >
        {r.toCause(exact(picked.length))}
      </Button>
    </div>
  );
}
