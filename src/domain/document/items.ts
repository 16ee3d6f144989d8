import { baselines } from './baseline.ts';
import { slots, type Slot } from './clause.ts';
import { kindOf, type Kind } from './kind.ts';
import { distributed, repeated } from './distribute.ts';
import { metricOf } from './metric.ts';
import type { Antecedent, MetricFound } from './metric-parts.ts';
import { withoutThresholds } from './threshold.ts';
import { actOf, trimHead, trimTail } from './metric-words.ts';
import type { Sentence } from './outline.ts';
import { opOf, type Op } from './op.ts';
import { quantities, type Quantity } from './quantity.ts';
import { SHARES } from './units.ts';

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

const ASPECT = /^([^，。；]{2,20}?)(?:发展|工作)?方面，/;

/** The numeric items (数值事项) of a document, sentence by sentence. */
export function numericItems(sentences: readonly Sentence[]): NumericItem[] {
  const items: NumericItem[] = [];
  for (const [index, sentence] of sentences.entries()) {
    const last = items.at(-1);
    const goesOn = GOES_ON.test(sentence.text) && last?.sentence === index - 1;
    const before = goesOn ? items.filter((item) => item.sentence === index - 1) : [];
    items.push(...itemsOf(sentence, index, before));
  }
  return items;
}

/** “其中，6月底前开工45个”: the sentence goes on with what the one before measured. */
const GOES_ON = /^其中/;

function itemsOf(sentence: Sentence, index: number, goesOn: readonly NumericItem[]): NumericItem[] {
  const found = withoutThresholds(sentence.text, quantities(sentence.text));
  if (found.length === 0) return [];
  const pairs = baselines(sentence.text, found);
  const cut = slots(sentence.text, found, pairs);
  const metrics = metricsOf(sentence.text, cut, goesOn);
  const items: NumericItem[] = [];
  cut.forEach((slot, at) => {
    const next = cut[at + 1];
    const named = metrics[at] ?? { metric: '', container: false, sure: false };
    const { quantity, baseline } = slot;
    const from = Math.min(slot.clauseStart, baseline?.start ?? quantity.start);
    const metric = named.metric === '' ? wordsOf(slot) : named.metric;
    const before = items.at(-1);
    const kind = kindOf({
      part: sentence.spoken ? 'front' : sentence.part,
      lead: sentence.text.slice(slot.clauseStart, quantity.start),
      tail: sentence.text.slice(quantity.end, slot.clauseEnd),
      sentence: sentence.text,
      section: sentence.section,
      heading: sentence.heading,
      investment: /(?:总投资额?|年度投资|计划投资)$/.test(named.metric),
      container: named.container,
      populace: named.populace === true,
      scopeOfNext: next !== undefined && isScopeOf(slot, next),
    });
    items.push({
      start: sentence.start + quantity.start,
      end: sentence.start + quantity.end,
      quoteStart: sentence.start + from,
      quoteEnd: sentence.start + slot.clauseEnd,
      metric,
      op: opOf(slot, named),
      kind:
        kind === 'result' && isForecast(sentence.text, slot, before, metric) ? 'expected' : kind,
      quantity: withUnit(quantity, baseline?.from ?? before?.quantity),
      base: baseline?.from,
      basePeriod: baseline === undefined || baseline.period === '' ? undefined : baseline.period,
      relative: named.relative,
      sentence: index,
      sure: named.sure && named.metric !== '',
    });
  });
  return items;
}

/**
 * 预计产值8亿元，增长5%，其中出口3亿元: what is expected of a metric holds for what is added about it; a sentence
 * that opens with 预计 expects all it says.
 */
function isForecast(
  text: string,
  slot: Slot,
  before: NumericItem | undefined,
  metric: string,
): boolean {
  if (before?.kind !== 'expected') return false;
  if (isOneForecast(text, slot)) return true;
  const lead = text.slice(slot.clauseStart, slot.quantity.start);
  return before.metric === metric || lead.startsWith('其中') || text.startsWith('预计');
}

/**
 * 预计研发投入530亿元、增长5%，投入强度达3.6%: clause upon clause a bare metric and its figure, and no act that
 * was done, is one forecast.
 */
function isOneForecast(text: string, slot: Slot): boolean {
  const from = text.lastIndexOf('预计', slot.clauseStart);
  if (from < 0) return false;
  const clauses = text.slice(from, slot.quantity.end).split('，').slice(1);
  return clauses.every(
    (clause) => /\d/.test(clause) && !/[；。]/.test(clause) && !WAS_DONE.test(clause),
  );
}

const WAS_DONE = /已|累计|先后|完成|新|建成|获|入选|引进|实施|培育|启动|推动|成功/;

/** 人口由500万增加到530万，10年净增30万: a bare amount is counted like the one before it. */
function withUnit(quantity: Quantity, before: Quantity | undefined): Quantity {
  const isBare = quantity.unitImplied === true && quantity.unit === '' && quantity.magnitude > 1;
  return isBare && before?.unitImplied === true ? { ...quantity, unit: before.unit } : quantity;
}

/** Nothing names the metric: the words around the figure stand in for it, unsure. */
function wordsOf(slot: Slot): string {
  return (slot.left + slot.right).replace(/[，。；：、]/g, '').slice(0, 20);
}

/** 12条产业链占比达84%: a count that only says whose share or money the next figure is. */
function isScopeOf(slot: Slot, next: Slot): boolean {
  if (next.chained || next.clauseStart !== slot.clauseStart || slot.right !== next.left)
    return false;
  return (
    /中，?(?:已?有|共有)$/.test(next.left) ||
    /(?:占比|比重|投资|营收|产值|收入|产量)[^，、]{0,4}$/.test(next.left)
  );
}

function metricsOf(
  text: string,
  cut: readonly Slot[],
  goesOn: readonly NumericItem[],
): MetricFound[] {
  const named: MetricFound[] = [];
  const topic = ASPECT.exec(text)?.[1] ?? '';
  let listed = 0;
  for (let at = 0; at < cut.length; at += 1) {
    const slot = cut[at];
    if (slot === undefined) break;
    const group =
      distributed(text, cut, at, named) ?? repeated(text, cut, at, named.slice(-listed));
    if (group !== undefined) {
      named.push(...group);
      listed = group.length;
      at += group.length - 1;
      continue;
    }
    listed = 0;
    named.push(metricOf(slot, antecedent(text, cut, at, named, topic, goesOn)));
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
  goesOn: readonly NumericItem[],
): Antecedent {
  const slot = cut[at];
  const prior = cut[at - 1];
  const start = slot?.clauseStart ?? 0;
  const gap = prior === undefined ? '' : text.slice(prior.quantity.end, start);
  const near = prior !== undefined && !gap.includes('；') && gap.length <= 60;
  const clauses = text.slice(0, Math.max(0, start - 1)).split(/[，；：。！？]/);
  const priorEnd = prior?.quantity.end ?? 0;
  const clause = priorEnd >= start - 1 && priorEnd > 0 ? '' : (clauses.at(-1) ?? '');
  const last = near ? (likeIn(cut, at, named) ?? named[at - 1]) : undefined;
  const unit = slot?.quantity.unit;
  const onward = goesOn.findLast((item) => item.quantity.unit === unit) ?? goesOn.at(-1);
  return {
    metric: prior === undefined ? onward?.metric : last?.metric,
    thing: prior === undefined ? onward?.metric : (last?.of ?? last?.metric),
    metrics: named.slice(0, at).map((one) => one.metric),
    clause,
    subject: /^([^，。；]{2,12}?)(?:隶属|地处|位于|总面积)/.exec(text)?.[1] ?? '',
    topic,
  };
}

/**
 * 总值4153亿元，首位度提高到23.5%，今年可突破4800亿元: an amount without words of its own goes on with the
 * last one of its unit, not with a share that stands between.
 */
function likeIn(
  cut: readonly Slot[],
  at: number,
  named: readonly MetricFound[],
): MetricFound | undefined {
  const slot = cut[at];
  const prior = cut[at - 1];
  if (slot === undefined || prior === undefined) return undefined;
  const { unit } = slot.quantity;
  if (SHARES.has(unit) || prior.quantity.unit === unit) return undefined;
  const own = trimHead(trimTail(slot.left));
  const isMoney = prior.quantity.unit.endsWith('元') && actOf(own) === own;
  if (!(own === '' && SHARES.has(prior.quantity.unit)) && !isMoney) return undefined;
  const like = cut.slice(0, at).findLastIndex((one) => one.quantity.unit === unit);
  return named[like];
}

const PREDICATE =
  /(?:新?获评|新?入选|被命名|被评为|获批|进入|实现|上榜|获得|荣获|达到|纳入|跻身|通过|建成投用|建成|投产|脱贫|摘帽|出列).*$/;

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
