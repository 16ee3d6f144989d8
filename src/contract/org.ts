import * as z from 'zod/mini';
import { ORG_DEEDS } from '#domain/org/policy.ts';
import { UNIT_KINDS } from '#domain/org/unit.ts';
import { Day, Id, line, UnitName } from './fields.ts';
import { operation } from './operation.ts';

const group = 'org';
export const APPOINTERS = ['office', 'security_admin'] as const;
export const Code = z.string().check(z.trim(), z.regex(/^[\p{L}\p{N}._/-]{1,64}$/u));
const Functions = z.array(line(40)).check(z.maxLength(30));
const Version = z.int().check(z.gte(1));
export const Can = z.array(z.enum(ORG_DEEDS));

export const UnitRow = z.object({
  id: z.string(),
  version: z.int(),
  code: z.string(),
  name: z.string(),
  shortName: z.string(),
  kind: z.enum(UNIT_KINDS),
  path: z.string(),
  parentId: z.nullable(z.string()),
  functions: z.array(z.string()),
  /** Has it units below it? */
  hasBelow: z.boolean(),
  closedOn: z.nullable(z.string()),
});
export type UnitRow = z.infer<typeof UnitRow>;

const LinkView = z.object({
  id: z.string(),
  kind: z.enum(['line', 'party']),
  upper: UnitName,
  lower: UnitName,
  function: z.nullable(z.string()),
  fromOn: z.string(),
  toOn: z.nullable(z.string()),
});

const UnitView = z.object({
  unit: UnitRow,
  /** From the city down to the parent. */
  lineage: z.array(UnitName),
  links: z.array(LinkView),
  can: Can,
});

export const listUnits = operation({
  id: 'listUnits',
  method: 'GET',
  path: '/units',
  group,
  summary: {
    zh: '某单位的下级单位（不给上级则为根）',
    en: 'Units right below one; without a parent, the root',
  },
  access: 'signed-in',
  scope: 'org:read',
  input: z.strictObject({
    parent: z.optional(Id),
    closed: z.optional(z.enum(['with', 'without'])),
    after: z.optional(z.string().check(z.maxLength(40))),
  }),
  output: z.object({ units: z.array(UnitRow), next: z.nullable(z.string()) }),
  refusals: ['bad-cursor'],
});

export const getUnit = operation({
  id: 'getUnit',
  method: 'GET',
  path: '/units/{id}',
  group,
  summary: { zh: '一个单位：上级链、条线与党组织关系', en: 'One unit with its lineage and links' },
  access: 'signed-in',
  scope: 'org:read',
  input: z.strictObject({ id: Id }),
  output: UnitView,
  refusals: ['not-found'],
});

export const searchUnits = operation({
  id: 'searchUnits',
  method: 'GET',
  path: '/unit-search',
  group,
  summary: { zh: '按名称、简称或编码查找单位', en: 'Find units by name, short name or code' },
  access: 'signed-in',
  scope: 'org:read',
  input: z.strictObject({ q: line(60), within: z.optional(Id) }),
  output: z.object({
    units: z.array(UnitRow),
    /** Where nothing matches: names that come near. */
    nearest: z.array(z.string()),
  }),
  refusals: ['not-found'],
});

export const createUnit = operation({
  id: 'createUnit',
  method: 'POST',
  path: '/units',
  group,
  summary: { zh: '新设单位', en: 'Set up a unit' },
  access: ['office'],
  scope: 'org:write',
  input: z.strictObject({
    parentId: Id,
    code: Code,
    name: line(120),
    shortName: z.optional(line(60)),
    kind: z.enum(UNIT_KINDS).check(z.refine((kind) => kind !== 'city', { error: 'city' })),
    functions: z.optional(Functions),
    sort: z.optional(z.int().check(z.gte(0), z.lte(1_000_000))),
  }),
  output: UnitView,
  refusals: ['not-found', 'not-allowed', 'name-taken', 'unit-closed'],
});

export const renameUnit = operation({
  id: 'renameUnit',
  method: 'POST',
  path: '/units/{id}/rename',
  group,
  summary: {
    zh: '单位更名，或修改简称、职能、排序',
    en: 'Rename a unit, or change its short name, functions, order',
  },
  access: ['office'],
  scope: 'org:write',
  input: z.strictObject({
    id: Id,
    version: Version,
    name: z.optional(line(120)),
    shortName: z.optional(line(60)),
    functions: z.optional(Functions),
    sort: z.optional(z.int().check(z.gte(0), z.lte(1_000_000))),
  }),
  output: UnitView,
  refusals: ['not-found', 'stale', 'not-allowed', 'unit-closed'],
});

export const moveUnit = operation({
  id: 'moveUnit',
  method: 'POST',
  path: '/units/{id}/move',
  group,
  summary: {
    zh: '单位划转：连同下级单位与台账事项移到新的上级之下',
    en: 'Move a unit, all below it and its entries, under another',
  },
  access: ['office'],
  scope: 'org:write',
  input: z.strictObject({ id: Id, version: Version, parentId: Id }),
  output: UnitView,
  refusals: ['not-found', 'stale', 'not-allowed', 'unit-closed', 'moves-into-itself'],
});

export const closeUnit = operation({
  id: 'closeUnit',
  method: 'POST',
  path: '/units/{id}/close',
  group,
  summary: {
    zh: '撤销单位：须无下级单位与未办结事项；其岗位随之撤销',
    en: 'Close a unit without units or open items below; its posts close',
  },
  access: ['office'],
  scope: 'org:write',
  input: z.strictObject({ id: Id, version: Version }),
  output: UnitView,
  refusals: ['not-found', 'stale', 'not-allowed', 'unit-in-use', 'unit-closed'],
});

export const linkUnits = operation({
  id: 'linkUnits',
  method: 'POST',
  path: '/unit-links',
  group,
  summary: {
    zh: '建立条线或党组织关系：上方单位可见下方单位的事项',
    en: 'Link two units by line or Party: the upper sees the lower’s matters',
  },
  access: ['office'],
  scope: 'org:write',
  input: z.strictObject({
    kind: z.enum(['line', 'party']),
    upper: Id,
    lower: Id,
    function: z.optional(line(40)),
    fromOn: z.optional(Day),
  }),
  output: LinkView,
  refusals: ['not-found', 'not-allowed', 'name-taken', 'link-cycle', 'unit-closed'],
});

export const endLink = operation({
  id: 'endLink',
  method: 'POST',
  path: '/unit-links/{id}/end',
  group,
  summary: {
    zh: '终止条线或党组织关系（自次日起不可见）',
    en: 'End a link; from the next day nothing is seen through it',
  },
  access: ['office'],
  scope: 'org:write',
  input: z.strictObject({ id: Id, toOn: z.optional(Day) }),
  output: LinkView,
  refusals: ['not-found', 'not-allowed', 'date-order'],
});

export const listOrgEvents = operation({
  id: 'listOrgEvents',
  method: 'GET',
  path: '/org-events',
  group,
  summary: {
    zh: '组织与账号的变更记录（审计管理员）',
    en: 'What was done to the organisation and accounts, for the audit',
  },
  access: ['audit_admin'],
  scope: 'org:read',
  input: z.strictObject({ subject: z.optional(Id), before: z.optional(Id) }),
  output: z.object({
    events: z.array(
      z.object({
        id: z.string(),
        at: z.string(),
        kind: z.string(),
        subjectId: z.nullable(z.string()),
        byPerson: z.nullable(z.string()),
        byName: z.nullable(z.string()),
        payload: z.unknown(),
      }),
    ),
    next: z.nullable(z.string()),
  }),
  refusals: [],
});
