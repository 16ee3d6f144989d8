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
