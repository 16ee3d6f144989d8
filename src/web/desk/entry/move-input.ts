import type { Messages } from '#web/words/zh.ts';
import type { Draft, FieldSpec } from './field-spec.ts';

export interface Fault {
  readonly name: string;
  readonly label: string;
  readonly message: string;
}

/** Which fields of the form are asked now. */
export function asked(fields: readonly FieldSpec[], draft: Draft): FieldSpec[] {
  return fields.filter((field) => field.when === undefined || field.when(draft));
}

/** What is still missing or not understood, in the order of the form. */
export function faultsOf(fields: readonly FieldSpec[], draft: Draft, w: Messages): Fault[] {
  return asked(fields, draft).flatMap((field) => {
    const message = faultOf(field, draft, w);
    return message === undefined ? [] : [{ name: field.name, label: field.label, message }];
  });
}

function typedIn(field: FieldSpec, draft: Draft): string {
  return (draft.text?.[field.name] ?? '').trim();
}

function faultOf(field: FieldSpec, draft: Draft, w: Messages): string | undefined {
  const typed = typedIn(field, draft);
  if (field.kind === 'percent' && typed !== '' && !/^(100|\d{1,2})$/.test(typed))
    return w.form.percentWrong;
  if (field.needed !== true) return undefined;
  switch (field.kind) {
    case 'unit':
    case 'units':
    case 'entry':
      return (draft.units?.[field.name] ?? []).length === 0 ? w.form.needed : undefined;
    case 'milestones':
      return milestonesOf(draft).length === 0 ? w.form.needMilestone : undefined;
    case 'measures':
      return typed === '' ? w.form.needMeasures : undefined;
    case 'day':
      return typed === '' ? w.form.needDay : undefined;
    case 'flag':
    case 'done':
      return undefined;
    case 'text':
    case 'line':
    case 'percent':
    case 'radio':
    case 'select':
      return typed === '' ? w.form.needed : undefined;
  }
}

interface MeasureSent {
  readonly kind?: 'milestone';
  readonly text: string;
  readonly dueOn?: string;
}

function milestonesOf(draft: Draft): MeasureSent[] {
  return (draft.milestones ?? [])
    .filter(({ day, text }) => day !== '' && text.trim() !== '')
    .map(({ day, text }) => ({ kind: 'milestone', text: text.trim(), dueOn: day }));
}

/** The filled form as the contract takes it. Fields left empty are left out. */
export function inputOf(fields: readonly FieldSpec[], draft: Draft): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  const measures: MeasureSent[] = [];
  for (const field of asked(fields, draft)) {
    if (field.kind === 'measures')
      measures.push(...linesOf(typedIn(field, draft)).map((text) => ({ text })));
    else if (field.kind === 'milestones') measures.push(...milestonesOf(draft));
    else input[field.name] = valueOf(field, draft);
  }
  // Kind and day of a deadline are two fields on the screen and one on the wire.
  if ('deadlineKind' in input) {
    const { deadlineKind, deadline } = input;
    delete input['deadlineKind'];
    input['deadline'] =
      deadlineKind === undefined ? undefined : { kind: deadlineKind, on: deadline };
  }
  if (measures.length > 0) input['measures'] = measures;
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
}

function valueOf(field: FieldSpec, draft: Draft): unknown {
  const typed = typedIn(field, draft);
  const given = (list: readonly string[]): readonly string[] | undefined =>
    list.length === 0 ? undefined : list;
  switch (field.kind) {
    case 'percent':
      return typed === '' ? undefined : Number(typed);
    case 'unit':
    case 'entry':
      return draft.units?.[field.name]?.[0]?.id;
    case 'units':
      return given((draft.units?.[field.name] ?? []).map((unit) => unit.id));
    case 'done':
      return given(draft.lists?.[field.name] ?? []);
    case 'flag':
      return draft.flags?.[field.name];
    case 'radio':
      if (field.name === 'approve') return typed === '' ? undefined : typed === 'yes';
      return typed === '' ? undefined : typed;
    case 'text':
    case 'line':
    case 'select':
    case 'day':
    case 'measures':
    case 'milestones':
      return typed === '' ? undefined : typed;
  }
}

/** Lines with something in them; a leading number such as `1、` or `(2)` is the writer's own list and falls away. */
export function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.replace(/^\s*[(（]?\d{1,2}\s*(?:[)）、]|[.．](?!\d))\s*/, '').trim())
    .filter((line) => line !== '');
}
