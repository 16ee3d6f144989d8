import { lazy, type ReactElement, type ReactNode, Suspense } from 'react';
import { PaceBar } from '#web/kit/pace-bar.tsx';
import { Note } from '#web/kit/states.tsx';
import { Tag } from '#web/kit/status-tag.tsx';
import { useWords } from '#web/words/use-words.tsx';
import type { Detail } from '../ledger/use-ledger.ts';
import css from './entry.module.css';

function Section({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <section className={css['section']} aria-label={title}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

const SourceLink = lazy(async () => ({
  default: (await import('../documents/source-link.tsx')).SourceLink,
}));

/** 原文依据: the exact words it came from, marked as a quotation. */
export function Quote({ entry }: { readonly entry: Detail }): ReactElement | undefined {
  const { w } = useWords();
  if (entry.quote === '') return undefined;
  return (
    <Section title={w.entry.quote}>
      <blockquote className={css['quote']}>
        <mark>{entry.quote}</mark>
        <footer className={css['sub']}>
          {w.source[entry.source]} {entry.sourceNo}{' '}
          {entry.source === 'document' && (
            <Suspense>
              <SourceLink entry={entry.id} />
            </Suspense>
          )}
        </footer>
      </blockquote>
    </Section>
  );
}

export function Prose({
  title,
  text,
}: {
  readonly title: string;
  readonly text: string;
}): ReactElement | undefined {
  return text === '' ? undefined : (
    <Section title={title}>
      <p className={css['prose']}>{text}</p>
    </Section>
  );
}

/** 措施 and the dated points of long-term work, each with whether it is done. */
export function Measures({ entry }: { readonly entry: Detail }): ReactElement {
  const { w, day, moment } = useWords();
  return (
    <Section title={w.entry.measures}>
      {entry.measures.length === 0 ? (
        <p className={css['none']}>{w.entry.noMeasures}</p>
      ) : (
        <ol className={css['measures']}>
          {entry.measures.map((measure) => (
            <li key={measure.id}>
              <span className={css['prose']}>{measure.text}</span>
              {measure.dueOn !== undefined && (
                <span className={css['sub']}>{w.entry.dueOn(day(measure.dueOn))}</span>
              )}
              {measure.doneAt !== undefined && (
                <Tag tone="malachite" shape="full">
                  {w.entry.doneOn(moment(measure.doneAt).split(' ').slice(0, -1).join(' '))}
                </Tag>
              )}
            </li>
          ))}
        </ol>
      )}
    </Section>
  );
}

/** Each unit that has a part, with its own progress. */
export function Parties({ entry }: { readonly entry: Detail }): ReactElement | undefined {
  const { w, moment } = useWords();
  const doing = entry.parties.filter((party) => party.role !== 'checker');
  if (doing.length === 0) return undefined;
  return (
    <Section title={w.entry.parties}>
      <ul className={css['parties']}>
        {doing.map((party) => (
          <li key={party.unit.id}>
            <span className={css['party']}>
              <Tag tone={party.role === 'lead' ? 'azure' : 'ink'}>{w.partyRole[party.role]}</Tag>
              {party.unit.name}
            </span>
            <PaceBar progress={party.progress} elapsed={undefined} />
            <span className={css['sub']}>
              {party.reportedAt === undefined ? w.entry.notReported : moment(party.reportedAt)}
            </span>
            {party.note !== undefined && <p className={css['prose']}>{party.note}</p>}
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** 审批事项: what was asked, who decides, what came of it. */
export function Requests({ entry }: { readonly entry: Detail }): ReactElement | undefined {
  const { w, day, moment } = useWords();
  if (entry.requests.length === 0) return undefined;
  return (
    <Section title={w.entry.requests}>
      <ul className={css['records']}>
        {entry.requests.map((request) => {
          const until = request.ask['deadline'];
          return (
            <li key={request.id}>
              <p className={css['recordHead']}>
                <strong>{w.requestKind[request.kind]}</strong>
                {request.decision === undefined ? (
                  <Tag tone="ochre" shape="half">
                    {w.entry.approver(request.approver)}
                  </Tag>
                ) : (
                  <Tag tone={request.decision === 'approved' ? 'malachite' : 'ink'} shape="full">
                    {w.decision[request.decision]}
                  </Tag>
                )}
                <span className={css['sub']}>{moment(request.openedAt)}</span>
              </p>
              {typeof until === 'string' && <p>{w.entry.newDeadline(day(until))}</p>}
              <p className={css['prose']}>{request.reason}</p>
              {request.note !== undefined && <p className={css['prose']}>{request.note}</p>}
            </li>
          );
        })}
      </ul>
    </Section>
  );
}

/** 核查记录: who looked, how, what was found and what the finding is worth. */
export function Checks({ entry }: { readonly entry: Detail }): ReactElement | undefined {
  const { w, moment } = useWords();
  if (entry.checks.length === 0) return undefined;
  return (
    <Section title={w.entry.checks}>
      <ul className={css['records']}>
        {entry.checks.map((check) => (
          <li key={check.id}>
            <p className={css['recordHead']}>
              <Tag
                tone={check.finding === 'confirmed' ? 'malachite' : 'cinnabar'}
                shape={check.finding === 'confirmed' ? 'full' : 'empty'}
              >
                {w.finding[check.finding]}
              </Tag>
              <strong>{check.byUnit.name}</strong>
              <span>{w.method[check.method]}</span>
              <span className={css['sub']}>
                {w.assurance[check.assurance]}　{moment(check.checkedAt)}
                {entry.episode > 1 && `　${w.ledger.episode(check.episode)}`}
              </span>
            </p>
            <p className={css['prose']}>{check.note}</p>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** What stands in the way or is waited for, said before anything else. */
export function Standing({ entry }: { readonly entry: Detail }): ReactElement | undefined {
  const { w, day } = useWords();
  if (entry.mergedInto !== undefined)
    return (
      <Note tone="azure">
        {w.entry.mergedInto}{' '}
        <a href={`/entries/${entry.mergedInto.id}`}>
          {entry.mergedInto.no} {entry.mergedInto.title}
        </a>
      </Note>
    );
  if (entry.state === 'blocked' && entry.reviewOn !== undefined)
    return (
      <Note tone="ochre">
        {w.state.blocked}　{w.entry.blockedUntil(day(entry.reviewOn))}
      </Note>
    );
  const request = entry.requests.find((one) => one.decision === undefined);
  if (request !== undefined) {
    const mine = entry.can.includes(request.kind === 'closure' ? 'close' : 'decide');
    return (
      <Note tone="wisteria">
        {w.ledger.requestOpen(w.requestKind[request.kind])}
        {'　'}
        {mine ? w.entry.awaitsYou : w.entry.approver(request.approver)}
      </Note>
    );
  }
  if (entry.survivorOf > 0) return <Note tone="azure">{w.entry.survivorOf(entry.survivorOf)}</Note>;
  return undefined;
}
