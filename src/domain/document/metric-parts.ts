import { actOf, generalEnd, trimHead } from './metric-words.ts';

/** What the sentence spoke of before this figure. */
export interface Antecedent {
  /** Metric of the figure before, in the same sentence. */
  readonly metric: string | undefined;
  /** Metrics of all figures before, in the same sentence, oldest first. */
  readonly metrics: readonly string[];
  /** The clause before, when it carries no figure. */
  readonly clause: string;
  /** 煤炭开采方面，…: the aspect the sentence opens with. */
  readonly topic: string;
}

/** A metric with how it was come by. */
export interface MetricFound {
  readonly metric: string;
  /** The figure is an attribute of a thing named after it (总投资50亿元的…). */
  readonly container: boolean;
  /** 快于全国1.8个百分点: the yardstick, when the figure is a distance from it. */
  readonly relative?: { readonly side: 'above' | 'below'; readonly yardstick: string };
  readonly sure: boolean;
  /** In a distributed list, the words after 分别, which hold for every value. */
  readonly verb?: string;
}

const LONGEST = 34;
/** Beyond this the examples of a list crowd out what is measured. */
export const LONG_LIST = 26;
const PREDICATE =
  /(?:加快建设|加快推进|加快|开工|建成|投产|投运|投用|全线|全部|正式|顺利|启动|竣工|完工|落地|落户|获批|实现|成为|使得|让|旧貌|扎实推进|扎实|有序推进|稳步推进|进展|建设运营)/;

/** The bare thing measured: acts (新增…) and general ends (…总量) taken off, to build the next metric on. */
export function baseOf(metric: string): string {
  let rest = metric;
  const general = generalEnd(rest);
  if (general !== undefined && rest.length > general.length + 1)
    rest = rest.slice(0, rest.length - general.length);
  rest = rest.replace(/(?:增速|占比)$/, '');
  const act = actOf(rest);
  if (
    act !== undefined &&
    /^(?:新增|净增|新设|增加|完成|实施|建成|新建|累计|安排|新退出)/.test(act)
  ) {
    rest = rest.slice(act.length);
  }
  return rest.length > 1 ? rest : metric;
}

/** What the figure came about by or belongs to: the metric before, the topic, or the clause before. */
export function cause(before: Antecedent): string {
  if (before.metric !== undefined) return baseOf(before.metric);
  if (before.topic !== '') return before.topic;
  const clause = trimHead(before.clause);
  return clause.length > 18 ? clause.slice(-18) : clause;
}

/** The act of the metric before, which the members of a list share. */
export function inheritedAct(metric: string | undefined): string {
  return metric === undefined ? '' : (actOf(metric) ?? '');
}

/** The noun a clause begins with: what stands before its predicate. */
export function nounOf(text: string): string {
  const at = text.search(PREDICATE);
  return at > 1 ? text.slice(0, at) : text;
}

/** 党员深入学习… → 党员: the statement after an adverb says nothing of what is counted. */
export function beforeAdverb(text: string): string {
  if (text.length <= 12) return text;
  const at = text.search(/(?:积极|深入|认真|广泛|踊跃|主动|相继|纷纷|持续)/);
  return at > 1 ? text.slice(0, at) : text;
}

/** 新建甲路、乙路等城市道路 → 新建城市道路: examples before 等 are dropped, the act is kept. */
export function withoutList(own: string): string {
  const at = own.lastIndexOf('等');
  return at < 0 ? own : (actOf(own) ?? '') + own.slice(at + 1);
}

/** Adverbs of completion within a statement are no part of what is counted. */
export function withoutFiller(text: string): string {
  return text.replace(/(?:全部|均已|已全部|全面|均|如期|加快|扎实推进|稳步推进|有序推进)/g, '');
}

/** A metric freed of marks at its ends and cut to a length a table can show. */
export function clip(text: string): string {
  const plain = text.replace(/^[的之、，]+|[、，的]+$/g, '');
  return plain.length <= LONGEST ? plain : plain.slice(0, LONGEST);
}
