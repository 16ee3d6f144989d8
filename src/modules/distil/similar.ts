import type { InputOf, Sent } from '#contract/operation.ts';
import type * as contract from '#contract/distil.ts';
import { Refusal } from '#domain/refusal.ts';
import type { Query } from '#platform/command.ts';
import type { AlikeIndex } from './alike-index.ts';
import { marksOf, wire } from './queue.ts';
import { askingOf, readSubjects, type VoicePort } from './subjects.ts';

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
  const likely = found.filter(
    ({ score, kind }) => score >= LIKELY && kind === (input.only ?? kind),
  );
  const byId = await readSubjects(askingOf(q), q.db, likely, voices);
  const items: Answer['items'] = [];
  for (const { id, score, place } of likely) {
    const subject = byId.get(id);
    if (subject === undefined || place === 'conflict') continue;
    items.push({ ...wire(subject), score, place, marks: marksOf(subject.text, input.text) });
    if (items.length === SHOWN) break;
  }
  return { ready: true, items };
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
