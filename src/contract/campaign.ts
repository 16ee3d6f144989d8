import * as z from 'zod/mini';
import { BUSINESS_ROLES } from '#domain/org/actor.ts';
import { CAMPAIGN_DEEDS } from '#domain/campaign/policy.ts';
import { Day, Id, line, UnitName, words } from './fields.ts';
import { operation } from './operation.ts';

const group = 'campaign';
const Code = z.string().check(z.trim(), z.regex(/^[\p{L}\p{N}._-]{1,32}$/u));
const Cap = z.int().check(z.gte(0), z.lte(100));
const Can = z.array(z.enum(CAMPAIGN_DEEDS));

const PhaseView = z.object({
  id: z.string(),
  seq: z.int(),
  name: z.string(),
  startsOn: z.string(),
  endsOn: z.string(),
});

export const CampaignView = z.object({
  id: z.string(),
  code: z.string(),
  name: z.string(),
  officeUnit: UnitName,
  startsOn: z.string(),
  endsOn: z.string(),
  taxonomyId: z.nullable(z.string()),
  /** How many actions it may ask of every unit, and a unit may add of its own. */
  requiredCap: z.int(),
  ownCap: z.int(),
  phases: z.array(PhaseView),
  /** Is today within its window? */
  present: z.boolean(),
  can: Can,
});
export type CampaignView = z.infer<typeof CampaignView>;

export const listCampaigns = operation({
  id: 'listCampaigns',
  method: 'GET',
  path: '/campaigns',
  group,
  summary: { zh: '专项（大讨论）列表，最近的在前', en: 'Campaigns, the newest first' },
  access: 'signed-in',
  scope: 'ledger:read',
  input: z.strictObject({}),
  output: z.object({
    campaigns: z.array(CampaignView),
    /** The one a new entry goes to when none is named. */
    current: z.nullable(z.string()),
  }),
  refusals: [],
});

export const getCampaign = operation({
  id: 'getCampaign',
  method: 'GET',
  path: '/campaigns/{id}',
  group,
  summary: {
    zh: '一个专项：阶段与当前口径的分类',
    en: 'One campaign with its phases and categories',
  },
  access: 'signed-in',
  scope: 'ledger:read',
  input: z.strictObject({ id: Id }),
  output: z.object({
    campaign: CampaignView,
    categories: z.array(
      z.object({ code: z.string(), name: z.string(), parent: z.nullable(z.string()) }),
    ),
  }),
  refusals: ['not-found'],
});

export const createCampaign = operation({
  id: 'createCampaign',
  method: 'POST',
  path: '/campaigns',
  group,
  summary: {
    zh: '设立专项：办公室、起止日期、阶段、动作上限',
    en: 'Set up a campaign with office, window, phases and caps',
  },
  access: ['office'],
  scope: 'ledger:write',
  input: z.strictObject({
    code: Code,
    name: line(100),
    officeUnit: Id,
    startsOn: Day,
    endsOn: Day,
    taxonomyId: z.optional(Id),
    requiredCap: z.optional(Cap),
    ownCap: z.optional(Cap),
    phases: z
      .array(z.strictObject({ name: line(60), startsOn: Day, endsOn: Day }))
      .check(z.maxLength(20)),
  }),
  output: CampaignView,
  refusals: [
    'not-found',
    'not-allowed',
    'name-taken',
    'date-order',
    'outside-window',
    'unit-closed',
  ],
});

export const setCampaignTaxonomy = operation({
  id: 'setCampaignTaxonomy',
  method: 'POST',
  path: '/campaigns/{id}/taxonomy',
  group,
  summary: {
    zh: '更换专项的分类口径（台账已用的编码须保留）',
    en: 'Give a campaign another taxonomy; codes in use must remain',
  },
  access: ['office'],
  scope: 'ledger:write',
  input: z.strictObject({ id: Id, taxonomyId: Id }),
  output: CampaignView,
  refusals: ['not-found', 'not-allowed', 'taxonomy-in-use'],
});

const ActionView = z.object({
  id: z.string(),
  name: z.string(),
  required: z.boolean(),
  phaseId: z.nullable(z.string()),
  unit: z.nullable(UnitName),
  dueOn: z.nullable(z.string()),
  /** Units that have done it. */
  doneUnits: z.int(),
  /** When the unit asked about did it, if it did. */
  doneOn: z.nullable(z.string()),
  note: z.nullable(z.string()),
  can: Can,
});

export const listActions = operation({
  id: 'listActions',
  method: 'GET',
  path: '/campaigns/{id}/actions',
  group,
  summary: {
    zh: '规定动作与某单位的自选动作',
    en: 'Required actions, and those a unit has chosen',
  },
  access: BUSINESS_ROLES,
  scope: 'ledger:read',
  input: z.strictObject({ id: Id, unit: z.optional(Id) }),
  output: z.object({ actions: z.array(ActionView) }),
  refusals: ['not-found', 'out-of-reach'],
});

export const createAction = operation({
  id: 'createAction',
  method: 'POST',
  path: '/campaigns/{id}/actions',
  group,
  summary: {
    zh: '新增规定动作，或本单位的自选动作（受减负上限约束）',
    en: 'Add a required action, or one of a unit’s own, within the caps',
  },
  access: ['office', 'liaison', 'handler'],
  scope: 'ledger:write',
  input: z.strictObject({
    id: Id,
    name: line(120),
    /** Without a unit it is required of every unit. */
    unitId: z.optional(Id),
    phaseId: z.optional(Id),
    dueOn: z.optional(Day),
  }),
  output: ActionView,
  refusals: ['not-found', 'not-allowed', 'cap-reached', 'outside-window', 'unit-closed'],
});

export const doAction = operation({
  id: 'doAction',
  method: 'POST',
  path: '/actions/{id}/done',
  group,
  summary: {
    zh: '登记动作已完成（可改正）',
    en: 'Record that a unit has done an action; sent again it corrects',
  },
  access: ['office', 'liaison', 'handler'],
  scope: 'ledger:write',
  input: z.strictObject({
    id: Id,
    unitId: Id,
    doneOn: z.optional(Day),
    note: z.optional(words(1000)),
  }),
  output: ActionView,
  refusals: ['not-found', 'not-allowed', 'outside-window', 'unit-closed'],
});

const FacetView = z.object({
  code: z.string(),
  name: z.string(),
  parent: z.nullable(z.string()),
});

const TaxonomyName = z.object({
  id: z.string(),
  code: z.string(),
  version: z.int(),
  name: z.string(),
});

const TaxonomyView = z.object({
  taxonomy: TaxonomyName,
  facets: z.array(FacetView),
  /** What its facets are called in other versions and taxonomies. */
  crosswalk: z.array(z.object({ from: z.string(), to: z.string(), taxonomyId: z.string() })),
});
export type TaxonomyView = z.infer<typeof TaxonomyView>;

export const listTaxonomies = operation({
  id: 'listTaxonomies',
  method: 'GET',
  path: '/taxonomies',
  group,
  summary: { zh: '分类口径及其各版次', en: 'Taxonomies and their versions' },
  access: 'signed-in',
  scope: 'ledger:read',
  input: z.strictObject({}),
  output: z.object({ taxonomies: z.array(TaxonomyName) }),
  refusals: [],
});

export const getTaxonomy = operation({
  id: 'getTaxonomy',
  method: 'GET',
  path: '/taxonomies/{id}',
  group,
  summary: { zh: '一个口径：分类与对照', en: 'One taxonomy with facets and crosswalk' },
  access: 'signed-in',
  scope: 'ledger:read',
  input: z.strictObject({ id: Id }),
  output: TaxonomyView,
  refusals: ['not-found'],
});

const Pair = z.strictObject({ from: Code, to: Code });

export const createTaxonomy = operation({
  id: 'createTaxonomy',
  method: 'POST',
  path: '/taxonomies',
  group,
  summary: {
    zh: '新建口径，或同一编码的新版次（附与上一版次的对照）',
    en: 'A new taxonomy, or a new version under the same code with its crosswalk',
  },
  access: ['office'],
  scope: 'ledger:write',
  input: z.strictObject({
    code: Code,
    name: line(60),
    facets: z
      .array(z.strictObject({ code: Code, name: line(60), parent: z.optional(Code) }))
      .check(z.minLength(1), z.maxLength(500)),
    /** From facets of the version before; codes that are the same need no word. */
    crosswalk: z.optional(z.array(Pair).check(z.maxLength(1000))),
  }),
  output: TaxonomyView,
  refusals: ['not-allowed', 'bad-facets'],
});

export const addCrosswalk = operation({
  id: 'addCrosswalk',
  method: 'POST',
  path: '/taxonomies/{id}/crosswalk',
  group,
  summary: { zh: '登记与另一口径的对照', en: 'Say what facets are called in another taxonomy' },
  access: ['office'],
  scope: 'ledger:write',
  input: z.strictObject({
    id: Id,
    to: Id,
    pairs: z.array(Pair).check(z.minLength(1), z.maxLength(1000)),
  }),
  output: TaxonomyView,
  refusals: ['not-found', 'not-allowed', 'bad-facets'],
});
