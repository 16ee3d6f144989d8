import { type ReactElement, type ReactNode, useState } from 'react';
import { GRADES } from '#domain/document/grade.ts';
import { FIGURE_KINDS } from '#domain/document/kind.ts';
import { FIGURE_OPS } from '#domain/document/op.ts';
import { DEADLINE_KINDS, type DeadlineKind } from '#domain/entry/entry.ts';
import { Button } from '#web/kit/button.tsx';
import { DateField } from '#web/kit/date-field.tsx';
import { Dialog } from '#web/kit/dialog.tsx';
import { TextArea, TextInput } from '#web/kit/field.tsx';
import { SelectField } from '#web/kit/select-field.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import { call, type Input, type Problem } from '../api/call.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { useAct } from '../api/use-act.ts';
import { documentCalls } from './document-calls.ts';
import css from './documents.module.css';
import { documentsWords } from './documents-words.ts';
import type { Candidate, Change } from './reading-model.ts';
import type { Figure } from './say-figure.ts';

type Edit = Input<typeof documentCalls.editCandidate>;
type TaskEdit = NonNullable<Edit['task']>;
type FigureEdit = NonNullable<Edit['figure']>;

interface Editing {
  readonly id: string;
  readonly candidate: Candidate;
  readonly onClose: () => void;
  readonly onDone: (change: Change) => void;
}

/** 改后采纳: the fields as they were read; only what was changed is sent, the words of the text stay. */
export function EditDialog({ id, candidate, onClose, onDone }: Editing): ReactElement {
  const r = useRoomWords(documentsWords);
  const { version } = candidate;
  const act = useAct((key, edit: Pick<Edit, 'task' | 'figure'>) =>
    call(
      documentCalls.editCandidate,
      { id, candidate: { id: candidate.id, version }, ...edit },
      { key },
    ),
  );
  const save = async (edit: Pick<Edit, 'task' | 'figure'>): Promise<void> => {
    const change = await act.run(edit);
    if (change !== undefined) onDone(change);
  };
  return (
    <Dialog title={r.editTitle[candidate.kind]} onClose={onClose} side>
      <blockquote className={css['quote']}>{candidate.quote}</blockquote>
      {candidate.task !== undefined && (
        <TaskForm
          task={candidate.task}
          busy={act.busy}
          problem={act.problem}
          onSave={(task) => void save({ task })}
        />
      )}
      {candidate.figure !== undefined && (
        <FigureForm
          figure={candidate.figure}
          busy={act.busy}
          problem={act.problem}
          onSave={(figure) => void save({ figure })}
        />
      )}
    </Dialog>
  );
}

interface Form {
  readonly busy: boolean;
  readonly problem: Problem | undefined;
}

function Saving({
  busy,
  problem,
  ready,
  onSave,
  children,
}: Form & {
  readonly ready: boolean;
  readonly onSave: () => void;
  readonly children: ReactNode;
}): ReactElement {
  const r = useRoomWords(documentsWords);
  return (
    <form
      className={css['form']}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) onSave();
      }}
    >
      {children}
      {problem !== undefined && <ProblemNote problem={problem} />}
      <p>
        <Button type="submit" look="primary" busy={busy} disabled={!ready}>
          {r.saveEdit}
        </Button>
      </p>
    </form>
  );
}

function TaskForm({
  task,
  onSave,
  ...form
}: Form & {
  readonly task: NonNullable<Candidate['task']>;
  readonly onSave: (edit: TaskEdit) => void;
}): ReactElement {
  const { w } = useWords();
  const r = useRoomWords(documentsWords);
  const [title, setTitle] = useState(task.title);
  const [measures, setMeasures] = useState(task.measures.join('\n'));
  const [kind, setKind] = useState<DeadlineKind>(task.deadline?.kind ?? 'none');
  const [on, setOn] = useState(task.deadline?.on ?? '');
  const [recurrence, setRecurrence] = useState(task.recurrence ?? '');
  const lines = measures.split('\n').flatMap((line) => line.trim() || []);
  const deadline = { kind, ...(on === '' || kind === 'none' ? {} : { on }) };
  const before = task.deadline ?? { kind: 'none' as const };
  const isSame = deadline.kind === before.kind && deadline.on === before.on;
  const save = (): void =>
    onSave({
      title: title.trim(),
      ...(lines.join('\n') === task.measures.join('\n') ? {} : { measures: lines }),
      ...(isSame ? {} : { deadline: kind === 'none' ? null : deadline }),
      ...(recurrence.trim() === (task.recurrence ?? '')
        ? {}
        : { recurrence: recurrence.trim() || null }),
    });
  const needsDay = kind === 'date' && on === '';
  return (
    <Saving {...form} ready={title.trim() !== '' && !needsDay} onSave={save}>
      <TextInput label={r.taskTitle} value={title} maxLength={200} onText={setTitle} />
      <TextArea
        label={r.measures}
        hint={r.measuresHint}
        optional={w.kit.optional}
        value={measures}
        onText={setMeasures}
      />
      <SelectField
        label={r.due}
        value={kind}
        options={DEADLINE_KINDS.map((one) => ({ value: one, label: w.deadlineKind[one] }))}
        onValue={(value) => setKind(value === '' ? 'none' : value)}
      />
      {kind !== 'none' && (
        <DateField
          label={r.dueDay}
          value={on}
          error={needsDay ? r.needDay : undefined}
          optional={kind === 'date' ? undefined : w.kit.optional}
          onDay={setOn}
        />
      )}
      <TextInput
        label={r.recurrence}
        optional={w.kit.optional}
        value={recurrence}
        maxLength={200}
        onText={setRecurrence}
      />
    </Saving>
  );
}

const DECIMAL = /^-?\d{1,15}(\.\d{1,8})?$/;
const NUMBERS = ['value', 'max', 'base'] as const;
const LINES = ['basePeriod', 'period', 'scope'] as const;
type Draft = Readonly<
  Record<'metric' | 'unit' | 'due' | (typeof NUMBERS)[number] | (typeof LINES)[number], string>
>;

function draftOf(figure: Figure): Draft {
  const number = (n: number | undefined): string => (n === undefined ? '' : String(n));
  return {
    metric: figure.metric,
    unit: figure.unit,
    due: figure.due ?? '',
    value: number(figure.value),
    max: number(figure.max),
    base: number(figure.base),
    basePeriod: figure.basePeriod ?? '',
    period: figure.period ?? '',
    scope: figure.scope ?? '',
  };
}

function FigureForm({
  figure,
  onSave,
  ...form
}: Form & {
  readonly figure: Figure;
  readonly onSave: (edit: FigureEdit) => void;
}): ReactElement {
  const { w } = useWords();
  const r = useRoomWords(documentsWords);
  const before = draftOf(figure);
  const [draft, setDraft] = useState(before);
  const [kind, setKind] = useState(figure.kind);
  const [op, setOp] = useState(figure.op);
  const [grade, setGrade] = useState(figure.grade ?? '');
  const put = (name: keyof Draft) => (text: string) =>
    setDraft((now) => ({ ...now, [name]: text }));
  const isWrong = (name: (typeof NUMBERS)[number]): boolean =>
    draft[name].trim() !== '' && !DECIMAL.test(draft[name].trim());
  const save = (): void => {
    const has = (name: keyof Draft): boolean => draft[name].trim() !== before[name];
    const numbers = NUMBERS.filter(has).map((name) => [
      name,
      draft[name].trim() === '' ? null : Number(draft[name]),
    ]);
    const lines = [...LINES, 'due' as const]
      .filter(has)
      .map((name) => [name, draft[name].trim() || null]);
    onSave({
      metric: draft.metric.trim(),
      ...(has('unit') ? { unit: draft.unit.trim() } : {}),
      ...(kind === figure.kind ? {} : { kind }),
      ...(op === figure.op ? {} : { op }),
      ...(grade === (figure.grade ?? '') ? {} : { grade: grade === '' ? null : grade }),
      ...Object.fromEntries([...numbers, ...lines]),
    });
  };
  const ready = draft.metric.trim() !== '' && !NUMBERS.some(isWrong);
  return (
    <Saving {...form} ready={ready} onSave={save}>
      <TextInput
        label={r.fields.metric}
        value={draft.metric}
        maxLength={200}
        onText={put('metric')}
      />
      <div className={css['pair']}>
        <SelectField
          label={r.fields.kind}
          value={kind}
          options={FIGURE_KINDS.map((one) => ({ value: one, label: r.figureKinds[one] }))}
          onValue={(value) => value !== '' && setKind(value)}
        />
        <SelectField
          label={r.fields.op}
          value={op}
          options={FIGURE_OPS.map((one) => ({ value: one, label: r.opNames[one] }))}
          onValue={(value) => value !== '' && setOp(value)}
        />
      </div>
      <div className={css['pair']}>
        {NUMBERS.map((name) => (
          <TextInput
            key={name}
            label={r.fields[name]}
            optional={name === 'value' ? undefined : w.kit.optional}
            hint={name === 'value' && figure.withheld ? r.withheldHint : undefined}
            inputMode="decimal"
            value={draft[name]}
            error={isWrong(name) ? r.notANumber : undefined}
            onText={put(name)}
          />
        ))}
        <TextInput label={r.fields.unit} value={draft.unit} maxLength={40} onText={put('unit')} />
      </div>
      <DateField
        label={r.fields.due}
        optional={w.kit.optional}
        value={draft.due}
        onDay={put('due')}
      />
      <SelectField
        label={r.fields.grade}
        optional={w.kit.optional}
        none={r.noGrade}
        value={grade}
        options={GRADES.map((one) => ({ value: one, label: r.grades[one] }))}
        onValue={setGrade}
      />
      {LINES.map((name) => (
        <TextInput
          key={name}
          label={r.fields[name]}
          optional={w.kit.optional}
          value={draft[name]}
          maxLength={100}
          onText={put(name)}
        />
      ))}
    </Saving>
  );
}
