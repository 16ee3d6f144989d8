import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { call } from '../api/call.ts';
import { distilCalls } from './distil-calls.ts';
import css from './distil.module.css';
import { distilWords } from './distil-words.ts';
import { SubjectLink } from './subject-link.tsx';

/** 根源问题 on the page of one entry: the problem it comes from, and how many come from it; nothing where there is neither. */
export function EntryCause({
  id,
  className,
}: {
  readonly id: string;
  readonly className: string | undefined;
}): ReactElement | null {
  const { exact } = useWords();
  const r = useRoomWords(distilWords);
  const { data } = useQuery({
    queryKey: ['distil', 'family', id],
    queryFn: ({ signal }) => call(distilCalls.readAlikeFamily, { id }, { signal }),
    // What stands here is worth no complaint on a page that is about something else.
    retry: false,
  });
  if (data === undefined || (data.parent === undefined && data.children.length === 0)) return null;
  const { parent, children } = data;
  return (
    <section className={className}>
      <h2>{r.kinds.causes}</h2>
      {parent !== undefined && (
        <p>
          {r.comesFrom} <SubjectLink subject={parent} /> {parent.text}
        </p>
      )}
      {children.length > 0 && (
        <>
          <p>{r.comeFromIt(exact(children.length))}</p>
          <ul className={css['rows']}>
            {children.slice(0, MOST).map((child) => (
              <li key={child.id}>
                <p>
                  <SubjectLink subject={child} /> {child.text}
                </p>
              </li>
            ))}
          </ul>
          {children.length > MOST && <Link to="/distil">{r.kinds.causes}</Link>}
        </>
      )}
    </section>
  );
}

/** So many stand on the page; all of them in the room of the still. */
const MOST = 5;
