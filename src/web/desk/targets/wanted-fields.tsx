import type { ReactElement } from 'react';
import { GRADES } from '#domain/document/grade.ts';
import { PATH_KINDS } from '#domain/target/path.ts';
import { TARGET_OPS } from '#domain/target/verdict.ts';
import { DateField } from '#web/kit/date-field.tsx';
import { TextInput } from '#web/kit/field.tsx';
import { SelectField } from '#web/kit/select-field.tsx';
import { useRoomWords } from '#web/words/room-words.ts';
import { useWords } from '#web/words/use-words.tsx';
import css from './targets.module.css';
import { targetsWords } from './targets-words.ts';

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

/** Is every field either empty or sound? */
export function soundDraft(draft: WantedDraft): boolean {
  const numbers = [draft.baseline, draft.goal, draft.goalTo].filter((text) => text !== '');
  const profile = draft.profile === '' || PROFILE.test(draft.profile);
  return (
    numbers.every((text) => DECIMAL.test(text)) && profile && draft.from !== '' && draft.to !== ''
  );
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
      draft.profile === '' || (path !== 'seasonal' && path !== 'quarterly')
        ? []
        : draft.profile.split(/[,，、]/).map(Number),
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
  const bySteps = draft.path === 'seasonal' || draft.path === 'quarterly';
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
      {bySteps && (
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
