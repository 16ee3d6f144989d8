import * as z from 'zod/mini';
import { ROLES } from '#domain/org/actor.ts';
import { Day, Id, line, words } from './fields.ts';
import { operation } from './operation.ts';
import { APPOINTERS, Can, Code } from './org.ts';

const group = 'org';

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
