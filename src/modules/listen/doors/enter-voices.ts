import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/collection.ts';
import { type HeldPost, postOver } from '#domain/org/actor.ts';
import { Refusal } from '#domain/refusal.ts';
import { spokenCode } from '#domain/voice/tracking-code.ts';
import { saysSomething, wordsIn } from '#domain/voice/watch-words.ts';
import type { Tx } from '#platform/db/open.ts';
import type { Direct } from '#platform/http.ts';
import { codeFor, codeHash, type ListenKeys } from '../listen-keys.ts';
import { type Place, placeOf, rootOf } from '../places.ts';
import { receiveVoice } from '../receive-voice.ts';
import { listInForce } from '../watch-list.ts';

type Input = InputOf<typeof contract.enterVoices>;
type Entered = Sent<(typeof contract.enterVoices)['output']>;
type Line = Input['lines'][number];

/** Who brings in what others have said. */
export const ENTERERS = ['office', 'liaison', 'handler'] as const;
const UNIQUE = '23505';

/**
 * 批量录入. Each line stands for itself: one that cannot be taken does not stop the others, one that is there
 * already is not taken again. Answered directly: tracking codes are stored nowhere.
 */
export async function enterVoices(keys: ListenKeys, call: Direct, input: Input): Promise<Entered> {
  const run = (): Promise<Entered> =>
    call.db.transaction().execute(async (tx) => await enterIn(tx, keys, call, input));
  try {
    return await run();
  } catch (error) {
    // The same lines came twice at the same moment: this time they are found.
    if ((error as { code?: unknown }).code !== UNIQUE) throw error;
    return await run();
  }
}

async function enterIn(tx: Tx, keys: ListenKeys, call: Direct, input: Input): Promise<Entered> {
  const { cityId, now, today } = call;
  const { place, post, personId } = await placeAndPost(tx, call, input.placeUnit);
  const root = await rootOf(tx, cityId);
  const watched = await listInForce(tx, cityId);
  const sourceOf = (line: Line): string => `enter:${post.unitId}:${input.channel}:${line.key}`;
  const known = await knownBefore(tx, cityId, input.lines.map(sourceOf));
  const lines: Entered['lines'][number][] = [];
  for (const line of input.lines) {
    const sourceKey = sourceOf(line);
    const code = codeFor(keys, sourceKey, line.words);
    const hash = codeHash(keys, code);
    const before = known.get(sourceKey);
    const { key } = line;
    if (before !== undefined) {
      lines.push(
        before.hash === hash
          ? { key, state: 'already', no: before.no, ...(input.codes && { code: spokenCode(code) }) }
          : { key, state: 'refused', why: 'key-reused' },
      );
      continue;
    }
    if (!saysSomething(line.words)) {
      lines.push({ key, state: 'refused', why: 'says-nothing' });
      continue;
    }
    const held = wordsIn(`${line.words} ${line.place}`, watched).some(
      (word) => word.class !== 'danger',
    );
    const { no } = await receiveVoice(
      { tx, cityId, now, today },
      {
        kind: line.kind,
        channel: input.channel,
        words: line.words,
        placeText: line.place,
        givenName: '',
        place,
        placeUnit: place.id,
        subject: line.subject,
        about: undefined,
        root,
        lang: 'zh',
        codeHash: hash,
        sourceKey,
        heldFor: held ? 'words' : undefined,
        by: { side: 'office', personId, post },
      },
    );
    known.set(sourceKey, { hash, no });
    lines.push({
      key,
      state: held ? 'held' : 'kept',
      no,
      ...(input.codes && { code: spokenCode(code) }),
    });
  }
  return { lines };
}

/** The place asked for, or the caller's own unit, and the post from which he enters. */
async function placeAndPost(
  tx: Tx,
  call: Direct,
  placeUnit: string | undefined,
): Promise<{ place: Place; post: HeldPost; personId: string }> {
  const { actor, cityId } = call;
  if (actor === undefined) throw new Refusal('not-signed-in');
  const { personId } = actor;
  const own = actor.posts.find((post) => ENTERERS.some((role) => role === post.role));
  if (own === undefined) throw new Refusal('not-allowed');
  const place = await placeOf(tx, cityId, placeUnit ?? own.unitId);
  const post = postOver(actor, ENTERERS, place.path);
  if (post === undefined) throw new Refusal('out-of-reach');
  return { place, post, personId };
}

/** What doors other than the form have brought in before, by their keys. */
export async function knownBefore(
  tx: Tx,
  cityId: number,
  sources: readonly string[],
): Promise<Map<string, { hash: string; no: string }>> {
  if (sources.length === 0) return new Map();
  const rows = await tx
    .selectFrom('submission as s')
    .innerJoin('voice as v', (join) =>
      join.onRef('v.city_id', '=', 's.city_id').onRef('v.id', '=', 's.voice_id'),
    )
    .where('s.city_id', '=', cityId)
    .where('s.source_key', 'in', sources)
    .select(['s.source_key', 's.code_hash', 'v.no'])
    .execute();
  return new Map(rows.map((row) => [row.source_key ?? '', { hash: row.code_hash, no: row.no }]));
}
