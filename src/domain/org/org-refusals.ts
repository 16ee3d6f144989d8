/** What is refused of units, posts and who holds them. */
export const ORG_REFUSALS = {
  'unknown-unit': {
    status: 422,
    zh: '组织树中没有编号为“{unit}”的单位，或者该单位已撤销，请按名称重新选择',
    en: 'No unit with the id {unit} is in the tree, or it is closed; choose it anew by its name',
  },
  'own-post': {
    status: 403,
    zh: '不得为本人任免岗位或调整本人账号',
    en: 'Nobody may appoint himself or change his own account’s standing',
  },
  'already-held': {
    status: 409,
    zh: '该人员在此期间已任此岗位',
    en: 'The person already holds this post in that time',
  },
  'unit-closed': { status: 422, zh: '“{unit}”已撤销', en: '{unit} is closed' },
  'post-closed': { status: 422, zh: '岗位“{post}”已撤销', en: 'The post {post} is closed' },
  'moves-into-itself': {
    status: 422,
    zh: '“{unit}”不能移入其自身或下级单位',
    en: '{unit} cannot be moved into itself or a unit below it',
  },
  'link-cycle': {
    status: 422,
    zh: '“{upper}”与“{lower}”的关系会形成循环',
    en: 'A link from {upper} to {lower} would close a circle',
  },
  'admin-disjoint': {
    status: 422,
    zh: '系统、安全、审计管理员须由不同的人担任，且不得兼任业务岗位',
    en: 'The three administrators must be different people and hold no business post',
  },
  'unit-in-use': {
    status: 409,
    zh: '“{unit}”尚有未办结事项或下级单位，不能撤销',
    en: '{unit} still has open items or units below it',
  },
} as const;
