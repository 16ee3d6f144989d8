import type { Messages } from '#web/words/zh.ts';
import type { Draft, FieldSpec } from './move-fields.ts';

export interface Fault {
  readonly name: string;
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
    return message === undefined
      ? []
      : [{ name: field.name, message: `${field.label}：${message}` }];
  });
}

function faultOf(field: FieldSpec, draft: Draft, w: Messages): string | undefined {
  const typed = (draft.text?.[field.name] ?? '').trim();
  if (field.kind === 'percent' && typed !== '' && !/^(100|\d{1,2})$/.test(typed))
    return w.form.percentWrong;
  if (field.needed !== true) return undefined;
  switch (field.kind) {
    case 'unit':
    case 'units':
    case 'entry':
      return (draft.units?.[field.name] ?? []).length === 0 ? w.form.needed : undefined;
    case 'milestones':
      return (draft.milestones ?? []).some((one) => one.day !== '' && one.text.trim() !== '')
        ? undefined
        : w.form.needMilestone;
    case 'measures':
      return typed === '' ? w.form.needMeasures : undefined;
    case 'day':
      return typed === '' ? w.form.needDay : undefined;
    case 'flag':
    case 'done':
      return undefined;
    default:
      return typed === '' ? w.form.needed : undefined;
  }
}

/** The filled form as the contract takes it. Fields left empty are left out. */
export function inputOf(fields: readonly FieldSpec[], draft: Draft): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  const measures: { kind?: 'milestone'; text: string; dueOn?: string }[] = [];
  let deadline: { kind: string; on?: string } | undefined;
  for (const field of asked(fields, draft)) {
    const typed = (draft.text?.[field.name] ?? '').trim();
    switch (field.kind) {
      case 'percent':
        if (typed !== '') input[field.name] = Number(typed);
        break;
      case 'measures':
        measures.push(...linesOf(typed).map((text) => ({ text })));
        break;
      case 'milestones':
        for (const { day, text } of draft.milestones ?? [])
          if (day !== '' && text.trim() !== '')
            measures.push({ kind: 'milestone', text: text.trim(), dueOn: day });
        break;
      case 'unit':
      case 'entry':
        input[field.name] = draft.units?.[field.name]?.[0]?.id;
        break;
      case 'units': {
        const ids = (draft.units?.[field.name] ?? []).map((unit) => unit.id);
        if (ids.length > 0) input[field.name] = ids;
        break;
      }
      case 'done': {
        const ids = draft.lists?.[field.name] ?? [];
        if (ids.length > 0) input[field.name] = ids;
        break;
      }
      case 'flag': {
        const flag = draft.flags?.[field.name];
        if (flag !== undefined) input[field.name] = flag;
        break;
      }
      case 'radio':
      case 'select':
      case 'day':
        if (typed === '') break;
        if (field.name === 'approve') input['approve'] = typed === 'yes';
        else if (field.name === 'deadlineKind') deadline = { kind: typed };
        else if (field.name === 'deadline' && deadline !== undefined) deadline.on = typed;
        else input[field.name] = typed;
        break;
      default:
        if (typed !== '') input[field.name] = typed;
    }
  }
  if (deadline !== undefined) input['deadline'] = deadline;
  if (measures.length > 0) input['measures'] = measures;
  return input;
}

/** Lines with something in them; a leading number such as `1、` or `(2)` is the writer's own list and falls away. */
export function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.replace(/^\s*[(（]?\d{1,2}\s*(?:[)）、]|[.．](?!\d))\s*/, '').trim())
    .filter((line) => line !== '');
}
