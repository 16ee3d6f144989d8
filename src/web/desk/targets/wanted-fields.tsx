import type { ReactElement } from 'react';
import { GRADES } from '#domain/document/grade.ts';
import { PATH_KINDS } from '#domain/target/path.ts';
import { TARGET_OPS } from '#domain/target/verdict.ts';
import { DateField } from '#web/kit/date-field.tsx';
import { TextInput } from '#web/kit/field.tsx';
import { SelectField } from '#web/kit/select-field.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import type { Need } from '../entry/needing-form.tsx';
import css from './targets.module.css';
import { targetsWords } from './targets-words.ts';

type Words = Awaited<ReturnType<typeof targetsWords>>;
type Op = (typeof TARGET_OPS)[number];
type PathKind = (typeof PATH_KINDS)[number];
type Grade = (typeof GRADES)[number];

/** What a target asks, as its form holds it. */
export interface WantedDraft {
  readonly from: string;
  readonly to: string;
  readonly baseline: string;
  readonly goal: string;
  readonly goalTo: string;
  readonly op: Op;
  readonly grade: Grade;
  readonly path: PathKind;
  readonly profile: string;
}

const DECIMAL = /^-?\d{1,15}(\.\d{1,8})?$/;
const PROFILE = /^\s*-?\d+(\.\d+)?(\s*[,，、]\s*-?\d+(\.\d+)?)*\s*$/;

/** What stands between the form and its being sent: figures may stay empty, but not be something else. */
export function needsOfDraft(draft: WantedDraft, r: Words): readonly Need[] {
  const sound = (text: string, of: RegExp): boolean => text === '' || of.test(text);
  return [
    [r.goal, sound(draft.goal, DECIMAL), r.valueWrong],
    [r.goalTo, draft.op !== 'range' || sound(draft.goalTo, DECIMAL), r.valueWrong],
    [r.baseline, sound(draft.baseline, DECIMAL), r.valueWrong],
    [r.profile, !bySteps(draft) || sound(draft.profile, PROFILE), r.profileWrong],
    [r.from, draft.from !== ''],
    [r.to, draft.to !== ''],
  ];
}

function bySteps({ path }: WantedDraft): boolean {
  return path === 'seasonal' || path === 'quarterly';
}

export function inputOfDraft(draft: WantedDraft) {
  const { from, to, op, grade, path } = draft;
  return {
    from,
    to,
    op,
    grade,
    path,
    ...(draft.baseline === '' ? {} : { baseline: draft.baseline }),
    ...(draft.goal === '' ? {} : { goal: draft.goal }),
    ...(draft.goalTo === '' || op !== 'range' ? {} : { goalTo: draft.goalTo }),
    profile:
      draft.profile === '' || !bySteps(draft) ? [] : draft.profile.split(/[,，、]/).map(Number),
  };
}

/** The fields of what is asked: period, goal, baseline, path. */
export function WantedFields({
  draft,
  onDraft,
}: {
  readonly draft: WantedDraft;
  readonly onDraft: (draft: WantedDraft) => void;
}): ReactElement {
  const { w } = useWords();
  const r = useRoomWords(targetsWords);
  const put = (change: Partial<WantedDraft>): void => onDraft({ ...draft, ...change });
  const wrong = (text: string): string | undefined =>
    text === '' || DECIMAL.test(text) ? undefined : r.valueWrong;
  return (
    <>
      <div className={css['row']}>
        <SelectField
          label={r.op}
          value={draft.op}
          options={TARGET_OPS.map((value) => ({ value, label: r.ops[value] }))}
          onValue={(op) => op !== '' && put({ op })}
        />
        <TextInput
          label={r.goal}
          value={draft.goal}
          error={wrong(draft.goal)}
          inputMode="decimal"
          onText={(goal) => put({ goal: goal.trim() })}
        />
        {draft.op === 'range' && (
          <TextInput
            label={r.goalTo}
            value={draft.goalTo}
            error={wrong(draft.goalTo)}
            inputMode="decimal"
            onText={(goalTo) => put({ goalTo: goalTo.trim() })}
          />
        )}
        <TextInput
          label={r.baseline}
          optional={w.kit.optional}
          value={draft.baseline}
          error={wrong(draft.baseline)}
          inputMode="decimal"
          onText={(baseline) => put({ baseline: baseline.trim() })}
        />
      </div>
      <div className={css['row']}>
        <SelectField
          label={r.grade}
          value={draft.grade}
          options={GRADES.map((value) => ({ value, label: r.grades[value] }))}
          onValue={(grade) => grade !== '' && put({ grade })}
        />
        <SelectField
          label={r.path}
          value={draft.path}
          options={PATH_KINDS.map((value) => ({ value, label: r.paths[value] }))}
          onValue={(path) => path !== '' && put({ path })}
        />
      </div>
      {bySteps(draft) && (
        <TextInput
          label={r.profile}
          hint={r.profileHint}
          value={draft.profile}
          error={draft.profile === '' || PROFILE.test(draft.profile) ? undefined : r.profileWrong}
          onText={(profile) => put({ profile })}
        />
      )}
      <DateField label={r.from} value={draft.from} onDay={(from) => put({ from })} />
      <DateField label={r.to} value={draft.to} onDay={(to) => put({ to })} />
    </>
  );
}
