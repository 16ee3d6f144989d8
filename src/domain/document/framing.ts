import type { Sentence } from './outline.ts';
import { deadlineOf, leadUnitOf, onlyNamesLead } from './task-words.ts';

/** Why a sentence is framing and nobody's task; undefined for a task. */
export type FramingReason =
  | 'outlook'
  | 'account'
  | 'call'
  | 'opener'
  | 'exhortation'
  | 'saying'
  /** 由…牵头: it only says who leads what its neighbours order. */
  | 'names-lead';

interface Cue {
  readonly reason: FramingReason;
  readonly pattern: RegExp;
}

/** Words that mark a sentence as framing wherever it stands. */
const CUES: readonly Cue[] = [
  {
    reason: 'outlook',
    pattern:
      /(?:时期|之年|一年|阶段|之际|第一年)，?(?:也)?(?:是|具有)|是.{0,40}(?:关键时期|窗口期|开局之年|机遇期|攻坚期|收官之年|起步之年|的一年|重要时期|第一年)|世界百年变局|发展环境.{0,6}(?:面临|深刻|复杂)|机遇和挑战|^过去.{1,6}，.{2,30}取得|已经取得了|基本面没有改变|已进入.{2,12}，|呈现出?.{2,12}态势|展望(?:未来|二〇三五|2035)|^(?:当前和今后|当今世界|当前，|放眼|纵观|展望)/,
  },
  {
    reason: 'account',
    pattern:
      /制定(?:如下|本)[^，。]{0,10}[。：:]$|(?:印发|下达)给你们，请|马克思列宁主义|思想为指导|总体要求是|指导思想是|总体思路是|基本思路是|总要求是|^做好.{0,16}(?:今年|工作).{0,20}(?:要|必须)(?:坚持|以|全面贯彻|贯彻)|^(?:今年|明年|\d{4}年).{0,14}工作.{0,10}(?:总体要求|要以|要坚持|坚持以)|《(?:规划)?纲要(?:（草案）|草案)?》|编制了《|规划建议|提请(?:本次)?大会审[查议]|^(?:这些|这样的|上述|以上)(?:指标|目标|任务)|^(?:为实现|实现)(?:上述|以上|这些)目标|^(?:实现|完成)(?:今年|全年|上述|以上|这些)[^，]{0,10}(?:目标|任务)，(?:任务|意义|责任|困难|难度)|^我们深知|^(?:提出|设定|确定|安排|确立).{0,40}目标，|^[^，]{2,24}目标，(?:体现|考虑|兼顾|符合|统筹考虑|综合考虑)|^(?:主要|综合|统筹)(?:考虑|基于)(?!.*目标(?:是|为))|^(?:在)?(?:实际)?工作中，|^(?:完成|做好|推进|实现|干好)(?:好)?.{0,16}(?:目标|任务|工作)，(?:必须|要(?:牢牢|深刻|把握|突出|坚持|更加)|需要)|^经济社会发展的主要任务/,
  },
  {
    reason: 'account',
    pattern:
      /^(?:今年|一年来|重点|要重点|主要|为此|全年|明年|围绕|政府工作中|\d{4}年)?(?:上述|以上|这些)?(?:目标|任务)?[，]?(?:我们)?(?:将|要)?(?:着力|重点|主要|突出|切实|全力)*(?:做好|抓好|抓实|推进|实施|把握好?|落实好).{0,8}(?:以下|[一二三四五六七八九十两\d]+个?(?:大|项|方面|个方面|几[点个方]面?))[^，]{0,8}(?:工作|任务|方面|重点|行动|文章|[几\d]点)?[。：]$/,
  },
  {
    reason: 'call',
    pattern:
      /^(?:.{0,12}[，！])?让我们|^(?:各位代表|同志们|各位委员)[！，](?:.{2,24}。)?$|殷殷嘱托|不辜负|只要我们|我们坚信|我们相信|敬礼|谢谢大家|奋进(?:新征程|正当时)|(?:我们|让|奋力|努力|齐心|团结|蓝图|征程|号角|使命).*！$|^(?:使命|征程|号角|蓝图|伟业|梦想|时代).{0,30}[。！]$|^(?:重任在肩|任重道远|山高路远|道阻且长).{0,16}[。！]$/,
  },
  {
    reason: 'call',
    pattern: /^(?:各位代表|同志们|各位委员)[！，].*(?:我们(?:要|将|坚信|必须)|新征程|时代|力量|！)/,
  },
  {
    reason: 'saying',
    pattern:
      /^[^，。；]{2,12}，[^，。；]{2,8}(?:为大|为要|为先|为本|为上|为重|为天|为王|当先|在先|第一|千秋)[。！]$|(?:^[^，一二三四五六]{2,14}是[^，\d]{2,30}。$|^[^，]{4,20}，(?:需要|离不开|关键在|重在|贵在|要在)[^，\d]{2,16}。$|一代人有一代人的|^一个时代有|^历史(?:总是|从来|只会)|至关重要|事关全局|重于泰山|就是最大的|是最大的民生|是最大的政治|义不容辞)/,
  },
  {
    reason: 'exhortation',
    pattern:
      /^(?:全[市县区省国]|各级)[^，。]{0,18}(?:党员|干部|党组织|同志)[^，。]{0,4}(?:一定)?要(?:胸怀|牢记|坚定信[心念]|不忘|倍加珍惜|始终保持|振奋精神)|^(?:新时代新征程[中上]?|面向未来|站在新的[^，]{2,10})，我们(?:必须|要|一定)|^我们(?:要|将|必须|一定要?).{0,60}(?:越.{1,3}越|用心用情用力)|^我们(?:要|将|必须|一定要?)(?!.{0,60}(?:建成|新建|完成|实施|出台|机制|统筹|推进)).{0,120}(?:努力|奋力|不断)/,
  },
];

const COUNTED_WORK =
  /\d+(?:\.\d+)?%|\d+(?:个(?!方面)|项|条|件|大|户|家|亿|万)|[一二三四五六七八九十百]+(?:大|项|条|件|个)(?:行动|工程|计划|任务|路径|战役|举措|改革|专项|实事|攻坚|重点|战略(?!基点|布局))/;
const EXHORTING_HEAD =
  /(?:狠抓|强化|突出|锤炼|坚持|大力弘扬).{0,6}(?:落实|实干|担当|作风)|真抓实干|担当作为|勇于担当|埋头苦干|实干担当|干字当头/;
const SLOGANS =
  /勇于|敢于|善于|拿出|勇气|干劲|担当|迎难而上|真抓实干|埋头苦干|攻坚克难|锲而不舍|一往无前|实干家|行动派|执行者|只争朝夕|久久为功|钉钉子|争先|闯劲|拼劲|韧劲|奋发|激情|本领|不懈|奋斗|初心|使命|雷厉风行|善作善成|实干|苦干|居安思危|忧患意识|感恩奋进|勇毅前行/g;
const ORDERS = /落实|执行|严格|推进|深化|完善|健全|加强|整治|实施|强化/;
const CONCRETE =
  /机制|制度|清单|项目|工程|行动|平台|体系|改革|条例|政策|办法|方案|中心|基地|专项|审计|监督|整治|培训|考核|预算|立法|执法|公开|数字|服务|调研|巡视|四风|八项规定|减负|政绩观|议题/g;

/** Does the document order anything under a run-in head in this section or subsection? */
export interface Surroundings {
  /** It stands before the first paragraph of its (sub)section that has a head of its own. */
  readonly opens: boolean;
  /** It stands in a section that has subsections, before the first of them. */
  readonly beforeSubsections: boolean;
  /** A goal sentence came earlier in the same paragraph. */
  readonly afterGoal: boolean;
  /** It stands in a run of principles (要把握好五个方面：一是…), which order nothing yet. */
  readonly principle: boolean;
}

/** 我们要重点把握好5个方面: what follows are principles, not work. */
export function opensPrinciples(text: string): boolean {
  return /(?:把握好?|坚持|遵循|处理好|树立).{0,8}(?:[一二两三四五六七八九十\d]+个?|以下.{0,2})(?:方面|原则|关系|重点|要求|导向|理念|点)[：:。]$/.test(
    text,
  );
}

/** Is this sentence of the plan part a goal (主要目标是：…)? Goals are kept as tasks of the subtype goal. */
export function isGoal(text: string): boolean {
  return (
    /目标(?:任务)?(?:是|为|建议为?|安排为?|确定为|拟定为)[：:，]?.{4,}/.test(text) ||
    (/(?:年均增长|达到|增长)\d/.test(text) &&
      /^(?:其中|到20\d\d年|今年|明年|全年|今后五年|未来五年)/.test(text)) ||
    /(?:约束性|预期性)指标.{0,30}(?:完成|高于|增长|实现)/.test(text)
  );
}

/** 一、总体要求 of a plan: what stands below it without a figure, a day or a unit orders nothing yet. */
const PREAMBLE =
  /(?:总体要求|指导思想|基本原则|工作原则|总体思路|重[大要]意义)(?:[和与、]?(?:主要|工作|总体)?目标)?$/;

/** The reason a plan sentence is framing (铺垫), or `undefined` when it orders something. */
export function framingReason(sentence: Sentence, around: Surroundings): FramingReason | undefined {
  const { text } = sentence;
  if (isGoal(text) && !/^《|总体要求/.test(text)) return undefined;
  if (onlyNamesLead(text)) return 'names-lead';
  const cue = CUES.find(({ pattern }) => pattern.test(text));
  if (cue !== undefined) return cue.reason;
  if (around.afterGoal && !/^(?:这|上述|我们|为|实现)/.test(text)) return undefined;
  if (/^（.{1,2}）关于|背景|总体要求|指导思想|基本原则/.test(sentence.subsection)) {
    return sentence.heading === '' || /^[一二三四五六]是/.test(sentence.heading)
      ? 'account'
      : undefined;
  }
  if (around.principle && !COUNTED_WORK.test(text)) return 'account';
  const counted =
    COUNTED_WORK.test(text) || deadlineOf(text) !== undefined || leadUnitOf(text) !== undefined;
  if (PREAMBLE.test(sentence.section) && !counted && !/\d/.test(text)) return 'account';
  if (sentence.heading === '' && around.opens && !counted) return 'opener';
  if (around.beforeSubsections && sentence.heading === '' && !counted) return 'opener';
  if (
    sentence.heading === '' &&
    /^我们(?:要|有决心|必须)/.test(text) &&
    !ORDERS.test(text) &&
    count(CONCRETE, text) === 0
  ) {
    return 'exhortation';
  }
  if (EXHORTING_HEAD.test(sentence.heading) && count(CONCRETE, text) < 2) return 'exhortation';
  if (count(SLOGANS, text) >= 3 && count(CONCRETE, text) === 0) return 'exhortation';
  return undefined;
}

function count(pattern: RegExp, text: string): number {
  return [...text.matchAll(pattern)].length;
}
