import { decorate, generator, makeSites, pick, retell, type Site } from './generate.ts';
import { ASIDES, SPOTS, SWAPS, TAILS, TELLINGS } from './tellings.ts';

export interface ToldMessage {
  readonly title: string;
  readonly body?: string;
  readonly place?: string;
}

/** Two messages of the made-up city, and whether they tell of one matter at one place. */
export interface ToldPair {
  readonly a: ToldMessage;
  readonly b: ToldMessage;
  readonly label: 'same-problem' | 'different';
  readonly kind: (typeof KINDS)[number];
}

/** How often each kind is drawn; somewhat more than half are the same matter. */
const KINDS = [
  ...Array.from({ length: 6 }, () => 'told-anew' as const),
  ...Array.from({ length: 5 }, () => 'retold' as const),
  ...Array.from({ length: 4 }, () => 'elsewhere' as const),
  ...Array.from({ length: 2 }, () => 'neighbour' as const),
  ...Array.from({ length: 2 }, () => 'other-matter' as const),
  'other-number' as const,
  'other-thing' as const,
  'opposite' as const,
  'unlike' as const,
];

/** Share of pairs that are letters: long, and with much beside the matter. */
const LETTERS = 0.6;

interface Telling {
  readonly title: string;
  readonly body: string;
  /** Nothing of it may be left out. */
  readonly isWhole?: boolean;
}

interface Matter {
  readonly kind: string;
  readonly isOpposite: boolean;
  readonly tellings: readonly Telling[];
}

type Random = () => number;

/** Pairs of messages: the same seed gives the same ones. */
export function makePairs(count: number, seed: number): ToldPair[] {
  const random = generator(seed);
  const sites = makeSites(random);
  const matters = readMatters();
  return Array.from({ length: count }, () => makePair(matters, sites, random));
}

function makePair(matters: readonly Matter[], sites: readonly Site[], random: Random): ToldPair {
  const kind = pick(KINDS, random);
  const opposites = matters.flatMap(({ isOpposite }, at) => (isOpposite ? [at] : []));
  const at = kind === 'opposite' ? pick(opposites, random) : Math.floor(random() * matters.length);
  const matter = matters[at] ?? pick(matters, random);
  const place = placeFor(matter.kind, sites, random);
  const first = pick(matter.tellings, random);
  // Who writes a long letter names the matter in its heading.
  const isLetter = kind !== 'told-anew' && random() < LETTERS;
  const tell = (telling: Telling, where: Place): ToldMessage =>
    write(isLetter ? asLetter(telling, matters, random) : telling, where, random);
  if (kind === 'told-anew') {
    const others = matter.tellings.filter((telling) => telling !== first);
    return pair(kind, tell(first, place), tell(pick(others, random), place));
  }
  if (kind === 'retold') {
    const grade = pick([1, 2, 3] as const, random);
    return pair(kind, tell(first, place), tell(again(first, grade, random), place));
  }
  if (kind === 'elsewhere') {
    const elsewhere = otherPlace(place, matter.kind, sites, random);
    const same = random() < 0.5 ? first : pick(matter.tellings, random);
    return pair(kind, tell(first, place), tell(same, elsewhere));
  }
  if (kind === 'other-number') {
    const [one, other] = [1 + Math.floor(random() * 9), 10 + Math.floor(random() * 20)];
    const what = matter.kind === 'county' ? '人' : matter.kind === 'village' ? '组' : '栋';
    const told = (number: number): Telling => {
      const { title, body } = first;
      // In the heading, or as all that a sender says beside it.
      if (random() < 0.5) return { title: `${number}${what}${title}`, body };
      return { title, body: `${number}${what}${body}`, isWhole: true };
    };
    return pair(kind, tell(told(one), place), tell(told(other), place));
  }
  if (kind === 'other-thing') {
    const other = withOtherThing(first);
    if (other) return pair(kind, tell(first, place), tell(other, place));
  }
  if (kind === 'other-thing') {
    const [one, other] = [pick(SPOTS, random), pick(SPOTS, random)];
    const at = (spot: string): Telling => ({ ...first, title: `${spot}${first.title}` });
    if (one !== other) return pair(kind, tell(at(one), place), tell(at(other), place));
  }
  const peers = matters.filter((other) => other.kind === matter.kind && other !== matter);
  const before = matters[at - 1];
  const next = before?.kind === matter.kind ? before : matters[at + 1];
  const isNear = kind === 'neighbour' || kind === 'opposite';
  const other = isNear && next?.kind === matter.kind ? next : pick(peers, random);
  // What has no spot of its own is told of the county: two matters of one county are no nearer for it.
  const vague = { county: place.county, area: '', spot: place.county };
  const isVague = !isNear && random() < 0.5;
  const where = kind === 'unlike' ? otherPlace(place, matter.kind, sites, random) : place;
  const from = isVague && random() < 0.7 ? vague : place;
  const told = pick(other.tellings, random);
  // A letter tells in passing what the other is about.
  const [one, two] = isLetter
    ? [withAside(first, told, random), withAside(told, first, random)]
    : [first, told];
  return pair(kind, tell(one, from), tell(two, isVague ? vague : where));
}

function withAside(telling: Telling, other: Telling, random: Random): Telling {
  return random() < 0.5 ? { ...telling, body: `${telling.body}${other.title}。` } : telling;
}

function withOtherThing({ title, body }: Telling): Telling | undefined {
  const found = SWAPS.find(([thing = '']) => title.includes(thing));
  if (!found) return undefined;
  const [thing = '', other = ''] = found;
  return { title: title.replaceAll(thing, other), body: body.replaceAll(thing, other) };
}

function pair(kind: ToldPair['kind'], a: ToldMessage, b: ToldMessage): ToldPair {
  const isSame = kind === 'told-anew' || kind === 'retold';
  return { a, b, label: isSame ? 'same-problem' : 'different', kind };
}

function again({ title, body }: Telling, grade: 1 | 2 | 3, random: Random): Telling {
  const [head = '', ...rest] = retell([title, ...body.split('，')], grade, random);
  return {
    title: decorate(head, grade, random),
    body: grade === 3 && random() < 0.3 ? '' : rest.join('，'),
  };
}

/** A letter: the matter, other troubles in passing, and what every letter says. */
function asLetter(
  { title, body, isWhole = false }: Telling,
  matters: readonly Matter[],
  random: Random,
): Telling {
  const told = [body];
  for (let more = 2 + Math.floor(random() * 5); more > 0; more -= 1)
    told.push(
      random() < 0.25 ? pick(pick(matters, random).tellings, random).body : pick(ASIDES, random),
    );
  return {
    title: `${title}${random() < 0.6 ? pick(TAILS, random) : ''}`,
    body: told.join(''),
    isWhole,
  };
}

interface Place {
  readonly county: string;
  readonly area: string;
  readonly spot: string;
}

function placeFor(kind: string, sites: readonly Site[], random: Random): Place {
  const { county, town, village, site } = pick(sites, random);
  if (kind === 'county') return { county, area: '', spot: county };
  const endings: Readonly<Record<string, readonly string[]>> = {
    estate: ['小区', '花园', '家园', '苑'],
    road: ['路', '街', '大道'],
    school: ['小学', '中学', '第二小学', '实验小学'],
  };
  const stem = village.slice(0, 2);
  const spot =
    kind === 'village'
      ? village
      : `${site?.slice(0, 2) ?? stem}${pick(endings[kind] ?? ['村'], random)}`;
  return { county, area: random() < 0.5 ? `${county}${town}` : county, spot };
}

function otherPlace(place: Place, kind: string, sites: readonly Site[], random: Random): Place {
  for (;;) {
    const other = placeFor(kind, sites, random);
    // Half of them within the same area: only the spot tells them apart.
    const made = kind !== 'county' && random() < 0.5 ? { ...other, area: place.area } : other;
    if (made.spot !== place.spot) return made;
  }
}

function write(
  { title, body, isWhole = false }: Telling,
  { area, spot }: Place,
  random: Random,
): ToldMessage {
  const place = random() < 0.6 ? `${area}${spot}` : spot;
  const where = random();
  const hasBody = body !== '' && (isWhole || random() < 0.75);
  const told = { title, ...(hasBody ? { body } : {}) };
  if (where < 0.25) return { ...told, place };
  if (where < 0.35 && hasBody) return { title, body: `我住在${place}。${body}` };
  const headed = random() < 0.7 ? `${place}${title}` : `${title}（${place}）`;
  return { ...told, title: headed, ...(where < 0.6 ? { place: `${area}${spot}` } : {}) };
}

function readMatters(): Matter[] {
  const told = TELLINGS.map((line) => {
    const [kind = '', ...tellings] = line.split('|');
    return {
      kind: kind.replace('!', ''),
      isOpposite: kind.endsWith('!'),
      tellings: tellings.map(readTelling),
    };
  });
  return told;
}

function readTelling(told: string): Telling {
  const [title = '', body = ''] = told.split('~');
  return { title, body };
}
