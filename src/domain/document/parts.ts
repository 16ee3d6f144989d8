/** What a stretch of a report does: opens, looks back, looks forward, or explains words. */
export type Part = 'front' | 'review' | 'plan' | 'annex';

const REVIEW =
  /回顾|过去|总结|成就|成效|成绩|来的(?:主要)?工作|历程|工作情况|取得|进展情况|完成情况/;
const LESSONS = /经验|体会|启示|问题|不足|挑战|感谢/;
const PLAN =
  /安排|任务|目标|要求|主要考虑|打算|部署|今后|未来|下一步|展望|思路|举措|总体|意见|建议|规划纲要|纲要/;
const ANNEX =
  /^(?:附件|附录|附[：:]|注释|名词解释|名词注释|.{0,20}(?:名词|用语)(?:注释|解释|说明)$|《?政府工作报告》?有关)/;

/** A paragraph that begins like this leaves the review (今后五年…, “十五五”时期是…). */
const FORWARD_START =
  /^(?:各位代表[！，])?(?:今后|未来|展望|面向未来|下一步|根据《?.{2,30}(?:建议|纲要)|《?纲要（草案）|按照.{2,40}(?:部署|建议|要求))/;
const BACKWARD_START = /^(?:过去|五年来|这五年|一年来|回顾)/;
const FIVE_YEAR_PLAN = /^(?:各位代表[！，])?“?十([二三四五六七])五”?/;
const NUMERALS = '零一二三四五六七';

/** An annex that lists what will be done (民生实事, 任务清单), unlike a glossary. */
const COMMITTING = /实事|任务|目标|清单|分工|安排/;

/** Does this line head an annex of commitments (2026年十件民生实事)? */
export function isCommittingHead(line: string): boolean {
  return COMMITTING.test(line) && !/解释|注释|名词|说明/.test(line);
}

/** Is this line the head of an annex or a glossary? */
export function isAnnexHead(line: string): boolean {
  return line.length <= 40 && ANNEX.test(line);
}

/** Documents that order from their first section on: 工作要点, 实施方案, 规划, 任务清单. */
const ORDERING_TITLE =
  /要点|方案|行动计划|工作计划|规划|纲要|(?:实施|指导)?意见|措施|安排|部署|任务(?:分解|分工|清单)|责任清单|规划建议/;
/** …的通知, …责任分工: what a title ends with is what the document is, whatever it speaks of before. */
const ORDERING_END = /(?:要点|方案|计划|意见|措施|通知|决定|分工|分解|安排|清单)$/;
const TELLING_TITLE = /报告|讲话|发言|总结|回顾|说明|公报|解读|侧记|纪实|综述/;
/** 在某某动员大会上的讲话: a speech that sends people to work. */
const RALLY = /(?:动员|部署|推进|启动|誓师|攻坚)[^，。]{0,12}会[^，。]{0,8}(?:讲话|发言)/;
const BASIS = /基础|现状|背景|形势|问题|意义|依据|认识|成绩|必要性|重要性|紧迫感/;

/** Does a document of this title order from its first section on, without a review before? */
export function ordersThroughout(title: string): boolean {
  if (ORDERING_END.test(title) || isRally(title)) return true;
  return ORDERING_TITLE.test(title) && !TELLING_TITLE.test(title);
}

/** A speech (动员讲话) tells and orders in one breath: its sections order, its figures speak for themselves. */
export function isRally(title: string): boolean {
  return RALLY.test(title);
}

const TITLE_END =
  /(?:工作报告|要点|方案|行动计划|规划|纲要|意见|措施|通知|决定)(?:（[^）]{1,12}）)?$/;

/** The title of a document on a line of its own, as it stands again below a letter or a banner. */
export function isDocumentTitle(line: string): boolean {
  return line.length >= 5 && line.length <= 60 && !/[，。；：]/.test(line) && TITLE_END.test(line);
}

const OPENS_ORDERS =
  /(?:通知|事项|要求|意见|方案|措施|安排)如下[：:。]?$|制定(?:如下|本)[^，。]{0,10}[。：:]$|印发给你们，请[^。]*。$|下达给你们，请[^。]*。$/;

/** 现将有关事项通知如下：, 特制定本方案。: what stands below it orders. */
export function opensOrders(line: string): boolean {
  return OPENS_ORDERS.test(line);
}

const SIGN_OFF =
  /^(?:（此[件页][^）]*）|(?:20\d\d|二〇[〇一二三四五六七八九]{2})年[\d一二三四五六七八九十]{1,2}月[\d一二三四五六七八九十]{1,3}日(?:印发)?|抄送[：:].*|(?:中共)?[^，。；：、（）]{2,18}(?:人民政府|政府办公[室厅]|委办公[室厅]|委员会|领导小组(?:办公室)?|指挥部))$/;

/** Who signed and when (落款), copies, 此件公开发布: no part of what is ordered. */
export function isSignOff(line: string): boolean {
  return SIGN_OFF.test(line);
}

/** What a section of such a document is when its heading names no direction. */
export function partOfOrder(heading: string): Part {
  return BASIS.test(heading) ? 'review' : 'plan';
}

/**
 * What a section is, from its heading: `mixed` when it names both directions or neither can be told
 * from it. `before` is the part of the section before.
 */
export function partOfHeading(heading: string, before: Part, year?: number): Part | 'mixed' {
  const review = REVIEW.test(heading);
  const plan = PLAN.test(heading);
  if (review && plan) return /目标|任务|安排|部署|说明/.test(heading) ? 'mixed' : 'review';
  if (review) return 'review';
  if (/说明/.test(heading)) return 'mixed';
  const dated = partOfYears(heading, year);
  if (dated !== undefined && !plan) return dated;
  if (plan) return 'plan';
  // After the review and what was learnt from it, a report goes on to what will be done.
  if (before === 'review') return LESSONS.test(heading) ? 'review' : 'plan';
  return before === 'front' ? 'front' : before;
}

/** A heading that names only years gone by looks back, one that names this year or later looks forward. */
function partOfYears(heading: string, year: number | undefined): Part | undefined {
  if (year === undefined) return undefined;
  const ends = [
    ...Array.from(heading.matchAll(/20\d\d(?=年)/g), ([one]) => Number(one)),
    ...Array.from(heading.matchAll(/十([二三四五六七])五/g), ([, plan]) => lastYearOf(plan ?? '')),
  ];
  if (ends.length === 0) return undefined;
  return Math.max(...ends) < year ? 'review' : 'plan';
}

/** The 13th five-year plan ended in 2020; plans follow every five years. */
function lastYearOf(plan: string): number {
  return 2020 + (NUMERALS.indexOf(plan) - 3) * 5;
}

/**
 * In a mixed section the first forward-looking paragraph turns it; a backward one turns it back. A
 * five-year plan that runs in `year` or later looks forward, an earlier one back.
 */
export function turn(current: Part, paragraph: string, year: number | undefined): Part {
  const plan = FIVE_YEAR_PLAN.exec(paragraph)?.[1];
  if (plan !== undefined && year !== undefined) {
    // The 13th plan began in 2016; plans follow every five years.
    const lastYear = 2020 + (NUMERALS.indexOf(plan) - 3) * 5;
    return lastYear >= year ? 'plan' : 'review';
  }
  if (FORWARD_START.test(paragraph)) return 'plan';
  if (BACKWARD_START.test(paragraph)) return 'review';
  return current;
}
