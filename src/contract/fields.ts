import * as z from 'zod/mini';

/** Fields that many operations share. Texts are trimmed; an empty one is as good as none. */
export const Id = z.uuid();
/** How a day is written. */
export const DAY_FORM = 'YYYY-MM-DD';
export const Day = z.string().check(z.refine(isDay, { error: DAY_FORM }));

/** A day that the calendar has; the engine's own reading takes 30 February for 2 March. */
function isDay(text: string): boolean {
  const moment = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(moment) && new Date(moment).toISOString().startsWith(text);
}

/** A line of text that must say something. */
export function line(max: number) {
  return z.string().check(z.trim(), z.minLength(1), z.maxLength(max));
}

/** A text that may be empty. */
export function words(max: number) {
  return z.string().check(z.trim(), z.maxLength(max));
}

/** A query field that may be given once or more; always a list inside. */
export function many<T extends z.ZodMiniType>(item: T) {
  return z.pipe(
    z.transform((value: unknown) =>
      value === undefined || Array.isArray(value) ? value : [value],
    ),
    z.optional(z.array(item).check(z.minLength(1), z.maxLength(50))),
  );
}

/** A query field that is a whole number. */
export function whole(least: number, most: number) {
  return z.coerce.number().check(z.int(), z.gte(least), z.lte(most));
}

/** A query field that is yes or no, written `true` or `false`. */
export const Flag = z.pipe(
  z.transform((value: unknown) => (value === 'true' ? true : value === 'false' ? false : value)),
  z.boolean(),
);

export const Moment = z.string();

/** A unit as others name it. */
export const UnitName = z.object({ id: z.string(), name: z.string() });
