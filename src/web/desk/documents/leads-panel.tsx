import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactElement, type RefObject, useEffect, useRef, useState } from 'react';
import { Button } from '#web/kit/button.tsx';
import { useCommands } from '#web/kit/commands.tsx';
import { DateField } from '#web/kit/date-field.tsx';
import { Empty, Skeleton } from '#web/kit/states.tsx';
import { useToast } from '#web/kit/toast.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { call } from '../api/call.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { useAct } from '../api/use-act.ts';
import { ProblemState } from '../api/problem-state.tsx';
import { documentCalls } from './document-calls.ts';
import { documentsWords } from './documents-words.ts';
import {
  candidatesById,
  type Choice,
  firstChoice,
  type Group,
  isUndated,
  type Settling,
  settlingOf,
} from './lead-choice.ts';
import { LeadGroup } from './lead-group.tsx';
import css from './leads.module.css';
import { type Change, headingKey, type Reading } from './reading-model.ts';

/** 定责: by heading, who might lead and why; confirmed one by one or all together, by key or press. */
export function LeadsPanel({
  reading,
  onDone,
}: {
  readonly reading: Reading;
  readonly onDone: (change: Change, said: string) => void;
}): ReactElement {
  const { id } = reading.detail;
  const { data, error, refetch } = useQuery({
    queryKey: ['documents', id, 'leads'],
    queryFn: ({ signal }) => call(documentCalls.suggestLeads, { id }, { signal }),
  });
  if (data === undefined)
    return error === null ? (
      <Skeleton rows={8} />
    ) : (
      <ProblemState error={error} retry={() => void refetch()} />
    );
  return <Groups reading={reading} groups={data.groups} onDone={onDone} />;
}

function Groups({
  reading,
  groups,
  onDone,
}: {
  readonly reading: Reading;
  readonly groups: readonly Group[];
  readonly onDone: (change: Change, said: string) => void;
}): ReactElement {
  const { exact } = useWords();
  const r = useRoomWords(documentsWords);
  const say = useToast();
  const queries = useQueryClient();
  const { id } = reading.detail;
  const [choices, setChoices] = useState<ReadonlyMap<string, Choice>>(new Map());
  const [dueForAll, setDueForAll] = useState('');
  const act = useAct((key, wanted: Settling) =>
    call(documentCalls.assignCandidates, { id, groups: wanted }, { key }),
  );
  const open = groups.filter((group) => group.candidates.length > 0);
  const choiceOf = (group: Group): Choice => choices.get(headingKey(group)) ?? firstChoice(group);
  const choose = (group: Group, choice: Choice): void =>
    setChoices(new Map(choices).set(headingKey(group), choice));
  const known = candidatesById(reading);
  const wantedOf = (group: Group): Settling => settlingOf(group, choiceOf(group), known, dueForAll);
  const settle = async (chosen: readonly Group[]): Promise<void> => {
    const wanted = chosen.flatMap(wantedOf);
    if (wanted.length === 0) return;
    const change = await act.run(wanted);
    if (change === undefined) return;
    const words = r.leadsSettled(exact(change.candidates.length));
    onDone(change, words);
    say(words);
    await queries.invalidateQueries({ queryKey: ['documents', id, 'leads'] });
  };
  const ready = open.filter((group) => wantedOf(group).length > 0);
  const tasks = ready.flatMap(wantedOf).flatMap((one) => one.candidates).length;
  const undated = open.flatMap(({ candidates }) =>
    candidates.flatMap((one) => known.get(one.id) ?? []).filter(isUndated),
  ).length;
  const { at, here } = useHeadingKeys(open, {
    choose: (group, lead) => choose(group, { ...choiceOf(group), lead: lead.unit }),
    settle: () => void settle(ready),
  });
  return (
    <div className={css['panel']}>
      <div className={css['head']}>
        <p className={css['sub']}>{r.leadsHint}</p>
        {ready.length > 0 && (
          <Button look="primary" hint="C" busy={act.busy} onClick={() => void settle(ready)}>
            {r.settleAll(exact(ready.length), exact(tasks))}
          </Button>
        )}
      </div>
      {undated > 0 && (
        <div className={css['due']}>
          <DateField label={r.dueForAll(exact(undated))} value={dueForAll} onDay={setDueForAll} />
        </div>
      )}
      {act.problem !== undefined && <ProblemNote problem={act.problem} />}
      {open.length === 0 && <Empty title={groups.length === 0 ? r.noTasks : r.allSettled} />}
      {open.map((group, i) => (
        <LeadGroup
          key={headingKey(group)}
          ref={i === at ? here : undefined}
          isCurrent={i === at}
          group={group}
          known={known}
          choice={choiceOf(group)}
          busy={act.busy}
          onChoice={(choice) => choose(group, choice)}
          onSettle={() => void settle([group])}
        />
      ))}
    </div>
  );
}

interface Hands {
  readonly choose: (group: Group, lead: Group['leads'][number]) => void;
  readonly settle: () => void;
}

/**
 * J and K go from heading to heading, 1–3 choose among the suggested, U looks for another unit, C confirms
 * all that is chosen.
 */
function useHeadingKeys(
  open: readonly Group[],
  { choose, settle }: Hands,
): { readonly at: number | undefined; readonly here: RefObject<HTMLElement | null> } {
  const r = useRoomWords(documentsWords);
  const [stepped, setStepped] = useState<number>();
  const here = useRef<HTMLElement>(null);
  const at = stepped === undefined ? undefined : Math.min(stepped, open.length - 1);
  useEffect(() => here.current?.focus(), [stepped]);
  const step = (by: 1 | -1) => (): void =>
    setStepped(at === undefined ? 0 : Math.max(0, Math.min(open.length - 1, at + by)));
  const pick = (n: number) => (): void => {
    const group = open[at ?? 0];
    const lead = group?.leads[n];
    if (group === undefined || lead === undefined) return;
    choose(group, lead);
    step(1)();
  };
  const seek = (): void => {
    if (at === undefined) setStepped(0);
    here.current?.querySelector<HTMLElement>('[role=combobox]')?.focus();
  };
  const command = (key: string, label: string, run: () => void) => ({
    id: `leads-${key}`,
    keys: key,
    label,
    group: r.leads,
    run,
  });
  useCommands([
    command('j', r.nextHeading, step(1)),
    command('k', r.previousHeading, step(-1)),
    ...['1', '2', '3'].map((key, n) => command(key, r.chooseNth(key), pick(n))),
    command('u', r.seekLead, seek),
    command('c', r.settleKey, settle),
  ]);
  return { at, here };
}
