import { baselines } from './baseline.ts';
import { slots, type Slot } from './clause.ts';
import { kindOf, type Kind } from './kind.ts';
import { pairOf, sharedMetrics } from './lists.ts';
import { metricOf } from './metric.ts';
import type { Antecedent, MetricFound } from './metric-parts.ts';
import { withoutThresholds } from './threshold.ts';
import { trimHead, trimTail } from './metric-words.ts';
import type { Sentence } from './outline.ts';
import { opOf, type Op } from './op.ts';
import { quantities, type Quantity } from './quantity.ts';

/** One figure of a document with what it measures. Offsets are in the normalised text. */
export interface NumericItem {
  readonly start: number;
  readonly end: number;
  readonly quoteStart: number;
  readonly quoteEnd: number;
  readonly metric: string;
  readonly op: Op;
  readonly kind: Kind;
  readonly quantity: Quantity;
  readonly base: Quantity | undefined;
  readonly basePeriod: string | undefined;
  readonly relative: { readonly side: 'above' | 'below'; readonly yardstick: string } | undefined;
  /** Index of the sentence it stands in. */
  readonly sentence: number;
  /** The rules are sure of the metric; the others are offered for a look first. */
  readonly sure: boolean;
}

const LIST_JOINT = /^(?:、|和|，|及|与)(?:和)?$/;
const ASPECT = /^([^，。；]{2,20}?)(?:发展|工作)?方面，/;

/** The numeric items (数值事项) of a document, sentence by sentence. */
export function numericItems(sentences: readonly Sentence[]): NumericItem[] {
  return sentences.flatMap((sentence, index) => itemsOf(sentence, index));
}

function itemsOf(sentence: Sentence, index: number): NumericItem[] {
  const found = withoutThresholds(sentence.text, quantities(sentence.text));
  if (found.length === 0) return [];
  const pairs = baselines(sentence.text, found);
  const cut = slots(sentence.text, found, pairs);
  const metrics = metricsOf(sentence.text, cut);
  return cut.map((slot, at) => {
    const next = cut[at + 1];
    const named = metrics[at] ?? { metric: '', container: false, sure: false };
    const { quantity, baseline } = slot;
    const from = Math.min(slot.clauseStart, baseline?.start ?? quantity.start);
    return {
      start: sentence.start + quantity.start,
      end: sentence.start + quantity.end,
      quoteStart: sentence.start + from,
      quoteEnd: sentence.start + slot.clauseEnd,
      metric: named.metric === '' ? wordsOf(slot) : named.metric,
      op: opOf(slot, named),
      kind: kindOf({
        part: sentence.part,
        lead: sentence.text.slice(slot.clauseStart, quantity.start),
        tail: sentence.text.slice(quantity.end, slot.clauseEnd),
        sentence: sentence.text,
        section: sentence.section,
        heading: sentence.heading,
        investment: /总投资额?$/.test(named.metric),
        container: named.container,
        scopeOfNext: next !== undefined && isScopeOf(slot, next),
      }),
      quantity,
      base: baseline?.from,
      basePeriod: baseline === undefined || baseline.period === '' ? undefined : baseline.period,
      relative: named.relative,
      sentence: index,
      sure: named.sure && named.metric !== '',
    };
  });
}

/** Nothing names the metric: the words around the figure stand in for it, unsure. */
function wordsOf(slot: Slot): string {
  return (slot.left + slot.right).replace(/[，。；：、]/g, '').slice(0, 20);
}

/** 12条产业链占比达84%: a count that only says whose share or money the next figure is. */
function isScopeOf(slot: Slot, next: Slot): boolean {
  if (next.chained || next.clauseStart !== slot.clauseStart || slot.right !== next.left)
    return false;
  return /(?:占比|比重|投资|营收|产值|收入|产量)[^，、]{0,4}$/.test(next.left);
}

function metricsOf(text: string, cut: readonly Slot[]): MetricFound[] {
  const named: MetricFound[] = [];
  const topic = ASPECT.exec(text)?.[1] ?? '';
  for (let at = 0; at < cut.length; at += 1) {
    const slot = cut[at];
    if (slot === undefined) break;
    const group = distributed(text, cut, at, named);
    if (group !== undefined) {
      named.push(...group);
      at += group.length - 1;
      continue;
    }
    named.push(metricOf(slot, antecedent(text, cut, at, named, topic)));
  }
  return named.map((metric, at) =>
    ownerAfter(sharedNoun(sharedPredicate(metric, cut, at), cut, at), cut, at, named),
  );
}

function antecedent(
  text: string,
  cut: readonly Slot[],
  at: number,
  named: readonly MetricFound[],
  topic: string,
): Antecedent {
  const slot = cut[at];
  const prior = cut[at - 1];
  const start = slot?.clauseStart ?? 0;
  const gap = prior === undefined ? '' : text.slice(prior.quantity.end, start);
  const near = prior !== undefined && !gap.includes('；') && gap.length <= 60;
  const clauses = text.slice(0, Math.max(0, start - 1)).split(/[，；：。！？]/);
  const priorEnd = prior?.quantity.end ?? 0;
  const clause = priorEnd >= start - 1 && priorEnd > 0 ? '' : (clauses.at(-1) ?? '');
  return {
    metric: near ? named[at - 1]?.metric : undefined,
    metrics: named.slice(0, at).map((one) => one.metric),
    clause,
    topic,
  };
}

/** “甲、乙分别增长x、y”: one metric to each value; without words before 分别, the metrics before. */
function distributed(
  text: string,
  cut: readonly Slot[],
  at: number,
  named: readonly MetricFound[],
): MetricFound[] | undefined {
  const slot = cut[at];
  if (slot === undefined) return undefined;
  const each = slot.left.lastIndexOf('分别');
  if (each < 0) return undefined;
  let count = 1;
  for (; ; count += 1) {
    const one = cut[at + count - 1];
    const next = cut[at + count];
    if (one === undefined || next === undefined) break;
    const nextStart = next.baseline === undefined ? next.quantity.start : next.baseline.from.start;
    if (next.baseline === undefined || next.baseline.start > one.quantity.end) {
      if (!LIST_JOINT.test(text.slice(one.quantity.end, nextStart))) break;
    }
  }
  if (count < 2) return undefined;
  const verb = slot.left.slice(each + 2);
  const lead = trimHead(trimTail(slot.left.slice(0, each)));
  const shared =
    lead === ''
      ? (clauseBefore(text, slot, count) ?? named.slice(-count).map((one) => one.metric))
      : (sharedMetrics(lead, count) ?? pairOf(lead, count) ?? fallback(text, slot, lead, count));
  if (shared === undefined || shared.length < count) return undefined;
  const whole = verb === '' ? lastVerb(slot.left.slice(0, each)) : verb;
  return shared.map((metric) => ({
    ...withVerb(metric, verb, slot.quantity.unit),
    verb: whole,
  }));
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

/** “甲、乙从无到有，分别达2个、3个”: the clause before names the list, if it carries no figure. */
function clauseBefore(text: string, slot: Slot, count: number): string[] | undefined {
  const before = text.slice(0, Math.max(0, slot.clauseStart - 1));
  const clause = (before.split(/[，；：。]/).at(-1) ?? '').replace(/从无到有$/, '');
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

const PREDICATE =
  /(?:新?获评|新?入选|被命名|被评为|获批|进入|实现|上榜|获得|荣获|达到|纳入|跻身|通过|建成投用|建成|投产|脱贫|摘帽).*$/;

const SHARED_ACTS = /(?:改造|建设|整治|修复|治理|升级|试点|创建|改革)$/;

/** 3个省级、5个市级重点园区; 完成2个小区、3个街区改造: the end of the last noun belongs to both. */
function sharedNoun(metric: MetricFound, cut: readonly Slot[], at: number): MetricFound {
  const slot = cut[at];
  const next = cut[at + 1];
  if (slot === undefined || next === undefined || !next.chained || next.left !== '') return metric;
  const level = /[级型类]$/.exec(slot.right)?.[0];
  if (level !== undefined) {
    const from = next.right.indexOf(level);
    return from < 0 ? metric : { ...metric, metric: metric.metric + next.right.slice(from + 1) };
  }
  if (!/(?:完成|实施|推进|启动|开展|抓好)$/.test(slot.left) || slot.right === '') return metric;
  const act = SHARED_ACTS.exec(next.right)?.[0];
  if (act === undefined || SHARED_ACTS.test(slot.right)) return metric;
  return { ...metric, metric: metric.metric + act };
}

/** 5个地级市和3个县级市获评…: the statement after the last count holds for the one before it too. */
function sharedPredicate(metric: MetricFound, cut: readonly Slot[], at: number): MetricFound {
  const slot = cut[at];
  const next = cut[at + 1];
  if (slot === undefined || next === undefined || !next.chained || next.left !== '') return metric;
  if (slot.left !== '' || slot.right === '' || PREDICATE.test(slot.right)) return metric;
  const predicate = PREDICATE.exec(next.right)?.[0];
  return predicate === undefined ? metric : { ...metric, metric: metric.metric + predicate };
}

/** 投资近百亿元、全长80公里的甲公路: the owner named after the last figure owns the ones before too. */
function ownerAfter(
  metric: MetricFound,
  cut: readonly Slot[],
  at: number,
  named: readonly MetricFound[],
): MetricFound {
  const next = cut[at + 1];
  const slot = cut[at];
  if (slot === undefined || next === undefined || !next.chained) return metric;
  if (slot.right !== '' || !/^(?:的)[^，。；]{2,}/.test(next.right)) return metric;
  const attribute = trimHead(trimTail(slot.left));
  if (!/^(?:总?投资|总?面积|全长|总长|占地|总建筑面积|规模)$/.test(attribute)) return metric;
  const last = named[at + 1]?.metric ?? '';
  const own = trimHead(trimTail(next.left));
  const owner = last.endsWith(own) ? last.slice(0, last.length - own.length) : '';
  return owner === ''
    ? metric
    : { ...metric, metric: owner + attribute, container: attribute.endsWith('总投资') };
}
