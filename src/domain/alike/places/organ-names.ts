/** What every county's offices are called in full and for short (部门全称与简称): each line is one office. */
const LINES = `
住建局 住房和城乡建设局 住房城乡建设局
人社局 人力资源和社会保障局 人力资源社会保障局
资规局 自然资源和规划局 自然资源局 国土局
农业局 农业农村局
卫健委 卫生健康委员会 卫生健康局 卫健局
发改委 发展和改革委员会 发展和改革局 发展改革局 发改局
市监局 市场监督管理局 市场监管局
教体局 教育体育局 教育和体育局 教育科技局 教育局
环保局 生态环境局
交通局 交通运输局
应急局 应急管理局
文旅局 文化和旅游局 文化旅游局
审批局 行政审批服务管理局 行政审批局 政务服务管理局
城管局 城市管理局 城市管理综合行政执法局 综合行政执法局
退役军人局 退役军人事务局
医保局 医疗保障局
工信局 工业和信息化局 工信科技局
科技局 科学技术局
税务局 国家税务局
组织部 委组织部
宣传部 委宣传部
统战部 委统战部
政法委 委政法委 政法委员会
纪委监委 纪律检查委员会 纪委
经开区 经济技术开发区 经济开发区
高新区 高新技术产业开发区 高新技术开发区
`;
const SHORT = new Map(
  LINES.trim()
    .split('\n')
    .flatMap((line) => {
      const [short = '', ...others] = line.split(' ');
      return others.map((long) => [long, short] as const);
    }),
);
const LONG = new RegExp([...SHORT.keys()].toSorted((a, b) => b.length - a.length).join('|'), 'gu');

/** Folded text with the offices in it by their short names. */
export function shortOrgans(folded: string): string {
  return folded.replaceAll(LONG, (long) => SHORT.get(long) ?? long);
}

/** What an office is called when it stands behind its area or alone, in folded text; a section of it is named beside. */
const ORGAN = new RegExp(
  `${[...new Set(LINES.trim().split(/[ \n]/u))].toSorted((a, b) => b.length - a.length).join('|')}|[民财司公林水审统商]利?[政安法业务计]局|信访局|水利局|林业局`,
  'gu',
);

/** The offices that a folded text names, by their short names. */
export function organsOf(folded: string): ReadonlySet<string> {
  return new Set(Array.from(folded.matchAll(ORGAN), ([name]) => SHORT.get(name) ?? name));
}

const ENDS = /[局委办院厅部处站所社]|中心|公司/gu;
/** Fewer characters are an ordinary word. */
const SHORTEST = 3;

/**
 * Folded text without what it calls the unit that tells it (交通局机关 told by 市交通运输局机关党支部): that says who, not what. Any
 * abbreviation will do: characters of the full name in their order.
 */
export function withoutOwnName(told: string, unit: string): string {
  let kept = told;
  for (const { 0: ending, index } of told.matchAll(ENDS)) {
    let own = unit.lastIndexOf(ending);
    let from = index;
    while (own > 0 && from > 0) {
      own = unit.lastIndexOf(told.charAt(from - 1), own - 1);
      if (own >= 0) from -= 1;
    }
    const to = index + ending.length;
    if (to - from < SHORTEST || from === index) continue;
    const end = /^(?:机关|窗口|大厅)/u.test(told.slice(to, to + 2)) ? to + 2 : to;
    kept = kept.slice(0, from) + ' '.repeat(end - from) + kept.slice(end);
  }
  return kept;
}
