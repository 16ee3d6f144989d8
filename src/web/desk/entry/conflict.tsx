import type { ReactElement } from 'react';
import { Button } from '#web/kit/button.tsx';
import { cx } from '#web/kit/cx.ts';
import { Note } from '#web/kit/states.tsx';
import { useWords, type Words } from '#web/words/use-words.tsx';
import type { Problem } from '../api/call.ts';
import { problemText } from '../api/problem-text.ts';
import type { Detail } from '../ledger/use-ledger.ts';
import css from './form.module.css';

/** Two people on one row: who changed what, both versions, and what was typed stays. */
export function Conflict({
  problem,
  before,
  now,
  open,
  onGoOn,
}: {
  readonly problem: Problem;
  readonly before: Detail;
  readonly now: Detail;
  /** Is the move still open on the entry as it is now? */
  readonly open: boolean;
  readonly onGoOn: () => void;
}): ReactElement {
  const words = useWords();
  const { w } = words;
  const fresh = now.version !== before.version;
  const lines = sides(before, words)
    .map((line, i) => ({ ...line, now: sides(now, words)[i]?.value ?? '' }))
    .filter((line) => line.value !== line.now);
  return (
    <section className={css['conflict']} role="alert" aria-label={w.form.stale}>
      <Note tone="ochre">
        <strong>{w.form.stale}</strong>
        <br />
        {whoDidWhat(problem, words)}
      </Note>
      <p>{open ? w.form.staleHint : w.form.nowClosed}</p>
      {fresh && lines.length === 0 && <p>{w.form.noVisibleChange}</p>}
      {lines.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">{w.form.field}</th>
              <th scope="col">{w.form.yours}</th>
              <th scope="col">{w.form.theirs}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.label}>
                <th scope="row">{line.label}</th>
                <td>{line.value}</td>
                <td className={cx(css['changed'])}>{line.now}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {open && fresh && <Button onClick={onGoOn}>{w.form.goOn}</Button>}
    </section>
  );
}

/** Who changed it and by which move, in the words of the screen; the server names the event. */
function whoDidWhat(problem: Problem, { w }: Words): string {
  const { who, what } = problem.details;
  if (typeof who !== 'string' || typeof what !== 'string') return problemText(problem, w);
  const names: Readonly<Record<string, string>> = w.move;
  return w.form.staleBy(who, names[what.slice(what.indexOf('.') + 1)] ?? what);
}

function sides(entry: Detail, { w, day }: Words): { label: string; value: string }[] {
  return [
    { label: w.ledger.status, value: w.state[entry.state] },
    { label: w.form.title, value: entry.title },
    { label: w.entry.lead, value: entry.lead?.name ?? '—' },
    {
      label: w.entry.deadline,
      value:
        entry.deadline === undefined ? w.deadlineKind[entry.deadlineKind] : day(entry.deadline),
    },
    { label: w.entry.progress, value: entry.progress === undefined ? '—' : `${entry.progress}%` },
    { label: w.entry.measures, value: entry.measures.map((measure) => measure.text).join('；') },
    { label: w.entry.evidence, value: String(entry.evidence.length) },
    { label: w.entry.level, value: w.level[entry.level] },
  ];
}
