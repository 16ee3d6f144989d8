import type { Slot } from './clause.ts';
import { clip, ofThing, ownerOf, type Antecedent, type MetricFound } from './metric-parts.ts';
import { GENERAL_WORDS, trimHead, trimTail } from './metric-words.ts';

const RELATIVE =
  /(?<!不)(快于|高于|高出|优于|好于|多于|领先于?|超额完成|超出|超|低于|少于|慢于|落后于?)((?:全国|全省|全市|年?计划|年度目标|目标|预期|省定|省控|国家|上年|去年|\d{4}年|“|同期|东部|中部|西部|规划|考核|GDP|经济|地区生产总值)[^，。；]{0,14}?)$/;
/** 快于城镇居民1.8个百分点: a distance in points may be from anything. */
const ANY_YARDSTICK =
  /(?<!不)(快于|高于|高出|优于|好于|领先于?|低于|慢于|落后于?)([^，。；、\d]{2,16})$/;
/** 完成年度目标的118%: the share of a plan carried out. */
const PLANNED =
  /完成((?:国家|省|市)?(?:下达)?(?:的)?(?:(?:年度?|全年)?(?:计划|目标|任务)(?:任务|目标)?|年度(?:计划)?总?投资(?:计划)?))的?$/;
const RANK_TAIL =
  /(?:均|都|双双|分别|连续\d+年|稳定|稳|保持|继续|首次|始终)*(?:位居|居于|居|位列|列|位|排名?|名列|跻身|提升至|上升至|升至|跃居|跃升至|跃至|进入|进位至|挺进|获|在|为)?((?:全国|全省|全市|全球|世界|亚洲|国际|中部|西部|东部|东北|长三角|国内|中西部|同类|各省|省会|副省级|沿黄|央企|可比)[^，。；、]{0,8})?(?:保持|稳居|排名|排|位列|位居|居|列|位)?$/;
/** 居经济大省第1位, 排名全市第三: whatever stands between the verb and the rank is the field. */
const RANKED_AMONG =
  /(?:均|都|双双|连续\d+年|稳定|稳|继续|首次)*(?:位居|位列|名列|跻身|跃居|跃升至|跃至|升至|提升至|上升至|进位至|排名|排在|排|居|列)(?:于|到|至|在)?([^，。；、居列排的]{2,10}?)(?:城市|地区|省份)?(?:的)?$/;
const RANKED = /(?:(?:全国|全省|全市|全球|世界|中部|西部|东部|东北)(?:地区|城市|各省)?)?排名$/;

/**
 * The metric of a figure that compares: a rank (居全国第二), a distance from a yardstick (快于全国1.8个百分点)
 * or the share of a plan carried out (完成年计划的118%). `undefined` for figures that stand for themselves.
 */
export function comparedMetric(slot: Slot, before: Antecedent): MetricFound | undefined {
  const { quantity, left } = slot;
  if (quantity.form === 'rank') return rankMetric(slot, before);
  const plan = PLANNED.exec(left);
  if (plan !== null && quantity.unit === '%') return plannedMetric(left, plan, before);
  const relative = relativeOf(left, quantity.unit);
  return relative === undefined ? undefined : relativeMetric(slot, before, relative);
}

function relativeOf(
  left: string,
  unit: string,
): { side: 'above' | 'below'; yardstick: string; at: number } | undefined {
  const points = unit.endsWith('百分点');
  const match = RELATIVE.exec(left) ?? (points ? ANY_YARDSTICK.exec(left) : null);
  if (match === null || unit === '元') return undefined;
  const side = /^(?:低|少|慢|落)/.test(match[1] ?? '') ? 'below' : 'above';
  return { side, yardstick: match[2] ?? '', at: match.index };
}

function relativeMetric(
  slot: Slot,
  before: Antecedent,
  relative: { side: 'above' | 'below'; yardstick: string; at: number },
): MetricFound {
  const own = trimHead(trimTail(slot.left.slice(0, relative.at)));
  const metric = own === '' || own === '增速' ? (before.metric ?? before.topic) : own;
  const point = slot.quantity.unit.endsWith('百分点');
  const isRate = /(?:率|增速|比重|占比|比例|涨幅|降幅|指数|强度|增幅)$/.test(metric);
  return {
    metric: point && !isRate ? `${metric}增速` : metric,
    of: metric,
    container: false,
    relative: { side: relative.side, yardstick: relative.yardstick },
    sure: metric !== '',
  };
}

function plannedMetric(left: string, plan: RegExpExecArray, before: Antecedent): MetricFound {
  const own = trimHead(trimTail(left.slice(0, plan.index)));
  const thing = own === '' ? (before.thing ?? before.clause) : own;
  return {
    metric: `${clip(thing)}完成${plan[1] ?? ''}比例`,
    of: thing,
    container: false,
    sure: thing !== '',
  };
}

function rankMetric(slot: Slot, before: Antecedent): MetricFound {
  const among = RANKED_AMONG.exec(slot.left);
  const match = among ?? RANK_TAIL.exec(slot.left);
  const scope = match?.[1] ?? '';
  const own = trimHead(trimTail(slot.left.slice(0, match?.index ?? slot.left.length)));
  const both = /(?:均|都|双双)/.test(slot.left.slice(match?.index ?? 0));
  const place = scope.replace(/(?:排名|保持|稳居|排|位|居|列)+$/, '');
  const thing =
    own === ''
      ? both && before.metrics.length > 1
        ? before.metrics.slice(-2).join('、')
        : (before.thing ?? before.clause).replace(RANKED, '')
      : GENERAL_WORDS.has(own) && before.metric !== undefined
        ? ofThing(ownerOf(before, own), own)
        : own;
  const metric = `${clip(thing)}${place}排名`;
  return { metric, of: thing, container: false, sure: thing !== '' };
}
