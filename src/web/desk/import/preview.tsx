import type { ReactElement } from 'react';
import { Button, buttonClass } from '#web/kit/button.tsx';
import { Note } from '#web/kit/states.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { call, hrefOf } from '../api/call.ts';
import { calls } from '../api/calls.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { useAct } from '../api/use-act.ts';
import type { Batch } from './batch-page.tsx';
import { importingWords } from './importing-words.ts';
import { FaultTable } from './fault-table.tsx';
import tables from './import-tables.module.css';
import css from './import.module.css';

type Summary = NonNullable<Batch['summary']>;

/** 预览: what would come in, what would not and why; nothing has been written yet. */
export function Preview({
  batch,
  onJob,
  onMap,
}: {
  readonly batch: Batch;
  readonly onJob: (job: string) => void;
  readonly onMap: () => void;
}): ReactElement | undefined {
  const { exact } = useWords();
  const r = useRoomWords(importingWords);
  const act = useAct((key, id: string) => call(calls.runImport, { id }, { key }));
  const again = useAct((key, hidden: 'with' | 'without') =>
    call(calls.previewImport, { id: batch.id, hidden }, { key }),
  );
  const { summary } = batch;
  if (summary === undefined) return undefined;
  const returned = batch.kind === 'returned';
  const run = async (): Promise<void> => {
    const answer = await act.run(batch.id);
    if (answer !== undefined) onJob(answer.job);
  };
  const look = async (hidden: 'with' | 'without'): Promise<void> => {
    const answer = await again.run(hidden);
    if (answer !== undefined) onJob(answer.job);
  };
  return (
    <>
      <section className={css['card']}>
        <ul className={css['figures']}>
          <li>
            <b>{exact(summary.ready)}</b> {returned ? r.changedRows : r.ready}
          </li>
          <li className={summary.faulty > 0 ? css['bad'] : undefined}>
            <b>{exact(summary.faulty)}</b> {r.faulty}
          </li>
          <li>
            <b>{exact(summary.known)}</b> {returned ? r.unchanged : r.known}
          </li>
          <li>
            <b>{exact(summary.warnings)}</b> {r.warnings}
          </li>
        </ul>
        {act.problem !== undefined && <ProblemNote problem={act.problem} />}
        {again.problem !== undefined && <ProblemNote problem={again.problem} />}
        {summary.hidden !== undefined && (
          <Hidden
            hidden={summary.hidden}
            busy={again.busy}
            onChoice={(choice) => void look(choice)}
          />
        )}
        <p className={css['actions']}>
          <Button
            look="primary"
            busy={act.busy}
            disabled={summary.ready === 0}
            onClick={() => void run()}
          >
            {returned ? r.runChanges(exact(summary.ready)) : r.run(exact(summary.ready))}
          </Button>
          {!returned && <Button onClick={onMap}>{r.mapAgain}</Button>}
          {summary.faulty > 0 && !returned && (
            <a
              className={buttonClass()}
              href={hrefOf(calls.faultySheet, { id: batch.id })}
              download
            >
              {r.faultySheet}
            </a>
          )}
        </p>
        {summary.ready === 0 && <p>{summary.faulty > 0 ? r.allFaulty : r.nothingNew}</p>}
      </section>
      <UnknownUnits units={summary.unknownUnits} />
      <Faults faults={summary.faults} />
      {returned ? <Changes changes={summary.changes} /> : <Sample sample={summary.sample} />}
    </>
  );
}

/** What cannot be seen in the sheet comes in with the rest, unless the clerk leaves it out. */
function Hidden({
  hidden: { entries, leftOut, columns },
  busy,
  onChoice,
}: {
  readonly hidden: NonNullable<Summary['hidden']>;
  readonly busy: boolean;
  readonly onChoice: (choice: 'with' | 'without') => void;
}): ReactElement {
  const { exact } = useWords();
  const r = useRoomWords(importingWords);
  return (
    <Note tone="ochre">
      {entries > 0 && (
        <p>
          {leftOut ? r.hiddenOut(exact(entries)) : r.hiddenIn(exact(entries))}{' '}
          <Button busy={busy} onClick={() => onChoice(leftOut ? 'with' : 'without')}>
            {leftOut ? r.takeHidden : r.leaveHidden}
          </Button>
        </p>
      )}
      {columns.length > 0 && <p>{r.hiddenColumns(columns.join('、'))}</p>}
    </Note>
  );
}

function UnknownUnits({
  units,
}: {
  readonly units: Summary['unknownUnits'];
}): ReactElement | undefined {
  const r = useRoomWords(importingWords);
  if (units.length === 0) return undefined;
  return (
    <Note tone="ochre">
      <strong>{r.unknownUnits}</strong>
      <ul>
        {units.map((unit) => (
          <li key={unit.name}>
            {r.unknownUnit(unit.name, unit.rows)}
            {unit.nearest.length > 0 && ` ${r.nearest(unit.nearest.join('、'))}`}
          </li>
        ))}
      </ul>
    </Note>
  );
}

function Faults({ faults }: { readonly faults: Summary['faults'] }): ReactElement | undefined {
  const r = useRoomWords(importingWords);
  if (faults.length === 0) return undefined;
  return (
    <section className={css['card']} aria-labelledby="faults">
      <h2 id="faults">{r.faults}</h2>
      <FaultTable faults={faults} />
    </section>
  );
}

function Sample({ sample }: { readonly sample: Summary['sample'] }): ReactElement | undefined {
  const { w, day } = useWords();
  const r = useRoomWords(importingWords);
  const sayDeadline = (text: string): string => {
    const kinds: Readonly<Record<string, string>> = w.deadlineKind;
    return kinds[text] ?? (/^\d{4}-\d\d-\d\d$/.test(text) ? day(text) : text);
  };
  if (sample.length === 0) return undefined;
  return (
    <section className={css['card']} aria-labelledby="sample">
      <h2 id="sample">{r.asEntries}</h2>
      <div className={tables['scroll']} tabIndex={0} role="group" aria-labelledby="sample">
        <table className={tables['table']}>
          <thead>
            <tr>
              <th scope="col">{r.row}</th>
              <th scope="col">{w.ledger.problem}</th>
              <th scope="col">{w.ledger.category}</th>
              <th scope="col">{w.ledger.lead}</th>
              <th scope="col">{w.ledger.due}</th>
              <th scope="col">{w.entry.measures}</th>
            </tr>
          </thead>
          <tbody>
            {sample.map((entry) => (
              <tr key={entry.row}>
                <th scope="row">{entry.row}</th>
                <td>{entry.title}</td>
                <td>{entry.category}</td>
                <td>{entry.lead}</td>
                <td className={css['nowrap']}>{sayDeadline(entry.deadline)}</td>
                <td>{entry.measures}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Changes({ changes }: { readonly changes: Summary['changes'] }): ReactElement | undefined {
  const { w } = useWords();
  const r = useRoomWords(importingWords);
  if (changes.length === 0) return undefined;
  return (
    <section className={css['card']} aria-labelledby="changes">
      <h2 id="changes">{r.changes}</h2>
      <div className={tables['scroll']} tabIndex={0} role="group" aria-labelledby="changes">
        <table className={tables['table']}>
          <thead>
            <tr>
              <th scope="col">{w.ledger.no}</th>
              <th scope="col">{w.form.field}</th>
              <th scope="col">{r.from}</th>
              <th scope="col">{r.to}</th>
            </tr>
          </thead>
          <tbody>
            {changes.map((change, i) => (
              <tr key={i}>
                <th scope="row" className={css['nowrap']}>
                  {change.no}
                </th>
                <td>{change.label}</td>
                <td>
                  <del>{change.from}</del>
                </td>
                <td className={css['new']}>{change.to}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
