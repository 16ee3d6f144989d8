import type { CityUnit, Organisation } from './organisation.ts';
import type { Chance } from './random.ts';
import {
  BREAKS,
  BREAKS_BEFORE,
  BREAKS_CROSSWALK,
  type FacetWords,
  FIELDS,
  SERVES,
} from './words/taxonomies.ts';

const DAY_MS = 86_400_000;

export interface CityTaxonomy {
  readonly id: string;
  readonly code: string;
  readonly version: number;
  readonly name: string;
  readonly facets: readonly FacetWords[];
}

export interface CityPhase {
  readonly id: string;
  readonly seq: number;
  readonly name: string;
  readonly startsOn: string;
  readonly endsOn: string;
}

export interface CityAction {
  readonly id: string;
  readonly phaseId: string;
  readonly unit: CityUnit | undefined;
  readonly name: string;
  readonly required: boolean;
  readonly dueOn: string;
  readonly doneBy: readonly CityUnit[];
}

export interface CityCampaign {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly office: CityUnit;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly taxonomy: CityTaxonomy;
  readonly phases: readonly CityPhase[];
  readonly actions: readonly CityAction[];
}

export interface Campaigns {
  readonly taxonomies: readonly CityTaxonomy[];
  readonly crosswalk: {
    readonly from: CityTaxonomy;
    readonly to: CityTaxonomy;
    readonly pairs: typeof BREAKS_CROSSWALK;
  };
  readonly serves: CityTaxonomy;
  readonly fields: CityTaxonomy;
  readonly present: CityCampaign;
  readonly older: CityCampaign;
}

const PHASES = [
  ['学习研讨、统一认识', 40],
  ['查摆问题、列出清单', 60],
  ['整改落实、销号见效', 130],
  ['总结评估、建章立制', 40],
] as const;

const REQUIRED = [
  '召开一次动员会并通读活动方案',
  '每名班子成员领一个题目蹲点调研',
  '组织一次走访，把群众的话原样记下来',
  '列出问题、措施、责任、时限四张清单并公开',
  '办结一批群众等着看的小事',
  '开展一次随机抽查并公布结果',
];

const OWN = ['“夜间板凳会”听意见', '老党员结对巡路灯', '窗口主任坐大厅一周', '企业服务日'];

export function buildCampaigns(
  organisation: Organisation,
  chance: Chance,
  today: string,
): Campaigns {
  const now = Date.parse(today);
  const day = (days: number): string => new Date(now + days * DAY_MS).toISOString().slice(0, 10);
  const id = (days: number): string => chance.id(now + days * DAY_MS);
  const taxonomy = (
    code: string,
    version: number,
    name: string,
    facets: readonly FacetWords[],
  ): CityTaxonomy => ({
    id: id(-600 + version),
    code,
    version,
    name,
    facets,
  });
  const before = taxonomy('breaks', 1, '五类作风表现（第一版）', BREAKS_BEFORE);
  const breaks = taxonomy('breaks', 2, '六个破除', BREAKS);
  const serves = taxonomy('serves', 1, '六个聚焦', SERVES);
  const fields = taxonomy('fields', 1, '工作领域', FIELDS);
  const office =
    organisation.city.below.find((unit) => unit.code === '00-DTL') ?? organisation.city;
  const present = {
    id: id(-211),
    code: `DTL${day(-210).slice(0, 4)}`,
    name: '“换思路、转作风、办实事”大讨论活动',
    office,
    startsOn: day(-210),
    endsOn: day(59),
    taxonomy: breaks,
  };
  const phases: CityPhase[] = [];
  let at = -210;
  for (const [name, days] of PHASES) {
    const seq = phases.length + 1;
    phases.push({ id: id(-210), seq, name, startsOn: day(at), endsOn: day(at + days - 1) });
    at += days;
  }
  const older: CityCampaign = {
    id: id(-560),
    code: `ZF${day(-560).slice(0, 4)}`,
    name: '作风整顿百日行动',
    office,
    startsOn: day(-560),
    endsOn: day(-460),
    taxonomy: before,
    phases: [],
    actions: [],
  };
  const actions = buildActions(organisation, chance, { phases, id: () => id(-209), today });
  return {
    taxonomies: [before, breaks, serves, fields],
    crosswalk: { from: before, to: breaks, pairs: BREAKS_CROSSWALK },
    serves,
    fields,
    present: { ...present, phases, actions },
    older,
  };
}

function buildActions(
  organisation: Organisation,
  chance: Chance,
  { phases, id, today }: { phases: readonly CityPhase[]; id: () => string; today: string },
): CityAction[] {
  const doers = organisation.units.filter(
    (unit) => unit.kind === 'department' || unit.kind === 'town',
  );
  const required = REQUIRED.map((name, at): CityAction => {
    const phase = phases[Math.min(Math.floor(at / 2), phases.length - 1)];
    const share = (phase?.endsOn ?? '') < today ? 0.95 : (phase?.startsOn ?? '') < today ? 0.55 : 0;
    return {
      id: id(),
      phaseId: phase?.id ?? '',
      unit: undefined,
      name,
      required: true,
      dueOn: phase?.endsOn ?? today,
      doneBy: doers.filter(() => chance.happens(share)),
    };
  });
  const own = OWN.map((name): CityAction => {
    const unit = chance.pick(doers);
    const phase = phases[2];
    const done = chance.happens(0.5);
    return {
      id: id(),
      phaseId: phase?.id ?? '',
      unit,
      name,
      required: false,
      dueOn: phase?.endsOn ?? today,
      doneBy: done ? [unit] : [],
    };
  });
  return [...required, ...own];
}
