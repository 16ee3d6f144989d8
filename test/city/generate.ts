import { buildCampaigns, type Campaigns, type CityCampaign } from './campaigns.ts';
import { dutyOf } from './duty.ts';
import { FATE_DAYS, FATE_WEIGHTS, FATES, type Fate } from './fate.ts';
import { tellProblem } from './history.ts';
import { buildOrganisation, type Organisation } from './organisation.ts';
import { inventProblem, originsOf, type Surroundings, type Twin } from './premise.ts';
import { type Chance, chanceOf } from './random.ts';
import { type Scale, SIZES } from './sizes.ts';
import { dayOf, type Story, type Teller } from './story.ts';
import { tellTask } from './tasks.ts';

export interface CityOptions {
  readonly scale: Scale;
  readonly seed: string;
  /** The day on whose first minute all stories have come to where they are; `YYYY-MM-DD`. */
  readonly today: string;
  /** Ask the rules before every move. Slow; for tests. */
  readonly strict?: boolean;
}

export interface City {
  readonly organisation: Organisation;
  readonly campaigns: Campaigns;
  readonly bornMs: number;
  /** How many entries `stories` will tell. */
  readonly entries: number;
  /** The entries one by one, in the order of their numbers; kept nowhere. */
  stories(): Generator<Story>;
  /** After `stories`: the next free number of each series. */
  readonly numbering: ReadonlyMap<string, number>;
}

const DAY_MS = 86_400_000;

/** The made-up city 昀州: the same for the same seed and day. Nothing in it is taken from anywhere. */
export function generateCity(options: CityOptions): City {
  const { scale, seed, today, strict = false } = options;
  const now = Date.parse(`${today}T00:00:00+08:00`);
  const bornMs = now - 620 * DAY_MS;
  const chance = chanceOf(seed);
  const organisation = buildOrganisation(scale, chance.fork('organisation'), bornMs, today);
  const campaigns = buildCampaigns(organisation, chance.fork('campaigns'), today);
  const size = SIZES[scale];
  const numbering = new Map<string, number>();
  const number = (letter: string, at: number): string => {
    const series = `${letter}${dayOf(at).slice(0, 4)}`;
    const next = numbering.get(series) ?? 1;
    numbering.set(series, next + 1);
    return `${series}-${String(next).padStart(6, '0')}`;
  };
  function* stories(): Generator<Story> {
    numbering.clear();
    const duty = dutyOf(organisation);
    const origins = originsOf(organisation);
    const tell = function* (name: string, campaign: CityCampaign, count: number): Generator<Story> {
      const own = chance.fork(name);
      const teller: Teller = { chance: own, now, strict };
      const around = { chance: own, duty, origins, campaigns };
      yield* tellAll(
        teller,
        around,
        campaign,
        slotsOf(own, scale, { campaign, older: campaign === campaigns.older, count, now }),
        number,
      );
    };
    yield* tell('older', campaigns.older, size.olderProblems);
    yield* tell('present', campaigns.present, size.problems);
    const own = chance.fork('tasks');
    const start = Date.parse(campaigns.present.startsOn);
    const times = Array.from(
      { length: size.tasks },
      () => start + own.unit() * (now - start - 3 * DAY_MS),
    );
    for (const createdAt of times.toSorted((a, b) => a - b).map(Math.floor)) {
      const teller = { chance: own, now, strict };
      yield tellTask(
        teller,
        { duty, campaigns, organisation },
        { no: number('T', createdAt), createdAt },
      );
    }
  }
  const entries = size.problems + size.olderProblems + size.tasks;
  return { organisation, campaigns, bornMs, entries, stories, numbering };
}

function* tellAll(
  teller: Teller,
  around: Surroundings,
  campaign: CityCampaign,
  slots: Iterable<{ createdAt: number; fate: Fate }>,
  number: (letter: string, at: number) => string,
): Generator<Story> {
  let twin: Twin | undefined;
  for (const { createdAt, fate: wanted } of slots) {
    const fate = wanted === 'merged' && twin === undefined ? 'listed' : wanted;
    const no = number('P', createdAt);
    const { premise, matter } = inventProblem(around, {
      createdAt,
      fate,
      no,
      campaign,
      twin: fate === 'merged' ? twin : undefined,
    });
    if (fate === 'underway' || fate === 'closed') {
      twin = { id: premise.id, no, origin: premise.origin, matter };
    }
    yield tellProblem(teller, around.duty, premise);
  }
}

/** When each problem was raised and what becomes of it, in the order of time; eight bytes each. */
function* slotsOf(
  chance: Chance,
  scale: Scale,
  {
    campaign,
    older,
    count,
    now,
  }: { campaign: CityCampaign; older: boolean; count: number; now: number },
): Generator<{ createdAt: number; fate: Fate }> {
  const start = Date.parse(campaign.startsOn) + DAY_MS;
  const end = Math.min(now, Date.parse(campaign.endsOn));
  const packed = new Float64Array(count);
  for (let at = 0; at < count; at += 1) {
    const fate = chance.weighted(older ? OLDER_WEIGHTS : FATE_WEIGHTS[scale]);
    const days = FATE_DAYS[fate] * (0.5 + 1.5 * chance.unit()) + 0.5;
    const latest = end - days * DAY_MS;
    // What is finished may have begun at any time; what is not, began not so long ago.
    const early = start + chance.unit() ** 1.3 * Math.max(DAY_MS, latest - start);
    const late = Math.max(start + chance.unit() * 30 * DAY_MS, latest);
    const createdAt = older || FINISHED.has(fate) ? early : late;
    packed[at] =
      Math.min(Math.floor(createdAt / 1000), Math.floor(now / 1000) - 3600) * 16 +
      FATES.indexOf(fate);
  }
  for (const value of packed.toSorted()) {
    const fate = FATES[value % 16];
    if (fate !== undefined) yield { createdAt: Math.floor(value / 16) * 1000, fate };
  }
}

const FINISHED: ReadonlySet<Fate> = new Set([
  'closed',
  'closed_again',
  'not_listed',
  'cancelled',
  'merged',
]);

/** What is left of a campaign of last year. */
const OLDER_WEIGHTS = {
  closed: 940,
  closed_again: 20,
  delivered: 8,
  underway: 7,
  cancelled: 10,
  not_listed: 15,
} as const;
