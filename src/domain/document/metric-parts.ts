import { actOf, generalEnd, trimHead } from './metric-words.ts';

/** What the sentence spoke of before this figure. */
export interface Antecedent {
  /** Metric of the figure before, in the same sentence. */
  readonly metric: string | undefined;
  /** Without what was said of it by comparison: of 产量占全省的三成 it is 产量. */
  readonly thing: string | undefined;
  /** Metrics of all figures before, in the same sentence, oldest first. */
  readonly metrics: readonly string[];
  /** The clause before, when it carries no figure. */
  readonly clause: string;
  /** 甲县地处…: the place a sentence that describes it begins with. */
  readonly subject: string;
  /** 煤炭开采方面，…: the aspect the sentence opens with. */
  readonly topic: string;
}

/** A metric with how it was come by. */
export interface MetricFound {
  readonly metric: string;
  /** Of a rank, a share or a plan's degree: what is ranked, shared out or planned. */
  readonly of?: string;
  /** The figure is an attribute of a thing named after it (总投资50亿元的…). */
  readonly container: boolean;
  /** 快于全国1.8个百分点: the yardstick, when the figure is a distance from it. */
  readonly relative?: { readonly side: 'above' | 'below'; readonly yardstick: string };
  /** 530万太原人民: the figure is the number of those who live there. */
  readonly populace?: boolean;
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
  if (general !== undefined && general !== '资金' && rest.length > general.length + 1)
    rest = rest.slice(0, rest.length - general.length);
  rest = rest.replace(/(?:增速|占比|(?<=.{3})总|(?<=..)播种|(?<=..)种植)$/, '');
  const act = actOf(rest);
  if (act !== undefined && DELIVERING.test(act)) rest = rest.slice(act.length);
  return rest.length > 1 ? rest : metric;
}

/** Acts by which a thing comes about or grows: the whole there is now is no longer “new”. */
const DELIVERING = /^(?:新|净增|增加|完成|实施|建成|累计|安排|再增加)/;

/** 经营主体 + 总量; of 化解积案 + 化解率 and 本科上线 + 上线率 the stem stands once. */
export function ofThing(base: string, end: string): string {
  const stem = end.slice(0, 2);
  if (end.length < 3 || !end.endsWith('率')) return base + end;
  if (base.endsWith(stem)) return base.slice(0, -2) + end;
  return (base.startsWith(stem) ? base.slice(2) : base) + end;
}

/** 增速, 涨幅 are of the metric itself, not of the bare thing: 工业增加值 + 增速. */
const RATE_OF = /^(?:增速|增幅|涨幅|降幅|增长比例|增长率)$/;

/** Who owns a word too general to stand alone (总量, 增速). */
export function ownerOf(before: Antecedent, word: string): string {
  const { thing } = before;
  return thing !== undefined && RATE_OF.test(word)
    ? thing.replace(/(?:增速|增幅|涨幅|降幅)$/, '')
    : cause(before);
}

/** What the figure came about by or belongs to: the metric before, the topic, or the clause before. */
export function cause(before: Antecedent): string {
  const { thing } = before;
  if (thing !== undefined) return baseOf(withoutEffect(thing));
  if (before.topic !== '') return before.topic;
  const clause = LOCATION.test(before.clause) ? before.subject : subjectOf(trimHead(before.clause));
  return clause.length > 18 ? clause.slice(-18) : clause;
}

/** 东邻甲县、西接乙县: where a place lies is no owner of its area. */
const LOCATION =
  /^(?:东|西|南|北|地处|位于|隶属|毗邻)[^，。]{1,3}?[邻接望临连靠与]|^(?:地处|位于|隶属)/;

/** 投入资金撬动投资 → 投入资金: one effect is not the cause of the next. */
function withoutEffect(thing: string): string {
  const at = thing.search(/惠及|带动|拉动|撬动|受益/);
  return at > 1 ? thing.slice(0, at) : thing;
}

/** 夏粮再获丰收 → 夏粮: what a clause without a figure speaks of. */
function subjectOf(clause: string): string {
  const at = clause.search(
    /(?:再获|喜获|再创|连创|再度|实现|保持|持续|稳步|进一步|不断|显著|明显|大幅|迈上|迈出|取得)/,
  );
  return at > 1 ? clause.slice(0, at) : clause;
}

/** The act of the metric before, which the members of a list share. */
export function inheritedAct(metric: string | undefined): string {
  if (metric === undefined) return '';
  return actOf(metric) ?? PLACED_ACT.exec(metric)?.[1] ?? '';
}

/** 市城区拆除广告牌: the act stands behind who does it or where. */
const PLACED_ACT =
  /^[^，。]{0,6}?[市县区镇乡村省厅局委办](拆除|新建|建成|改造|打造|培育|新增|完成|开工|实施)/;

/** The noun a clause begins with: what stands before its predicate. */
export function nounOf(text: string): string {
  const at = text.search(PREDICATE);
  return at > 1 ? text.slice(0, at) : text;
}

const ITS_VERB =
  /(?:累计|整改|完成|实施|落地|竣工|开工|建成|投产|引进|签约|带动|实现|新增|生产|培育|吸纳|配备|惠及|覆盖|服务|达到?|占|投入)/;

/** 60个项目竣工38个: of words between two figures, what stands before the verb belongs to the first. */
export function beforeItsVerb(text: string): string {
  const at = text.search(ITS_VERB);
  return at > 1 ? text.slice(0, at) : text;
}

/** 街巷旧貌换新颜: a turn of phrase that says no more than that it went well. */
const WELL_DONE = /(?:旧貌换新颜|焕然一新|面貌一新|大变样|亮丽登场|惊艳亮相)$/;

/** A noun without the phrase that praises it. */
export function withoutPraise(text: string): string {
  return text.replace(WELL_DONE, '') || text;
}

/** 党员深入学习… → 党员: the statement after an adverb says nothing of what is counted. */
export function beforeAdverb(text: string): string {
  if (text.length <= 12) return text;
  const at = text.search(/(?:积极|深入|认真|广泛|踊跃|主动|相继|纷纷|持续)/);
  return at > 1 ? text.slice(0, at) : text;
}

const RULE_MAKING = /(?:建立|完善|制定|出台|印发|健全)+/;

/** 新建甲路、乙路等城市道路 → 新建城市道路: examples before 等 are dropped, the act is kept. */
export function withoutList(own: string): string {
  const at = own.lastIndexOf('等');
  const act = actOf(own) ?? RULE_MAKING.exec(own)?.[0] ?? '';
  return at < 0 ? own : act + own.slice(at + 1);
}

/** Adverbs of completion within a statement are no part of what is counted. */
export function withoutFiller(text: string): string {
  return text.replace(
    /(?:相继$|陆续$|全部|均已|已全部|全面|均|如期|加快|扎实推进|稳步推进|有序推进)/g,
    '',
  );
}

/** A metric freed of marks at its ends and cut to a length a table can show. */
export function clip(text: string): string {
  const plain = text.replace(/^[的之、，]+|[、，的]+$/g, '');
  return plain.length <= LONGEST ? plain : plain.slice(0, LONGEST);
}
