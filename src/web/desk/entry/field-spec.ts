import type { Found } from '#web/kit/combobox.tsx';
import type { Choice } from '#web/kit/select-field.tsx';
import type { Messages } from '#web/words/zh.ts';

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

/** The values of a closed set as choices, in its order. */
export function choices<T extends string>(
  values: readonly T[],
  labels: Readonly<Record<T, string>>,
): Choice[] {
  return values.map((value) => ({ value, label: labels[value] }));
}

/** 理由, which every move that takes something away asks for. */
export function reason(w: Messages, hint?: string): FieldSpec {
  return {
    kind: 'text',
    name: 'reason',
    label: w.form.reason,
    needed: true,
    ...(hint === undefined ? {} : { hint }),
  };
}

export function note(w: Messages): FieldSpec {
  return { kind: 'text', name: 'note', label: w.form.note };
}
