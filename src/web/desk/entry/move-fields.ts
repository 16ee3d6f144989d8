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
import type { Found } from '#web/kit/combobox.tsx';
import type { Choice } from '#web/kit/select-field.tsx';
import type { Messages } from '#web/words/zh.ts';
import type { MadeMove } from '../api/calls.ts';
import type { Detail } from '../ledger/use-ledger.ts';

/** A dated point on the way of a long-term entry (节点), as typed. */
export interface MilestoneDraft {
  readonly day: string;
  readonly text: string;
}

/** What has been filled in so far. Kept as typed, so that nothing is lost on the way. */
export interface Draft {
  readonly text?: Readonly<Record<string, string>>;
  readonly flags?: Readonly<Record<string, boolean>>;
  readonly units?: Readonly<Record<string, readonly Found[]>>;
  readonly lists?: Readonly<Record<string, readonly string[]>>;
  readonly milestones?: readonly MilestoneDraft[];
}

interface Common {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly needed?: boolean;
  /** Asked only when this holds. */
  readonly when?: (draft: Draft) => boolean;
}

export type FieldSpec = Common &
  (
    | {
        readonly kind:
          | 'text'
          | 'line'
          | 'percent'
          | 'day'
          | 'measures'
          | 'entry'
          | 'unit'
          | 'units';
      }
    | { readonly kind: 'flag' }
    | { readonly kind: 'done' }
    | { readonly kind: 'milestones' }
    | { readonly kind: 'radio' | 'select'; readonly options: readonly Choice[] }
  );

/** Moves that are made with a form; the others (佐证) have a place of their own on the page. */
export type FormMove = MadeMove;

function choices<T extends string>(
  values: readonly T[],
  labels: Readonly<Record<T, string>>,
): Choice[] {
  return values.map((value) => ({ value, label: labels[value] }));
}

function reason(w: Messages, hint?: string): FieldSpec {
  return {
    kind: 'text',
    name: 'reason',
    label: w.form.reason,
    needed: true,
    ...(hint === undefined ? {} : { hint }),
  };
}

function note(w: Messages): FieldSpec {
  return { kind: 'text', name: 'note', label: w.form.note };
}

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

/** A long-term entry has no one deadline to extend: it is adjusted, if need be to a dated one. */
function askFields(w: Messages, deadlineKind: DeadlineKind | undefined): readonly FieldSpec[] {
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
