import type { LeadProposal } from './suggest-lead.ts';

/**
 * What bureaus of a city or county are for, in the words that plans use: parts of their names, then what is
 * theirs by the usual division of offices. A place's own duty list (权责清单) goes before it.
 */
const FUNCTIONS: readonly (readonly [names: string, words: string])[] = [
  [
    '发展和改革 发展改革 发改',
    '重大项目 重点项目 项目谋划 专项债 有效投资 固定资产投资 价格 能源 节能 碳达峰 信用体系 充电桩 新能源',
  ],
  ['教育 教体 科教', '教育 学校 幼儿园 学位 义务教育 高中 中小学 教师 高考 校园 校舍'],
  ['科技 科学技术', '科技 攻关 研发 创新平台 高新技术企业 成果转化 实验室 技术合同 孵化器'],
  [
    '工信 工业和信息化 经信 经济和信息化',
    '工业 制造业 规上企业 专精特新 产业链 技改 技术改造 数字化转型 中小企业 产业集群',
  ],
  ['公安', '治安 扫黑除恶 诈骗 反诈 警情 破案 交通事故 户籍 禁毒'],
  ['民政', '养老 低保 殡葬 公墓 孤儿 社会救助 困难群众 社会组织 慈善 助餐 老年食堂 困境儿童 留守'],
  ['司法', '普法 法律援助 行政复议 法治政府 矛盾纠纷 人民调解 行政执法 法律服务'],
  ['财政', '财政 预算 政府债务 隐性债务 过紧日子 政府采购 财源 税源'],
  [
    '人社 人力资源',
    '就业 技能培训 社会保险 养老保险 失业 工伤 高校毕业生 农民工 欠薪 技工 人才引进 创业',
  ],
  ['自然资源 国土 规划', '耕地 国土空间 土地 不动产 矿产 地质灾害 批而未供 增减挂钩 矿山'],
  [
    '生态环境 环保 环境保护',
    'PM2.5 空气质量 污染 断面 水质 碳排放 环保 排污 扬尘 固体废物 危险废物',
  ],
  [
    '住建 住房和城乡 住房城乡 建设局',
    '老旧小区 住房 棚户区 房地产 保交楼 燃气 供热 城市更新 建筑业 公租房 物业 城中村 地下管网 危房 海绵城市 城市建设',
  ],
  [
    '城管 城市管理 综合执法',
    '城市管理 市容 垃圾分类 背街小巷 环卫 停车位 违建 违法建设 路灯 公厕 渣土',
  ],
  ['交通', '公路 道路运输 交通 危桥 高速 公交 客运 物流 机场 铁路 港口 航道 路网'],
  ['水利 水务', '水利 水库 河道 灌区 饮水 供水 防汛 河湖 水土流失 堤防 节水 水网 清淤 污水处理'],
  [
    '农业 农业农村 农牧 乡村振兴',
    '农业 农村 粮食 高标准农田 种植 畜牧 生猪 乡村振兴 脱贫 农产品 农民 和美乡村 宅基地 合作社 撂荒',
  ],
  ['商务 投资促进 招商', '消费 外贸 进出口 外资 招商 商圈 电商 以旧换新 商贸 会展 跨境'],
  ['文旅 文化 旅游', '文化 旅游 游客 景区 文物 非遗 博物馆 图书馆 演艺'],
  ['卫健 卫生健康', '医院 医疗 卫生 健康 床位 疾控 托育 医共体 中医 生育'],
  ['退役军人', '退役军人 双拥 优抚 烈士'],
  ['应急', '安全生产 应急 防灾减灾 隐患 森林防火 自然灾害 重特大事故'],
  ['审计', '审计'],
  ['国资', '国企 国有企业 国有资本 国资'],
  ['市场监管 市场监督', '食品 药品 质量强 知识产权 标准化 特种设备 计量 个体工商户 经营主体'],
  ['体育', '体育 健身 赛事'],
  ['统计', '统计 普查'],
  ['医保 医疗保障', '医保 医疗保险 集采 异地就医'],
  ['金融', '金融 贷款 融资 上市公司 银行 担保'],
  ['信访', '信访 积案'],
  [
    '行政审批 政务服务 数据局 大数据 数字',
    '政务服务 一网通办 审批 高效办成一件事 数字政府 政务数据 免申即享',
  ],
  ['林业 园林 林草', '造林 绿化 森林 林长 湿地 绿道 公园'],
  ['残联', '残疾人'],
  ['妇联', '妇女 两癌'],
  ['团委 共青团', '青年 青少年 志愿'],
  ['组织部', '党组织 党员 干部队伍 基层党建'],
  ['宣传部', '宣传 精神文明 意识形态 融媒'],
  ['政法委', '平安建设 综治 社会治理'],
  ['统战部 民宗', '民族 宗教 统战 侨务'],
  ['消防', '消防'],
  ['气象', '气象'],
  ['公积金', '公积金'],
];

const RULES = FUNCTIONS.map(([names, words]) => ({
  names: names.split(' '),
  words: words.split(' '),
}));

/** A unit that might lead, by its names and what is noted of its functions. */
export interface FunctionalUnit {
  readonly id: string;
  readonly name: string;
  readonly functions: readonly string[];
}

export interface UnitFunctions {
  readonly unit: string;
  readonly words: readonly string[];
}

/** The words that speak for each unit by its name (单位职能); units whose name says nothing are left out. */
export function functionsOf(units: readonly FunctionalUnit[]): UnitFunctions[] {
  return units.flatMap(({ id, name, functions }) => {
    const said = [name, ...functions].join(' ');
    const words = RULES.filter((rule) => rule.names.some((part) => said.includes(part))).flatMap(
      (rule) => rule.words,
    );
    return words.length === 0 ? [] : [{ unit: id, words: [...new Set(words)] }];
  });
}

/** A word in the heading says what its sentences are about; one in the sentences only for those. */
const HEADED = 0.5;
/** What each sentence adds, what their share adds, and where it ends. */
const EACH = 0.15;
const SHARE = 0.35;
const MOST_SAID = 0.75;
/** Below this a function is no suggestion. */
const LEAST = 0.3;

/**
 * Units that the headings and sentences of a group seem to be for by their function alone, best first.
 * Weaker than a duty list; suggests only.
 */
export function functionLeads(
  units: readonly UnitFunctions[],
  heading: string,
  sentences: readonly string[],
): LeadProposal[] {
  return units
    .flatMap(({ unit, words }): LeadProposal[] => {
      const inHeading = words.filter((word) => heading.includes(word));
      const inSentences = words.filter((word) => sentences.some((text) => text.includes(word)));
      const holding = sentences.filter((text) => words.some((word) => text.includes(word))).length;
      const headed = inHeading.length === 0 ? 0 : 1 - (1 - HEADED) ** inHeading.length;
      const share = holding / Math.max(1, sentences.length);
      const said = Math.min(MOST_SAID, EACH * holding + SHARE * share);
      const score = 1 - (1 - headed) * (1 - said);
      const heard = [...new Set([...inHeading, ...inSentences])].slice(0, 6);
      if (score < LEAST || heard.length === 0) return [];
      return [{ unit, score, reasons: [reasonOf(heard)] }];
    })
    .toSorted((a, b) => b.score - a.score || (a.unit < b.unit ? -1 : 1));
}

function reasonOf(heard: readonly string[]): LeadProposal['reasons'][number] {
  let at = 0;
  const marks = heard.map((word) => {
    const start = at;
    at += word.length + 1;
    return { start, end: start + word.length };
  });
  return { kind: 'function', text: heard.join('、'), marks };
}
