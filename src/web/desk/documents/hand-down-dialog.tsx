import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactElement, useState } from 'react';
import { deadlineObjection, handingObjection } from '#domain/entry/guards.ts';
import { LEVELS } from '#domain/entry/entry.ts';
import { Button } from '#web/kit/button.tsx';
import { Dialog } from '#web/kit/dialog.tsx';
import { Checkbox } from '#web/kit/field.tsx';
import { SelectField } from '#web/kit/select-field.tsx';
import { Note } from '#web/kit/states.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { type Answer, call, type Input } from '../api/call.ts';
import { useCategories } from '../api/campaigns.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { useAct } from '../api/use-act.ts';
import { documentCalls } from './document-calls.ts';
import css from './documents.module.css';
import { documentsWords } from './documents-words.ts';
import type { Candidate, Reading } from './reading-model.ts';
import { putChange, readingQuery } from './use-reading.ts';

type Level = (typeof LEVELS)[number];
type Handed = Answer<typeof documentCalls.handDown>;

interface Outcome {
  readonly handed: Handed | undefined;
  /** Targets made of the figures; undefined when none were asked for. */
  readonly targets: number | undefined;
}

/** 下达: says first how much will come of it, then what came of it, row by row where one was held back. */
export function HandDownDialog({
  reading,
  onClose,
}: {
  readonly reading: Reading;
  readonly onClose: () => void;
}): ReactElement {
  const r = useRoomWords(documentsWords);
  const [outcome, setOutcome] = useState<Outcome>();
  return (
    <Dialog title={r.handDown} onClose={onClose} wide>
      {outcome === undefined ? (
        <Asking reading={reading} onDone={setOutcome} />
      ) : (
        <Told reading={reading} outcome={outcome} onClose={onClose} />
      )}
    </Dialog>
  );
}

/** Accepted tasks that are no entries yet, and accepted figures that are no targets yet. */
function waitingIn({ sentences }: Reading): { tasks: Candidate[]; figures: Candidate[] } {
  const accepted = sentences.flatMap(({ candidates }) =>
    candidates.filter(({ state }) => state === 'accepted' || state === 'edited'),
  );
  return {
    tasks: accepted.filter((one) => one.kind === 'task' && one.entry === undefined),
    figures: accepted.filter((one) => one.kind === 'target' && one.target === undefined),
  };
}

/** What keeps a task from being issued at once, by the rule that the ledger itself follows. */
function heldBy({ task, lead }: Candidate, today: string) {
  const { kind = 'none', on } = task?.deadline ?? {};
  const facts = { kind: 'task' as const, leadUnit: lead?.id, deadlineKind: kind, milestones: 0 };
  const measures = task?.measures.length ?? 0;
  return handingObjection({ ...facts, measures }) ?? deadlineObjection(kind, on, today);
}

function Asking({
  reading,
  onDone,
}: {
  readonly reading: Reading;
  readonly onDone: (outcome: Outcome) => void;
}): ReactElement {
  const { w, exact } = useWords();
  const r = useRoomWords(documentsWords);
  const queries = useQueryClient();
  const { id, campaign, today } = reading.detail;
  const { choices } = useCategories(campaign?.id);
  const { tasks, figures } = waitingIn(reading);
  const [issue, setIssue] = useState(true);
  const [withTargets, setWithTargets] = useState(figures.length > 0);
  const [level, setLevel] = useState<Level>('city');
  const [category, setCategory] = useState('');
  // Kept when the targets fail after the tasks went through: what was done is still told.
  const [before, setBefore] = useState<Handed>();
  const hand = useAct((key, input: Input<typeof documentCalls.handDown>) =>
    call(documentCalls.handDown, input, { key }),
  );
  const propose = useAct((key) => call(documentCalls.proposeDocumentTargets, { id }, { key }));
  const held = Map.groupBy(tasks, (task) => heldBy(task, today));
  const going = held.get(undefined)?.length ?? 0;
  const run = async (): Promise<void> => {
    let handed = before;
    if (tasks.length > 0) {
      const more = category === '' ? {} : { category };
      handed = await hand.run({ id, issue, level, ...more });
      if (handed === undefined) return;
      setBefore(handed);
      putChange(queries, id, handed);
      void queries.invalidateQueries({ queryKey: ['entries'] });
    }
    let targets: number | undefined;
    if (withTargets && figures.length > 0) {
      const made = await propose.run();
      if (made === undefined) return;
      targets = made.targets.length;
      void queries.invalidateQueries({ queryKey: readingQuery(id).queryKey });
      void queries.invalidateQueries({ queryKey: ['targets'] });
    }
    onDone({ handed, targets });
  };
  if (tasks.length + figures.length === 0) return <p>{r.nothingToHandDown}</p>;
  return (
    <form
      className={css['form']}
      onSubmit={(event) => {
        event.preventDefault();
        void run();
      }}
    >
      {before !== undefined && (
        <p role="status">{r.handed(exact(before.made), exact(before.issued))}</p>
      )}
      {tasks.length > 0 && (
        <>
          <p className={css['effect']} aria-live="polite">
            {r.effect(exact(tasks.length), exact(issue ? going : 0))}
          </p>
          <ul className={css['plain']}>
            {[...held].map(
              ([why, rows]) =>
                why !== undefined && (
                  <li key={why} className={css['sub']}>
                    {r.stayDrafts(exact(rows.length), r.held[why] ?? why)}
                  </li>
                ),
            )}
          </ul>
          <Checkbox label={r.issueNow} hint={r.issueHint} checked={issue} onChecked={setIssue} />
          <div className={css['pair']}>
            <SelectField
              label={w.entry.level}
              value={level}
              options={LEVELS.map((one) => ({ value: one, label: w.level[one] }))}
              onValue={(value) => value !== '' && setLevel(value)}
            />
            <SelectField
              label={w.entry.category}
              optional={w.kit.optional}
              none={r.noCategory}
              value={category}
              options={choices}
              onValue={setCategory}
            />
          </div>
        </>
      )}
      {figures.length > 0 && (
        <Checkbox
          label={r.alsoTargets(exact(figures.length))}
          hint={r.targetsHint}
          checked={withTargets}
          onChecked={setWithTargets}
        />
      )}
      {hand.problem !== undefined && <ProblemNote problem={hand.problem} />}
      {propose.problem !== undefined && <ProblemNote problem={propose.problem} />}
      <p>
        <Button
          type="submit"
          look="primary"
          busy={hand.busy || propose.busy}
          disabled={tasks.length === 0 && !withTargets}
        >
          {tasks.length > 0 ? r.handDownNow(exact(tasks.length)) : r.targetsOnly}
        </Button>
      </p>
    </form>
  );
}

function Told({
  reading,
  outcome: { handed, targets },
  onClose,
}: {
  readonly reading: Reading;
  readonly outcome: Outcome;
  readonly onClose: () => void;
}): ReactElement {
  const { exact } = useWords();
  const r = useRoomWords(documentsWords);
  const titles = new Map(
    reading.sentences.flatMap(({ candidates }) =>
      candidates.map((one) => [one.id, one.task?.title ?? one.quote]),
    ),
  );
  const held = handed?.entries.flatMap((row) => (row.held === undefined ? [] : [row])) ?? [];
  const through = handed?.entries.filter((row) => row.held === undefined) ?? [];
  return (
    <div className={css['form']}>
      {handed !== undefined && (
        <p role="status" className={css['effect']}>
          {r.handed(exact(handed.made), exact(handed.issued))}
        </p>
      )}
      {targets !== undefined && (
        <p role="status">
          {r.targetsMade(exact(targets))} <Link to="/targets">{r.toTargets}</Link>
        </p>
      )}
      {held.length > 0 && (
        <>
          <Note tone="ochre">{r.heldBack(exact(held.length))}</Note>
          <Rows rows={held} titles={titles} />
        </>
      )}
      {through.length > 0 && (
        <details>
          <summary>{r.madeRows(exact(through.length))}</summary>
          <Rows rows={through} titles={titles} />
        </details>
      )}
      <p>
        <Button look="primary" onClick={onClose}>
          {r.close}
        </Button>
      </p>
    </div>
  );
}

function Rows({
  rows,
  titles,
}: {
  readonly rows: readonly Handed['entries'][number][];
  readonly titles: ReadonlyMap<string, string>;
}): ReactElement {
  return (
    <ul className={css['rows']}>
      {rows.map(({ candidate, entry, held }) => (
        <li key={candidate}>
          <Link to="/entries/$id" params={{ id: entry.id }}>
            {entry.no}
          </Link>{' '}
          {titles.get(candidate)}
          {held !== undefined && <span className={css['why']}>{held.message}</span>}
        </li>
      ))}
    </ul>
  );
}
