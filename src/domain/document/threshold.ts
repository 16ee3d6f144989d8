import type { Quantity } from './quantity.ts';

/** 不到100万元的部分, 占比超过10%的有44种: what the bound describes is counted, not the bound. */
const WHOLE_PART = /^的(?:部分|有\d)/;

/** 20户以上自然村: which places are meant. */
const OF_PLACES = /^(?:的)?(?:自然村|行政村|村民小组|村组|聚居点|居民点)/;

/** Units of size, age and money, in which a text sets who or what is meant (80岁以上老人, 亿元以上项目). */
const SIZE_UNITS: ReadonlySet<string> = new Set(
  '岁 元 美元 吨 千瓦 公里 米 平方米 亩 大卡 立方米 人 度 公顷 兆瓦 单'.split(' '),
);

/**
 * Leaves out thresholds (门槛值): a bound of size that describes the noun after it, while another figure of
 * the clause counts it. They measure nothing themselves.
 */
export function withoutThresholds(text: string, found: readonly Quantity[]): Quantity[] {
  return found.filter((quantity, index) => {
    const others = [found[index - 1], found[index + 1]].filter((one) => one !== undefined);
    const inClause = others.some(
      (one) =>
        !/[，；：。、]/.test(
          text.slice(Math.min(one.end, quantity.end), Math.max(one.start, quantity.start)),
        ),
    );
    if (quantity.unit === '岁' && /^[\u4e00-\u9fff]/.test(text.slice(quantity.end))) {
      return quantity.bound === undefined && quantity.max === undefined;
    }
    const next = found[index + 1];
    const isDescribed =
      next?.start === quantity.end && quantity.bound === 'ge' && isCount(next, quantity);
    if (quantity.bound === 'ge' && OF_PLACES.test(text.slice(quantity.end))) return false;
    if (isDescribed || WHOLE_PART.test(text.slice(quantity.end))) return false;
    return !(inClause && isThreshold(text, quantity));
  });
}

/** 10亿元以上15个: directly after the bound stands the count of what it describes. */
function isCount(next: Quantity, bound: Quantity): boolean {
  return SIZE_UNITS.has(bound.unit) && !SIZE_UNITS.has(next.unit) && next.unit !== '%';
}

function isThreshold(text: string, quantity: Quantity): boolean {
  const after = text.slice(quantity.end);
  if (text[quantity.start - 1] === '前' && /[%‰]$/.test(quantity.unit)) return true;
  if (!SIZE_UNITS.has(quantity.unit)) return false;
  if (quantity.bound === 'ge' || quantity.bound === 'le') {
    return /^(?:的)?[\u4e00-\u9fff“]/.test(after) && !/^(?:的?(?:目标|水平)|增|以)/.test(after);
  }
  return (
    quantity.bound === 'exceed' &&
    /^(?:的[\u4e00-\u9fff]|(?:企业|项目|园区|集群|产业|[县镇村])(?:达|数|增|突破|\d))/.test(
      after,
    ) &&
    quantity.unit.endsWith('元')
  );
}
