import { useQuery } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { SelectField } from '#web/kit/select-field.tsx';
import { Empty, Skeleton } from '#web/kit/states.tsx';
import { cx } from '#web/kit/cx.ts';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { type Answer, call } from '../api/call.ts';
import { useCampaign } from '../api/campaigns.ts';
import { ProblemState } from '../api/problem-state.tsx';
import { UnitField } from '../voices/voice-dialogs.tsx';
import { distilCalls } from './distil-calls.ts';
import css from './distil.module.css';
import { distilWords } from './distil-words.ts';
import { GroupPanel, type Rows } from './group-panel.tsx';

type Topic = Answer<typeof distilCalls.hotTopics>['topics'][number];

const SPANS = ['7', '30', '90', '365'] as const;

/** 同类与热点: kinds of problems by time and place; every figure opens the rows behind it. */
export function TopicsView({
  opened,
  onOpen,
}: {
  readonly opened: string | undefined;
  readonly onOpen: (family: string | undefined) => void;
}): ReactElement {
  const { exact, moment } = useWords();
  const r = useRoomWords(distilWords);
  const [days, setDays] = useState<(typeof SPANS)[number]>('30');
  const [unit, setUnit] = useState<string>();
  const [rows, setRows] = useState<Rows>({ title: '' });
  const campaign = useCampaign().chosen?.id;
  const topics = useQuery({
    queryKey: ['distil', 'topics', days, unit, campaign],
    queryFn: ({ signal }) =>
      call(
        distilCalls.hotTopics,
        {
          days: Number(days),
          ...(unit !== undefined && { unit }),
          ...(campaign !== undefined && { campaign }),
        },
        { signal },
      ),
  });
  const open = (topic: Topic, wanted: Rows): void => {
    setRows(wanted);
    onOpen(topic.family);
  };
  const spans = spansOf(topics.data);
  const place = unit === undefined ? {} : { unit };
  return (
    <>
      <div className={css['filters']}>
        <SelectField
          label={r.span}
          value={days}
          options={SPANS.map((value) => ({ value, label: r.spans[Number(value)] ?? value }))}
          onValue={(value) => setDays(value === '' ? '30' : value)}
        />
        <UnitField label={r.place} optional={r.anywhere} onUnit={setUnit} />
        {topics.data !== undefined && (
          <p className={css['sub']}>{r.asOf(moment(topics.data.asOf))}</p>
        )}
      </div>
      <div className={cx(css['columns'], css['wide'])}>
        <div className={css['queue']}>
          {topics.error !== null && (
            <ProblemState error={topics.error} retry={() => void topics.refetch()} />
          )}
          {topics.isPending && <Skeleton rows={8} />}
          {topics.data?.topics.length === 0 && <Empty title={r.noTopics}>{r.topicsEmpty}</Empty>}
          {topics.data !== undefined && topics.data.topics.length > 0 && (
            <table className={css['table']}>
              <caption className={css['hidden']}>{r.topicsTable}</caption>
              <thead>
                <tr>
                  <th scope="col">{r.topic}</th>
                  <th scope="col">{r.nowCount}</th>
                  <th scope="col">{r.beforeCount}</th>
                  <th scope="col">{r.placeCount}</th>
                  <th scope="col">{r.voiceCount}</th>
                </tr>
              </thead>
              <tbody>
                {topics.data.topics.map((topic) => {
                  const { problems, voices } = topic.counts;
                  const cell = (what: string, n: number, wanted: Rows): ReactElement => (
                    <td>
                      {n === 0 ? (
                        exact(0)
                      ) : (
                        <button
                          type="button"
                          className={css['number']}
                          aria-label={r.rowsOf(what, exact(n))}
                          onClick={() => open(topic, wanted)}
                        >
                          {exact(n)}
                        </button>
                      )}
                    </td>
                  );
                  const now: Rows = { title: r.rowsNow, kind: 'entry', ...spans.now, ...place };
                  const heard: Rows = { ...now, title: r.rowsVoices, kind: 'voice' };
                  return (
                    <tr
                      key={topic.family}
                      className={cx(topic.family === opened && css['currentRow'])}
                    >
                      <th scope="row">
                        <button
                          type="button"
                          className={css['topic']}
                          data-topic={topic.family}
                          onClick={() => open(topic, problems === 0 ? heard : now)}
                        >
                          {topic.title}
                        </button>
                      </th>
                      {cell(r.nowCount, problems, now)}
                      {cell(r.beforeCount, topic.before, {
                        title: r.rowsBefore,
                        kind: 'entry',
                        ...spans.before,
                        ...place,
                      })}
                      {cell(r.placeCount, topic.places, now)}
                      {cell(r.voiceCount, voices, heard)}
                    </tr>
                  );
                })}
              </tbody>
            </table>
          )}
        </div>
        <section className={css['panel']} aria-label={r.group}>
          {opened === undefined ? (
            (topics.data?.topics.length ?? 0) > 0 && (
              <p className={css['choose']}>{r.chooseTopic}</p>
            )
          ) : (
            <GroupPanel
              key={opened}
              family={opened}
              rows={rows}
              onRows={setRows}
              onBack={() => onOpen(undefined)}
            />
          )}
        </section>
      </div>
    </>
  );
}

/** The two spans of days that the counts are of, as moments. */
function spansOf(told: { readonly from: string; readonly before: string } | undefined) {
  if (told === undefined) return { now: {}, before: {} };
  return { now: { from: told.from }, before: { from: told.before, to: told.from } };
}
