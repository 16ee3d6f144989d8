import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactElement, useState } from 'react';
import { Button } from '#web/kit/button.tsx';
import { useCommands } from '#web/kit/commands.tsx';
import { ErrorState, Note, Skeleton } from '#web/kit/states.tsx';
import { useToast } from '#web/kit/toast.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { type Answer, call, type Input } from '../api/call.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { problemText } from '../api/problem-text.ts';
import { useAct } from '../api/use-act.ts';
import { distilCalls } from './distil-calls.ts';
import css from './distil.module.css';
import { distilWords } from './distil-words.ts';
import { MarkedText } from './marked-text.tsx';

type Detail = Answer<typeof distilCalls.readAlikeItem>;
type Member = Detail['memberList'][number];
type Decision = Input<typeof distilCalls.decideAlikeItem>['decision'];

interface Panel {
  readonly id: string;
  readonly onBack: () => void;
  /** The group is done with; the next one may be shown. */
  readonly onDecided: () => void;
}

/** One group: the main statement beside those like it, and the judgement. */
export function ItemPanel({ id, onBack, onDecided }: Panel): ReactElement {
  const { w } = useWords();
  const { data, error, refetch } = useQuery({
    queryKey: ['distil', 'item', id],
    queryFn: ({ signal }) => call(distilCalls.readAlikeItem, { id }, { signal }),
  });
  if (data === undefined)
    return error === null ? (
      <Skeleton rows={4} />
    ) : (
      <ErrorState message={problemText(error, w)} retry={() => void refetch()} />
    );
  return <Judging item={data} onBack={onBack} onDecided={onDecided} />;
}

function Judging({
  item,
  onBack,
  onDecided,
}: Omit<Panel, 'id'> & { readonly item: Detail }): ReactElement {
  const { exact } = useWords();
  const r = useRoomWords(distilWords);
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const { judge, undo, busy, problem, linkedOnly } = useJudging(item, picked, onDecided);
  const { problems, voices, reporters } = item.counts;
  const toggle = (member: string): void => {
    const next = new Set(picked);
    if (!next.delete(member)) next.add(member);
    setPicked(next);
  };
  const open = item.canDecide && item.state === 'open';
  const last = item.decisions.find((decision) => !decision.undone);
  return (
    <>
      <div className={css['bar']}>
        <Button className={css['back']} look="quiet" onClick={onBack}>
          {r.back}
        </Button>
        <p className={css['sub']}>{r.counts(exact(problems), exact(voices), exact(reporters))}</p>
      </div>
      {problem !== undefined && <ProblemNote problem={problem} />}
      {linkedOnly !== undefined && <Note tone="ochre">{linkedOnly}</Note>}
      <div className={css['pair']}>
        <div className={css['members']}>
          <h2>{r.main}</h2>
          <article className={css['card']}>
            <Who subject={item.main} />
            <MarkedText text={item.main.text} marks={item.marks} />
          </article>
        </div>
        <div className={css['members']}>
          <h2>
            {r.others} <small>{r.same}</small>
          </h2>
          {item.memberList.map((member) => (
            <MemberCard
              key={member.id}
              member={member}
              isPicked={picked.has(member.id)}
              onPick={open && member.decision === undefined ? () => toggle(member.id) : undefined}
            />
          ))}
        </div>
      </div>
      <div className={css['actions']}>
        {open && (
          <>
            <Button look="primary" hint="A" busy={busy} onClick={() => judge('accept')}>
              {picked.size > 0 ? r.acceptPicked(exact(picked.size)) : r.accept}
            </Button>
            <Button hint="S" busy={busy} onClick={() => judge('split')}>
              {r.split}
            </Button>
            <Button hint="X" busy={busy} onClick={() => judge('apart')}>
              {r.apart}
            </Button>
          </>
        )}
        {item.canDecide && last !== undefined && (
          <Button look="quiet" hint="U" busy={busy} onClick={undo}>
            {r.undo}
          </Button>
        )}
      </div>
      <History item={item} />
    </>
  );
}

function useJudging(item: Detail, picked: ReadonlySet<string>, onDecided: () => void) {
  const { exact } = useWords();
  const r = useRoomWords(distilWords);
  const say = useToast();
  const queries = useQueryClient();
  const [linkedOnly, setLinkedOnly] = useState<string>();
  const decide = useAct((key, input: Input<typeof distilCalls.decideAlikeItem>) =>
    call(distilCalls.decideAlikeItem, input, { key }),
  );
  const takeBack = useAct((key, id: string) =>
    call(distilCalls.undoAlikeDecision, { id }, { key }),
  );
  const show = (now: Detail): void => {
    queries.setQueryData(['distil', 'item', now.id], now);
    void queries.invalidateQueries({ queryKey: ['distil', 'items'] });
    void queries.invalidateQueries({ queryKey: ['entries'] });
  };
  const undoOf = (now: Detail) => async (): Promise<void> => {
    const last = now.decisions.find((decision) => !decision.undone);
    if (last === undefined) return say(r.nothingToUndo);
    const answer = await takeBack.run(last.id);
    if (answer === undefined) return;
    if (answer.item !== undefined) show(answer.item);
    setLinkedOnly(undefined);
    say(r.undone);
  };
  const judgeNow = async (decision: Decision): Promise<void> => {
    const members = [...picked];
    if (decision === 'split' && members.length === 0) return say(r.pickFirst);
    const answer = await decide.run({
      id: item.id,
      decision,
      ...(decision !== 'apart' && members.length > 0 && { members }),
    });
    if (answer === undefined) return;
    const { merged, item: now } = answer;
    const told = {
      accept: merged.length > 0 ? r.accepted(exact(merged.length)) : r.acceptedLinked,
      split: r.splitDone(exact(members.length)),
      apart: r.apartDone,
    }[decision];
    say(told, { label: r.undo, run: () => void undoOf(now)() });
    const why = answer.linkedOnly.map(({ no, why: because }) => `${no} ${because}`).join('；');
    setLinkedOnly(why === '' ? undefined : `${r.linkedOnly}${why}`);
    if (now.state !== 'open') onDecided();
    show(now);
  };
  const judge = (decision: Decision): void => {
    if (item.canDecide && item.state === 'open') void judgeNow(decision);
  };
  const undo = (): void => void undoOf(item)();
  useCommands([
    { id: 'distil-accept', label: r.accept, group: r.title, keys: 'a', run: () => judge('accept') },
    { id: 'distil-split', label: r.split, group: r.title, keys: 's', run: () => judge('split') },
    { id: 'distil-apart', label: r.apart, group: r.title, keys: 'x', run: () => judge('apart') },
    { id: 'distil-undo', label: r.undo, group: r.title, keys: 'u', run: undo },
  ]);
  return {
    judge,
    undo,
    linkedOnly,
    busy: decide.busy || takeBack.busy,
    problem: decide.problem ?? takeBack.problem,
  };
}

function MemberCard({
  member,
  isPicked,
  onPick,
}: {
  readonly member: Member;
  readonly isPicked: boolean;
  readonly onPick: (() => void) | undefined;
}): ReactElement {
  const { exact } = useWords();
  const r = useRoomWords(distilWords);
  return (
    <article className={css['card']}>
      <div className={css['memberHead']}>
        {onPick !== undefined && (
          <label className={css['pick']}>
            <input
              type="checkbox"
              checked={isPicked}
              aria-label={r.pick(member.no)}
              onChange={onPick}
            />
          </label>
        )}
        <Who subject={member} />
        <span className={css['score']}>
          {member.decision === undefined
            ? `${r.alike(exact(Math.round(member.score * 100)))} · ${r.rules[member.rule] ?? member.rule}`
            : r.decided[member.decision]}
        </span>
      </div>
      <MarkedText text={member.text} marks={member.marks} />
    </article>
  );
}

function Who({ subject }: { readonly subject: Detail['main'] }): ReactElement {
  const { moment } = useWords();
  return (
    <p className={css['sub']}>
      {subject.kind === 'entry' ? (
        <Link to="/entries/$id" params={{ id: subject.id }}>
          {subject.no}
        </Link>
      ) : (
        subject.no
      )}{' '}
      · {subject.unit.name} · {moment(subject.at)}
    </p>
  );
}

function History({ item }: { readonly item: Detail }): ReactElement | null {
  const { moment } = useWords();
  const r = useRoomWords(distilWords);
  if (item.decisions.length === 0) return null;
  return (
    <details className={css['history']}>
      <summary>{r.history}</summary>
      <p className={css['sub']}>{r.undoHint}</p>
      <ul>
        {item.decisions.map(({ id, kind, at, by, undone }) => {
          const what = r.decisions[kind] ?? kind;
          return (
            <li key={id}>
              {moment(at)} {by} {undone ? r.taken(what) : what}
            </li>
          );
        })}
      </ul>
    </details>
  );
}
