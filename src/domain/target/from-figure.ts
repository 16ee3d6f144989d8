import type { Op } from '../document/op.ts';
import type { Direction, TargetPath } from './path.ts';
import type { TargetOp } from './verdict.ts';

/** A figure of a document, as a target is made of it. */
export interface Figure {
  readonly metric: string;
  readonly unitText: string;
  readonly op: Op;
  readonly value: number | undefined;
  readonly max: number | undefined;
  readonly base: number | undefined;
  readonly approximate: boolean;
}

/** What the words of a figure ask for; without `goal` they give no threshold (口径待明确). */
export interface Drafted {
  readonly name: string;
  readonly op: TargetOp;
  readonly path: Extract<TargetPath['kind'], 'linear' | 'held'>;
  readonly direction: Direction;
  readonly adds: boolean;
  readonly goal: number | undefined;
  readonly goalTo: number | undefined;
  readonly baseline: number | undefined;
}

/** 翻番, 位次 and 高于全国平均 depend on figures that the sentence does not hold. */
const UNCERTAIN: ReadonlySet<Op> = new Set(['times', 'rank', 'rel']);

/**
 * The target that the words of a document set (由文件拟定目标). 增长6% is a rate of growth, 新增100所 begins at
 * nothing, 控制在5.5%以内 holds at every date; what names no threshold of its own stays undefined.
 */
export function draftOf(figure: Figure): Drafted {
  const { metric, op, value, base } = figure;
  const known = UNCERTAIN.has(op) ? undefined : value;
  const falls = op === 'ctrl_le' || (base !== undefined && known !== undefined && known < base);
  const rate = op === 'grow' || op === 'fall' || op === 'ctrl_le' || op === 'range';
  const isShare = figure.unitText === '%' || metric.endsWith('率');
  return {
    name: nameOf(metric, op),
    op: opOf(figure, falls),
    path: rate || (isShare && base === undefined) ? 'held' : 'linear',
    direction: falls ? 'down' : 'up',
    adds: op === 'add',
    goal: known,
    goalTo: op === 'range' ? figure.max : undefined,
    baseline: base ?? (op === 'add' ? 0 : undefined),
  };
}

function nameOf(metric: string, op: Op): string {
  if (op === 'grow' && !/增速|增长率|增幅/.test(metric)) return `${metric}增速`;
  if (op === 'fall' && !/降幅|下降率/.test(metric)) return `${metric}降幅`;
  if (op === 'add' && !/新增|净增|增加/.test(metric)) return `新增${metric}`;
  return metric;
}

/** 建成100所 asks for at least 100: only what must not exceed, lies between or is 左右 says otherwise. */
function opOf({ op, max, approximate }: Figure, falls: boolean): TargetOp {
  if (op === 'range' && max !== undefined) return 'range';
  if (op === 'approach' || approximate) return 'about';
  return falls ? 'le' : 'ge';
}
