import type { Slot } from './clause.ts';
import type { MetricFound } from './metric-parts.ts';

/** How a figure relates to its metric. */
export const FIGURE_OPS = [
  'eq',
  'reach',
  'add',
  'grow',
  'fall',
  'ge',
  'ctrl_le',
  'exceed',
  'approach',
  'from_to',
  'times',
  'range',
  'rank',
  'rel',
] as const;
export type Op = (typeof FIGURE_OPS)[number];

const GROW =
  /(?:增长|提高|(?<!改造|优化|巩固|质量|风貌|品质|服务|能力)提升|上升|上涨|增幅|回升|递增|增)(?:了)?(?:约|近|超|超过)?$/;
const FALL =
  /(?:下降|降低|减少|压减|压缩|缩减|缩小|压降|下调|缩短|收窄|递减|减|降)(?:了)?(?:约|近|超|超过)?$/;
const REACH = /(?:达到?|[至到]|提高到|增至)(?:了)?$/;
const CONTROL = /(?:控制在|不超过)[^，。]{0,4}$/;
const ADD = /(?:新增|净增|增加|再增加|新增加)$|^(?:新增|净增|增加|再增加)/;

/** The operator of a figure, from its form, bounds and the words before it. */
export function opOf(slot: Slot, named: MetricFound): Op {
  const { quantity, baseline } = slot;
  const left = named.verb ?? slot.left;
  if (quantity.form === 'rank') return 'rank';
  if (baseline !== undefined) return 'from_to';
  if (named.relative !== undefined) return 'rel';
  if (quantity.form === 'times' || quantity.unit === '倍') return 'times';
  const bare = left.replace(/(?:年均|同比|分别|预计|累计|平均|逆势)+$/, '');
  const growth = quantity.unit === '%' || quantity.unit.endsWith('百分点');
  if (growth && GROW.test(bare)) return 'grow';
  if (growth && FALL.test(bare)) return 'fall';
  if (slot.right.endsWith('增长') && growth) return 'grow';
  if (CONTROL.test(bare) || quantity.bound === 'le') return 'ctrl_le';
  if (ADD.test(left) || ADD.test(named.metric)) return 'add';
  if (quantity.max !== undefined) return 'range';
  if (quantity.bound === 'ge' || quantity.bound === 'exceed' || quantity.bound === 'approach') {
    return quantity.bound;
  }
  if (FALL.test(bare)) return 'fall';
  if (GROW.test(bare) && slot.right === '') return 'grow';
  return REACH.test(bare) ? 'reach' : 'eq';
}
