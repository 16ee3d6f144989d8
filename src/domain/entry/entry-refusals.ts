/** What is refused of a move on the ledger (列、派、办、验), with its HTTP status and its sentence in both languages. */
export const ENTRY_REFUSALS = {
  'not-independent': {
    status: 403,
    zh: '承办单位及其上下级、承办人不得核查本事项',
    en: 'A unit or person that does the work, or is above or below the lead unit, may not check it',
  },
  'doer-decides': {
    status: 403,
    zh: '承办人不得审批自己承办的事项',
    en: 'Who did the work may not decide on it',
  },
  'asker-decides': {
    status: 403,
    zh: '申请人不得审批自己提出的申请，请由审批岗位的其他人员办理',
    en: 'Who asked for it may not approve it; somebody else of the approver post must',
  },
  'checker-decides': {
    status: 403,
    zh: '核查人不得审批自己核查的事项，请由审批岗位的其他人员办理',
    en: 'Who checked the work may not approve its closure; somebody else of the approver post must',
  },
  'not-approver': {
    status: 403,
    zh: '该审批须由“{post}”岗位办理',
    en: 'Only the holder of the post {post} may decide this',
  },
  'move-not-allowed': {
    status: 409,
    zh: '当前状态“{state}”不能执行“{move}”',
    en: 'This cannot be done now ({move}): the item is {state}',
  },
  'request-open': {
    status: 409,
    zh: '已有一项审批在办，待其办结后再提',
    en: 'A request is already open on this item',
  },
  'already-merged': {
    status: 409,
    zh: '该事项已并入其他事项',
    en: 'The item is already merged into another',
  },
  'already-decided': {
    status: 409,
    zh: '已有后来的判断，请刷新后再试；要撤销，须从最后一次判断开始',
    en: 'It has been judged since; reload and try again, and take judgements back from the last one on',
  },
  'unfit-parent': {
    status: 422,
    zh: '不能作为根源问题：须是另一个问题，且自身没有归到本问题之下',
    en: 'That cannot be the root cause: it must be another problem, and not itself come from this one',
  },
  'unfit-survivor': {
    status: 422,
    zh: '不能并入 {no}：须为同类事项，已列入台账的只能并入在册事项',
    en: 'It cannot be merged into {no}: that must be of the same kind and on the ledger too',
  },
  'no-lead': { status: 422, zh: '须先确定一个牵头单位', en: 'Name one lead unit first' },
  'no-deadline': { status: 422, zh: '须先确定整改时限', en: 'Set the deadline first' },
  'no-measures': { status: 422, zh: '须先填写整改措施', en: 'Write the measures first' },
  'no-milestones': {
    status: 422,
    zh: '长期坚持事项须有至少一个注明日期的节点',
    en: 'A long-term item needs at least one dated milestone',
  },
  'not-self-found': {
    status: 422,
    zh: '自查自改只用于本单位、本支部自查发现的问题；其他来源或市县级问题请由上级列入台账后交办',
    en: 'Only what a unit or branch has found in itself can be mended in one move; others are listed and assigned by the office above',
  },
  'nothing-asked': {
    status: 422,
    zh: '请写明要调整什么：事项名称、整改措施或时限',
    en: 'Say what is to be adjusted: the title, the measures or the deadline',
  },
  'long-term-kept': {
    status: 422,
    zh: '长期坚持事项没有可延的统一时限：请提请调整，改写节点；确要改为限期的，请在调整中注明改为限期',
    en: 'A long-term item has no one deadline to extend: ask for an adjustment of its milestones, or say in it that the item is to have a deadline',
  },
  'no-evidence': {
    status: 422,
    zh: '报结前须上传本轮佐证材料',
    en: 'Add evidence for this episode before reporting it done',
  },
  'no-reason': { status: 422, zh: '须说明理由', en: 'Give a reason' },
  'no-passed-check': {
    status: 422,
    zh: '报结之后尚无合格的核查，不能销号',
    en: 'No check has passed since the work was reported done',
  },
  'deadline-past': {
    status: 422,
    zh: '时限 {deadline} 早于 {start}，请选 {start} 或以后的日子',
    en: 'The deadline {deadline} lies before {start}; choose {start} or later',
  },
  'deadline-not-later': {
    status: 422,
    zh: '延期后的时限须晚于原时限 {deadline}',
    en: 'The new deadline must lie after {deadline}',
  },
  'unit-twice': {
    status: 422,
    zh: '“{unit}”不能既牵头又配合',
    en: '{unit} cannot be both lead and co-unit',
  },
  'unknown-category': {
    status: 422,
    zh: '分类“{category}”不在本专项的口径中',
    en: 'The category {category} is not in this campaign’s taxonomy',
  },
  'no-approver': {
    status: 422,
    zh: '“{unit}”及其上级没有可审批的在任岗位（督查室或领导，且未承办、未核查本事项），请系统管理员任命',
    en: 'At {unit} and above it no office or leader post is held by somebody who neither did nor checked the work; ask an administrator to appoint one',
  },
} as const;
