import type { Part } from './parts.ts';

/** What a figure is: aimed at, expected, achieved, a mere fact, a plan's asset, or another place's (目标 预期 成绩 现状 规划资产 对标). */
export const FIGURE_KINDS = ['target', 'expected', 'result', 'fact', 'plan_asset', 'peer'] as const;
export type Kind = (typeof FIGURE_KINDS)[number];

export interface KindContext {
  readonly part: Part;
  /** The clause up to the figure. */
  readonly lead: string;
  /** The clause after the figure. */
  readonly tail: string;
  readonly sentence: string;
  readonly section: string;
  readonly heading: string;
  readonly container: boolean;
  /** The figure is the number of those who live there. */
  readonly populace: boolean;
  /** The metric is a total investment. */
  readonly investment: boolean;
  /** The figure only says how many things the next figure speaks of. */
  readonly scopeOfNext: boolean;
}

/** 低线，…；中线，…；高线，…: where the pace of today, or a faster one, leads to. */
const FORECAST_LINE = /低线[，：].*(?:中线|高线)[，：]/;
/** 提出今后五年的预期目标是：… within an account. */
const GOALS_AHEAD = /(?:今后|未来|明年|下一步|到20\d\d年)[^。；]{0,16}目标(?:任务)?(?:是|为)/;
const EXPECTED = /预计|有望|预期可|将有望/;
const AIM =
  /力争|争取(?!(?:到|了|上级|中央|国家|省|各类|增发|超长期|专项|政策|资金|债券|国债|预算))|确保|目标|预期目标|努力|要(?!素|求|闻)|将(?!近)|到20[2-9]\d年|到“?十[四五六]五|今后|未来|明年|下一步|年内要|计划(?!生育)/;
const DONE =
  /已(?:经)?(?:建成|完成|达|有|实现|累计|投|启动)|累计|先后|去年|截至|以来|过去|五年来|共(?:有|建)|目前/;
const HAD = /(?:^|，)(?:去年|上年|目前|截至|现有)|已(?:建成|完成|达到?|有|实现|累计|入驻|投用)/;
const LOOKING_BACK = /X年来|今年以来|近年来|去年以来|一年来|过去[一五]?年|五年来|截至目前/;
const SCOPE_ONLY =
  /^(?:聚焦|守护|用好|管好|服务(?!数量|总量|人次|能力|业|消费|贸易|收入)|围绕|依托|发挥|面向|覆盖)/;
/** 全市1.1万个基层党支部, 24.9万名党员: who took part is a fact, not what was achieved. */
const MEMBERS = /^(?:基层)?(?:党组织|党支部|党员|巡回指导组|督导组|指导组|工作组|督查组)/;
const UNDER_WAY = /加快建设|开工|在建|推进|签约|落户|有序|启动|动工/;
/** An account of a visit speaks of the place visited. */
const VISIT = /考察|参观|观摩|对标学习|先进地区/;
const COMMITS = /布局|实施|打造|力争|培育|建设|到20\d\d年|新增|完成/;

/**
 * The kind of a figure (类别): the part of the document first, then the words of its clause. A document
 * that reviews and orders in one breath (a speech) has no parts, so there the words decide alone.
 */
export function kindOf(context: KindContext): Kind {
  const { lead, tail, sentence, container } = context;
  const { part } = context;
  if (FORECAST_LINE.test(sentence)) return 'expected';
  if (
    context.scopeOfNext ||
    context.populace ||
    /^的?[^，。；、]{0,4}(?<!历)史(?!上|新|性)/.test(tail)
  )
    return 'fact';
  if (part === 'annex')
    return COMMITS.test(lead) || COMMITS.test(sentence.slice(0, 40)) ? annexKind(lead) : 'fact';
  if (part === 'review') {
    if (GOALS_AHEAD.test(sentence)) return 'target';
    if (EXPECTED.test(lead)) return 'expected';
    if (context.investment && /谋划|储备|在建|加快建设/.test(sentence)) return 'plan_asset';
    return container && UNDER_WAY.test(tail) ? 'plan_asset' : 'result';
  }
  if (part === 'plan') {
    if (container) return 'plan_asset';
    if (HAD.test(lead) || LOOKING_BACK.test(sentence)) return 'result';
    return SCOPE_ONLY.test(lead) ? 'fact' : 'target';
  }
  return freeKind(context);
}

/** The kind in a text that is not parted into review and plan: an account, a speech, a newspaper. */
function freeKind({ lead, tail, sentence, section, heading, investment }: KindContext): Kind {
  if (EXPECTED.test(lead)) return 'expected';
  if (VISIT.test(heading) || VISIT.test(section)) return 'peer';
  if (AIM.test(lead)) return 'target';
  if (MEMBERS.test(tail) && /^(?:.{0,2}全[市省县区]|我[市省县区])?$/.test(lead)) return 'fact';
  if (investment && /谋划|储备|在建|拟建/.test(sentence)) return 'plan_asset';
  if (DONE.test(lead)) return 'result';
  return /目标是|力争/.test(sentence) ? 'target' : 'result';
}

function annexKind(lead: string): Kind {
  return /以全省|基础/.test(lead) ? 'fact' : 'target';
}
