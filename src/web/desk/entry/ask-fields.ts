import type { DeadlineKind } from '#domain/entry/entry.ts';
import type { Messages } from '#web/words/zh.ts';
import { choices, type Draft, type FieldSpec, reason } from './field-spec.ts';

/** A long-term entry has no one deadline to extend: it is adjusted, if need be to a dated one. */
export function askFields(
  w: Messages,
  deadlineKind: DeadlineKind | undefined,
): readonly FieldSpec[] {
  const longTerm = deadlineKind === 'long_term';
  const kinds = longTerm
    ? (['adjustment', 'cancellation'] as const)
    : (['extension', 'adjustment', 'cancellation'] as const);
  const isKind = (kind: string) => (draft: Draft) => draft.text?.['kind'] === kind;
  return [
    {
      kind: 'radio',
      name: 'kind',
      label: w.form.requestKind,
      options: choices(kinds, w.requestKind),
      needed: true,
    },
    {
      kind: 'day',
      name: 'deadline',
      label: w.form.newDeadline,
      needed: true,
      when: isKind('extension'),
    },
    { kind: 'line', name: 'title', label: w.form.newTitle, when: isKind('adjustment') },
    { kind: 'measures', name: 'measures', label: w.form.newMeasures, when: isKind('adjustment') },
    ...(longTerm ? toDatedFields(w) : []),
    reason(w),
  ];
}

function toDatedFields(w: Messages): FieldSpec[] {
  const adjusts = (draft: Draft): boolean => draft.text?.['kind'] === 'adjustment';
  return [
    {
      kind: 'milestones',
      name: 'milestones',
      label: w.form.milestones,
      when: (draft) => adjusts(draft) && draft.flags?.['toDated'] !== true,
    },
    {
      kind: 'flag',
      name: 'toDated',
      label: w.form.toDated,
      hint: w.form.toDatedHint,
      when: adjusts,
    },
    {
      kind: 'day',
      name: 'deadline',
      label: w.form.toDatedDay,
      needed: true,
      when: (draft) => adjusts(draft) && draft.flags?.['toDated'] === true,
    },
  ];
}
