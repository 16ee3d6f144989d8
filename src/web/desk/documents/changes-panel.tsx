import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { Empty, Skeleton } from '#web/kit/states.tsx';
import { Tag } from '#web/kit/status-tag.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { type Answer, call } from '../api/call.ts';
import { ProblemState } from '../api/problem-state.tsx';
import { documentCalls } from './document-calls.ts';
import css from './documents.module.css';
import { documentsWords } from './documents-words.ts';
import type { Reading } from './reading-model.ts';
import { wordChanges } from './word-changes.ts';

type Changes = Answer<typeof documentCalls.compareDocument>;
type OneChange = Changes['changes'][number];

const TONES = { reworded: 'azure', added: 'malachite', removed: 'ochre' } as const;

/** 版本比对: what was changed against the version before, and which tasks and entries stay linked. */
export function ChangesPanel({ reading }: { readonly reading: Reading }): ReactElement {
  const { exact } = useWords();
  const r = useRoomWords(documentsWords);
  const { id } = reading.detail;
  const { data, error, refetch } = useQuery({
    queryKey: ['documents', id, 'changes'],
    queryFn: ({ signal }) => call(documentCalls.compareDocument, { id }, { signal }),
  });
  if (data === undefined)
    return error === null ? (
      <Skeleton rows={8} />
    ) : (
      <ProblemState error={error} retry={() => void refetch()} />
    );
  return (
    <div className={css['changes']}>
      {data.earlier !== undefined && (
        <p>
          {r.against}{' '}
          <Link to="/documents/$id" params={{ id: data.earlier.id }}>
            {data.earlier.title}
          </Link>
          ：{r.changed(exact(data.changes.length), exact(data.same))}
        </p>
      )}
      {data.changes.length === 0 && <Empty title={r.noChanges} />}
      <ol className={css['changeList']}>
        {data.changes.map((change) => (
          <li key={`${change.before?.seq ?? ''}-${change.after?.seq ?? ''}`}>
            <ChangeCard change={change} reading={reading} />
          </li>
        ))}
      </ol>
    </div>
  );
}

function ChangeCard({
  change: { change, before, after, touches },
  reading,
}: {
  readonly change: OneChange;
  readonly reading: Reading;
}): ReactElement {
  const r = useRoomWords(documentsWords);
  const at = after === undefined ? undefined : reading.sentences[after.seq]?.passage.start;
  return (
    <article className={css['change']}>
      <p className={css['changeHead']}>
        <Tag tone={TONES[change]}>{r.changes[change]}</Tag>
        {at !== undefined && (
          <Link to="/documents/$id" params={{ id: reading.detail.id }} search={{ at }}>
            {r.original}
          </Link>
        )}
      </p>
      <ChangedWords before={before?.text} after={after?.text} />
      {touches.length > 0 && (
        <ul className={css['plain']}>
          {touches.map(({ candidate, carried, entry }) => (
            <li key={candidate} className={css['sub']}>
              <Tag tone={carried ? 'malachite' : 'ochre'} shape={carried ? 'full' : 'empty'}>
                {carried ? r.carried : r.notCarried}
              </Tag>{' '}
              {entry !== undefined && (
                <Link to="/entries/$id" params={{ id: entry.id }}>
                  {entry.no}
                </Link>
              )}
            </li>
          ))}
        </ul>
      )}
    </article>
  );
}

/** Both wordings in one line: what went is struck through, what came is underlined. */
function ChangedWords({
  before,
  after,
}: {
  readonly before: string | undefined;
  readonly after: string | undefined;
}): ReactElement {
  return (
    <p className={css['words']} lang="zh-CN">
      {wordChanges(before ?? '', after ?? '').map(({ kind, text }, i) =>
        kind === 'same' ? (
          <span key={i}>{text}</span>
        ) : kind === 'gone' ? (
          <del key={i}>{text}</del>
        ) : (
          <ins key={i}>{text}</ins>
        ),
      )}
    </p>
  );
}
