/** What the tasks of one field of a made-up five-year plan speak of. */
interface FieldOfWork {
  /** Who would lead it, by the usual division of offices. */
  readonly bureau: string;
  readonly section: string;
  readonly heads: readonly [string, string];
  /** What is built, in what unit; what else is counted; a share to be reached. */
  readonly built: readonly [string, string];
  readonly counted: readonly [string, string];
  readonly share: string;
  readonly orders: readonly string[];
}

const FIELDS: readonly FieldOfWork[] = [
  {
    bureau: '市教育局',
    section: '办好家门口的学校',
    heads: ['扩充学位', '建强教师队伍'],
    built: ['公办幼儿园', '所'],
    counted: ['培训乡村教师', '人次'],
    share: '普惠性幼儿园覆盖率',
    orders: ['优化城乡学校布局，办好寄宿制学校', '推行教师县管校聘，完善校长轮岗制度'],
  },
  {
    bureau: '市人力资源和社会保障局',
    section: '促进高质量就业',
    heads: ['稳住就业岗位', '提升劳动技能'],
    built: ['就业服务驿站', '个'],
    counted: ['开展技能培训', '人次'],
    share: '高校毕业生就业率',
    orders: ['健全欠薪治理机制，守护农民工劳动报酬', '落实创业担保政策，搭建就业供需平台'],
  },
  {
    bureau: '市住房和城乡建设局',
    section: '建设宜居城市',
    heads: ['改善居住条件', '更新城市管网'],
    built: ['保障性住房', '套'],
    counted: ['改造老旧小区', '个'],
    share: '物业服务覆盖率',
    orders: ['推进城市更新，整治城中村环境', '实施燃气管道更新，健全房屋安全管理制度'],
  },
  {
    bureau: '市交通运输局',
    section: '织密综合交通网',
    heads: ['畅通农村公路', '发展公共交通'],
    built: ['农村公路', '公里'],
    counted: ['改造危桥', '座'],
    share: '建制村通双车道公路比例',
    orders: ['完善公路养护体系，治理超限运输', '优化公交线网，推进客运一体化'],
  },
  {
    bureau: '市水务局',
    section: '建设现代水网',
    heads: ['加固水利工程', '治理河湖水系'],
    built: ['中型灌区', '处'],
    counted: ['疏浚河道', '公里'],
    share: '农村自来水普及率',
    orders: ['健全河湖长制，严格节水管理', '推进水库除险加固，完善防汛体系'],
  },
  {
    bureau: '市农业农村局',
    section: '推进乡村全面振兴',
    heads: ['保障粮食安全', '建设和美乡村'],
    built: ['高标准农田', '万亩'],
    counted: ['培育农民合作社', '家'],
    share: '农村生活垃圾收运覆盖率',
    orders: ['落实耕地地力补贴，推广粮食良种良法', '整治农村环境，盘活闲置宅基地'],
  },
  {
    bureau: '市工业和信息化局',
    section: '壮大实体经济',
    heads: ['改造传统制造业', '培育优质企业'],
    built: ['智能工厂', '家'],
    counted: ['实施技术改造项目', '项'],
    share: '规上企业数字化转型比例',
    orders: ['健全产业链链长制，引导制造业绿色改造', '完善中小企业服务体系，落实专精特新政策'],
  },
  {
    bureau: '市科学技术局',
    section: '增强创新能力',
    heads: ['建好创新平台', '转化科技成果'],
    built: ['重点实验室', '个'],
    counted: ['培育高新技术企业', '家'],
    share: '研发投入强度',
    orders: ['实行揭榜挂帅，组织关键技术攻关', '健全成果转化机制，建设中试基地和孵化器'],
  },
  {
    bureau: '市文化和旅游局',
    section: '繁荣文化旅游',
    heads: ['丰富公共文化', '做优旅游产品'],
    built: ['基层文化广场', '个'],
    counted: ['举办文化惠民演出', '场'],
    share: '公共图书馆分馆覆盖率',
    orders: ['加强文物保护，传承非遗技艺', '提升景区服务，规范旅游市场秩序'],
  },
  {
    bureau: '市卫生健康委员会',
    section: '建设健康城市',
    heads: ['强化基层医疗', '完善公共卫生'],
    built: ['社区医院', '家'],
    counted: ['招录基层医生', '名'],
    share: '居民健康档案建档率',
    orders: ['深化医共体改革，推行医疗专家下沉', '健全疾控体系，发展普惠托育'],
  },
  {
    bureau: '市生态环境局',
    section: '守护蓝天碧水',
    heads: ['打好污染防治攻坚', '推动绿色低碳'],
    built: ['空气质量监测站', '个'],
    counted: ['整治入河排污口', '处'],
    share: '空气质量优良天数比例',
    orders: ['严控扬尘污染，淘汰老旧排污设备', '健全碳排放统计制度，推进固体废物综合利用'],
  },
  {
    bureau: '市应急管理局',
    section: '筑牢安全底线',
    heads: ['抓实安全生产', '提升应急能力'],
    built: ['应急避难场所', '处'],
    counted: ['排查治理重大隐患', '处'],
    share: '重点企业安全生产标准化达标率',
    orders: ['压实安全生产责任，严格隐患闭环管理', '完善应急预案，建强防灾减灾队伍'],
  },
];

const NUMERALS = '一二三四五六七八九十';

/** A report with what is known of it: what the reader is measured by. */
export interface PlanReport {
  readonly text: string;
  /** Names of the bureaus that its tasks are for. */
  readonly bureaus: readonly string[];
  /** Every figure of its plan part, as written, in the order of the text. */
  readonly figures: readonly string[];
  /** Sentences of its plan part. */
  readonly sentences: number;
}

/** A made-up five-year report of the size of a real one: a review, goals, and twelve fields of work. */
export function planReport(): PlanReport {
  const figures: string[] = [];
  const figure = (words: string): string => {
    figures.push(words);
    return words;
  };
  let sentences = 0;
  const say = (...said: readonly string[]): string => {
    sentences += said.length;
    return said.join('');
  };
  const review = FIELDS.map(({ section, built: [thing, unit], share }, i) =>
    [
      `${section}迈出坚实步伐。`,
      `五年来，新建${thing}${60 + 7 * i}${unit}，${share}达到${61 + i}%。`,
    ].join(''),
  );
  const goals = [
    say('未来五年，是河东市夯实基础、全面发力的关键时期。'),
    say(
      `今后五年经济社会发展的主要目标是：地区生产总值年均增长${figure('6%以上')}，城镇新增就业${figure('15万人')}，单位生产总值能耗下降${figure('14%')}。`,
    ),
  ];
  const fields = FIELDS.flatMap((field, i) => {
    const [thing, unit] = field.built;
    const [counted, measure] = field.counted;
    const [first, second] = field.heads;
    const [order, other] = field.orders;
    return [
      `${numeral(i + 3)}、${field.section}`,
      `${first}。${say(
        `新建${thing}${figure(`${120 + 13 * i}${unit}`)}，${field.share}达到${figure(`${81 + i}%以上`)}。`,
        `${order ?? ''}。`,
        `制定年度计划，把任务分解到县（市、区）。`,
        `建立台账，每季度通报进展。`,
        `用好上级资金，统筹推进项目建设。`,
        `${counted}${figure(`${900 + 110 * i}${measure}`)}。`,
      )}`,
      `${second}。${say(
        `${other ?? ''}。`,
        `开展专项行动，解决群众反映的突出问题。`,
        `完善考核办法，推动资源向基层倾斜。`,
        `总结推广试点经验，健全长效机制。`,
        `加强队伍培训，提高服务水平。`,
        `推进信息公开，接受社会监督。`,
        `2027年底前完成中期评估，抽查重点项目${figure(`${30 + i}个`)}。`,
        `引导社会力量参与，扩大优质服务供给。`,
      )}`,
    ];
  });
  const text = [
    '在中国共产党河东市第六次代表大会上的报告',
    '（2026年2月26日）',
    '同志们：',
    '现在，我代表市委向大会作报告。',
    '一、过去五年的工作回顾',
    ...review,
    '二、今后五年的主要目标',
    ...goals,
    ...fields,
    say('让我们携起手来，把河东建设得更加美好！'),
  ].join('\n');
  return { text, bureaus: FIELDS.map(({ bureau }) => bureau), figures, sentences };
}

function numeral(n: number): string {
  return n <= 10 ? (NUMERALS[n - 1] ?? '') : `十${NUMERALS[n - 11] ?? ''}`;
}
