import type { Typed } from '#web/lite/field.ts';

/** A form as it was sent: what was typed, and the files. */
export interface SentForm {
  readonly typed: Typed;
  readonly photos: readonly File[];
}

/** Why a form was not read. */
export class FormTooLarge extends Error {
  override readonly name = 'FormTooLarge';
}
export class TooManyForms extends Error {
  override readonly name = 'TooManyForms';
}

/** The most one form may carry, photos and all. */
const MAX_FORM = 42_000_000;
/** The most that forms being read at one moment may carry together: they are held in memory. */
const MAX_AT_ONCE = 130_000_000;

let reading = 0;

/** @throws FormTooLarge, TooManyForms */
export async function readForm(request: Request): Promise<SentForm> {
  const length = Number(request.headers.get('content-length') ?? Number.NaN);
  const size = Number.isNaN(length) ? MAX_FORM : length;
  if (size > MAX_FORM) throw new FormTooLarge();
  if (reading + size > MAX_AT_ONCE) throw new TooManyForms();
  reading += size;
  try {
    return sorted(await bounded(request).formData());
  } finally {
    reading -= size;
  }
}

/** The same request, cut off where it grows past the limit without having said so. */
function bounded(request: Request): Response {
  let seen = 0;
  const limit = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      seen += chunk.length;
      if (seen > MAX_FORM) controller.error(new FormTooLarge());
      else controller.enqueue(chunk);
    },
  });
  const type = request.headers.get('content-type') ?? '';
  return new Response(request.body?.pipeThrough(limit) ?? null, {
    headers: { 'content-type': type },
  });
}

function sorted(data: FormData): SentForm {
  const typed: Record<string, string[]> = {};
  const photos: File[] = [];
  for (const [name, value] of data) {
    if (typeof value === 'string') (typed[name] ??= []).push(value.replaceAll('\r\n', '\n'));
    else if (value.size > 0) photos.push(value);
  }
  return { typed, photos };
}
