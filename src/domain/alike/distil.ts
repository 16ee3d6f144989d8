import type { StatementRule } from './agreement.ts';
import { CandidatePool } from './candidate-pool.ts';
import { DistilTable } from './distil-table.ts';
import { Foes } from './foes.ts';
import { Gathering } from './gathering.ts';
import { Links } from './links.ts';
import type { Gazetteer } from './places/place.ts';
import type { Statement } from './statement.ts';
import type { Candidate, StillMemory } from './still.ts';
import { FAMILY_FROM, Still } from './still.ts';

/** Statements told to a still, which is all that a new one is compared with. */
export interface Told {
  readonly memory: StillMemory;
  readonly still: Still;
  /** The matter of each statement. */
  readonly matterOf: Int32Array;
}

/** All that came of distilling: statements by number, and the links and suggestions between matters. */
export interface Distillation extends Told {
  readonly links: Links<StatementRule>;
  /** For each signature the one that stands for its family. */
  readonly families: Int32Array;
  /** The surest first. */
  readonly suggestions: CandidatePool;
}

/** From here on one signature stands for the other in its family: all that is near either is near both. */
const STANDS_FOR = 0.7;

/** Distils a body of statements (炼) at once; see `distilGathered`. */
export function distil(statements: readonly Statement[], known?: Gazetteer): Distillation {
  const gathering = new Gathering(known);
  for (const statement of statements) gathering.add(statement);
  return distilGathered(gathering);
}

/**
 * Distils what was gathered (炼): joins near signatures once, and links what agrees in text, place,
 * numbers and wish. Synchronous and heavy (about 10 s for 270,000): run it in a worker.
 */
export function distilGathered(gathering: Gathering): Distillation {
  const told = tellGathered(gathering);
  const { still } = told;
  const candidates = still.candidates();
  const families = still.families(FAMILY_FROM, STANDS_FOR);
  return { ...told, families, ...resolve(still, candidates, families) };
}

/**
 * Tells what was gathered to a still, for new ones to be compared with; no pairs are sought. About 6 s for
 * 270,000; call `settle` of the still before the first of them.
 */
export function tellGathered(gathering: Gathering): Told {
  const { memory, ...gathered } = gathering.read();
  const still = new Still(gathered);
  return { memory, still, matterOf: still.matterOf };
}

/** Nobody judges more than the likeliest few beside one matter; in a place of a hundred roads all are a little alike. */
const MOST_SUGGESTED = 5;

/** County and town of a group of matters, as far as any of them names it. */
interface Area {
  readonly county?: string | undefined;
  readonly town?: string | undefined;
}

/**
 * Draws the links, the surest first. A group never holds two counties or two towns: what would bridge
 * them (a village name that both have) becomes a suggestion.
 */
function resolve(
  still: Still,
  candidates: CandidatePool,
  families: Int32Array,
): Pick<Distillation, 'links' | 'suggestions'> {
  const links = new Links<StatementRule>();
  const areas = new Map<number, Area>();
  const suggestions = new CandidatePool();
  const times = new Uint8Array(still.matters);
  const suggest = (candidate: Candidate): void => {
    const { a, b } = candidate;
    const [ofA, ofB] = [times[a] ?? 0, times[b] ?? 0];
    if (ofA >= MOST_SUGGESTED && ofB >= MOST_SUGGESTED) return;
    times[a] = Math.min(255, ofA + 1);
    times[b] = Math.min(255, ofB + 1);
    suggestions.add(candidate);
  };
  const areaOf = (root: number): Area => areas.get(root) ?? ownArea(still, root);
  const ambiguous = ambiguousMatters(still, families);
  const foes = new Foes(candidates);
  for (const candidate of candidates.bestFirst()) {
    const [a, b] = [links.root(candidate.a), links.root(candidate.b)];
    if (a === b) continue;
    if (candidate.decision === 'suggest') {
      suggest(candidate);
      continue;
    }
    const merged = mergedArea(areaOf(a), areaOf(b));
    if (!merged || ambiguous.has(candidate.a) || ambiguous.has(candidate.b)) {
      suggest(unlikelier(candidate, 'place-ambiguous'));
      continue;
    }
    if (foes.areFoes(a, b)) {
      suggest(unlikelier(candidate, 'other-thing'));
      continue;
    }
    links.link(candidate.a, candidate.b, {
      score: candidate.score,
      rule: candidate.rule,
      actor: 'auto',
    });
    const root = links.root(a);
    areas.set(root, merged);
    foes.join(root, root === a ? b : a);
  }
  return { links, suggestions };
}

/** What would be linked but for what only the others show. */
export function unlikelier(
  candidate: Candidate,
  rule: 'place-ambiguous' | 'other-thing',
): Candidate {
  return { ...candidate, decision: 'suggest', rule, score: candidate.score * BY_OTHERS };
}
const BY_OTHERS = 0.4;

/** Share of all villages that tell an issue, from which a namesake is likely to tell it too. */
const COMMON_ISSUE = 0.03;

/**
 * Matters that could as well belong to either of two places of one name: their village is known in
 * several towns, and more than one of these has the same issue, or so many villages have it that an
 * untold namesake may.
 */
function ambiguousMatters(still: Still, families: Int32Array): ReadonlySet<number> {
  const areas = new Map<string, Area | 'several'>();
  const villagesOf = new Map<number, Set<string>>();
  const all = new Set<string>();
  const unsure: { readonly matter: number; readonly key: string; readonly family: number }[] = [];
  for (let matter = 0; matter < still.matters; matter += 1) {
    const where = still.whereOf(matter);
    const village =
      (where && (where.villages.length > 0 ? where.villages : where.sites).join('+')) ?? '';
    if (village === '') continue;
    const family = families[still.signatureOf(matter)] ?? -1;
    const key = `${family}@${village}`;
    if (still.isAmbiguous(matter)) unsure.push({ matter, key, family });
    const before = areas.get(key) ?? {};
    if (before !== 'several')
      areas.set(key, mergedArea(before, ownArea(still, matter)) ?? 'several');
    villagesOf.set(family, (villagesOf.get(family) ?? new Set()).add(village));
    all.add(village);
  }
  const isCommon = (family: number): boolean =>
    (villagesOf.get(family)?.size ?? 0) > all.size * COMMON_ISSUE;
  const found = unsure.filter(
    ({ key, family }) => areas.get(key) === 'several' || isCommon(family),
  );
  return new Set(found.map(({ matter }) => matter));
}

function ownArea(still: Still, matter: number): Area {
  const coarse = still.whereOf(matter)?.coarse;
  return { county: coarse?.[1][0] ?? coarse?.[0][0], town: coarse?.[2][0] };
}

function mergedArea(a: Area, b: Area): Area | undefined {
  const clash = (x: string | undefined, y: string | undefined): boolean =>
    x !== undefined && y !== undefined && x !== y;
  if (clash(a.county, b.county) || clash(a.town, b.town)) return undefined;
  return { county: a.county ?? b.county, town: a.town ?? b.town };
}

/** For each statement its family, its instance and why; numbers are positions in the input. */
export function tableOf({ still, matterOf, links, families }: Distillation): DistilTable {
  const firstOfInstance = new Map<number, number>();
  const firstOfFamily = new Map<number, number>();
  const met = new Uint8Array(still.matters);
  const table = new DistilTable(matterOf.length);
  for (const [at, matter] of matterOf.entries()) {
    const root = links.root(matter);
    const ofFamily = families[still.signatureOf(matter)] ?? -1;
    const instance = firstOfInstance.get(root) ?? at;
    firstOfInstance.set(root, instance);
    const family = firstOfFamily.get(ofFamily) ?? at;
    firstOfFamily.set(ofFamily, family);
    // Of those that say the very same of one place only the first was linked.
    const best =
      instance === at || met[matter] === 1
        ? undefined
        : links.linksOf(matter).toSorted((x, y) => y.score - x.score)[0];
    if (instance !== at) met[matter] = 1;
    const rule = instance === at ? 'first' : (best?.rule ?? 'same-text');
    table.put(at, { family, instance, score: best?.score ?? 1, rule });
  }
  return table;
}
