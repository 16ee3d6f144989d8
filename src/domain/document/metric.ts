import type { Slot } from './clause.ts';
import {
  actOf,
  GENERAL_WORDS,
  generalEnd,
  STANDALONE,
  trimHead,
  trimTail,
} from './metric-words.ts';
import { SHARES } from './units.ts';

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
const LONG_LIST = 26;
/** “13个县获评…”: of the whole statement no more than names the thing. */
const SUBJECT_LONGEST = 26;
const RELATIVE =
  /(快于|高于|高出|优于|好于|多于|领先于?|超额完成|超出|超|低于|少于|慢于|落后于?)((?:全国|全省|全市|年?计划|年度目标|目标|预期|省定|省控|国家|上年|去年|\d{4}年|“|同期|东部|中部|西部|规划|考核|GDP|经济|地区生产总值)[^，。；]{0,14}?)$/;
/** 完成年度目标的118%: the share of a plan carried out. */
const PLANNED =
  /完成((?:国家|省|市)?(?:下达)?(?:的)?(?:年度?|全年)?(?:计划|目标|任务)(?:任务|目标)?)的?$/;
const RANK_TAIL =
  /(?:均|都|双双|分别|连续\d+年|稳定|稳|保持|继续|首次|始终)*(?:位居|居于|居|位列|列|位|排名?|名列|跻身|提升至|上升至|升至|跃居|跃升至|跃至|进入|进位至|挺进|获|在|为)?((?:全国|全省|全市|全球|世界|亚洲|国际|中部|西部|东部|东北|长三角|国内|中西部|同类|各省|省会|副省级|沿黄|央企|可比)[^，。；、]{0,8})?(?:保持|稳居|排名|排|位列|位居|居|列|位)?$/;
const RANKED = /(?:(?:全国|全省|全市|全球|世界|中部|西部|东部|东北)(?:地区|城市|各省)?)?排名$/;
const LINKED =
  /(?:达到?|增长|增加|提高|提升|上升|下降|降低|减少|扩大|增至|[至到为]|稳定在|保持在|控制在|保持|维持在|增|降|上涨|有|占)(?:了)?$/;
const PREDICATE =
  /(?:加快建设|加快推进|加快|开工|建成|投产|投运|投用|全线|全部|正式|顺利|启动|竣工|完工|落地|落户|获批|实现|成为|使得|让|旧貌|扎实推进|扎实|有序推进|稳步推进|进展|建设运营)/;
/** After 、 these name another kind of what was named before: 示范地区4个、项目6个. */
const DEPENDENT = /^(?:项目|企业|园区|基地|机构|单位|学校|家庭|个人|地区|城市|人才)$/;
const NEEDS_CAUSE = /^(?:惠及|带动|受益|服务|覆盖|拉动|撬动|新增受益)/;

/** What a figure measures (指标名), with elided words restored from what stood before. */
export function metricOf(slot: Slot, before: Antecedent): MetricFound {
  const { quantity, left } = slot;
  if (quantity.form === 'rank') return rankMetric(slot, before);
  const plan = PLANNED.exec(left);
  if (plan !== null && quantity.unit === '%') return plannedMetric(left, plan, before);
  const relative = relativeOf(left, quantity.unit);
  if (relative !== undefined) return relativeMetric(slot, before, relative);
  const right = slot.right.replace(/^（[^）]{1,4}）|^[”）]+/, '');
  if (
    right.startsWith('的') &&
    right.length > 2 &&
    !/^的(?:速度|增速|水平|增长|目标)/.test(right)
  ) {
    return ownerMetric(slot, right.slice(1), before);
  }
  const share = SHARES.has(quantity.unit);
  const unnamed = trimHead(trimTail(left)) === '' && before.metric === undefined;
  if (right !== '' && !share && !isLinked(left) && (startsNoun(right) || unnamed)) {
    return objectMetric(slot, right, before);
  }
  return subjectMetric(slot, before);
}

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

/** 达到, 为, 增至 … end the words before: the metric is named there. A bare act (新增, 增加) is no link. */
function isLinked(left: string): boolean {
  const plain = trimHead(left.replace(/^(?:再|每年|年内|全年|共|已|累计|对|将|把)+/, ''));
  if (plain === '为' || /(?:改造|优化|巩固)提升$/.test(left)) return false;
  return LINKED.test(left) && actOf(plain) !== plain;
}

function startsNoun(right: string): boolean {
  return !/^(?:[，。；、！）”]|台阶|大关|关口|新台阶|以上|左右|且|但|是|为|并|同比|比上年|增长|下降|首次|全面|已|均|也|就|，)/.test(
    right,
  );
}

function relativeOf(
  left: string,
  unit: string,
): { side: 'above' | 'below'; yardstick: string; at: number } | undefined {
  const match = RELATIVE.exec(left);
  if (match === null || unit === '元') return undefined;
  const side = /^(?:低|少|慢|落)/.test(match[1] ?? '') ? 'below' : 'above';
  return { side, yardstick: match[2] ?? '', at: match.index };
}

function relativeMetric(
  slot: Slot,
  before: Antecedent,
  relative: { side: 'above' | 'below'; yardstick: string; at: number },
): MetricFound {
  const own = trimHead(trimTail(slot.left.slice(0, relative.at)));
  const metric = own === '' || own === '增速' ? (before.metric ?? before.topic) : own;
  const point = slot.quantity.unit.endsWith('百分点');
  const isRate = /(?:率|增速|比重|占比|比例|涨幅|降幅|指数|强度|增幅)$/.test(metric);
  return {
    metric: point && !isRate ? `${metric}增速` : metric,
    container: false,
    relative: { side: relative.side, yardstick: relative.yardstick },
    sure: metric !== '',
  };
}

function plannedMetric(left: string, plan: RegExpExecArray, before: Antecedent): MetricFound {
  const own = trimHead(trimTail(left.slice(0, plan.index)));
  const thing = own === '' ? (before.metric ?? before.clause) : own;
  return { metric: `${clip(thing)}完成${plan[1] ?? ''}比例`, container: false, sure: thing !== '' };
}

function rankMetric(slot: Slot, before: Antecedent): MetricFound {
  const match = RANK_TAIL.exec(slot.left);
  const scope = match?.[1] ?? '';
  const own = trimHead(trimTail(slot.left.slice(0, match?.index ?? slot.left.length)));
  const both = /(?:均|都|双双)/.test(slot.left.slice(match?.index ?? 0));
  const place = scope.replace(/(?:排名|保持|稳居|排|位|居|列)+$/, '');
  const thing =
    own === ''
      ? both && before.metrics.length > 1
        ? before.metrics.slice(-2).join('、')
        : (before.metric ?? before.clause).replace(RANKED, '')
      : GENERAL_WORDS.has(own) && before.metric !== undefined
        ? baseOf(before.metric) + own
        : own;
  return { metric: `${clip(thing)}${place}排名`, container: false, sure: thing !== '' };
}

/** 总投资50亿元的甲项目 → 甲项目总投资; 80%的行政村 → 行政村. */
function ownerMetric(slot: Slot, after: string, before: Antecedent): MetricFound {
  const first = /成为[^，]*?(?:首个|唯一|第\d+个)/.exec(slot.left)?.[0];
  const own = trimHead(trimTail(slot.left.replace(first ?? '', '')));
  if (first !== undefined && own !== '') return { metric: clip(own), container: false, sure: true };
  const owner = nounOf(after);
  const money =
    /^(?:总投资|投资|计划投资|估算投资|概算|全长|总长|总面积|占地|总建筑面积|年产|年产值)/;
  if (own === '' || SHARES.has(slot.quantity.unit)) {
    const lead = own === '' ? '' : own;
    return { metric: clip(lead + owner), container: false, sure: before.metric === undefined };
  }
  const act = actOf(own);
  const attribute = generalEnd(own);
  if (attribute !== undefined) {
    return { metric: clip(owner + attribute), container: own.endsWith('总投资'), sure: true };
  }
  if (money.test(own) || act === undefined) {
    return { metric: clip(owner + own), container: /总?投资$/.test(own), sure: true };
  }
  return { metric: clip(own + owner), container: false, sure: true };
}

/** 建成719个示范村 → 建成示范村; 13个县获评示范区 → 县获评示范区. */
function objectMetric(slot: Slot, right: string, before: Antecedent): MetricFound {
  const bare = trimHead(slot.left.replace(/^(?:对|将|把)(?=.)/, ''));
  let own = actOf(bare) === bare ? bare : trimHead(trimTail(slot.left));
  if (own === '' && slot.chained) own = inheritedAct(before.metric);
  if (NEEDS_CAUSE.test(own)) own = cause(before) + own;
  own = own.replace(/^(?:为|对|将|把|向)/, '');
  let noun = own === '' ? right : nounOf(right);
  if (own.length + noun.length > LONG_LIST) own = withoutList(own);
  if (own === '')
    noun = beforeAdverb(noun.replace(/、(?:规模|数量|总量|增幅|增速|占|同比|比).*$/, ''));
  const whole =
    own === '' ? withoutFiller(noun).slice(0, SUBJECT_LONGEST) : own + withoutFiller(noun);
  return { metric: clip(whole), container: false, sure: own !== '' || right.length < 16 };
}

function subjectMetric(slot: Slot, before: Antecedent): MetricFound {
  const named = trimHead(trimTail(slot.left));
  const own = named.replace(/^为(?=.{4,})|^对(?=.{2,}(?:开展|实施|进行|给予))/, '');
  const antecedent = before.metric;
  if (own === '') {
    const growth = SHARES.has(slot.quantity.unit) || /增|降|减|达|突破|超/.test(slot.left);
    const metric =
      antecedent === undefined
        ? before.topic || trimHead(trimTail(before.clause))
        : growth
          ? baseOrSelf(antecedent)
          : antecedent;
    return { metric: clip(metric), container: false, sure: antecedent !== undefined };
  }
  if (antecedent !== undefined && actOf(own) === own && own !== '' && !NEEDS_CAUSE.test(own)) {
    const thing = antecedent.slice(inheritedAct(antecedent).length);
    return { metric: clip(own + thing), container: false, sure: true };
  }
  if (own.length > 1 && own.endsWith('占') && slot.quantity.unit === '%') {
    return { metric: clip(`${own}比`), container: false, sure: true };
  }
  if (own.startsWith('占')) {
    const tail = /比重|比例|占比/.test(own) ? own : `${own}比重`;
    return { metric: clip((antecedent ?? before.clause) + tail), container: false, sure: true };
  }
  if (
    slot.quantity.unit === '%' &&
    /占[^，占比]{1,16}$/.test(own) &&
    !/(?:率|比例|重)$/.test(own)
  ) {
    return { metric: clip(`${own.replace(/的$/, '')}比重`), container: false, sure: true };
  }
  if (GENERAL_WORDS.has(own)) {
    const alone = STANDALONE.has(own) && antecedent === undefined && before.topic === '';
    if (alone) return { metric: own, container: false, sure: true };
    return { metric: clip(cause(before) + own), container: false, sure: true };
  }
  if (NEEDS_CAUSE.test(own))
    return { metric: clip(cause(before) + own), container: false, sure: true };
  if (
    /其中/.test(slot.left) &&
    own.length <= 3 &&
    antecedent !== undefined &&
    !SHARES.has(slot.quantity.unit)
  ) {
    return {
      metric: clip(`${antecedent.slice(inheritedAct(antecedent).length)}中${own}`),
      container: false,
      sure: true,
    };
  }
  if (antecedent !== undefined && /^[人户亩地]均$/.test(own)) {
    return { metric: clip(own + baseOf(antecedent)), container: false, sure: true };
  }
  if (slot.chained && antecedent !== undefined && own.length <= 3 && actOf(own) === undefined) {
    const base = DEPENDENT.test(own) ? antecedent.slice(0, -own.length) : inheritedAct(antecedent);
    return { metric: clip(base + own), container: false, sure: false };
  }
  const plain = own.length > LONG_LIST ? withoutList(own) : own;
  const act = slot.chained && actOf(own) === undefined ? inheritedAct(antecedent) : '';
  const share = SHARES.has(slot.quantity.unit) || slot.quantity.form !== 'plain';
  return { metric: clip((share ? '' : act) + plain), container: false, sure: true };
}

function baseOrSelf(metric: string): string {
  return metric.replace(/^(?:新增|净增|完成|累计|实现)(?=.{3,})/, '');
}

function cause(before: Antecedent): string {
  if (before.metric !== undefined) return baseOf(before.metric);
  if (before.topic !== '') return before.topic;
  const clause = trimHead(before.clause);
  return clause.length > 18 ? clause.slice(-18) : clause;
}

function inheritedAct(metric: string | undefined): string {
  return metric === undefined ? '' : (actOf(metric) ?? '');
}

/** The noun a clause begins with: what stands before its predicate. */
function nounOf(text: string): string {
  const at = text.search(PREDICATE);
  return at > 1 ? text.slice(0, at) : text;
}

/** 党员深入学习… → 党员: the statement after an adverb says nothing of what is counted. */
function beforeAdverb(text: string): string {
  if (text.length <= 12) return text;
  const at = text.search(/(?:积极|深入|认真|广泛|踊跃|主动|相继|纷纷|持续)/);
  return at > 1 ? text.slice(0, at) : text;
}

/** 新建甲路、乙路等城市道路 → 新建城市道路: examples before 等 are dropped, the act is kept. */
function withoutList(own: string): string {
  const at = own.lastIndexOf('等');
  return at < 0 ? own : (actOf(own) ?? '') + own.slice(at + 1);
}

function withoutFiller(text: string): string {
  return text.replace(/(?:全部|均已|已全部|全面|均|如期|加快|扎实推进|稳步推进|有序推进)/g, '');
}

function clip(text: string): string {
  const plain = text.replace(/^[的之、，]+|[、，的]+$/g, '');
  return plain.length <= LONGEST ? plain : plain.slice(0, LONGEST);
}
