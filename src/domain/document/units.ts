/**
 * Units (单位) a figure may carry, by kind. A row is one blank-separated list; longer names win. Written
 * without their magnitude: 万千瓦 is the magnitude 万 and the unit 千瓦.
 */
const BY_KIND = {
  share: '% ‰ 个百分点 百分点',
  money: '元 美元 欧元 港元 港币 元人民币',
  mass: '吨 公斤 千克 克 斤 吨标准煤 吨标煤 吨油当量',
  length: '公里 千米 米 厘米 毫米 海里 车道公里',
  area: '平方米 平方公里 平方千米 公顷 亩 亩次',
  volume: '立方米 立方 方 升 毫升',
  power: '千瓦 千瓦时 兆瓦 吉瓦 瓦 瓦时 度 千伏安 MW GW KW kW 焦耳 大卡 千卡 千焦',
  computing: 'P PFLOPS PFlops EFLOPS EFlops Flops PB TB GB EB Gbps Tbps 卡 比特 字节 标准机架 机架',
  people: '人 人次 名 位 个位次 位次 个名次 人天 人份',
  household: '户 户次 家 家次 所 个 处 座 座次',
  thing:
    '项 件 条 套 台 辆 辆次 列 列次 架 架次 艘 艘次 只 头 羽 匹 株 棵 颗 枚 张 部 款 种 类 批 批次 例 单 笔 封 起 宗 幅 篇 首 集 份 间 栋 幢 片 块 组 支 对 双 道 口 眼 孔 盏 场 场次 班 班次 门 期次 标箱 标准箱 箱 TEU 床 席 页 册 本 顶 根 串 桩 枪 箱次 车次 次 人班 团 股 期 届次 字 站 站点 节 朵 粒 瓶 桶 罐 袋 副 具 段 束 轮 岁 分 包 尾 万 户企业',
  money_each: '元/人 元/吨 元/平方米 元/人·年 元/月 元/千瓦时 元/公里 元/小时',
  rate: '微克/立方米 毫克/升 毫克/立方米 吨/日 吨/年 吨/天 立方米/日 人/平方公里 件/万人 次/秒 公里/小时 吨/万元 千克/亩 公斤/亩 张/千人 人/万人',
  group: '大',
} as const;

/** All units. */
export const UNITS: readonly string[] = [
  ...new Set(Object.values(BY_KIND).join(' ').split(' ')),
].filter((unit) => unit !== '万');

/** Units of shares and changes: the metric always stands before them. */
export const SHARES: ReadonlySet<string> = new Set([
  '%',
  '‰',
  '个百分点',
  '百分点',
  '倍',
  '番',
  '比',
]);

/**
 * What may follow a number and unit only in a name, an ordinal or a stretch of time, never in a figure.
 */
export const NOT_A_FIGURE_AFTER =
  /^(?:年|月|日|号|时许|点钟|周年|周岁|届|小时|分钟|秒|天|周|代|级|强|期|版|局|型|号线|幢号|季度|世纪|[+×xX*][A-Za-z\d]|[A-Za-z]\b)/;

/** Words whose presence directly after a bare magnitude (120余万…) tells that people are counted. */
export const PEOPLE_AFTER =
  /^(?:名|多)?[^，。；、]{0,8}(?:人|儿|生|民|者|员|工|众|客|户主|老年|妇女|职工|人口|人民)/;
