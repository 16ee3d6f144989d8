import type { Slot } from './clause.ts';
import { pairOf, sharedMetrics, splitList } from './lists.ts';
import { baseOf, ofThing, type MetricFound } from './metric-parts.ts';
import { GENERAL_WORDS, trimHead, trimTail } from './metric-words.ts';
import { quantities } from './quantity.ts';

const LIST_JOINT = /^(?:、|和|，|及|与)(?:和)?(?:每人)?(?:每[年月日天])?$/;

/** “甲、乙分别增长x、y”: one metric to each value; without words before 分别, the metrics before. */
export function distributed(
  text: string,
  cut: readonly Slot[],
  at: number,
  named: readonly MetricFound[],
): MetricFound[] | undefined {
  const slot = cut[at];
  if (slot === undefined) return undefined;
  const each = slot.left.lastIndexOf('分别');
  if (each < 0) return twoSides(text, cut, at) ?? grownAlike(text, cut, at, named);
  const count = listCount(text, cut, at);
  if (count < 2) return undefined;
  const verb = slot.left.slice(each + 2);
  const lead = trimHead(trimTail(slot.left.slice(0, each)));
  const shared =
    GENERAL_WORDS.has(lead) && named.length >= count
      ? named.slice(-count).map((one) => ofThing(ownerFor(lead, one), lead))
      : lead === ''
        ? (clauseBefore(text, slot, count) ?? named.slice(-count).map((one) => one.metric))
        : (sharedMetrics(lead, count) ?? pairOf(lead, count) ?? fallback(text, slot, lead, count));
  if (shared === undefined || shared.length < count) return undefined;
  const whole = verb === '' ? lastVerb(slot.left.slice(0, each)) : verb;
  return shared.map((metric) => ({
    ...(slot.quantity.form === 'rank'
      ? ranked(metric, verb)
      : withVerb(metric, verb, slot.quantity.unit)),
    verb: whole,
  }));
}

const SIDES = /^(?:城乡|城镇(?:居民)?[和、与]农村)/;

/** 城乡居民人均可支配收入3万元和2万元: two sides of one thing need no 分别 to have a figure each. */
function twoSides(text: string, cut: readonly Slot[], at: number): MetricFound[] | undefined {
  const slot = cut[at];
  const next = cut[at + 1];
  if (slot === undefined || listCount(text, cut, at) !== 2 || next?.left !== '') return undefined;
  const lead = trimHead(trimTail(slot.left));
  if (slot.quantity.unit !== next.quantity.unit) return undefined;
  const listed = slot.baseline !== undefined && splitList(lead).length === 2;
  if (!SIDES.test(lead) && !listed) return undefined;
  return (pairOf(lead, 2) ?? sharedMetrics(lead, 2))?.map((metric) => ({
    metric,
    container: false,
    sure: true,
    verb: slot.left,
  }));
}

const GREW = /^(?:同比|年均|比上年|较上年)?(?:增长|提高|提升|下降|降低|减少|增|降)$/;

/** 甲收入2万元，乙收入1万元，增长8%和9%: as many rates as there were amounts before them. */
function grownAlike(
  text: string,
  cut: readonly Slot[],
  at: number,
  named: readonly MetricFound[],
): MetricFound[] | undefined {
  const slot = cut[at];
  const count = listCount(text, cut, at);
  if (slot === undefined || count < 2 || !GREW.test(slot.left)) return undefined;
  const amounts = cut.slice(Math.max(0, at - count), at);
  const metrics = named.slice(-count).map(({ metric }) => metric);
  const [unit] = amounts.map(({ quantity }) => quantity.unit);
  const isAlike = amounts.every(({ quantity }) => quantity.unit === unit && unit !== '%');
  if (!isAlike || new Set(metrics).size !== count) return undefined;
  return metrics.map((metric) => ({ metric, container: false, sure: true, verb: slot.left }));
}

/** The rate is of the metric itself (投资增速), a total of the bare thing (新增企业 → 企业总数). */
function ownerFor(lead: string, { metric, of }: MetricFound): string {
  return /^(?:增速|增幅|涨幅|降幅)$/.test(lead) ? (of ?? metric) : baseOf(of ?? metric);
}

/** “增速分别居全国第3、第5”: each is ranked in the same field. */
function ranked(metric: string, verb: string): MetricFound {
  const field = /(?:全|中|西|东|省|世|亚|同)[^，、居列排位第]{1,5}/.exec(verb)?.[0] ?? '';
  return { metric: `${metric}${field}排名`, of: metric, container: false, sure: true };
}

/** “甲、乙增长分别为x、y” has its verb before 分别. */
function lastVerb(before: string): string {
  return /(?:增长|提高|提升|下降|降低|减少|达到|新增)$/.exec(before)?.[0] ?? '';
}

/** The list may begin before the clause mark: “甲，乙分别…” names one thing in each clause. */
function fallback(text: string, slot: Slot, lead: string, count: number): string[] | undefined {
  const start = slot.clauseStart;
  const before = text.slice(0, Math.max(0, start - 1));
  const clause = before.split(/[；。]/).at(-1) ?? '';
  if (quantities(clause).length > 0) return Array.from({ length: count }, () => lead);
  const joined = `${clause.replaceAll('，', '、')}、${lead}`;
  return sharedMetrics(trimHead(joined), count);
}

/** What a clause says of all it lists, before 分别 tells each: 从无到有, 实现“双下降”. */
const ALL_OF_THEM =
  /从无到有$|(?:近[几两三五]年来?)?(?:首次|双双)?(?:均|都|实现|呈现|出现|保持)+“?(?:双|三|四|全面|稳步|大幅|持续|较快)*(?:下降|提升|增长|提高|丰收|突破)”?$/;

/** “甲、乙从无到有，分别达2个、3个”: the clause before names the list, if it carries no figure. */
function clauseBefore(text: string, slot: Slot, count: number): string[] | undefined {
  const before = text.slice(0, Math.max(0, slot.clauseStart - 1));
  const clause = (before.split(/[，；：。]/).at(-1) ?? '').replace(ALL_OF_THEM, '');
  if (quantities(clause).length > 0) return undefined;
  return sharedMetrics(trimHead(trimTail(clause)), count);
}

function withVerb(metric: string, verb: string, unit: string): MetricFound {
  const plan = /完成(年?度?(?:计划|目标|任务))的?$/.exec(verb)?.[1];
  if (plan !== undefined)
    return { metric: `${metric}完成${plan}比例`, container: false, sure: true };
  const relative =
    /(快于|高于|高出|优于|超过?|低于|少于)((?:全国|全省|计划|目标|预期|上年|去年)[^，。；]{0,8})$/.exec(
      verb,
    );
  if (relative !== null) {
    const isRate = /(?:率|增速|比重|占比|比例|幅)$/.test(metric);
    return {
      metric: unit.endsWith('百分点') && !isRate ? `${metric}增速` : metric,
      container: false,
      relative: {
        side: /^(?:低|少)/.test(relative[1] ?? '') ? 'below' : 'above',
        yardstick: relative[2] ?? '',
      },
      sure: true,
    };
  }
  if (verb.startsWith('占'))
    return { metric: `${metric}${trimTail(verb)}`, container: false, sure: true };
  return { metric, container: false, sure: true };
}

/** “甲、乙分别达到x、y，增长u、v”: the next list of as many values measures the same things again. */
export function repeated(
  text: string,
  cut: readonly Slot[],
  at: number,
  listed: readonly MetricFound[],
): MetricFound[] | undefined {
  const slot = cut[at];
  const count = listCount(text, cut, at);
  if (slot === undefined || count < 2 || count !== listed.length) return undefined;
  if (trimHead(trimTail(slot.left)) !== '') return undefined;
  return listed.map(({ metric }) => ({ metric, container: false, sure: true, verb: slot.left }));
}

/** How many values stand in a list from `at` on. */
function listCount(text: string, cut: readonly Slot[], at: number): number {
  for (let count = 1; ; count += 1) {
    const one = cut[at + count - 1];
    const next = cut[at + count];
    if (one === undefined || next === undefined) return count;
    const nextStart = next.baseline === undefined ? next.quantity.start : next.baseline.from.start;
    const parted = next.baseline === undefined || next.baseline.start > one.quantity.end;
    if (parted && !LIST_JOINT.test(text.slice(one.quantity.end, nextStart))) return count;
  }
}
