import type { Slot } from './clause.ts';
import { clip, nounOf, type Antecedent, type MetricFound } from './metric-parts.ts';
import { trimHead, trimTail } from './metric-words.ts';

/** 成为全省第三个…, 成为首个…: the claim stands between the owner and what is measured of it. */
const CLAIM = /成为[^，]*?(?:首个|唯一|第[\d一二三四五六七八九十]+个)/;
/** 某县成为生产总值超千亿元县: so does the kind of thing it became. */
const BECAME = /成为(?:全[国省市])?(?=[^，]{2,}$)/;
const BECOMES = /^(?:的)?(?:县|市|区|省|州|镇|城市|园区|企业|机场|港口|大县|强县)(?:[（，。；]|$)/;
/** 59项测评点中有22项达到最优: what is counted is the part of which the rest is said. */
const AMONG = /^(.{2,}?)中，?(?:已?有|共有)$/;
/** 占比超过10%的有44种: the condition is what is counted. */
const SUCH_AS = /^(.{3,})的有$/;
/** 贡献了全国24%的增量: a share of the whole, named behind the figure. */
const PART_OF_ALL =
  /(贡献|生产|承担|集聚|聚集|拥有|创造|吸纳|支撑|供应)(?:了|着)?(全国|全省|全市|全区|全县|全球|世界)(?:的)?$/;
const POPULACE =
  /^([^，。；、的]{0,6}?)(?:各族)?(?:人民|儿女|父老乡亲)(?!币|政府|法院|检察|调解|陪审|团|满意|广场|公园|医院|代表|警察|武装)/;
const PRODUCES = /^生产([^，。；、的]{2,8})$/;
const OUTPUT_UNITS = /^(?:吨|斤|公斤|台|套|辆|千瓦时|立方米|件|颗|块|片)$/;
const SHARED_BY =
  /^[^，。；、的增降上下以]{2,14}(?:实现|完成|达到|纳入|建成|接入|通|享受|获得|落户|开展|可)[^，。；]{1,10}$/;
const SERVED = /(?:为|给|向|惠及|服务|覆盖|保障|帮助)$/;
/** Fewer than this are no populace of a city or county. */
const POPULACE_FROM = 1e5;

/** The metric of figures in fixed turns of phrase; `undefined` for all others. */
export function specialMetric(slot: Slot, before: Antecedent): MetricFound | undefined {
  return (
    history(slot) ??
    claimed(slot) ??
    among(slot) ??
    suchAs(slot, before) ??
    partOfAll(slot, before) ??
    populace(slot) ??
    produced(slot) ??
    shareOf(slot)
  );
}

function claimed({ left, right, quantity }: Slot): MetricFound | undefined {
  if (quantity.form === 'rank') return undefined;
  const claim = CLAIM.exec(left) ?? (BECOMES.test(right) ? BECAME.exec(left) : null);
  if (claim === null) return undefined;
  return found(trimHead(trimTail(left.replace(claim[0], ''))));
}

/** 有着2500多年的建城史. */
function history({ right, quantity }: Slot): MetricFound | undefined {
  return quantity.unit === '年'
    ? found(/^的?([^，。；]{0,4}史)/.exec(right)?.[1] ?? '')
    : undefined;
}

/** 生产原煤65亿吨 is how much of it was produced. */
function produced({ left, right, quantity }: Slot): MetricFound | undefined {
  const goods = right === '' ? PRODUCES.exec(trimHead(left))?.[1] : undefined;
  return goods !== undefined && OUTPUT_UNITS.test(quantity.unit)
    ? found(`${goods}产量`)
    : undefined;
}

/** 90%以上政务服务事项实现网上办: without a verb before it, a share is of what follows. */
function shareOf({ left, right, quantity }: Slot): MetricFound | undefined {
  const isShare = quantity.unit === '%' && left === '' && quantity.form === 'plain';
  return isShare && SHARED_BY.test(right) ? found(`${right}比例`) : undefined;
}

function among({ left, right }: Slot): MetricFound | undefined {
  const whole = AMONG.exec(left)?.[1];
  if (whole === undefined || right === '') return undefined;
  return found(trimHead(whole.replace(/^在/, '')) + right);
}

function suchAs({ left, right }: Slot, before: Antecedent): MetricFound | undefined {
  const condition = SUCH_AS.exec(left)?.[1];
  if (condition === undefined || right !== '') return undefined;
  const whole = (before.metrics[0] ?? before.clause).replace(/中$/, '');
  return found(whole + trimHead(condition));
}

function partOfAll({ left, right, quantity }: Slot, before: Antecedent): MetricFound | undefined {
  const match = quantity.unit === '%' ? PART_OF_ALL.exec(left) : null;
  if (match === null || !/^的.{2}/.test(right)) return undefined;
  const own = trimHead(left.slice(0, match.index));
  const owner = own === '' ? (before.thing ?? '') : own;
  return found(`${owner}${match[1] ?? ''}${match[2] ?? ''}${nounOf(right.slice(1))}比重`);
}

function populace({ left, right, quantity }: Slot): MetricFound | undefined {
  const place = POPULACE.exec(right)?.[1];
  if (place === undefined || quantity.unit !== '人' || SERVED.test(left)) return undefined;
  if ((quantity.value ?? 0) < POPULACE_FROM) return undefined;
  return { metric: `${place}人口`, container: false, populace: true, sure: true };
}

function found(metric: string): MetricFound | undefined {
  return metric === '' ? undefined : { metric: clip(metric), container: false, sure: true };
}
