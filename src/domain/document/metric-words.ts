import { endFinder, startFinder } from '../text/word-finder.ts';

/** Words that stand between a metric and its value, stripped from the end of the words before a value. */
const LINKS =
  '达到了 到达 冲上 接近 递增 递减 达到 达成 达 增至 增加到 增加至 增长到 增长至 提高到 提高至 提升到 提升至 上升到 上升至 攀升至 攀升到 跃升至 跃升到 升至 升到 恢复至 恢复到 收窄至 收窄到 收窄 下降到 下降至 降低到 降低至 降至 降到 减少到 减少至 缩小到 缩小至 扩大到 扩大至 拓展到 拓展至 压减到 压减至 缩短至 缩短到 稳定在 保持在 维持在 控制在 压缩至 压缩到 增长 向 增加 提高 提升 上升 上涨 下降 降低 减少 回升 扩大 缩小 压减 压降 压缩 缩短 下调 上调 增 降 涨 稳定 保持 维持 控制 实现 完成 突破 迈上 站稳 站上 跨上 迈过 迈入 超过 超 为 至 到 在 有 成为 占到 居 列 是 共有 共计 合计 总计 总共 共 仅 只 可达 可 净 了 落实 累计实现 折合 相当于 调整为 优化为 变为 多增 少增 平均';

/** Adverbs and adverbials before those words. */
const ADVERBS =
  '分别 同口径 可比口径 总体上 率先 陆续 累计 年均 同比 环比 平均 逆势 均 各 都 双双 也 已 将 再 又 还 首次 接连 相继 先后 预计 预期 有望 力争 争取 确保 努力 实际 名义 进一步 稳步 大幅 快速 明显 显著 持续 连续 总体 全部 合计 每年 全年 年度 今年 明年 去年 当年 五年 期间 新 不断 逐年 成功 率先 历史性 一举 提前 超额 拟按 拟 约 同步 同期 较快 基本 整体 继续 达 最高 至少 最多 不 更 比重';

/** Words before a metric that say when, where or how, or that merely deliver it. */
const OPENERS =
  '其中 我们的 这些年 特别是 尤其是 拟安排 拟 年初 年末 截止目前 力争 争取 确保 努力 预计 有望 推动 促进 加快 使 让 同时 且 也 还 以及 和 及 与 、 全年 今年 去年 明年 当年 五年来 五年间 五年 过去五年 一年来 这五年 年内 年度 截至目前 目前 累计 先后 已 将 再 共 要 总共 完成 实现 保持 达到 年均 每年 全省 全市 全区 全县 我省 我市 我区 我县 本市 本省 全社会共 安排 做到 成功 继续 进一步 抓好 抓实 推进 聚焦 统筹推进 办好 统筹 持续 约 据统计 初步核算 省政府承诺的 如期 一次性 总计 合计 首次 积极 有序 全面 稳步 扎实 深入 大力 扎实推进 有力';

/** Verbs of acts (新建 惠及 …): part of the metric, and shared by the members of a list after them. */
const ACTS =
  '竣工投产 开工建设 谋划实施 谋划招引 谋划 新建设 新登记 新注册 新入库 新投产 新投运 新集聚 新纳入 建成投产 争创 争取 栽植 硬化 招聘 收储 新建改造 新建和改造 新建改建 新改扩建 改扩建 新建 改建 扩建 建成投用 建成 建设改造 建设 改造提升 改造 更新改造 新改建 新增打造 新增 净增 新设 新创建 新培育 新认定 新立项 新引进 新获批 新退出 新签约 新开通 新开工 培育打造 重点培育打造 重点培育 细分培育 培育认定 培育壮大 培育 打造 组建 创建 引进 招募 资助 实施 开展 布局建设 布局 惠及 带动 服务 覆盖 救助 发放 筹措 筹集 建设筹集 开工建设 开工 完工 竣工 建立 设立 认定 认证 制定出台 制定 出台 修订 颁布 整治 治理 修复 清理 化解 处置 盘活 办理 举办 承办 引育 吸引 支持 帮扶 帮助 培训 减免 免除 退税 减税 新添 增加 再增加 完成 投入 安排 开通 开行 开放 投放 加装 安装 维修养护 接待 招引 签约 落地 投产 推广 复制推广 推出 推动 推进 入选 获评 获批 上榜 命名 增设 升级 登记 查处 立案 办结 解决 销号 收储 回收 拆除 搬迁 安置 解救 破获 生产 出口 进口 选派 选择 评选 评定 遴选 配备 提供 保障';

/** Metric words too general to stand alone: they need what the text spoke of before. */
const GENERAL =
  '投资总额 计划投资额 协议投资 协议投资额 合同金额 合同额 计划总投资 计划投资 年度计划投资 年度投资 单产 总产 总量 总数 总规模 总额 总投资额 总投资 总产值 总产量 总面积 总里程 总装机 总资产 数量 规模 产量 产值 产能 营收 营业收入 销售额 销售收入 交易额 成交额 占比 比重 占比例 比例 增速 增幅 涨幅 降幅 增长比例 增长率 增量 面积 里程 投资 投资额 完成投资 到位资金 金额 资金 满意率 覆盖率 普及率 达标率 合格率 完成率 办结率 办复率 化解率 破案率 上线率 利用率 使用率 及格率 就业率 入学率 渗透率 贡献率 提升幅度 改善幅度 人数 件数 户数 次数 家数 个数 项目数 利润 利税 税收 收入 全长 余额 容量 能力 装机 装机容量 吞吐量 出栏 存栏 用户 用户数 库容 床位 均价 单价 年均增速 并网 受益人口 增加值 总产值 总营收 利润总额 主营业务收入 惠及 惠及群众 带动就业 受益群众 受益';

/** Heads of metrics, with which the members of “甲、乙增加值分别增长…” share their end. */
const HEADS =
  '人均财政补助标准 财政补助标准 补助标准 居民人均可支配收入 人均可支配收入 可支配收入 先进产能占比 增加值占GDP比重 增加值占比 增加值 营业收入 销售收入 产业规模 市场规模 进出口总额 进出口 出口额 出口量 出口 进口 产能占比 占比 比重 产量 年出栏量 出栏量 存栏量 警情 产值 产能 销量 销售额 交易额 成交额 吞吐量 周转量 业务量 客运量 货运量 旅客吞吐量 货邮吞吐量 贷款余额 存款余额 余额 覆盖率 普及率 达标率 优良率 绿地率 绿化率 入学率 入园率 毛入学率 就业率 利用率 合格率 处置率 处理率 治理率 完好率 率 投资 总投资 消费 收入 税收 利润 人数 人次 总量 总额 总数 数量 规模 面积 里程 浓度 平均浓度 指数 强度 增速 增幅 比例 用电量 发电量 装机 装机容量 基础养老金 标准 起数 学位 床位 占规模以上工业增加值比重 占规上工业增加值比重 占地区生产总值比重 占GDP比重';

/** General words that may stand alone when nothing before names their owner. */
export const STANDALONE: ReadonlySet<string> = new Set(
  '投资 收入 税收 利润 增加值 总产值'.split(' '),
);

const split = (list: string): readonly string[] => [...new Set(list.split(' '))];

const linkAtEnd = endFinder(split(LINKS));
const adverbAtEnd = endFinder(split(ADVERBS));
const openerAtStart = startFinder(split(OPENERS));
const actAtStart = startFinder(split(ACTS));
const headAtEnd = endFinder(split(HEADS));
const generalAtEnd = endFinder(split(GENERAL));
export const GENERAL_WORDS: ReadonlySet<string> = new Set(GENERAL.split(' '));

const COMPARISON =
  /(?<![占同环对之])(?:比|较|与|同)(?:去年|上年|前年|上一?年|上个?月|\d{4}年|“?十[二三四五]五”?|五年前|同期|历史|全国|全省|计划|目标|预期|往年|疫情前|[^，。；、]{0,4}(?:年|末|时期|同期))[^，。；、]{0,8}$/;
/** 是2020年的2.3倍: the words only name the yardstick. */
const MULTIPLE_OF =
  /(?:(?:为|达)(?:去年|上年|同期|全国|全省|\d{4}年|“?十[二三四五]五”?[^，；]{0,4})[^，；]{0,4}|(?:是|相当于|恢复到|不低于|不高于)[^，；、]{1,16})的$/;
/** 超每千人6.6批次: the measure counts per head. */
const PER_HEAD = /每人每[年月日天次]$|(?:超过?|达到?|不低于)每[百千万]人(?:口)?$/;
const TIME_TAIL =
  /(?:到|至|截至)?(?:\d{4}年(?:度|底?前?)|“?十[三四五六]五”?(?:时期|末|期间)?|全年|今年|去年|明年|五年|年底|期末|当年|近?(?:[一二三四五六七八九十两]|(?<!\d)\d{1,2})年来?|连续[一二三四五六七八九十多\d]+(?:年|个月))(?:累计|预计)?$/;
const TIME_HEAD =
  /^(?:到|截至|至|预计|力争到|争取到)?(?:(?:今年|去年|近年|\d{4}年)以?来|\d{4}年(?:度|底|末)?(?:前)?|“?十[三四五六]五”?(?:时期|末|期间|以来)?|\d{1,2}月底?前?|[上下]半年|[一二三四前]季度|前三季度|连续[一二三四五六七八九十\d]+年|未来五年|今后五年|近[三五两]年|(?:[一二三四五六七八九十两X]|\d{1,2})年(?:来|间|内)?|年底前?)(?:，|间|内)?/;

/** 总量在全市各县中率先突破…: among whom it came about. */
const AMONG_TAIL = /(?<=.{2})在全[国省市县区](?:[^，。；]{1,6}[中里])?$/;

/** Words before a value with links, adverbs, comparisons and time words stripped from their end. */
export function trimTail(text: string): string {
  let rest = text;
  for (;;) {
    const before = rest;
    rest = rest.replace(MULTIPLE_OF, '').replace(PER_HEAD, '');
    rest = rest.replace(COMPARISON, '').replace(TIME_TAIL, '').replace(AMONG_TAIL, '');
    rest = stripEnd(stripEnd(rest, linkAtEnd), adverbAtEnd);
    if (rest === before) return rest;
  }
}

/** Words that begin like an opener and are none: 再生水, 共享单车, 和美乡村, 使用率. */
const WORD_AT_START =
  /^(?:再(?:生|造|就业|贷款|保险|制造|融资|担保)|共(?:享|建|性|有产权|同|青团|产党|办|治)|和(?:美|谐|平|解)|要(?:素|点|案)|使(?:用|馆|命)|让利|及格|与会|还(?:田|款|贷|草|林|湖|湿)|约谈)/;

/** 3.启动…, （2）改造…: the number of a list item. */
const LIST_NUMBER = /^(?:\d{1,2}[.、．](?!\d)|（\d{1,2}）|[①-⑳])/;

/** Words before a value with openers and time words stripped from their start. */
export function trimHead(text: string): string {
  let rest = text;
  for (;;) {
    const before = rest;
    rest = rest.replace(TIME_HEAD, '').replace(/^[，、：:；—]+/, '');
    rest = rest.replace(/^[一二三四五六七八九十]+是(?:要)?|^并(?![网购联行])/, '');
    rest = rest.replace(LIST_NUMBER, '');
    const opener = WORD_AT_START.test(rest) ? undefined : openerAtStart(rest);
    if (opener !== undefined && rest.length > opener.length) rest = rest.slice(opener.length);
    else if (opener === rest) rest = '';
    if (rest === before) return rest;
  }
}

/** The act a metric begins with (新建, 惠及 …), if it begins with one. */
export function actOf(metric: string): string | undefined {
  return metric.startsWith('生产总值') ? undefined : actAtStart(metric);
}

/** The metric head a text ends with, if any. */
export function headOf(text: string): string | undefined {
  const head = headAtEnd(text);
  return head === text ? headAtEnd(text.slice(1)) : head;
}

/** The general word (总量, 占比 …) a metric ends with, if any. */
export function generalEnd(metric: string): string | undefined {
  return generalAtEnd(metric);
}

function stripEnd(text: string, find: (text: string) => string | undefined): string {
  const found = find(text);
  if (found === undefined || isProtected(text, found)) return text;
  return text.slice(0, text.length - found.length);
}

/** Endings that look like a link but belong to a noun: 电子商务平台 in 达, 覆盖率为 … */
function isProtected(text: string, word: string): boolean {
  if (word === '比重') return true;
  if (word === '平均') return text.length === word.length + 1;
  if (word === '还') return /[偿归返退清]还$/.test(text);
  if (word === '都') return /[首成古旧]都$/.test(text);
  if (word === '达') return /[发雷到传抵]达$/.test(text);
  if (word === '保持') return text.endsWith('水土保持');
  if (word === '控制') return /(?:疾病|质量|总量|风险|污染)控制$/.test(text);
  if (word === '提升') return /(?:改造|优化|巩固|抚育|整治)提升$/.test(text);
  if (word === '新') return /[创革更翻]新$/.test(text);
  if (word === '期间' || word === '为') return /[行作人]为$/.test(text);
  if (word === '投入' || word === '有') return /(?:国有|所有|公有|拥有|保有)$/.test(text);
  if (word === '是' || word === '在') return /[潜存现]在$/.test(text);
  if (word === '到' || word === '至') return /[周甚]至$|[周]到$/.test(text);
  if (word === '向') return /[方面导动朝走取志意倾风]向$/.test(text);
  if (word === '净') return /[干纯]净$/.test(text);
  if (word === '可') return /[许认]可$/.test(text);
  if (word === '降') return /[下碳]降$/.test(text);
  if (word === '更') return /[变]更$/.test(text);
  if (word === '约') return /[节合集条签预公]约$/.test(text);
  if (word === '列') return /[班系]列$/.test(text);
  if (word === '居') return /[安宜民新移]居$/.test(text);
  if (word === '共') return text.endsWith('公共');
  if (word === '均') return /[人户亩地]均$/.test(text);
  return false;
}
