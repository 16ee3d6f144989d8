import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/distil.ts';
import { Refusal } from '#domain/refusal.ts';
import type { Query } from '#platform/command.ts';
import type { AlikeIndex } from './alike-index.ts';
import { marksOf, wire } from './queue.ts';
import { askingOf, readSubjects, type Subject, type VoicePort } from './subjects.ts';

type Found = NonNullable<Awaited<ReturnType<AlikeIndex['ask']>>>[number];
type Answer = Sent<(typeof contract.suggestSimilar)['output']>;

const SHOWN = 5;
/** Of so many the first that the asker may see are shown. */
const LOOKED_AT = 60;
/** Below this an officer would click a suggestion away more often than not. */
const LIKELY = 0.42;

/** 相似提示: what was raised or said like this before, of what the asker may see. */
export async function suggestSimilar(
  q: Query,
  input: InputOf<typeof contract.suggestSimilar>,
  { index, voices }: { readonly index: AlikeIndex; readonly voices?: VoicePort | undefined },
): Promise<Answer> {
  const unit = await unitName(q, input.unit);
  const found = await index.ask(q.db, q.cityId, { text: input.text, unit }, LOOKED_AT);
  if (found === undefined) return { ready: false, items: [] };
  const likely = found.filter(({ score }) => score >= LIKELY);
  const byId = await readSubjects(askingOf(q), q.db, likely, voices);
  const seen = likely.filter(({ id }) => byId.has(id));
  const wanted = input.only === 'entry' ? await spokenFor(q, seen, byId, voices) : seen;
  const items: Answer['items'] = [];
  for (const { id, kind, score, place } of wanted) {
    const subject = byId.get(id);
    if (subject === undefined || place === 'conflict' || kind !== (input.only ?? kind)) continue;
    items.push({ ...wire(subject), score, place, marks: marksOf(subject.text, input.text) });
    if (items.length === SHOWN) break;
  }
  return { ready: true, items };
}

/**
 * With the problem of each voice beside it: raised in few words, a problem is told by what its voices say. Each is shown
 * once, by the likeliest.
 */
async function spokenFor(
  q: Query,
  likely: readonly Found[],
  byId: Map<string, Subject>,
  voices: VoicePort | undefined,
): Promise<Found[]> {
  const about = likely.filter(({ kind }) => kind === 'voice').map(({ id }) => id);
  const ties = about.length === 0 ? [] : ((await voices?.tied(q.db, q.cityId, { about })) ?? []);
  const problems = ties.map(({ entry }) => ({ id: entry, kind: 'entry' as const }));
  const beside = await readSubjects(askingOf(q), q.db, problems, undefined);
  for (const [id, subject] of beside) byId.set(id, subject);
  const all = likely.flatMap((one) => [
    one,
    ...ties
      .filter(({ voice }) => voice === one.id)
      .map(({ entry }): Found => ({ ...one, id: entry, kind: 'entry' })),
  ]);
  const firsts = new Map<string, Found>();
  for (const one of all) if (!firsts.has(one.id)) firsts.set(one.id, one);
  return [...firsts.values()];
}

/** The unit whose place stands in for a place that the text does not name. */
async function unitName(q: Query, id: string | undefined): Promise<string | undefined> {
  const wanted = id ?? q.actor.posts[0]?.unitId;
  if (wanted === undefined) return undefined;
  const row = await q.db
    .selectFrom('unit')
    .where('city_id', '=', q.cityId)
    .where('id', '=', wanted)
    .select('name')
    .executeTakeFirst();
  if (row === undefined) throw new Refusal('unknown-unit', { unit: wanted });
  return row.name;
}
