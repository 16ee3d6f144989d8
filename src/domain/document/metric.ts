import type { Slot } from './clause.ts';
import { comparedMetric } from './compared-metric.ts';
import {
  beforeAdverb,
  beforeItsVerb,
  cause,
  clip,
  inheritedAct,
  LONG_LIST,
  nounOf,
  withoutFiller,
  withoutList,
  withoutPraise,
  type Antecedent,
  type MetricFound,
} from './metric-parts.ts';
import { specialMetric } from './special-metric.ts';
import { NEEDS_CAUSE, subjectMetric } from './subject-metric.ts';
import { actOf, generalEnd, trimHead, trimTail } from './metric-words.ts';
import { SHARES } from './units.ts';

/** “13个县获评…”: of the whole statement no more than names the thing. */
const SUBJECT_LONGEST = 26;
const LINKED =
  /(?:达到?|增长|增加|提高|提升|上升|下降|降低|减少|扩大|增至|[至到为]|稳定在|保持在|控制在|保持|维持在|增|降|上涨|有|占)(?:了)?$/;
/** 整体提升100所学校: nothing stands before the verb, so what is counted stands behind the figure. */
const WITHOUT_SUBJECT = /^(?:整体|全面|持续|重点|同步)?(提升|提高|优化|改善|扩大|压减|减少|降低)$/;
/** 市政府办公室建立了甲制度等8类制度: who did it and one example of it. */
const OWN_EXAMPLES = /^.{2,}(?:建立|完善|制定|出台|印发|健全).{2,}等$/;
const INVESTMENT = /^(?:总|计划|估算|概算)?投资$/;

/** What a figure measures (指标名), with elided words restored from what stood before. */
export function metricOf(slot: Slot, before: Antecedent): MetricFound {
  const { quantity, left } = slot;
  const special = specialMetric(slot, before) ?? comparedMetric(slot, before);
  if (special !== undefined) return special;
  const right = slot.right.replace(/^（[^）]{1,4}）|^[”）]+|中，?(?:已?有|共有)$/g, '');
  if (
    right.startsWith('的') &&
    right.length > 2 &&
    !/^的(?:速度|增速|水平|增长|目标|预期|控制|年度|规划目标|范围|区间|幅度)/.test(right)
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

/** 达到, 为, 增至 … end the words before: the metric is named there. A bare act (新增, 增加) is no link. */
function isLinked(left: string): boolean {
  const plain = trimHead(left.replace(/^(?:再|每年|年内|全年|共|已|累计|对|将|把)+/, ''));
  if (
    plain === '为' ||
    FOR_WHOM.test(left) ||
    /(?:改造|优化|巩固)提升$/.test(left) ||
    WITHOUT_SUBJECT.test(plain)
  )
    return false;
  return LINKED.test(left) && actOf(plain) !== plain;
}

function startsNoun(right: string): boolean {
  return !/^(?:[，。；、！）”]|[一二两三四五六七八九十]?个?(?:新|大)?台阶|大关|关口|(?:规模)?迈进|进军|冲刺|跨越|以上|左右|且|但|是|为|并|同比|比上年|增长|下降|首次|达到|增至|全面|已(?!建成|认定|开工)|均|也|就|，)/.test(
    right,
  );
}

/** 总投资50亿元的甲项目 → 甲项目总投资; 80%的行政村 → 行政村. */
function ownerMetric(slot: Slot, after: string, before: Antecedent): MetricFound {
  const own = trimHead(trimTail(slot.left));
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
    return {
      metric: clip(owner + attribute),
      container: INVESTMENT.test(own.slice((act ?? '').length)),
      sure: true,
    };
  }
  if (money.test(own) || act === undefined) {
    return { metric: clip(owner + own), container: /总?投资$/.test(own), sure: true };
  }
  return { metric: clip(own + owner), container: false, sure: true };
}

/** 支持各县集中资源发展2个主导产业 → 发展主导产业: what others are helped to do is what is counted. */
function delegated(own: string): string {
  if (!/^(?:支持|推动|引导|鼓励|帮助|指导|促进).{3}/.test(own)) return own;
  const act = /(?:发展|建设|打造|培育|创建|开展|建成|实施)$/.exec(own)?.[0];
  return act ?? own;
}

/** 实施供水补贴政策、惠及N户: what was done is told with its effect, without the act and the mark. */
function effectOf(own: string): string {
  const at = own.lastIndexOf('、');
  const effect = own.slice(at + 1);
  if (at < 4 || !NEEDS_CAUSE.test(effect) || actOf(effect) !== effect) return own;
  const done = own.slice(0, at);
  const cause = done.slice((actOf(done) ?? '').length);
  return (cause.includes('、') ? '' : cause) + effect;
}

const GIVEN = /^(.{2,}?)((?:免费)?(?:提供|发放|开展|办理|落实|购买|安装|配备))(.{2,})$/;

/** 为N名残疾儿童免费提供康复训练等服务: who gains and what, the examples of both left out. */
function given(slot: Slot, right: string): MetricFound | undefined {
  const match = /(?:^|[，、])为$/.test(slot.left) ? GIVEN.exec(right) : null;
  if (match === null || right.length <= LONG_LIST / 2) return undefined;
  const [, who = '', act = '', what = ''] = match;
  const whom = who.slice(who.lastIndexOf('等') + 1) || who;
  return {
    metric: clip(whom + act + what.slice(what.lastIndexOf('等') + 1)),
    container: false,
    sure: true,
  };
}

/** 以优惠价为20个村供水: 为 names who gains, not how much. */
const FOR_WHOM = /^(?:以|按|用|通过)[^，。；]{1,8}为$/;

/** 建成719个示范村 → 建成示范村; 13个县获评示范区 → 县获评示范区. */
function objectMetric(slot: Slot, right: string, before: Antecedent): MetricFound {
  const gained = given(slot, right);
  if (gained !== undefined) return gained;
  const bare = trimHead(slot.left.replace(/^(?:对|将|把)(?=.)/, ''));
  const improves = WITHOUT_SUBJECT.exec(bare)?.[1];
  let own = actOf(bare) === bare ? bare : (improves ?? trimHead(trimTail(slot.left)));
  if (own === '' && slot.chained) own = inheritedAct(before.metric);
  if (NEEDS_CAUSE.test(own)) own = cause(before) + own;
  own = delegated(own.replace(/^(?:为|对|将|把|向)/, ''));
  let noun = own === '' ? right : nounOf(right);
  if (slot.sharesRight) noun = beforeItsVerb(noun);
  own = effectOf(own);
  if (own.length + noun.length > LONG_LIST || OWN_EXAMPLES.test(own)) own = withoutList(own);
  if (own === '')
    noun = beforeAdverb(noun.replace(/、(?:规模|数量|总量|增幅|增速|占|同比|比).*$/, ''));
  const whole =
    own === ''
      ? withoutFiller(withoutPraise(noun)).slice(0, SUBJECT_LONGEST)
      : own + withoutFiller(noun);
  return { metric: clip(whole), container: false, sure: own !== '' || right.length < 16 };
}
