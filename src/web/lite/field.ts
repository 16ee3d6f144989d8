import { html } from 'hono/html';
import type { LiteWords } from '#web/words/lite-zh.ts';
import type { Html } from './layout.ts';

/** What was typed into a form, by field. */
export type Typed = Readonly<Record<string, readonly string[]>>;

export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** One field of a form. */
export interface FieldSpec {
  readonly kind: 'text' | 'line' | 'percent' | 'day' | 'radio' | 'boxes' | 'photos';
  readonly name: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly needed?: boolean;
  /** Needed only when that other field has this value. */
  readonly neededWith?: readonly [field: string, value: string];
  /** The most characters it may hold. */
  readonly max?: number;
  readonly options?: readonly Choice[];
  /** Of photos: what is said while they are made smaller, and after. */
  readonly making?: Making;
}

/** 照片改小: the words for it, where a script does it. */
interface Making {
  readonly making: string;
  readonly made: string;
  readonly heic: string;
}

export interface Fault {
  readonly field: string;
  readonly sentence: string;
}

/** What is missing or cannot be read, in the order of the form. `photos` is how many files came along. */
export function faultsOf(
  fields: readonly FieldSpec[],
  typed: Typed,
  photos: number,
  w: LiteWords,
): readonly Fault[] {
  return fields.flatMap((field) => {
    const sentence = faultOf(field, typed, photos, w);
    return sentence === undefined ? [] : [{ field: field.name, sentence }];
  });
}

function faultOf(field: FieldSpec, typed: Typed, photos: number, w: LiteWords): string | undefined {
  const { label } = field;
  const value = typed[field.name]?.[0]?.trim() ?? '';
  const [other, wanted] = field.neededWith ?? [];
  const needed = field.needed === true || (other !== undefined && typed[other]?.[0] === wanted);
  switch (field.kind) {
    case 'photos':
      return needed && photos === 0 ? w.ask.photosNeeded : undefined;
    case 'boxes':
      return undefined;
    case 'radio':
      return needed && !(field.options ?? []).some((option) => option.value === value)
        ? w.fault.choose(label)
        : undefined;
    case 'percent':
      return /^\d{1,3}$/.test(value) && Number(value) <= 100 ? undefined : w.fault.percent;
    case 'day':
      return (needed || value !== '') && !/^\d{4}-\d{2}-\d{2}$/.test(value)
        ? w.fault.day(label)
        : undefined;
    case 'line':
    case 'text':
      if (needed && value === '') return w.fault.needed(label);
      return field.max !== undefined && value.length > field.max
        ? w.fault.long(label, field.max)
        : undefined;
  }
}

/** A field with its label, hint and fault, holding what was typed. */
export function fieldHtml(field: FieldSpec, typed: Typed, faults: readonly Fault[]): Html {
  const fault = faults.find((one) => one.field === field.name)?.sentence;
  const about = [
    ...(field.hint === undefined ? [] : [`${field.name}-hint`]),
    ...(fault === undefined ? [] : [`${field.name}-fault`]),
  ].join(' ');
  const notes = html`${field.hint === undefined ? '' : html`<p class="hint" id="${field.name}-hint">${field.hint}</p>`}
  ${fault === undefined ? '' : html`<p class="fault" id="${field.name}-fault">${fault}</p>`}`;
  const marks = html`${about === '' ? '' : html`aria-describedby="${about}"`}
  ${fault === undefined ? '' : html`aria-invalid="true"`}`;
  if (field.kind === 'radio' || field.kind === 'boxes')
    return html`<fieldset
      class="field"
      id="${field.name}"
      tabindex="-1"
      ${about === '' ? '' : html`aria-describedby="${about}"`}
    >
      <legend>${field.label}</legend>
      ${notes}
      <div class="${field.kind === 'boxes' ? 'choices whole' : 'choices'}">
        ${(field.options ?? []).map((option) => choiceHtml(field, option, typed))}
      </div>
    </fieldset>`;
  return html`<div class="field">
    <label for="${field.name}">${field.label}</label>${notes}
    ${control(field, typed[field.name]?.[0] ?? '', marks)}
  </div>`;
}

function choiceHtml(field: FieldSpec, option: Choice, typed: Typed): Html {
  const chosen = typed[field.name]?.includes(option.value) ?? false;
  return html`<label class="choice"
    ><input
      type="${field.kind === 'radio' ? 'radio' : 'checkbox'}"
      name="${field.name}"
      value="${option.value}"
      ${chosen ? 'checked' : ''}
    />
    <span>${option.label}</span></label
  >`;
}

function control({ kind, name, max, making }: FieldSpec, value: string, marks: Html): Html {
  switch (kind) {
    case 'text':
      return html`<textarea
        id="${name}"
        name="${name}"
        rows="4"
        ${max === undefined ? '' : html`maxlength="${max}"`}
        ${marks}
      >
${value}</textarea>`;
    case 'percent':
      return html`<input
        class="short"
        type="number"
        inputmode="numeric"
        min="0"
        max="100"
        step="1"
        id="${name}"
        name="${name}"
        value="${value}"
        ${marks}
      />`;
    case 'day':
      return html`<input
        class="short"
        type="date"
        id="${name}"
        name="${name}"
        value="${value}"
        ${marks}
      />`;
    case 'photos':
      return html`<input
        type="file"
        multiple
        accept="image/*,application/pdf"
        ${makingMarks(making)}
        id="${name}"
        name="${name}"
        ${marks}
      />`;
    case 'line':
    case 'radio':
    case 'boxes':
      return html`<input
        type="text"
        id="${name}"
        name="${name}"
        value="${value}"
        ${max === undefined ? '' : html`maxlength="${max}"`}
        ${marks}
      />`;
  }
}

/**
 * What is missing, at the top of the form, each a link to its field. The page begins at it: what stands in a page
 * from the start is read in its turn only, though it be an alert.
 */
export function faultSummary(faults: readonly Fault[], w: LiteWords): Html {
  return html`<div class="notice bad" role="alert" tabindex="-1" autofocus>
    <h2>${w.fault.title}</h2>
    <ul>
      ${faults.map((fault) => html`<li><a href="#${fault.field}">${fault.sentence}</a></li>`)}
    </ul>
  </div>`;
}

/** What marks an input whose photos are made smaller. */
export function makingMarks(words: Making | undefined): Html | string {
  if (words === undefined) return '';
  return html`data-making="${words.making}" data-made="${words.made}" data-heic="${words.heic}"`;
}
