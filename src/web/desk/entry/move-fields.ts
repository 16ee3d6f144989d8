import {
  CHECK_METHODS,
  DEADLINE_KINDS,
  type DeadlineKind,
  type EntryKind,
  FINDINGS,
  FOUND_BY,
  LEVELS,
  SOURCES,
} from '#domain/entry/entry.ts';
import type { Choice } from '#web/kit/select-field.tsx';
import type { Messages } from '#web/words/zh.ts';
import type { MadeMove } from '../api/calls.ts';
import type { Detail } from '../ledger/use-ledger.ts';
import { askFields } from './ask-fields.ts';
import { choices, type Draft, type FieldSpec, note, reason } from './field-spec.ts';

/** Moves that are made with a form; the others (佐证) have a place of their own on the page. */
export type FormMove = MadeMove;

function deadlineFields(w: Messages, needed: boolean, milestones = true): FieldSpec[] {
  const kinds = DEADLINE_KINDS.filter((kind) => kind !== 'none');
  return [
    {
      kind: 'radio',
      name: 'deadlineKind',
      label: w.form.deadlineKind,
      options: choices<Exclude<DeadlineKind, 'none'>>(kinds, w.deadlineKind),
      needed,
    },
    {
      kind: 'day',
      name: 'deadline',
      label: w.form.deadline,
      needed: true,
      when: (draft) => draft.text?.['deadlineKind'] === 'date',
    },
    ...(milestones
      ? [
          {
            kind: 'milestones',
            name: 'milestones',
            label: w.form.milestones,
            needed: true,
            when: (draft: Draft) => draft.text?.['deadlineKind'] === 'long_term',
          } as const,
        ]
      : []),
  ];
}

function handing(w: Messages, kind: EntryKind): FieldSpec[] {
  return [
    { kind: 'unit', name: 'lead', label: w.form.lead, needed: true },
    { kind: 'units', name: 'co', label: w.form.co, hint: w.form.coHint },
    ...deadlineFields(w, true),
    {
      kind: 'measures',
      name: 'measures',
      label: w.form.measures,
      hint: w.form.measuresHint,
      needed: kind === 'problem',
    },
  ];
}

/** The few things a move asks for: only what its guard needs. */
export function moveFields(
  move: FormMove,
  entry: {
    readonly kind: EntryKind;
    readonly measures: readonly Detail['measures'][number][];
    readonly deadlineKind?: DeadlineKind;
  },
  w: Messages,
  categories: readonly Choice[],
): readonly FieldSpec[] {
  const percent: FieldSpec = {
    kind: 'percent',
    name: 'percent',
    label: w.form.percent,
    needed: true,
  };
  const progressNote: FieldSpec = {
    kind: 'text',
    name: 'note',
    label: w.form.progressNote,
    hint: w.form.progressHint,
    needed: true,
  };
  const keyFlag: FieldSpec = {
    kind: 'flag',
    name: 'isKey',
    label: w.form.isKey,
    hint: w.form.keyHint,
  };
  const level: FieldSpec = {
    kind: 'select',
    name: 'level',
    label: w.form.level,
    options: choices(LEVELS, w.level),
  };
  const category: FieldSpec = {
    kind: 'select',
    name: 'category',
    label: w.form.category,
    options: categories,
  };
  switch (move) {
    case 'screen':
    case 'unblock':
    case 'close':
    case 'withdraw':
    case 'recall':
      return [note(w)];
    case 'accept':
      return [];
    case 'list':
      return [category, level, keyFlag];
    case 'not_list':
    case 'refuse':
    case 'cancel':
    case 'unmerge':
      return [reason(w)];
    case 'send_back':
      return [reason(w, w.form.sendBackHint)];
    case 'assign':
    case 'issue':
      return [...handing(w, entry.kind), note(w)];
    case 'reassign':
      return [...handing(w, entry.kind), reason(w)];
    case 'progress':
      return [
        percent,
        progressNote,
        ...(entry.measures.some((measure) => measure.doneAt === undefined)
          ? [{ kind: 'done', name: 'done', label: w.form.doneMeasures } as const]
          : []),
      ];
    case 'co_report':
      return [percent, progressNote];
    case 'block':
      return [
        reason(w),
        {
          kind: 'day',
          name: 'reviewOn',
          label: w.form.reviewOn,
          hint: w.form.reviewHint,
          needed: true,
        },
      ];
    case 'deliver':
      return [{ kind: 'text', name: 'note', label: w.form.deliverNote, needed: true }];
    case 'appoint':
      return [{ kind: 'unit', name: 'unit', label: w.form.checker, needed: true }];
    case 'check':
      return [
        {
          kind: 'radio',
          name: 'method',
          label: w.form.method,
          options: choices(CHECK_METHODS, w.method),
          needed: true,
        },
        {
          kind: 'radio',
          name: 'finding',
          label: w.form.finding,
          options: choices(FINDINGS, w.finding),
          needed: true,
        },
        {
          kind: 'text',
          name: 'note',
          label: w.form.checkNote,
          hint: w.form.checkHint,
          needed: true,
        },
      ];
    case 'reopen':
      // The milestones of a long-term entry stay as they are through a reopening.
      return [reason(w), ...deadlineFields(w, false, false)];
    case 'supersede':
      return [{ kind: 'entry', name: 'by', label: w.form.supersededBy, needed: true }, reason(w)];
    case 'merge':
      return [
        { kind: 'entry', name: 'into', label: w.form.into, hint: w.form.intoHint, needed: true },
        reason(w),
      ];
    case 'correct':
      return [
        { kind: 'line', name: 'title', label: w.form.title, needed: true },
        { kind: 'text', name: 'detail', label: w.form.detail },
        { kind: 'text', name: 'cause', label: w.form.cause },
        { kind: 'text', name: 'remark', label: w.form.remark },
        category,
        {
          kind: 'select',
          name: 'source',
          label: w.form.source,
          options: choices(SOURCES, w.source),
        },
        { kind: 'line', name: 'sourceNo', label: w.form.sourceNo },
        {
          kind: 'select',
          name: 'foundBy',
          label: w.form.foundBy,
          options: choices(FOUND_BY, w.foundBy),
        },
        { kind: 'text', name: 'quote', label: w.form.quote },
        level,
        keyFlag,
        reason(w),
      ];
    case 'self_mend':
      return [
        {
          kind: 'measures',
          name: 'measures',
          label: w.form.measures,
          hint: w.form.measuresHint,
          needed: true,
        },
        ...deadlineFields(w, true),
      ];
    case 'ask':
      return askFields(w, entry.deadlineKind);
    case 'decide':
      return [
        {
          kind: 'radio',
          name: 'approve',
          label: w.form.decision,
          options: [
            { value: 'yes', label: w.form.approve },
            { value: 'no', label: w.form.reject },
          ],
          needed: true,
        },
        note(w),
      ];
  }
}
