import type { Context } from 'hono';
import type { html } from 'hono/html';
import * as citizen from '#contract/citizen.ts';
import * as collection from '#contract/collection.ts';
import type { Parsed } from '#contract/operation.ts';
import { disclosedKinds, homesIn, masked, without } from '#domain/voice/disclosed.ts';
import { FIRST_WORDS, saysSomething, wordsIn } from '#domain/voice/watch-words.ts';
import type { CitizenLook } from '#web/lite/citizen-layout.ts';
import { receiptPage, type SayDoor, sayPage } from '#web/lite/citizen-say.ts';
import { doorPage, type LookedOver, surePage } from '#web/lite/citizen-sure.ts';
import type { Typed } from '#web/lite/field.ts';
import { type ApiCaller, ApiRefused } from './call.ts';
import type { SentForm } from './form.ts';

type Page = ReturnType<typeof html>;

/** One visit of somebody nobody knows. */
export interface CitizenVisit {
  readonly c: Context;
  readonly look: CitizenLook;
  readonly api: ApiCaller;
  /** A fresh form, as the page was begun with. */
  readonly form: Parsed<(typeof citizen.sayForm)['output']>;
}

const MAX_PHOTOS = 3;
const MAX_WORDS = 10_000;

/** The form, what is asked before it is sent, and its receipt; what was typed is never lost on the way. */
export async function citizenSays(v: CitizenVisit, sent?: SentForm): Promise<Page | Response> {
  const { form } = v;
  const door = await doorOf(v, sent?.typed['c']?.[0] ?? v.c.req.query('c'));
  if (sent === undefined) {
    const asked = door.collection;
    const typed: Typed = {
      ...(asked?.state === 'open' ? { placeUnit: [asked.unitId], kind: ['opinion'] } : {}),
      ...(asked?.subject === undefined ? {} : { subject: [asked.subject] }),
    };
    return sayPage(v.look, form, { typed, photos: [], door });
  }
  const one = (name: string): string => sent.typed[name]?.[0] ?? '';
  // Before anything is kept, photos among it.
  if (one('kind') === 'accusation') return doorPage(v.look);
  const words = one('words').trim();
  const { w } = v.look;
  const fault = saysSomething(words)
    ? words.length > MAX_WORDS
      ? w.say.tooLong(words.length)
      : undefined
    : w.say.needWords;
  const again = (
    photos: readonly string[],
    why?: string,
    typed: Typed = sent.typed,
    of: 'words' | 'photos' = 'words',
  ): Page =>
    sayPage(
      v.look,
      { ...form, nonce: one('nonce') || form.nonce },
      {
        typed,
        photos,
        fault: why === undefined ? undefined : { of, why },
        door,
      },
    );
  const kept = (sent.typed['photo'] ?? []).slice(0, MAX_PHOTOS);
  try {
    const { photos, place, refused } = await takePhotos(v, sent, kept);
    const where = [one('place'), ...(place === undefined ? [] : [place])].filter(
      (text) => text !== '',
    );
    const typed: Typed = { ...sent.typed, place: [where.join(' ').slice(0, 200)], photoPlace: [] };
    if (fault !== undefined) return v.c.html(again(photos, fault, typed), 422);
    if (refused !== undefined) return v.c.html(again(photos, refused, typed, 'photos'), 422);
    if (one('back') === 'true') return again(photos, undefined, typed);
    const about = await lookedOver(v, words, where.join(' ').slice(0, 200));
    if (one('sure') !== 'true' && isAsked(about)) return surePage(v.look, typed, photos, about);
    return await send(v, typed, photos, { words, danger: about.danger });
  } catch (error) {
    if (!(error instanceof ApiRefused)) throw error;
    if (error.code === 'proper-door') return doorPage(v.look);
    // Photos belong to the form they came with: with a new form they are chosen again.
    if (error.code === 'form-expired')
      return v.c.html(
        sayPage(v.look, form, {
          typed: sent.typed,
          photos: [],
          fault: { of: 'words', why: error.message },
          door,
        }),
        422,
      );
    return v.c.html(again(kept, error.message), 422);
  }
}

/** The form as it was left, with why it was not taken. */
export async function sayAgain(v: CitizenVisit, typed: Typed, fault: string): Promise<Page> {
  const door = await doorOf(v, typed['c']?.[0] ?? v.c.req.query('c'));
  const photos = (typed['photo'] ?? []).slice(0, MAX_PHOTOS);
  const form = { ...v.form, nonce: typed['nonce']?.[0] ?? v.form.nonce };
  return sayPage(v.look, form, { typed, photos, fault: { of: 'photos', why: fault }, door });
}

/** The enterprises' door, or a campaign's, as it stands today; a code that is none opens the usual form. */
async function doorOf(v: CitizenVisit, code: string | undefined): Promise<SayDoor> {
  const enterprise = v.look.path === '/say/enterprise';
  if (enterprise || code === undefined || code === '') return { enterprise };
  try {
    return { enterprise, collection: await v.api.call(collection.openCollection, { code }) };
  } catch (error) {
    if (error instanceof ApiRefused) return { enterprise };
    throw error;
  }
}

/** What the house sees in it; where it is asked too often, what can be seen without the city's own words. */
async function lookedOver(v: CitizenVisit, words: string, place: string): Promise<LookedOver> {
  try {
    return await v.api.call(citizen.lookOver, { words, place });
  } catch (error) {
    if (!(error instanceof ApiRefused)) throw error;
    const text = `${words} ${place}`;
    const found = wordsIn(text, FIRST_WORDS);
    const has = (wanted: string): boolean => found.some((word) => word.class === wanted);
    return {
      ...disclosedKinds(words, place),
      accusation: has('accusation'),
      danger: has('danger'),
      alike: [],
    };
  }
}

/** Is there anything to ask the writer before it is sent? */
function isAsked({ number, name, home, accusation, alike }: LookedOver): boolean {
  return number || name || home || accusation || alike.length > 0;
}

/** What is wrong with one photo and not with the others. */
const OF_ONE = ['file-too-large', 'picture-too-large', 'picture-heic'];
const UNREADABLE = ['file-type', 'file-broken', 'file-empty'];

/** Taken in one by one: what is no photo keeps no other out, and those over the number are told, not dropped. */
async function takePhotos(
  v: CitizenVisit,
  sent: SentForm,
  kept: readonly string[],
): Promise<{ photos: string[]; place: string | undefined; refused: string | undefined }> {
  const { w } = v.look;
  const photos = [...kept];
  const refused: string[] = [];
  let place: string | undefined;
  for (const [at, file] of sent.photos.entries()) {
    if (photos.length === MAX_PHOTOS) {
      refused.push(w.say.photosOver);
      break;
    }
    try {
      const taken = await v.api.call(
        citizen.sayPhoto,
        {
          nonce: sent.typed['nonce']?.[0] ?? '',
          ...(sent.typed['photoPlace']?.[0] === 'true' ? { place: true } : {}),
        },
        { file },
      );
      photos.push(taken.id);
      place ??= taken.place;
    } catch (error) {
      if (!(error instanceof ApiRefused)) throw error;
      if (UNREADABLE.includes(error.code)) refused.push(w.say.photoRefused(at + 1, w.say.noPhoto));
      else if (OF_ONE.includes(error.code)) refused.push(w.say.photoRefused(at + 1, error.message));
      else throw error;
    }
  }
  const told = refused.length === 0 ? undefined : [...refused, w.say.photosElse].join(' ');
  return { photos, place, refused: told };
}

async function send(
  v: CitizenVisit,
  typed: Typed,
  photos: readonly string[],
  { words, danger }: { readonly words: string; readonly danger: boolean },
): Promise<Page> {
  const one = (name: string): string => typed[name]?.[0]?.trim() ?? '';
  // What he wants hidden is not kept, in the words as he sent them neither.
  const kept = (text: string, isPlace: boolean): string => {
    const rest = one('hideHome') === 'true' ? without(text, homesIn(text, isPlace)) : text;
    return one('hide') === 'true' ? masked(rest) : rest;
  };
  const given = (name: string): Record<string, string> =>
    one(name) === '' ? {} : { [name]: one(name) };
  const receipt = await v.api.call(citizen.sayVoice, {
    nonce: one('nonce'),
    kind: one('kind'),
    words: kept(words, false),
    place: kept(one('place'), true),
    photos,
    lang: v.look.lang,
    ...given('placeUnit'),
    ...given('subject'),
    ...(v.look.path === '/say/enterprise' ? { channel: 'enterprise', ...given('about') } : {}),
    ...(one('kind') === 'complaint' ? given('about') : {}),
    ...(one('c') === '' ? {} : { collection: one('c') }),
    ...given('name'),
    ...given('contact'),
    ...(one('mayCall') === 'true' ? { mayCall: true } : {}),
    ...(one('tellMe') === 'true' ? { tellMe: true } : {}),
    ...given('proof'),
  });
  return receiptPage(v.look, receipt, danger);
}
