import type { Slot } from './clause.ts';
import {
  baseOf,
  cause,
  clip,
  inheritedAct,
  LONG_LIST,
  withoutList,
  type Antecedent,
  type MetricFound,
} from './metric-parts.ts';
import { actOf, GENERAL_WORDS, STANDALONE, trimHead, trimTail } from './metric-words.ts';
import { SHARES } from './units.ts';

/** After 、 these name another kind of what was named before: 示范地区4个、项目6个. */
const DEPENDENT = /^(?:项目|企业|园区|基地|机构|单位|学校|家庭|个人|地区|城市|人才)$/;
/** 惠及, 带动 …: of what, only the words before say. */
export const NEEDS_CAUSE = /^(?:惠及|带动|受益|服务|覆盖|拉动|撬动|新增受益)/;

/** The metric named by the words before a figure (产值达到…), elided heads restored. */
export function subjectMetric(slot: Slot, before: Antecedent): MetricFound {
  const named = trimHead(trimTail(slot.left));
  const own = named.replace(/^为(?=.{4,})|^对(?=.{2,}(?:开展|实施|进行|给予))/, '');
  if (own === '') return unnamedMetric(slot, before);
  const restored = shareOfWhole(own, slot, before) ?? elided(own, slot, before);
  if (restored !== undefined) return found(restored);
  const { metric } = before;
  if (slot.chained && metric !== undefined && own.length <= 3 && actOf(own) === undefined) {
    const base = DEPENDENT.test(own) ? metric.slice(0, -own.length) : inheritedAct(metric);
    return { ...found(base + own), sure: false };
  }
  const plain = own.length > LONG_LIST ? withoutList(own) : own;
  const act = slot.chained && actOf(own) === undefined ? inheritedAct(metric) : '';
  const share = SHARES.has(slot.quantity.unit) || slot.quantity.form !== 'plain';
  return found((share ? '' : act) + plain);
}

/** Only a link stands before the figure (、增长5%): it goes on with the metric before. */
function unnamedMetric(slot: Slot, before: Antecedent): MetricFound {
  const { metric } = before;
  if (metric === undefined) {
    return { ...found(before.topic || trimHead(trimTail(before.clause))), sure: false };
  }
  const growth = SHARES.has(slot.quantity.unit) || /增|降|减|达|突破|超/.test(slot.left);
  return found(growth ? metric.replace(/^(?:新增|净增|完成|累计|实现)(?=.{3,})/, '') : metric);
}

/** 占全国近三成, 增加值占GDP的9%: a share is named by the thing and the whole. */
function shareOfWhole(own: string, slot: Slot, before: Antecedent): string | undefined {
  const percent = slot.quantity.unit === '%';
  if (own.length > 1 && own.endsWith('占') && percent) return `${own}比`;
  if (own.startsWith('占')) {
    const tail = /比重|比例|占比/.test(own) ? own : `${own}比重`;
    return (before.metric ?? before.clause) + tail;
  }
  const whole = /占[^，占比]{1,16}$/.test(own) && !/(?:率|比例|重)$/.test(own);
  return percent && whole ? `${own.replace(/的$/, '')}比重` : undefined;
}

/** Words too general to stand alone (总量, 惠及, 其中企业, 人均) with what they refer to. */
function elided(own: string, slot: Slot, before: Antecedent): string | undefined {
  const { metric } = before;
  const thing = metric?.slice(inheritedAct(metric).length);
  if (thing !== undefined && actOf(own) === own && !NEEDS_CAUSE.test(own)) return own + thing;
  if (GENERAL_WORDS.has(own)) {
    const alone = STANDALONE.has(own) && metric === undefined && before.topic === '';
    return alone ? own : cause(before) + own;
  }
  if (NEEDS_CAUSE.test(own)) return cause(before) + own;
  if (metric === undefined || thing === undefined) return undefined;
  const part = slot.left.includes('其中') && own.length <= 3;
  if (part && !SHARES.has(slot.quantity.unit)) return `${thing}中${own}`;
  return /^[人户亩地]均$/.test(own) ? own + baseOf(metric) : undefined;
}

function found(metric: string): MetricFound {
  return { metric: clip(metric), container: false, sure: true };
}
