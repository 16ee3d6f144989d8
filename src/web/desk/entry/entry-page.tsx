import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { lazy, type ReactElement, Suspense, useEffect } from 'react';
import { Button, buttonClass } from '#web/kit/button.tsx';
import { Skeleton } from '#web/kit/states.tsx';
import { StatusTag, Tag } from '#web/kit/status-tag.tsx';
import { useToast } from '#web/kit/toast.tsx';
import { useWords } from '#web/words/use-words.tsx';
import { Problem } from '../api/call.ts';
import { ProblemState } from '../api/problem-state.tsx';
import { entryQuery } from '../ledger/use-ledger.ts';
import css from './entry.module.css';
import { EvidencePanel } from './evidence-panel.tsx';
import { Facts } from './facts.tsx';
import { MovesBar } from './moves-bar.tsx';
import { NextWaiting } from './next-waiting.tsx';
import { Checks, Measures, Parties, Prose, Quote, Requests, Standing } from './sections.tsx';
import { Timeline } from './timeline.tsx';

/** 本问题的诉求, fetched with the room of voices. */
const EntryVoices = lazy(async () => ({
  default: (await import('../voices/entry-voices.tsx')).EntryVoices,
}));

/** 根源问题, fetched with the room of the still. */
const EntryCause = lazy(async () => ({
  default: (await import('../distil/entry-cause.tsx')).EntryCause,
}));

/** One entry in full: what it is, what was done and proved, what may be done next. */
export function EntryPage(): ReactElement {
  const { w } = useWords();
  const { id } = useParams({ from: '/inside/entries/$id' });
  const say = useToast();
  const { data: entry, error, refetch } = useQuery(entryQuery(id));
  useEffect(() => {
    if (entry !== undefined) document.title = `${entry.no} ${entry.title}`;
  }, [entry]);
  if (entry === undefined && error !== null)
    return (
      <ProblemState
        page
        error={error}
        message={error instanceof Problem && error.status === 404 ? w.entry.notFound : undefined}
        retry={() => void refetch()}
      />
    );
  if (entry === undefined) return <Skeleton rows={10} page={w.kit.loading} />;
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(location.href);
    say(w.entry.linkCopied);
  };
  return (
    <article className={css['page']}>
      <header className={css['head']}>
        <p className={css['number']}>
          {entry.no}
          <StatusTag state={entry.state} />
          {entry.isKey && <Tag tone="wisteria">{w.ledger.isKey}</Tag>}
          {entry.overdue && <Tag tone="cinnabar">{w.ledger.overdue}</Tag>}
          {entry.episode > 1 && <Tag>{w.ledger.episode(entry.episode)}</Tag>}
          <a
            className={buttonClass('quiet')}
            href={`/print/entries/${entry.id}`}
            target="_blank"
            rel="noreferrer"
          >
            {w.ledger.print}
          </a>
          {window.isSecureContext && (
            <Button look="quiet" onClick={() => void copy()}>
              {w.entry.copyLink}
            </Button>
          )}
          <NextWaiting id={entry.id} />
        </p>
        <h1>{entry.title}</h1>
        <Standing entry={entry} />
        <MovesBar entry={entry} />
      </header>
      <div className={css['columns']}>
        <div className={css['body']}>
          <Quote entry={entry} />
          <Prose title={w.entry.detail} text={entry.detail} />
          <Prose title={w.entry.cause} text={entry.cause} />
          <Measures entry={entry} />
          <Parties entry={entry} />
          <EvidencePanel entry={entry} />
          <Checks entry={entry} />
          <Requests entry={entry} />
          {entry.kind === 'problem' && (
            <Suspense fallback={null}>
              <EntryVoices entry={entry} />
            </Suspense>
          )}
          <Prose title={w.entry.remark} text={entry.remark} />
        </div>
        <aside className={css['side']} aria-label={w.entry.facts}>
          <section className={css['card']}>
            <h2>{w.entry.facts}</h2>
            <Facts entry={entry} />
          </section>
          {entry.kind === 'problem' && (
            <Suspense fallback={null}>
              <EntryCause id={entry.id} className={css['card']} />
            </Suspense>
          )}
          <section className={css['card']}>
            <h2>{w.entry.timeline}</h2>
            <Timeline id={entry.id} />
          </section>
        </aside>
      </div>
    </article>
  );
}
