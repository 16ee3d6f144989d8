import * as z from 'zod/mini';
import { ROLES } from '#domain/org/actor.ts';
import { ORG_DEEDS } from '#domain/org/policy.ts';
import { UNIT_KINDS } from '#domain/org/unit.ts';
import { Day, Id, line, UnitName, words } from './fields.ts';
import { operation } from './operation.ts';

const group = 'org';
const APPOINTERS = ['office', 'security_admin'] as const;
const Code = z.string().check(z.trim(), z.regex(/^[\p{L}\p{N}._/-]{1,64}$/u));
const Functions = z.array(line(40)).check(z.maxLength(30));
const Version = z.int().check(z.gte(1));
const Can = z.array(z.enum(ORG_DEEDS));

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

const Holder = z.object({
  holdingId: z.string(),
  personId: z.string(),
  name: z.string(),
  acting: z.boolean(),
  fromOn: z.string(),
  toOn: z.nullable(z.string()),
});

export const PostView = z.object({
  id: z.string(),
  unitId: z.string(),
  unitName: z.string(),
  code: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  closedOn: z.nullable(z.string()),
  /** Who holds it today, or will. */
  holders: z.array(Holder),
  can: Can,
});
export type PostView = z.infer<typeof PostView>;

export const listPosts = operation({
  id: 'listPosts',
  method: 'GET',
  path: '/units/{id}/posts',
  group,
  summary: { zh: '单位的岗位与在任人员', en: 'Posts of a unit and who holds them' },
  access: 'signed-in',
  scope: 'org:read',
  input: z.strictObject({ id: Id }),
  output: z.object({ posts: z.array(PostView) }),
  refusals: ['not-found'],
});

export const createPost = operation({
  id: 'createPost',
  method: 'POST',
  path: '/posts',
  group,
  summary: {
    zh: '新设岗位（三员岗位仅安全管理员可设）',
    en: 'Set up a post; administrators’ posts are the security administrator’s',
  },
  access: APPOINTERS,
  scope: 'org:write',
  input: z.strictObject({
    unitId: Id,
    code: z.optional(line(80)),
    name: line(60),
    role: z.enum(ROLES),
  }),
  output: PostView,
  refusals: ['not-found', 'not-allowed', 'name-taken', 'unit-closed'],
});

export const closePost = operation({
  id: 'closePost',
  method: 'POST',
  path: '/posts/{id}/close',
  group,
  summary: { zh: '撤销岗位：在任者即日免任', en: 'Close a post; who holds it ceases to at once' },
  access: APPOINTERS,
  scope: 'org:write',
  input: z.strictObject({ id: Id }),
  output: PostView,
  refusals: ['not-found', 'not-allowed', 'own-post', 'post-closed'],
});

export const startHolding = operation({
  id: 'startHolding',
  method: 'POST',
  path: '/holdings',
  group,
  summary: {
    zh: '任职（可为代理，可定起止日期）',
    en: 'Appoint a person to a post, for good or acting',
  },
  access: APPOINTERS,
  scope: 'org:write',
  input: z.strictObject({
    postId: Id,
    personId: Id,
    acting: z.optional(z.boolean()),
    fromOn: z.optional(Day),
    toOn: z.optional(Day),
  }),
  output: PostView,
  refusals: [
    'not-found',
    'not-allowed',
    'own-post',
    'post-closed',
    'already-held',
    'admin-disjoint',
    'date-order',
  ],
});

export const endHolding = operation({
  id: 'endHolding',
  method: 'POST',
  path: '/holdings/{id}/end',
  group,
  summary: { zh: '免职：不给日期则即刻生效', en: 'End a holding; without a day, at once' },
  access: APPOINTERS,
  scope: 'org:write',
  input: z.strictObject({ id: Id, toOn: z.optional(Day) }),
  output: PostView,
  refusals: ['not-found', 'not-allowed', 'own-post', 'date-order'],
});

const SponsorshipView = z.object({
  id: z.string(),
  postId: z.string(),
  postName: z.string(),
  objectKind: z.enum(['unit', 'project', 'enterprise']),
  objectId: z.string(),
  fromOn: z.string(),
  toOn: z.nullable(z.string()),
});

export const listSponsorships = operation({
  id: 'listSponsorships',
  method: 'GET',
  path: '/sponsorships',
  group,
  summary: {
    zh: '包联关系：按岗位或按对象',
    en: 'Which leader stands by what: by post or by object',
  },
  access: 'signed-in',
  scope: 'org:read',
  input: z.strictObject({ post: z.optional(Id), object: z.optional(words(64)) }),
  output: z.object({ sponsorships: z.array(SponsorshipView) }),
  refusals: [],
});

export const startSponsorship = operation({
  id: 'startSponsorship',
  method: 'POST',
  path: '/sponsorships',
  group,
  summary: {
    zh: '建立包联：领导岗位包联单位、项目或企业',
    en: 'A leader’s post stands by a unit, project or enterprise',
  },
  access: ['office'],
  scope: 'org:write',
  input: z.strictObject({
    postId: Id,
    objectKind: z.enum(['unit', 'project', 'enterprise']),
    objectId: line(64),
    fromOn: z.optional(Day),
  }),
  output: SponsorshipView,
  refusals: ['not-found', 'not-allowed', 'post-closed', 'name-taken'],
});

export const endSponsorship = operation({
  id: 'endSponsorship',
  method: 'POST',
  path: '/sponsorships/{id}/end',
  group,
  summary: { zh: '终止包联', en: 'End a sponsorship' },
  access: ['office'],
  scope: 'org:write',
  input: z.strictObject({ id: Id, toOn: z.optional(Day) }),
  output: SponsorshipView,
  refusals: ['not-found', 'not-allowed', 'date-order'],
});

const PersonView = z.object({
  id: z.string(),
  code: z.string(),
  name: z.string(),
  leftOn: z.nullable(z.string()),
  hasAccount: z.boolean(),
  posts: z.array(
    z.object({ id: z.string(), name: z.string(), role: z.enum(ROLES), unitName: z.string() }),
  ),
});
export type PersonView = z.infer<typeof PersonView>;

export const listPeople = operation({
  id: 'listPeople',
  method: 'GET',
  path: '/people',
  group,
  summary: { zh: '人员：按姓名或编号查找', en: 'People, by name or number' },
  access: ['office', 'security_admin', 'audit_admin'],
  scope: 'org:read',
  input: z.strictObject({ q: z.optional(words(60)), after: z.optional(Id) }),
  output: z.object({ people: z.array(PersonView), next: z.nullable(z.string()) }),
  refusals: [],
});

export const createPerson = operation({
  id: 'createPerson',
  method: 'POST',
  path: '/people',
  group,
  summary: { zh: '登记人员', en: 'Enter a person' },
  access: APPOINTERS,
  scope: 'org:write',
  input: z.strictObject({ name: line(60), code: z.optional(Code) }),
  output: PersonView,
  refusals: ['not-allowed', 'name-taken'],
});

export const leavePerson = operation({
  id: 'leavePerson',
  method: 'POST',
  path: '/people/{id}/leave',
  group,
  summary: {
    zh: '人员离任：免去全部岗位，停用账号',
    en: 'A person leaves: all posts end, the account is disabled',
  },
  access: APPOINTERS,
  scope: 'org:write',
  input: z.strictObject({ id: Id }),
  output: PersonView,
  refusals: ['not-found', 'not-allowed', 'own-post'],
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
