import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { Button } from '#web/kit/button.tsx';
import { useCommands } from '#web/kit/commands.tsx';
import { Note, Skeleton } from '#web/kit/states.tsx';
import { useToast } from '#web/kit/toast.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import type { distilZh } from '#web/words/rooms/distil-zh.ts';
import { useWords } from '#web/words/use-words.tsx';
import { type Answer, call, type Input } from '../api/call.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { useAct } from '../api/use-act.ts';
import { ProblemState } from '../api/problem-state.tsx';
import { distilCalls } from './distil-calls.ts';
import css from './distil.module.css';
import { CountsBar } from './counts-bar.tsx';
import { distilWords } from './distil-words.ts';
import { MarkedText } from './marked-text.tsx';
import { RaiseGroupDialog } from './raise-group-dialog.tsx';
import { SubjectLink } from './subject-link.tsx';

type Detail = Answer<typeof distilCalls.readAlikeItem>;
type Member = Detail['memberList'][number];
type Decision = Input<typeof distilCalls.decideAlikeItem>['decision'];
type Raise = NonNullable<Input<typeof distilCalls.decideAlikeItem>['raise']>;

interface Panel {
  readonly id: string;
  readonly onBack: () => void;
  /** The group is done with; the next one may be shown. */
  readonly onDecided: () => void;
}

/** One group: the main statement beside those like it, and the judgement. */
export function ItemPanel({ id, onBack, onDecided }: Panel): ReactElement {
  const { data, error, refetch } = useQuery({
    queryKey: ['distil', 'item', id],
    queryFn: ({ signal }) => call(distilCalls.readAlikeItem, { id }, { signal }),
  });
  if (data === undefined)
    return error === null ? (
      <Skeleton rows={4} />
    ) : (
      <ProblemState error={error} retry={() => void refetch()} />
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
  const [isRaising, setRaising] = useState(false);
  const { judge, undo, busy, problem, remark } = useJudging(item, picked, onDecided, () =>
    setRaising(true),
  );
  const toggle = (member: string): void => {
    const next = new Set(picked);
    if (!next.delete(member)) next.add(member);
    setPicked(next);
  };
  const open = item.canDecide && item.state === 'open';
  const last = item.decisions.find((decision) => !decision.undone);
  return (
    <>
      <CountsBar counts={item.counts} onBack={onBack} />
      {problem !== undefined && <ProblemNote problem={problem} />}
      {remark !== undefined && <Note tone="ochre">{remark}</Note>}
      {isRaising && (
        <RaiseGroupDialog
          title={item.main.text.slice(0, 200)}
          busy={busy}
          onClose={() => setRaising(false)}
          onRaise={(raise) => {
            judge('accept', { ...raise, unit: item.main.unit.id });
            setRaising(false);
          }}
        />
      )}
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
              {acceptLabel(item, picked.size > 0 ? exact(picked.size) : undefined, r)}
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

type Words = typeof distilZh;

/** Only voices: there is no problem yet that they could be handled with. */
function hasNoProblem({ main, memberList }: Detail): boolean {
  return [main, ...memberList].every(({ kind }) => kind === 'voice');
}

function acceptLabel(item: Detail, picked: string | undefined, r: Words): string {
  if (hasNoProblem(item)) return r.raise;
  return picked === undefined ? r.accept : r.acceptPicked(picked);
}

/** The groups judged in this sitting and not taken back, the last one last. */
const JUDGED = ['judged-alike'];

function useJudging(
  item: Detail,
  picked: ReadonlySet<string>,
  onDecided: () => void,
  onRaise: () => void,
) {
  const { exact } = useWords();
  const r = useRoomWords(distilWords);
  const say = useToast();
  const queries = useQueryClient();
  const [remark, setRemark] = useState<string>();
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
    setRemark(answer.kept.length === 0 ? undefined : `${r.kept}${told(answer.kept)}`);
    queries.setQueryData<readonly Detail[]>(JUDGED, (all = []) =>
      all.filter(({ id }) => id !== now.id),
    );
    say(r.undone);
  };
  const judgeNow = async (decision: Decision, raise?: Raise): Promise<void> => {
    const members = [...picked];
    if (decision === 'split' && members.length === 0) return say(r.pickFirst);
    const answer = await decide.run({
      id: item.id,
      decision,
      ...(decision !== 'apart' && members.length > 0 && { members }),
      ...(raise !== undefined && { raise }),
    });
    if (answer === undefined) return;
    const { item: now } = answer;
    const done = {
      accept: acceptedWords(answer, r, exact),
      split: r.splitDone(exact(members.length)),
      apart: r.apartDone,
    }[decision];
    queries.setQueryData<readonly Detail[]>(JUDGED, (all = []) => [...all, now]);
    say(done, { label: r.undo, run: () => void undoOf(now)() });
    const { linkedOnly } = answer;
    setRemark(linkedOnly.length === 0 ? undefined : `${r.linkedOnly}${told(linkedOnly)}`);
    if (now.state !== 'open') onDecided();
    show(now);
  };
  const judge = (decision: Decision, raise?: Raise): void => {
    if (!item.canDecide || item.state !== 'open') return;
    if (decision === 'accept' && raise === undefined && hasNoProblem(item)) onRaise();
    else void judgeNow(decision, raise);
  };
  // The next group is shown by now: what was judged last is meant, unless this one has a judgement of its own.
  const undo = (): void => {
    const isJudged = item.decisions.some(({ undone }) => !undone);
    const before = queries.getQueryData<readonly Detail[]>(JUDGED)?.at(-1);
    void undoOf(isJudged ? item : (before ?? item))();
  };
  useCommands([
    { id: 'distil-accept', label: r.accept, group: r.title, keys: 'a', run: () => judge('accept') },
    { id: 'distil-split', label: r.split, group: r.title, keys: 's', run: () => judge('split') },
    { id: 'distil-apart', label: r.apart, group: r.title, keys: 'x', run: () => judge('apart') },
    { id: 'distil-undo', label: r.undo, group: r.title, keys: 'u', run: undo },
  ]);
  return {
    judge,
    undo,
    remark,
    busy: decide.busy || takeBack.busy,
    problem: decide.problem ?? takeBack.problem,
  };
}

type Answered = Answer<typeof distilCalls.decideAlikeItem>;

function acceptedWords(
  { merged, tied, raised }: Answered,
  r: Words,
  exact: (n: number) => string,
): string {
  if (raised !== undefined) return r.raised(raised.no, exact(tied.length));
  if (merged.length > 0 && tied.length > 0)
    return r.acceptedBoth(exact(merged.length), exact(tied.length));
  if (tied.length > 0) return r.acceptedTied(exact(tied.length));
  return merged.length > 0 ? r.accepted(exact(merged.length)) : r.acceptedLinked;
}

function told(all: readonly { readonly no: string; readonly why: string }[]): string {
  return all.map(({ no, why }) => `${no} ${why}`).join('；');
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
  const { day, moment } = useWords();
  const r = useRoomWords(distilWords);
  // Of a voice the day alone is told.
  const at = subject.kind === 'voice' ? day(subject.at.slice(0, 10)) : moment(subject.at);
  return (
    <p className={css['sub']}>
      {subject.kind === 'voice' ? r.isVoice : r.isProblem} <SubjectLink subject={subject} /> ·{' '}
      {subject.unit.name} · {at}
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
