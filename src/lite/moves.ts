import { MOVE_OPERATIONS } from '#contract/entry-moves.ts';
import { raiseEntry } from '#contract/list-moves.ts';
import * as entries from '#contract/entry.ts';
import { uploadEvidence } from '#contract/evidence.ts';
import { newId } from '#platform/ids.ts';
import { faultsOf } from '#web/lite/field.ts';
import { moveHref } from '#web/lite/entry-page.ts';
import {
  type Detail,
  type LiteMove,
  mendFields,
  mendInput,
  moveFields,
  moveInput,
} from '#web/lite/move-form.ts';
import { mendPage, movePage, type Setback } from '#web/lite/move-page.ts';
import { ApiRefused } from './call.ts';
import type { SentForm } from './form.ts';
import { go, show, statusOf, type Visit, withOutbox } from './visit.ts';

interface Sending {
  readonly v: Visit;
  readonly form: SentForm;
  readonly key: string;
}

/** What the photos of a form are evidence of; of progress where nothing is said. */
const PURPOSES: Partial<Record<LiteMove, string>> = { deliver: 'delivery', check: 'check' };

/** What has already been carried out of a form that was then refused. */
interface Progress {
  version: number;
  photos: number;
}

/**
 * Carry out the move of a form: its photos, then the move, each under a key that comes from the form, so
 * that a form sent twice acts once. A refusal brings the form back with all that was typed.
 */
export async function sendMove(v: Visit, move: LiteMove, form: SentForm): Promise<Response> {
  const id = v.c.req.param('id') ?? '';
  const entry = await v.api.call(entries.readEntry, { id });
  const key = form.typed['key']?.[0] ?? newId();
  const faults = faultsOf(
    moveFields(move, entry, v.look.w),
    form.typed,
    form.photos.length,
    v.look.w,
  );
  const again = { typed: form.typed, key: newId() };
  // A form that was sent before and came through is judged by its first answer, not by the entry of now.
  if (faults.length > 0 && entry.can.includes(move)) {
    const setback =
      form.photos.length > 0 ? { sentence: v.look.w.fault.title, photosLost: true } : undefined;
    return show(v, movePage(await withOutbox(v), entry, move, { ...again, faults, setback }), 422);
  }
  const done: Progress = {
    version: Number(form.typed['version']?.[0] ?? entry.version),
    photos: 0,
  };
  const seen = done.version;
  try {
    await sendPhotos({ v, form, key }, id, done, PURPOSES[move] ?? 'progress');
    if (move !== 'attach')
      await v.api.call(
        MOVE_OPERATIONS[move],
        { id, version: done.version, ...moveInput(move, entry, form.typed) },
        { key },
      );
    return go(v, `/m/e/${id}?done=${move}`);
  } catch (error) {
    if (!(error instanceof ApiRefused) || error.code === 'not-signed-in') throw error;
    const now = await v.api.call(entries.readEntry, { id });
    const setback = await setbackOf(v, id, error, { seen, done, form });
    return show(
      v,
      movePage(await withOutbox(v), now, move, { ...again, faults: [], setback }),
      statusOf(error),
    );
  }
}

async function sendPhotos(
  { v, form, key }: Sending,
  id: string,
  done: Progress,
  purpose: string,
): Promise<void> {
  for (const file of form.photos) {
    const name = file.name === '' ? 'photo' : file.name;
    const input = { id, version: done.version, name, purpose };
    const { entry } = await v.api.call(uploadEvidence, input, {
      key: `${key}-${done.photos}`,
      file,
    });
    done.version = entry.version;
    done.photos += 1;
  }
}

async function setbackOf(
  v: Visit,
  id: string,
  error: ApiRefused,
  { seen, done, form }: { readonly seen: number; readonly done: Progress; readonly form: SentForm },
): Promise<Setback> {
  const photos = {
    photosKept: done.photos > 0,
    photosLost: form.photos.length > done.photos,
  };
  if (error.code !== 'stale') return { sentence: error.message, ...photos };
  const { events } = await v.api.call(entries.readEvents, { id });
  return {
    sentence: error.message,
    since: events.filter((event) => event.version > seen),
    ...photos,
  };
}

/** A form whose photos were too large to be read: what was typed above them, and what to tell. */
export interface Turned {
  readonly typed: SentForm['typed'];
  readonly sentence: string;
}

/** The form of a move as it was left, without the photos that were too large. */
export async function moveAgain(
  v: Visit,
  move: LiteMove,
  { typed, sentence }: Turned,
): Promise<Response> {
  const entry = await v.api.call(entries.readEntry, { id: v.c.req.param('id') ?? '' });
  const setback = { sentence, photosLost: true };
  return show(
    v,
    movePage(await withOutbox(v), entry, move, { typed, faults: [], setback, key: newId() }),
    422,
  );
}

/** The same of 自查自改. */
export async function mendAgain(v: Visit, { typed, sentence }: Turned): Promise<Response> {
  const setback = { sentence, photosLost: true };
  return show(v, mendPage(await withOutbox(v), { typed, faults: [], setback, key: newId() }), 422);
}

/** 自查自改: raise, take on, and add the photos; what was raised is never raised twice. */
export async function sendMend(v: Visit, form: SentForm): Promise<Response> {
  const { w } = v.look;
  const { typed } = form;
  const one = (name: string): string => typed[name]?.[0]?.trim() ?? '';
  const key = one('key') === '' ? newId() : one('key');
  const faults = faultsOf(mendFields(w), typed, form.photos.length, w);
  if (faults.length > 0) {
    const setback =
      form.photos.length > 0 ? { sentence: w.fault.title, photosLost: true } : undefined;
    return show(v, mendPage(await withOutbox(v), { typed, faults, setback, key: newId() }), 422);
  }
  const facts = {
    kind: 'problem',
    title: one('title'),
    source: 'self_check',
    foundBy: 'grassroots',
    level: one('level'),
    ...(one('detail') === '' ? {} : { detail: one('detail') }),
  };
  let raised: Detail;
  try {
    raised = await v.api.call(raiseEntry, facts, { key });
  } catch (error) {
    if (!(error instanceof ApiRefused) || error.code === 'not-signed-in') throw error;
    const setback = { sentence: error.message, photosLost: form.photos.length > 0 };
    return show(
      v,
      mendPage(await withOutbox(v), { typed, faults: [], setback, key: newId() }),
      statusOf(error),
    );
  }
  return await takeOn({ v, form, key: `${key}-mend` }, raised);
}

async function takeOn(sending: Sending, raised: Detail): Promise<Response> {
  const { v, form, key } = sending;
  const { id } = raised;
  const done: Progress = { version: raised.version, photos: 0 };
  try {
    const input = { id, version: raised.version, ...mendInput(form.typed) };
    const taken = await v.api.call(MOVE_OPERATIONS.self_mend, input, { key });
    done.version = taken.version;
    await sendPhotos(sending, id, done, 'progress');
    return go(v, `/m/e/${id}?done=mend`);
  } catch (error) {
    if (!(error instanceof ApiRefused) || error.code === 'not-signed-in') throw error;
    const now = await v.api.call(entries.readEntry, { id });
    const setback = await setbackOf(v, id, error, { seen: done.version, done, form });
    // Raised but not taken on goes on with its own form; taken on but without photos, with theirs.
    const move = now.can.includes('self_mend') ? 'self_mend' : 'attach';
    v.c.header('content-location', moveHref(now, move));
    return show(
      v,
      movePage(await withOutbox(v), now, move, {
        typed: form.typed,
        faults: [],
        setback,
        key: newId(),
      }),
      statusOf(error),
    );
  }
}
