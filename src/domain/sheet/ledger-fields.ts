/** What the cells of a column hold; says how they are read and what proves a header right or wrong. */
export type FieldKind =
  | 'text'
  | 'key'
  | 'choice'
  | 'unit'
  | 'units'
  | 'people'
  | 'day'
  | 'deadline'
  | 'money'
  | 'phone'
  | 'status';

/** One thing a ledger can say about an entry, and the words offices put above its column. */
export interface FieldWords {
  readonly field: string;
  /** How we name the column ourselves, in templates and exports. */
  readonly label: string;
  readonly kind: FieldKind;
  readonly words: readonly string[];
  /** Words that mean this only when nothing better is there: 项目名称 beside 问题描述 is no title. */
  readonly weak?: readonly string[];
  /** Several columns may hold it; their texts are put one below the other. */
  readonly many?: true;
}

function field<const F extends string>(
  name: F,
  kind: FieldKind,
  label: string,
  words: string,
  more: { readonly weak?: string; readonly many?: true } = {},
): FieldWords & { readonly field: F } {
  return {
    field: name,
    label,
    kind,
    words: [label, ...words.split(' ').filter(Boolean)],
    weak: (more.weak ?? '').split(' ').filter(Boolean),
    ...(more.many === undefined ? {} : { many: more.many }),
  };
}

/**
 * The columns of problem ledgers 问题台账, task tables 任务分解表, supervision lists 督办表, project
 * lists and call-back sheets. Only `title` is indispensable.
 */
export const LEDGER_FIELDS = [
  field('id', 'key', '系统编号', '系统标识 记录编号 系统ID 平台编号'),
  field('version', 'key', '版本', '版本号 数据版本'),
  field('seq', 'key', '序号', '顺序号 No No. 项次 行号'),
  field(
    'code',
    'key',
    '编号',
    '问题编号 任务编号 项目编号 督办编号 工单编号 工单ID 受理编号 事项编号 案件编号 台账编号 单号 流水号 问题ID 项目代码',
  ),
  field(
    'title',
    'text',
    '存在问题',
    '主要问题 具体问题 问题 问题描述 问题内容 问题表现 问题及表现 问题清单 问题隐患 隐患描述 隐患内容 隐患名称 反馈问题 反馈意见 查摆问题 突出问题 ' +
      '共性问题 个性问题 问题标题 标题 问题事项 问题摘要 问题概述 任务 任务名称 工作任务 重点任务 主要任务 具体任务 目标任务 重点工作 重点工作任务 任务内容 ' +
      '工作内容 重点工作内容 工作事项 事项 事项内容 事项名称 督办标题 督办事项 督查事项 督办内容 督查内容 交办事项 议定事项 诉求内容 诉求标题 诉求事项 ' +
      '反映内容 反映问题 意见建议 意见建议内容 咨询摘要 咨询内容',
    { weak: '项目名称 指标名称 协议项目名称' },
  ),
  field(
    'category',
    'choice',
    '问题类别',
    '问题类型 问题分类 问题定性 问题性质 隐患类别 隐患类型 类别 类型 分类 所属领域 涉及领域 领域 整改类型 任务类别 任务类型 任务分类 项目类型 项目类别 ' +
      '项目属性 产业类别 行业类别 事件类型 矛盾纠纷类型 咨询类型 诉求类别 诉求类型 督办类型 板块 所属板块',
  ),
  field(
    'level',
    'choice',
    '问题等级',
    '隐患级别 隐患等级 紧急程度 重要程度 严重程度 优先级 级别 等级 层级 项目级别 调度层级 问题层级',
  ),
  field(
    'source',
    'choice',
    '问题来源',
    '来源 来源渠道 线索来源 任务来源 信息来源 依据 来文依据 立项依据 征集渠道 反映渠道 发现途径 发现渠道',
  ),
  field('sourceNo', 'key', '来源文号', '文号 文件号 来文文号 依据文号 发文字号 文件文号'),
  field(
    'unit',
    'unit',
    '问题所在单位',
    '被检查单位 被督查单位 被巡察单位 问题归属单位 组织单位 所属单位 所属支部 支部 党支部 支部名称 填报单位 涉及单位 问题单位 单位 单位名称 所在地区 ' +
      '所属县区 考核县区 县区 镇街 乡镇 乡镇街道 管辖单位 行政区域 行政区划 所在乡镇',
  ),
  field(
    'cause',
    'text',
    '原因分析',
    '问题原因 产生原因 成因分析 问题成因 原因 存在原因 落后原因 落后原因分析 未完成原因 滞后原因 问题根源',
  ),
  field(
    'target',
    'text',
    '整改目标',
    '整治目标 工作目标 目标 目标要求 目标任务及要求 预期目标 预期成效 年度目标 建设目标 任务目标 整改标准 标准值 目标值 完成标准 量化指标 工作标准',
  ),
  field(
    'measure',
    'text',
    '整改措施',
    '工作措施 具体措施 整治方案 整治措施 整改方案 整改举措 落实措施 推进措施 主要措施 主要举措 具体举措 工作举措 解决措施 解决方案 解决办法 化解措施 办理措施 ' +
      '措施 举措 整改建议 下一步工作计划 下一步推进计划 下一步打算 下步措施 下一步工作措施 下一步安排',
  ),
  field(
    'deadline',
    'deadline',
    '整改时限',
    '完成时限 整改期限 整改完成时限 办结时限 办结期限 办理时限 时限 时限要求 完成时间 完成期限 要求完成时间 要求时限 计划完成时间 截止日期 截止时间 ' +
      '节点时间要求 时间节点 时间要求 计划结束时间 限期 期限 期限整改 计划竣工时间 计划完工时间 拟竣工时间 预计完成时间 整改完成时间 反馈时限 拟完成时间',
  ),
  field(
    'start',
    'day',
    '开始时间',
    '起始时间 启动时间 开工时间 计划开始时间 计划开工时间 计划开复工时间 下发时间 交办时间 交办日期 立项时间 发布时间 受理时间 受理日期 登记时间 ' +
      '登记日期 排查时间 检查日期 检查时间 发现时间 发现日期 签约时间 反映时间',
  ),
  field(
    'finish',
    'day',
    '实际完成时间',
    '实际结束时间 实际办结时间 办结时间 办结日期 服务办结时间 完成日期 竣工时间 完工时间 投产时间 隐患整改时间 最近整改时间 整改到位时间 实际整改时间',
  ),
  field(
    'lead',
    'unit',
    '牵头单位',
    '牵头部门 整改牵头单位 整治牵头单位 牵头责任单位 主办单位 主办部门 主责单位 主责部门 承办单位 承办部门 承办科室 主要责任部门 主体责任部门 督办处室 考核牵头单位',
  ),
  field(
    'responsible',
    'units',
    '责任单位',
    '责任部门 整改责任单位 整改单位 落实单位 实施单位 主体责任单位 责任主体 整改主体 处理单位 考核责任单位 办理单位 责任科室 主要责任单位',
  ),
  field(
    'co',
    'units',
    '配合单位',
    '配合部门 协办单位 协办部门 协同单位 协作单位 协助单位 参与单位 参加单位 整治参与单位 考核配合单位 协办单位名称 服务单位 会办单位 配合方',
  ),
  field(
    'supervisor',
    'unit',
    '督办单位',
    '督办部门 督导单位 督查单位 监督单位 督导组 督办人 督导人 督办责任人 验收单位 验收人 验收负责人 核查单位 核查人 审核人',
  ),
  field(
    'leader',
    'people',
    '责任领导',
    '牵头领导 包联领导 分管领导 包保领导 包案领导 挂点领导 挂牌领导 领导 领导名称 领导姓名 联系领导 市级领导 县级领导 主管领导 主要领导 牵头市领导',
  ),
  field(
    'owner',
    'people',
    '责任人',
    '整改责任人 整改负责人 负责人 主要责任人 第一责任人 直接责任人 任务负责人 项目负责人 单位负责人 负责人员 具体责任人 具体负责人 经办人 承办人 责任民警 ' +
      '整改人 联络员 专班负责人',
  ),
  field(
    'phone',
    'phone',
    '联系电话',
    '联系方式 电话 手机 手机号 手机号码 负责人电话 整改负责人电话 责任人电话 来电号码 联系人电话',
  ),
  field(
    'progress',
    'text',
    '整改进展',
    '整改情况 进展 整改进展情况 进展情况 完成情况 进度情况 工作进展 工作进度 推进情况 目前进展情况 目前进展 当前进展 当前进度 形象进度 本月进展 最新进展 整治情况 ' +
      '落实情况 办理情况 办理结果 整改结果 整改成效 处理结果 处理情况 整改完成情况 回复内容 完成成效 工作成效 运行情况 整改落实情况',
  ),
  field(
    'status',
    'status',
    '整改状态',
    '状态 任务状态 项目状态 工单状态 办理状态 完成状态 进展状态 当前状态 是否完成 是否办结 是否已整改 是否整改 是否销号 是否整改到位 是否完成整改 销号情况 ' +
      '建设阶段 需求状态 亮灯状态 灯色',
  ),
  field('closedOn', 'day', '销号时间', '销号日期 验收时间 验收日期 验证时间 验收销号时间 核销时间'),
  field(
    'difficulties',
    'text',
    '存在困难',
    '困难问题 问题和建议 存在的困难和问题 存在困难和问题 困难和问题 存在问题及困难 需协调解决问题 需协调解决的问题 需要协调解决的问题 需要协调解决的事项 堵点难点',
  ),
  field(
    'content',
    'text',
    '建设内容',
    '建设内容及规模 建设规模及内容 项目概况 项目简介 项目内容 基本概况 基本情况 主要内容 主要建设内容',
  ),
  field(
    'investor',
    'unit',
    '投资方',
    '投资主体 投资企业 投资单位 业主单位 项目业主 建设单位 项目单位 项目建设单位 客商名称',
  ),
  field('amount', 'money', '涉及金额', '涉及资金 问题金额 资金金额 涉案金额'),
  field(
    'moneyTotal',
    'money',
    '总投资',
    '投资总额 计划总投资 总投资额 项目总投资 投资额 投资额度 投资金额 协议投资额 计划投资',
  ),
  field(
    'moneyYear',
    'money',
    '年度计划投资',
    '今年计划投资 本年计划投资 当年计划投资 年度投资计划 年计划完成投资',
  ),
  field(
    'moneyDone',
    'money',
    '累计完成投资',
    '今年累计完成投资 完成投资 已完成投资 到位资金 实际到位资金 到资金额 实际投资额 实际完成投资',
  ),
  field('moneyMonth', 'money', '本月完成投资', '当月完成投资'),
  field('nature', 'choice', '建设性质', '项目性质'),
  field('visitedOn', 'day', '回访时间', '回访日期 评价日期 评价时间'),
  field('visitor', 'people', '回访人', '回访员 回访人员 评价人'),
  field(
    'respondent',
    'people',
    '受访人',
    '被访人 来电人 来电人姓名 客户 客户姓名 诉求人 诉求姓名 反映人 反映人姓名 群众姓名',
  ),
  field('visitWay', 'choice', '回访方式', '回访通道 回访渠道'),
  field(
    'satisfaction',
    'choice',
    '满意度',
    '是否满意 回访评分 评价结果 满意程度 满意情况 群众满意度 群众评价 是否非常满意',
  ),
  field(
    'visitNote',
    'text',
    '回访意见',
    '回访结果 回访备注 回访内容 回访情况 满意度理由 不满意原因 评价备注 评价内容',
    { many: true },
  ),
  field(
    'evidence',
    'text',
    '佐证材料',
    '印证材料 整改支撑材料 支撑材料 证明材料 反馈材料相关附件 附件 相关附件 现场照片 整改结果现场照片 整改照片 过程图片',
    { many: true },
  ),
  field('remark', 'text', '备注', '说明 备注说明 其他说明', { many: true }),
] as const;

/** The fields of `LEDGER_FIELDS` by name. */
export type LedgerField = (typeof LEDGER_FIELDS)[number]['field'];
