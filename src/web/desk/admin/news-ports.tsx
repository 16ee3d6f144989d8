import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import type * as contract from '#contract/news-port.ts';
import { Skeleton } from '#web/kit/states.tsx';
import { Tag } from '#web/kit/status-tag.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { type Answer, type Call, call } from '../api/call.ts';
import { ProblemState } from '../api/problem-state.tsx';
import { keysWords } from './keys-words.ts';
import css from './admin.module.css';

const LIST: Call<typeof contract.listNewsPorts> = { method: 'GET', path: '/news-ports' };

/** 提醒通道: which are set up, and whether they work; never whom they reached. */
export function NewsPorts(): ReactElement {
  const d = useRoomWords(keysWords);
  const list = useQuery({
    queryKey: ['news-ports'],
    queryFn: ({ signal }) => call(LIST, {}, { signal }),
  });
  return (
    <section className={css['card']}>
      <h2>{d.news}</h2>
      <p>{d.newsLead}</p>
      {list.error !== null && <ProblemState error={list.error} retry={() => void list.refetch()} />}
      {list.isPending && <Skeleton rows={3} />}
      {list.data !== undefined && <PortTable ports={list.data.ports} />}
    </section>
  );
}

function PortTable({ ports }: { readonly ports: Answer<typeof LIST>['ports'] }): ReactElement {
  const { day } = useWords();
  const d = useRoomWords(keysWords);
  const total = (n: number | undefined): string => (n === undefined ? d.few : d.atLeast(String(n)));
  return (
    <div className={css['scroll']} tabIndex={0} role="group" aria-label={d.news}>
      <table className={css['table']}>
        <thead>
          <tr>
            <th scope="col">{d.port}</th>
            <th scope="col">{d.state}</th>
            <th scope="col">{d.sentN}</th>
            <th scope="col">{d.failedN}</th>
            <th scope="col">{d.lastFault}</th>
          </tr>
        </thead>
        <tbody>
          {ports.map(({ port, on, sent, failed, fault, faultOn }) => (
            <tr key={port}>
              <th scope="row">{d.ports[port]}</th>
              <td>{on ? <Tag tone="malachite">{d.on}</Tag> : <Tag shape="bar">{d.off}</Tag>}</td>
              <td>{on || sent !== undefined ? total(sent) : '–'}</td>
              <td>{on || failed !== undefined ? total(failed) : '–'}</td>
              <td>
                {fault === undefined || faultOn === undefined
                  ? '–'
                  : `${day(faultOn)} ${d.faults[fault]}`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
