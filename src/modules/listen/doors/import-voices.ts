import { createHash } from 'node:crypto';
import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/collection.ts';
import { postOver } from '#domain/org/actor.ts';
import { isWithin } from '#domain/org/path.ts';
import { Refusal } from '#domain/refusal.ts';
import { isVoiceError, voiceFaultSentence } from '#domain/voice/voice-sheet.ts';
import { type WatchWord, wordsIn } from '#domain/voice/watch-words.ts';
import { type UnitFinder, unitFinder } from '#modules/ledger/sheets/resolve.ts';
import { withSentSheet } from '#modules/ledger/sheets/sent-sheet.ts';
import { langOf } from '#platform/http-problem.ts';
import type { Direct } from '#platform/http.ts';
import { openSheets, type SheetSource } from '#platform/sheets/open-sheet.ts';
import { codeFor, codeHash, type ListenKeys } from '../listen-keys.ts';
import { type Place, placeOf, rootOf } from '../places.ts';
import { receiveVoices } from '../receive-voice.ts';
import { sealIdentities } from '../vault/vault.ts';
import type { By } from '../voice-store.ts';
import { listInForce } from '../watch-list.ts';
import { ENTERERS, knownBefore } from './enter-voices.ts';
import { lookAtSheet, readVoiceSheet, type SeenSheet, type SheetVoice } from './voice-sheets.ts';

type Input = InputOf<typeof contract.importVoices>;
type Looked = Sent<(typeof contract.importVoices)['output']>;
type Summary = NonNullable<Looked['summary']>;

const MAX_BYTES = 50_000_000;
/** So many are taken in within one transaction. */
const AT_ONCE = 500;
const FAULTS_TOLD = 300;
const UNIQUE = '23505';

/**
 * 导入意见表. Read once to be looked at, and once more to be taken in; the file is never put into the store, for it may
 * name people. A row is told apart by its own number, else by what it says: a second time it is known.
 */
export async function importVoices(keys: ListenKeys, call: Direct, input: Input): Promise<Looked> {
  return await withSentSheet(call.request, input.name, MAX_BYTES, async ({ path }) => {
    await using source = await openSheets(path);
    return await importFrom(source, keys, call, input);
  });
}

async function importFrom(
  source: SheetSource,
  keys: ListenKeys,
  call: Direct,
  input: Input,
): Promise<Looked> {
  const at = await bringer(call, input.placeUnit);
  const seen = await lookAtSheet(source, input);
  if (/(秘密|机密|绝密)\s*[★☆]/.test(seen.title))
    throw new Refusal('classified-file', { name: input.name });
  const looked = lookedAt(seen);
  if (!seen.columns.some(({ field }) => field === 'words')) {
    if (input.take) throw new Refusal('mapping-needed', { columns: '诉求内容' });
    return looked;
  }
  const taking: Taking = {
    ...at,
    keys,
    call,
    input,
    root: await rootOf(call.db, call.cityId),
    units: await unitFinder(call.db, call.cityId, at.place.path),
    watched: await listInForce(call.db, call.cityId),
  };
  const summary: Counted = {
    rows: 0,
    ready: 0,
    held: 0,
    known: 0,
    faulty: 0,
    sealed: 0,
    faults: [],
  };
  let taken = 0;
  let waiting: SheetVoice[] = [];
  const settle = async (): Promise<void> => {
    const chunk = waiting.splice(0);
    if (chunk.length > 0) taken += await takeOrCount(taking, chunk, summary);
  };
  for await (const voices of readVoiceSheet(source, seen, call.today)) {
    for (const voice of voices) {
      waiting.push(voice);
      if (waiting.length >= AT_ONCE) await settle();
    }
  }
  await settle();
  waiting = [];
  return { ...looked, summary, ...(input.take ? { taken } : {}) };
}

interface Bringer {
  readonly place: Place;
  readonly by: By;
  readonly unitId: string;
}

interface Taking extends Bringer {
  readonly keys: ListenKeys;
  readonly call: Direct;
  readonly input: Input;
  readonly root: Place;
  readonly units: UnitFinder;
  readonly watched: readonly WatchWord[];
}

type Counted = { -readonly [K in keyof Summary]: Summary[K] };

/** From which post, and for which place where a row names none. */
async function bringer(call: Direct, placeUnit: string | undefined): Promise<Bringer> {
  const { actor, cityId, db } = call;
  if (actor === undefined) throw new Refusal('not-signed-in');
  const own = actor.posts.find((post) => ENTERERS.some((role) => role === post.role));
  if (own === undefined) throw new Refusal('not-allowed');
  const place = await placeOf(db, cityId, placeUnit ?? own.unitId);
  const post = postOver(actor, ENTERERS, place.path);
  if (post === undefined) throw new Refusal('out-of-reach');
  const by = { side: 'office', personId: actor.personId, post } as const;
  return { place, by, unitId: post.unitId };
}

function lookedAt(seen: SeenSheet): Looked {
  return {
    sheets: [...seen.sheets],
    sheet: seen.sheet,
    title: seen.title,
    headerRow: seen.headerBottom,
    columns: seen.shown.map((column) => ({ ...column, sample: [...column.sample] })),
    fields: seen.fields.map(({ field, label }) => ({ field, label })),
  };
}

/** A row with the city's tables looked up. */
interface Prepared {
  readonly voice: SheetVoice;
  readonly place: Place;
  readonly placeUnit: string | undefined;
  readonly sourceKey: string;
  readonly hash: string;
  readonly held: boolean;
}

/** Count a chunk, and take in what is new of it. @returns how many were taken in. */
async function takeOrCount(
  taking: Taking,
  chunk: readonly SheetVoice[],
  summary: Counted,
): Promise<number> {
  const { call, input } = taking;
  const good: Prepared[] = [];
  for (const voice of chunk) {
    summary.rows += 1;
    const faults = [...voice.faults];
    const place = placeIn(taking, voice, faults);
    note(summary, faults, call);
    if (faults.some(isVoiceError)) summary.faulty += 1;
    else good.push(prepare(taking, voice, place));
  }
  const write = async (): Promise<Known> =>
    await call.db.transaction().execute(async (tx) => {
      const known = await knownBefore(
        tx,
        call.cityId,
        good.map(({ sourceKey }) => sourceKey),
      );
      const fresh = good.filter(({ sourceKey }) => !known.has(sourceKey));
      if (input.take) await takeIn({ tx, ...taking }, fresh);
      return { known, fresh };
    });
  // The same sheet came twice at the same moment, or two numbers met: this time they are told apart.
  const { known, fresh } = await write().catch(async (error: unknown) => {
    if ((error as { code?: unknown }).code !== UNIQUE) throw error;
    return await write();
  });
  for (const one of good) {
    const before = known.get(one.sourceKey);
    if (before === undefined) continue;
    if (before.hash === one.hash) summary.known += 1;
    else {
      summary.faulty += 1;
      const { row, key } = one.voice;
      note(summary, [{ row, code: 'key-changed', details: { key } }], call);
    }
  }
  summary.ready += fresh.length;
  summary.held += fresh.filter(({ held }) => held).length;
  summary.sealed += fresh.filter(({ voice }) => voice.name !== '' || voice.contact !== '').length;
  return input.take ? fresh.length : 0;
}

interface Known {
  readonly known: ReadonlyMap<string, { readonly hash: string }>;
  readonly fresh: readonly Prepared[];
}

function placeIn(
  { units, place, call }: Taking,
  { row, unitName }: SheetVoice,
  faults: SheetVoice['faults'][number][],
): Place {
  if (unitName === '') return place;
  const found = units.find(unitName);
  if (typeof found === 'string') {
    const nearest = found === 'unknown' ? units.nearest(unitName).join('、') : '';
    faults.push({ row, code: `unit-${found}`, details: { name: unitName, nearest } });
    return place;
  }
  const over = call.actor === undefined ? undefined : postOver(call.actor, ENTERERS, found.path);
  if (over === undefined && !isWithin(found.path, place.path))
    faults.push({ row, code: 'out-of-reach', details: { name: unitName } });
  return found;
}

function prepare(taking: Taking, voice: SheetVoice, place: Place): Prepared {
  const { keys, unitId, watched } = taking;
  const said = `${voice.words}\n${voice.place}`;
  const own =
    voice.key === ''
      ? `text:${createHash('sha256').update(`${said}\n${place.id}\n${voice.on}`).digest('base64url')}#${voice.nth}`
      : `no:${voice.key}`;
  const sourceKey = `sheet:${unitId}:${own}`;
  return {
    voice,
    place,
    placeUnit: place.path === taking.root.path ? undefined : place.id,
    sourceKey,
    hash: codeHash(keys, codeFor(keys, sourceKey, voice.words)),
    held: wordsIn(said, watched).some((word) => word.class !== 'danger'),
  };
}

async function takeIn(
  at: Taking & { readonly tx: Parameters<typeof knownBefore>[0] },
  fresh: readonly Prepared[],
): Promise<void> {
  const { tx, call, input, root, by, keys } = at;
  const here = { tx, cityId: call.cityId, now: call.now, today: call.today };
  const received = await receiveVoices(
    here,
    fresh.map(({ voice, place, placeUnit, hash, sourceKey, held }) => ({
      kind: voice.kind,
      channel: voice.channel ?? input.channel,
      words: voice.words,
      placeText: voice.place,
      givenName: voice.name,
      place,
      placeUnit,
      subject: voice.subject,
      about: undefined,
      root,
      lang: 'zh' as const,
      codeHash: hash,
      sourceKey,
      heldFor: held ? ('words' as const) : undefined,
      by,
      receivedOn: voice.on,
    })),
  );
  const named = fresh.flatMap(({ voice: { name, contact } }, i) => {
    const voiceId = received[i]?.id;
    return voiceId === undefined || (name === '' && contact === '')
      ? []
      : [{ voiceId, identity: { name, contact } }];
  });
  await sealIdentities(here, keys.installation, named);
}

function note(summary: Counted, faults: SheetVoice['faults'], call: Direct): void {
  const lang = langOf(call.request);
  for (const fault of faults)
    if (summary.faults.length < FAULTS_TOLD)
      summary.faults.push({
        row: fault.row,
        level: isVoiceError(fault) ? 'error' : 'warning',
        message: voiceFaultSentence(fault, lang),
      });
}
