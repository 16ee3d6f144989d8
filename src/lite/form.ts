import type { Typed } from '#web/lite/field.ts';
import { type Part, partsOf } from './form-parts.ts';

/** A form as it was sent: what was typed, and the files. */
export interface SentForm {
  readonly typed: Typed;
  readonly photos: readonly File[];
}

/** Why a form was not read. */
type Fault = 'too-large' | 'too-many' | 'unreadable';

const FAULTS = {
  'too-large': {
    status: 422,
    zh: '照片加起来太大了，一次最多 40 MB。请少选几张，或在手机里把照片改小一些再传。',
    en: 'The photos are too large together: 40 MB at most. Choose fewer, or make them smaller first.',
  },
  'too-many': {
    status: 503,
    zh: '现在传照片的人多，请过一分钟再按一次提交。',
    en: 'Many photos are coming in at this moment; submit again in a minute.',
  },
  unreadable: {
    status: 400,
    zh: '表单没有完整传到，请返回重新提交',
    en: 'The form did not arrive whole; go back and submit it again',
  },
} as const satisfies Record<Fault, { status: number; zh: string; en: string }>;

/** A form that was not read, with what the page says of it. */
export class FormFault extends Error {
  override readonly name = 'FormFault';
  readonly status: (typeof FAULTS)[Fault]['status'];
  readonly zh: string;
  readonly en: string;
  /** What was typed above the photos, where that much could be read. */
  readonly typed: Typed | undefined;
  constructor(fault: Fault, typed?: Typed) {
    super(fault);
    ({ status: this.status, zh: this.zh, en: this.en } = FAULTS[fault]);
    this.typed = typed;
  }
}

/** The most one form may carry, photos and all. */
const MAX_FORM = 42_000_000;
/** The most of a form that can carry no photos. */
const MAX_PLAIN = 1_000_000;
/** The most that forms being read at one moment may hold together: they are held in memory. */
const MAX_AT_ONCE = 130_000_000;
/** A form without photos is never turned away for those that others send. */
const SMALL = 200_000;
/** How far into a form that is too large is looked for what was typed. */
const ABOVE = 64_000;
/** Who sends nothing for so long, in milliseconds, has gone. */
const SILENT_MS = 20_000;

let held = 0;

/**
 * Read a form. Only what has come counts, not what was announced: a few who announce much and send nothing would
 * close every form of the house.
 *
 * @throws FormFault
 */
export async function readForm(request: Request): Promise<SentForm> {
  const type = request.headers.get('content-type') ?? '';
  const most = /^multipart\/form-data\b/i.test(type) ? MAX_FORM : MAX_PLAIN;
  if (Number(request.headers.get('content-length') ?? 0) > most)
    throw new FormFault('too-large', await typedAbove(request.body, type));
  const reading = boundedBy(request.body, most);
  try {
    const parts = partsOf(Buffer.from(await new Response(reading.body).arrayBuffer()), type);
    if (parts !== undefined) return sorted(parts);
  } catch {
    throw reading.fault() ?? new FormFault('unreadable');
  } finally {
    reading.end();
  }
  throw new FormFault('unreadable');
}

/** What stands above the first photo of a form that is too large: photos are chosen again, words should not be. */
async function typedAbove(
  body: ReadableStream<Uint8Array> | null,
  type: string,
): Promise<Typed | undefined> {
  const boundary = /boundary="?([^";]+)/i.exec(type)?.[1];
  if (body === null || boundary === undefined) return undefined;
  const head = await beginningOf(body);
  const photo = /\r\ncontent-disposition: form-data;[^\r\n]*filename=/i.exec(
    head.toString('latin1'),
  );
  const end = head.lastIndexOf(`\r\n--${boundary}`, photo?.index ?? head.length);
  if (end < 0) return undefined;
  const whole = Buffer.concat([head.subarray(0, end), Buffer.from(`\r\n--${boundary}--\r\n`)]);
  const parts = partsOf(whole, type);
  return parts && sorted(parts).typed;
}

/** The stream is let go and not cancelled: that would hang up on who is to be answered. */
async function beginningOf(body: ReadableStream<Uint8Array>): Promise<Buffer> {
  const reader = body.getReader();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, SILENT_MS, undefined).unref();
  });
  let head = Buffer.alloc(0);
  while (head.length < ABOVE) {
    const next = await Promise.race([reader.read(), late]);
    if (next?.value === undefined) break;
    head = Buffer.concat([head, next.value]);
  }
  clearTimeout(timer);
  reader.releaseLock();
  return head;
}

interface Reading {
  readonly body: ReadableStream<Uint8Array> | null;
  /** Why it was broken off, if it was. */
  fault(): Error | undefined;
  end(): void;
}

/** The same bytes, broken off where they are too many or come no more. */
function boundedBy(body: ReadableStream<Uint8Array> | null, most: number): Reading {
  let seen = 0;
  let fault: Error | undefined;
  let timer: NodeJS.Timeout | undefined;
  const limit = new TransformStream<Uint8Array, Uint8Array>({
    start(controller) {
      wait(controller);
    },
    transform(chunk, controller) {
      seen += chunk.length;
      held += chunk.length;
      if (seen > most) breakOff(controller, new FormFault('too-large'));
      else if (held > MAX_AT_ONCE && seen > SMALL) breakOff(controller, new FormFault('too-many'));
      else {
        wait(controller);
        controller.enqueue(chunk);
      }
    },
  });
  function wait(controller: TransformStreamDefaultController<Uint8Array>): void {
    clearTimeout(timer);
    timer = setTimeout(() => breakOff(controller, new FormFault('unreadable')), SILENT_MS).unref();
  }
  function breakOff(controller: TransformStreamDefaultController<Uint8Array>, why: Error): void {
    fault = why;
    controller.error(why);
  }
  return {
    body: body?.pipeThrough(limit) ?? null,
    fault: () => fault,
    end: () => {
      clearTimeout(timer);
      held -= seen;
      seen = 0;
    },
  };
}

function sorted(parts: readonly Part[]): SentForm {
  // A field may be named like something every object has.
  const typed = new Map<string, string[]>();
  const photos: File[] = [];
  for (const { name, content, file } of parts) {
    if (file !== undefined) {
      if (content.length > 0) photos.push(new File([Uint8Array.from(content)], file));
      continue;
    }
    const said = typed.get(name);
    const text = content.toString('utf8').replaceAll('\r\n', '\n');
    if (said === undefined) typed.set(name, [text]);
    else said.push(text);
  }
  return { typed: Object.fromEntries(typed), photos };
}
