import type { Slot } from './clause.ts';
import {
  baseOf,
  cause,
  clip,
  inheritedAct,
  LONG_LIST,
  ofThing,
  ownerOf,
  withoutList,
  type Antecedent,
  type MetricFound,
} from './metric-parts.ts';
import {
  actOf,
  GENERAL_WORDS,
  generalEnd,
  headOf,
  STANDALONE,
  trimHead,
  trimTail,
} from './metric-words.ts';
import { SHARES } from './units.ts';

/** After 、 these name another kind of what was named before: 示范地区4个、项目6个. */
const DEPENDENT = /^(?:项目|企业|园区|基地|机构|单位|学校|家庭|个人|地区|城市|人才)$/;
/** 惠及, 带动 …: of what, only the words before say. */
export const NEEDS_CAUSE =
  /^(?:惠及|带动|受益|服务(?!业|机器人|消费|贸易|零售|外包|中心|收入|平台|站|事项)|覆盖(?!率)|拉动|撬动|新增受益)/;
/** Acts that are also the name of what is measured. */
const ALSO_NOUNS = /^(?:出口|进口|生产|投资|消费|服务)$/;
/** 国家级企业50家、省级1000家: the level is said anew, the thing is not. */
const LEVEL = /国家级|省级|市级|县级|区级/;

/** 为甲、乙、丙等人员开展技能培训5万人次: of a long list of those who gain, the deed remains. */
const DEED = /(?<=^.*(?:、|等).*)(?:开展|提供|组织|实施|发放)[^，。、]{4,16}$/;

/** The metric named by the words before a figure (产值达到…), elided heads restored. */
export function subjectMetric(slot: Slot, before: Antecedent): MetricFound {
  const named = trimHead(trimTail(slot.left));
  const own = named.replace(/^为(?=.{4,})|^对(?=.{2,}(?:开展|实施|进行|给予))/, '');
  if (own === '') return unnamedMetric(slot, before);
  const restored = shareOfWhole(own, slot, before) ?? elided(own, slot, before);
  if (restored !== undefined) return restored;
  const { metric } = before;
  if (metric !== undefined && LEVEL.exec(own)?.[0] === own && LEVEL.test(metric))
    return found(metric.replace(LEVEL, own));
  if (slot.chained && metric !== undefined && own.length <= 3 && actOf(own) === undefined) {
    const base = DEPENDENT.test(own) ? metric.slice(0, -own.length) : inheritedAct(metric);
    return { ...found(base + own), sure: false };
  }
  const parallel = parallelMetric(own, slot, metric);
  if (parallel !== undefined) return found(parallel);
  const deed = own.length > LONG_LIST ? DEED.exec(own)?.[0] : undefined;
  if (deed !== undefined) return found(deed);
  const plain = own.length > LONG_LIST || /、.+等.{3,}/.test(own) ? withoutList(own) : own;
  const act = slot.chained && actOf(own) === undefined ? inheritedAct(metric) : '';
  const share = SHARES.has(slot.quantity.unit) || slot.quantity.form !== 'plain';
  return found((share ? '' : act) + plain);
}

/** 示范区新推出成果7项、累计161项: the whole is no longer new. */
const CAME_ANEW = /^.+?新(?:推出|增|建|培育|认定|获批|设立|入选)(?=.{3,})/;

/** Only a link stands before the figure (、增长5%): it goes on with the metric before. */
function unnamedMetric(slot: Slot, before: Antecedent): MetricFound {
  const { metric } = before;
  if (metric === undefined) {
    return { ...found(before.topic || trimHead(trimTail(before.clause))), sure: false };
  }
  if (/累计|总[数量计]|合计|存量/.test(slot.left))
    return found(baseOf(metric.replace(CAME_ANEW, '')));
  const ofItself = /(?:百分点|位)$/.test(slot.quantity.unit);
  const thing = ofItself ? metric : (before.thing ?? metric);
  const growth = SHARES.has(slot.quantity.unit) || /增|降|减|达|突破|超/.test(slot.left);
  if (!growth) return found(touching(slot, thing));
  const plain = thing.replace(
    /(?:连续|接连)?(?:跨越|迈上|跨上|站上|迈过).*(?:台阶|大关|关口)$/,
    '',
  );
  return found(plain.replace(/^(?:新增|净增|完成|累计|实现)(?=.{3,})/, ''));
}

const AREA = /^(?:平方米|平方公里|亩|公顷)$/;

/** 拆除广告牌1149处2.16万平方米: a second figure directly after the first measures the same by area. */
function touching(slot: Slot, metric: string): string {
  const adjoins = slot.left === '' && !slot.chained;
  return adjoins && AREA.test(slot.quantity.unit) && !metric.endsWith('面积')
    ? `${metric}面积`
    : metric;
}

/** 占全国近三成, 增加值占GDP的9%: a share is named by the thing and the whole. */
function shareOfWhole(own: string, slot: Slot, before: Antecedent): MetricFound | undefined {
  const percent = slot.quantity.unit === '%';
  if (own.length > 1 && own.endsWith('占') && percent) return found(`${own}比`);
  if (own.startsWith('占')) {
    const tail = /比重|比例|占比/.test(own) ? own : `${own}比重`;
    const of = before.thing ?? before.clause;
    return { ...found(of + tail), of };
  }
  const whole = /(.+)占[^，占比]{1,16}$/.exec(own);
  if (!percent || whole === null || /(?:率|比例|重)$/.test(own)) return undefined;
  return { ...found(`${own.replace(/的$/, '')}比重`), of: whole[1] ?? own };
}

/** What is said of one trade after another: 工业增加值增长6%，建筑业增长4%. */
const OF_TRADES = /业.{0,2}?(增加值|总?产值|投资|税收|营业收入|用电量)$/;

/**
 * 城镇居民人均可支配收入增长5%，农村居民增长6%: a second subject of the kind of the first takes over what was
 * measured of it.
 */
function parallelMetric(own: string, slot: Slot, metric: string | undefined): string | undefined {
  const compares = SHARES.has(slot.quantity.unit) || slot.baseline !== undefined;
  const plain = own.replace(/（[^）]*）$/, '');
  if (metric === undefined || !compares || plain.length < 2 || plain.length > 10) return undefined;
  if (headOf(plain) !== undefined || generalEnd(plain) !== undefined) return undefined;
  const trade = OF_TRADES.exec(metric)?.[1];
  if (trade !== undefined && plain.endsWith('业')) return plain + trade;
  const at = metric.indexOf(plain.slice(-2));
  const rest = metric.slice(at + 2);
  if (at < 1 || at > 12 || headOf(rest) === undefined) return undefined;
  return plain + rest;
}

/** 高标准农田新建和改造提升: the acts may stand behind the thing. */
const ACTS_BEHIND =
  /(?<=..)(?:新建和改造提升|新建和改造|建设改造|改造提升|新建|改造|建设|治理|修复)$/;

/** Words too general to stand alone (总量, 惠及, 其中企业, 人均) with what they refer to. */
function elided(own: string, slot: Slot, before: Antecedent): MetricFound | undefined {
  const metric = before.thing;
  const thing = metric?.slice((actOf(metric) ?? '').length).replace(ACTS_BEHIND, '');
  if (slot.left.includes('其中') && ALSO_NOUNS.test(own) && metric !== undefined)
    return found(baseOf(metric).replace(/进出口$/, '') + own);
  if (thing !== undefined && actOf(own) === own && !NEEDS_CAUSE.test(own) && !ALSO_NOUNS.test(own))
    return found(own + thing);
  if (GENERAL_WORDS.has(own)) {
    const alone = STANDALONE.has(own) && metric === undefined && before.topic === '';
    return found(alone ? own : ofThing(ownerOf(before, own), own));
  }
  if (NEEDS_CAUSE.test(own)) return found(cause(before) + own);
  if (metric === undefined || thing === undefined) return undefined;
  const part = slot.left.includes('其中') && own.length <= 3;
  if (part && !SHARES.has(slot.quantity.unit)) return found(`${baseOf(metric)}中${own}`);
  return /^[人户亩地]均$/.test(own) ? found(own + baseOf(metric)) : undefined;
}

function found(metric: string): MetricFound {
  return { metric: clip(metric), container: false, sure: true };
}
