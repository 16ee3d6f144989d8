/**
 * Things of one kind that are not the same thing (同类异物): what is said of one of a line is not said of another. Words that mean the
 * same are made one before (`SAME_WORDS`), so only the first of them stands here. A longer word is read before a
 * shorter one inside it.
 */
const LINES = `
公交 地铁 出租车 网约车 班车 校车 共享单车 电动车 高铁 火车 货车 三轮车
养老保险 医保 失业保险 工伤保险 生育保险 商业保险
养老金 抚恤金 医保 社保 公积金 低保 补贴 抚养费 独生子女费 奖金 津贴 稿费
小学 中学 高中 幼儿园 大学 职校 驾校
噪音 油烟 粉尘 污水 异味 废气 废渣 辐射 震动
停水 停电 停气 停暖 断网
自来水 天然气 暖气 井水 山泉水 宽带 有线电视
路灯 电梯 监控 门禁 健身器材 充电桩 护栏 井盖 红绿灯 消防栓
采石场 采砂场 造纸厂 印染厂 预制板厂 砖厂 化工厂 水泥厂 搅拌站 养猪场 养鸡场 养牛场 奶牛场 养羊场 养鸭场 屠宰场 印刷厂 石材厂 家具厂 冶炼厂 电镀厂 垃圾场
外卖 快递 物流 家政 保洁
消防 绿化 停车 保安 照明 暖气 排水
医院 卫生院 卫生室 诊所 药店
教师 医生 护士 农民工 环卫工 司机 公务员 村干部 民警 协警 辅警 保安 保姆 村医 护林员 网格员 快递员 保洁员
物业费 停车费 水费 电费 燃气费 取暖费 学费 电话费 宽带费 班费 卫生费 校服费 餐费 资料费
房产证 土地证 独生子女证 身份证 居住证 驾驶证 营业执照 户口 准生证 残疾证 毕业证 出生证 健康证 社保卡
玉米 小麦 水稻 大豆 蔬菜 水果 棉花 烟叶 茶叶 苹果 土豆 红薯 花生 油菜 核桃 葡萄 柑橘 药材 辣椒 大蒜
猪 牛 羊 鸡 鸭 狗
麻将馆 网吧 烧烤摊 广场舞 歌厅 洗车店 餐馆 夜市 酒吧 理发店
公园 图书馆 体育馆 篮球场 停车位 公厕 加油站 菜市场 敬老院 游乐场 超市 银行 文化广场 健身房 农家书屋 电影院 博物馆
直销 传销 非法集资
三会一课 主题党日 组织生活会 民主评议 谈心谈话 民主生活会 中心组学习
党费 党徽 党报党刊 党员发展 党员档案
危房改造 旧房改造 厕所改造 电网改造 管网改造 煤改气
路面 桥面 墙面 屋顶
廉租房 公租房 经济适用房 安置房 商品房 门面房
赌博 传销 诈骗 卖淫
桥 水渠 水库 水井 机井 泵站 塘坝 蓄水池 河道 水塘 堤坝 涵洞 隧道
`;

/** A word may stand in two lines: a guard is a service and a person. */
const KINDS_OF = new Map<string, number[]>();
for (const [kind, line] of LINES.trim().split('\n').entries())
  for (const word of line.split(' ')) KINDS_OF.set(word, [...(KINDS_OF.get(word) ?? []), kind]);

const WORD = new RegExp(
  [...KINDS_OF.keys()].toSorted((a, b) => b.length - a.length).join('|'),
  'gu',
);

/** The things of each kind that a text tells of, by the number of the kind. */
export type Things = ReadonlyMap<number, ReadonlySet<string>>;

export function thingsOf(told: string): Things {
  const found = new Map<number, Set<string>>();
  for (const [word] of told.matchAll(WORD)) {
    for (const kind of KINDS_OF.get(word) ?? [])
      found.set(kind, (found.get(kind) ?? new Set()).add(word));
  }
  return found;
}

/** True when of the things of one kind each tells one that the other does not. */
export function thingsDisagree(a: Things, b: Things): boolean {
  for (const [kind, words] of a) {
    const others = b.get(kind);
    if (others && !words.isSubsetOf(others) && !others.isSubsetOf(words)) return true;
  }
  return false;
}
