import type { FoundBy, Source } from '#domain/entry/entry.ts';

/** How the telling begins, by where the matter came from. */
export const OPENINGS: Readonly<Record<Source, readonly string[]>> = {
  document: ['对照上级文件逐条自查', '按照年度重点工作清单核对', '文件要求已过半年'],
  meeting: ['调度会上提出', '班子会研究时指出', '季度点评会点到'],
  instruction: ['市领导批示要求核实', '主要领导阅信后批示', '分管领导现场交办'],
  inspection: ['巡察反馈', '上轮巡察移交', '巡察“回头看”发现'],
  audit: ['年度审计报告指出', '经济责任审计查出', '专项审计发现'],
  supervision: ['督查组随机走访发现', '半年督查通报', '督导组查阅资料并到点核实'],
  motion: ['代表建议提出', '委员提案反映', '联名建议中说到'],
  hotline: ['热线工单反映', '夜间来电反映', '同一来电人第二次反映'],
  petition: ['来信反映', '接访时群众说', '初信初访登记'],
  visit: ['入户走访时群众说', '包联干部走访了解', '走访企业时负责人谈到'],
  self_check: ['支部自查发现', '对照清单自查', '组织生活会上大家提出', '讨论中党员指出'],
  benchmark: ['到先进地区学习后对照', '与邻县同类单位比', '对标一流查出差距'],
  media: ['网上留言反映', '本地媒体报道', '短视频里网友提到'],
  covert_visit: ['暗访拍到', '不打招呼到现场看到', '体验办事时遇到'],
};

export const SOURCE_NUMBERS: Readonly<Partial<Record<Source, readonly [string, string]>>> = {
  document: ['昀发〔{year}〕', '号'],
  meeting: ['市委会纪〔{year}〕', '号'],
  instruction: ['昀批〔{year}〕', '号'],
  inspection: ['昀巡反馈〔{year}〕', '号'],
  audit: ['昀审报〔{year}〕', '号'],
  supervision: ['昀督〔{year}〕', '号'],
  motion: ['建议第', '号'],
  hotline: ['RX{year}', ''],
  petition: ['XF{year}', ''],
};

/** Which way of finding goes with a source; the rest is found by the unit itself. */
export const FOUND: Readonly<Partial<Record<Source, FoundBy>>> = {
  benchmark: 'comparison',
  hotline: 'public',
  petition: 'public',
  media: 'public',
  motion: 'public',
  visit: 'grassroots',
  covert_visit: 'grassroots',
  meeting: 'discussion',
  self_check: 'discussion',
};

export const ASKS = [
  '建议尽快解决，并把结果告诉反映的群众',
  '请责任单位到现场看一看再定办法',
  '盼在入冬前办好',
  '希望不要再拖',
  '要举一反三，把同类问题一起查清',
  '办完后请回访',
  '望明确谁来管、管到什么时候',
  '需上级部门帮助协调',
];

export const SECOND_SENTENCES = [
  '据了解，主要是{cause}',
  '初步看，原因在于{cause}',
  '现场核对，{cause}',
  '有人说，{cause}',
  '经办人员承认，{cause}',
  '反复出现，根子是{cause}',
];

/** Shapes of a title. */
export const TITLE_SHAPES = [
  '{place}{thing}{fault}',
  '{place}{thing}{fault}',
  '{place}{thing}{fault}',
  '{thing}{fault}（{place}）',
  '关于{place}{thing}{fault}的问题',
  '{place}：{thing}{fault}，{effect}',
  '{place}{thing}{fault}，{effect}',
];

export const REFUSAL_REASONS = [
  '经核对权责清单，该路段由上一级养护，建议改派',
  '职责不在本单位，已与相关单位沟通',
  '反映地点属邻镇辖区，附界线图',
  '同一事项已由专班统一办理，建议并入',
];

export const BLOCK_REASONS = [
  '等待上级资金下达，预计下季度到位',
  '冬季无法施工，开春后恢复',
  '用地手续正在报批，批复前不能动工',
  '当事人外出务工，约定年底回来协商',
  '设备需订制，厂家排产到下月',
];

export const UNBLOCK_REASONS = [
  '资金已到账，恢复施工',
  '手续批复，可以动工',
  '当事人已返回，重新约谈',
  '设备到货，进场安装',
];

export const SEND_BACK_REASONS = [
  '现场核对与佐证照片不符，还差一半没做完',
  '电话回访，群众说没有人来过',
  '只有会议记录，没有见到实际变化',
  '措施第二条未落实，请补办后再报',
];

export const REOPEN_REASONS = [
  '雨季后再次出现，同一地点反弹',
  '群众再次来电，称用了一个月又坏',
  '回头看发现管护没有坚持',
];

export const NOT_LIST_REASONS = [
  '属个人诉求，已引导走法定途径',
  '内容不清、联系不上反映人',
  '与已列入事项重复，另行告知',
  '超出本市权限，已向上级报告',
];

export const EXTENSION_REASONS = [
  '牵涉几家单位，协调比预计慢',
  '招标流标一次，重新组织',
  '所需材料和人手晚到，请求延长',
];

export const CANCELLATION_REASONS = [
  '所涉房屋已整体征收，整改对象不存在',
  '上级统一建设同类平台，本项不再单独实施',
  '企业已注销，无法继续',
];

export const CLOSURE_NOTES = ['同意销号', '核查属实，同意销号', '情况清楚，准予销号，半年后回头看'];

export const CHECK_NOTES = {
  confirmed: [
    '到现场看过，整改到位，问到的三个人都认可',
    '查阅合同、验收单和付款凭证，与所报一致',
    '电话回访反映人，表示满意',
    '随机走访，情况属实',
  ],
  partly: ['主体完成，收尾还差一处', '硬件到位，管护制度未建'],
  not_confirmed: ['现场与所报不符', '回访群众，问题仍在'],
  cannot_verify: ['反映人联系不上，现场已平整无法判断'],
} as const;

/** What a unit writes on the way, by how far it has come. */
export const NOTES_BEGUN = ['已到现场看过，办法定了', '分工到人，本周动手', '方案报批中'];
export const NOTES_HALF = [
  '完成一半，剩下的月内做完',
  '正在做，进度正常',
  '协调会开过，卡点已解开',
];
export const NOTES_NEARLY = ['主体做完，正在收尾', '正在自查，准备报结', '只剩一处，本周完成'];

/** What nearly every unit adds to the measure that puts the thing right. */
export const COMMON_MEASURES = [
  '举一反三，排查同类问题',
  '明确谁来管、多久看一次',
  '办结后隔月回头看',
  '每月把进展贴在公示栏',
];

export const CO_NOTES = [
  '已派技术员到场配合',
  '提供管线图纸一份',
  '配合资金已划拨',
  '联合检查两次，无新问题',
  '已完成本单位承担的部分',
];

export const MERGE_REASONS = ['同一路段、同一问题，并入先登记的一件', '同一小区多人反映，合并办理'];

export const EVIDENCE_NAMES = [
  '整改前后对比照片',
  '验收单',
  '会议记录',
  '公示照片',
  '回访记录',
  '施工合同',
  '资金拨付凭证',
  '现场照片',
];

export const MILESTONES = [
  '制度印发并上墙',
  '完成首轮排查',
  '半年回头看',
  '形成长效管护机制',
  '组织一次群众评议',
];

export const TASK_OPENINGS = [
  '按照市委工作要点',
  '根据年度重点任务分解',
  '市政府常务会议定',
  '对照行动方案第{n}条',
];

/** What the city decided to do: things, and how much of them. */
export const TASKS: readonly {
  readonly functions: readonly string[];
  readonly titles: readonly string[];
  readonly measures: readonly string[];
}[] = [
  {
    functions: ['住建'],
    titles: ['改造老旧小区{n}个', '新建口袋公园{n}处', '疏通雨污管网{m}米', '加装电梯{n}部'],
    measures: ['完成入户征求意见', '完成招标', '主体完工并验收'],
  },
  {
    functions: ['交通'],
    titles: ['改造农村公路{n}公里', '新增公交线路{n}条', '完成危桥加固{n}座'],
    measures: ['施工图审查', '进场施工', '交工验收'],
  },
  {
    functions: ['农业'],
    titles: ['建设高标准农田{n}千亩', '培育家庭农场{p}家', '建成产地冷库{n}座'],
    measures: ['落实地块', '完成投资过半', '验收上图入库'],
  },
  {
    functions: ['教育'],
    titles: ['新增幼儿园学位{p}个', '改造学校食堂{n}个', '配齐乡村教师{p}名'],
    measures: ['完成选址', '完成土建', '投入使用'],
  },
  {
    functions: ['卫健'],
    titles: ['建成标准化村卫生室{n}个', '培训乡村医生{p}名', '开设慢病门诊{n}个'],
    measures: ['制定标准', '配齐设备', '挂牌运行'],
  },
  {
    functions: ['工信', '科技'],
    titles: ['培育专精特新企业{n}家', '实施技改项目{n}个', '建成智能车间{n}个'],
    measures: ['建立培育库', '一企一策辅导', '组织认定'],
  },
  {
    functions: ['行政审批'],
    titles: ['推出“一件事”集成服务{n}项', '压减审批时限{n}个工作日', '设立帮办窗口{n}个'],
    measures: ['梳理事项', '系统联调', '上线运行并公布'],
  },
  {
    functions: ['生态'],
    titles: ['完成散煤替代{h}户', '整治入河排污口{n}个', '新增绿化{n}百亩'],
    measures: ['摸底建账', '组织实施', '第三方核验'],
  },
  {
    functions: ['应急'],
    titles: ['消除重大隐患{n}处', '建成村级应急点{n}个', '组织综合演练{n}次'],
    measures: ['排查登记', '限期整改', '复查销账'],
  },
  {
    functions: ['人社'],
    titles: ['城镇新增就业{p}人', '开展技能培训{p}人次', '建成零工驿站{n}个'],
    measures: ['岗位归集', '按月调度', '抽样核实'],
  },
];
