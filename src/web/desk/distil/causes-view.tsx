import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Button } from '#web/kit/button.tsx';
import { cx } from '#web/kit/cx.ts';
import { Empty, Skeleton } from '#web/kit/states.tsx';
import { useToast } from '#web/kit/toast.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { call } from '../api/call.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { useAct } from '../api/use-act.ts';
import { ProblemState } from '../api/problem-state.tsx';
import { holdsAny, useMe } from '../session/use-me.ts';
import { distilCalls } from './distil-calls.ts';
import css from './distil.module.css';
import { distilWords } from './distil-words.ts';
import { SubjectLink } from './subject-link.tsx';

/** 根源问题: on the left the causes with how many problems come from each, on the right those. */
export function CausesView({
  opened,
  onOpen,
}: {
  readonly opened: string | undefined;
  readonly onOpen: (cause: string | undefined) => void;
}): ReactElement {
  const { exact, moment } = useWords();
  const r = useRoomWords(distilWords);
  const causes = useQuery({
    queryKey: ['distil', 'causes'],
    queryFn: ({ signal }) => call(distilCalls.listRootCauses, {}, { signal }),
  });
  return (
    <div className={cx(css['columns'], css['wide'])}>
      <div className={css['queue']}>
        {causes.error !== null && (
          <ProblemState error={causes.error} retry={() => void causes.refetch()} />
        )}
        {causes.isPending && <Skeleton rows={5} />}
        {causes.data?.causes.length === 0 && <Empty title={r.noCauses}>{r.noCausesHint}</Empty>}
        {causes.data !== undefined && causes.data.causes.length > 0 && (
          <table className={css['table']}>
            <caption className={css['hidden']}>{r.causesTable}</caption>
            <tbody>
              {causes.data.causes.map(({ parent, ...counts }) => (
                <tr key={parent.id} className={cx(parent.id === opened && css['currentRow'])}>
                  <th scope="row">
                    {parent.text}
                    <p className={css['sub']}>
                      <SubjectLink subject={parent} /> · {parent.unit.name} · {moment(parent.at)}
                    </p>
                    {counts.voices > 0 && (
                      <p className={css['sub']}>
                        {r.causeVoices(exact(counts.voices), exact(counts.reporters))}
                      </p>
                    )}
                  </th>
                  <td>
                    <button
                      type="button"
                      className={css['number']}
                      aria-label={r.causeCount(exact(counts.problems))}
                      onClick={() => onOpen(parent.id)}
                    >
                      {exact(counts.problems)}
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
      <section className={css['panel']} aria-label={r.kinds.causes}>
        {opened === undefined ? (
          (causes.data?.causes.length ?? 0) > 0 && <p className={css['choose']}>{r.chooseTopic}</p>
        ) : (
          <Children cause={opened} onBack={() => onOpen(undefined)} />
        )}
      </section>
    </div>
  );
}

function Children({
  cause,
  onBack,
}: {
  readonly cause: string;
  readonly onBack: () => void;
}): ReactElement {
  const { moment } = useWords();
  const r = useRoomWords(distilWords);
  const say = useToast();
  const queries = useQueryClient();
  const me = useMe();
  const family = useQuery({
    queryKey: ['distil', 'family', cause],
    queryFn: ({ signal }) => call(distilCalls.readAlikeFamily, { id: cause }, { signal }),
  });
  const act = useAct((key, id: string) => call(distilCalls.unlinkRootCause, { id }, { key }));
  const takeOff = async (id: string): Promise<void> => {
    if ((await act.run(id)) === undefined) return;
    say(r.uncaused);
    void queries.invalidateQueries({ queryKey: ['distil'] });
  };
  if (family.data === undefined)
    return family.error === null ? (
      <Skeleton rows={4} />
    ) : (
      <ProblemState error={family.error} retry={() => void family.refetch()} />
    );
  return (
    <>
      <div className={css['bar']}>
        <Button className={css['back']} look="quiet" onClick={onBack}>
          {r.back}
        </Button>
      </div>
      {act.problem !== undefined && <ProblemNote problem={act.problem} />}
      <ul className={css['rows']}>
        {family.data.children.map((child) => (
          <li key={child.id}>
            <div>
              <p>{child.text}</p>
              <p className={css['sub']}>
                <SubjectLink subject={child} /> · {child.unit.name} · {moment(child.at)}
              </p>
            </div>
            {holdsAny(me, ['office', 'liaison']) && (
              <Button look="quiet" busy={act.busy} onClick={() => void takeOff(child.id)}>
                {r.uncause}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
