import { type EntryKind, FOUND_BY, LEVELS, SOURCES } from '#domain/entry/entry.ts';
import type { Choice } from '#web/kit/select-field.tsx';
import type { Messages } from '#web/words/zh.ts';
import { choices, type FieldSpec } from './field-spec.ts';

/** What raising a problem, or drafting a task, asks for. */
export function raiseFields(
  kind: EntryKind,
  w: Messages,
  categories: readonly Choice[],
): readonly FieldSpec[] {
  return [
    {
      kind: 'line',
      name: 'title',
      label: w.form.title,
      hint: kind === 'problem' ? w.form.titleHint : w.form.taskTitleHint,
      needed: true,
    },
    { kind: 'text', name: 'detail', label: w.form.detail },
    {
      kind: 'select',
      name: 'source',
      label: w.form.source,
      options: choices(SOURCES, w.source),
      needed: true,
    },
    { kind: 'line', name: 'sourceNo', label: w.form.sourceNo },
    {
      kind: 'select',
      name: 'foundBy',
      label: w.form.foundBy,
      options: choices(FOUND_BY, w.foundBy),
    },
    ...(categories.length === 0
      ? []
      : [
          {
            kind: 'select',
            name: 'category',
            label: w.form.category,
            options: categories,
          } as const,
        ]),
    {
      kind: 'select',
      name: 'level',
      label: w.form.level,
      options: choices(LEVELS, w.level),
      needed: true,
    },
    { kind: 'flag', name: 'isKey', label: w.form.isKey, hint: w.form.keyHint },
    { kind: 'measures', name: 'measures', label: w.form.measures, hint: w.form.measuresHint },
  ];
}
