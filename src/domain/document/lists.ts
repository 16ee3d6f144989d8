import { headOf } from './metric-words.ts';

const PAIRS: Readonly<Record<string, string>> = { '“': '”', '（': '）', '《': '》', '‘': '’' };
const SCOPE_END =
  /^(.{2,}?(?:建成区|开发区|地区|事故|机构|农村|城镇|城乡|城市|全市|全省|社会|企业|工业|居民|机关|学校|医院|人口|金融机构本外币))./;

const JOINT = /^(?:以及|、|和(?![美谐解平睦])|与(?!会)|及(?![时格早]))/;

/** Splits at 、和与及以及 outside quotation marks and brackets. */
export function splitList(text: string, joints: RegExp = JOINT): string[] {
  const parts: string[] = [];
  const open: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const mark = text[at] ?? '';
    const close = PAIRS[mark];
    if (close !== undefined) open.push(close);
    else if (mark === open.at(-1)) open.pop();
    if (open.length > 0) continue;
    const joint = joints.exec(text.slice(at))?.[0];
    if (joint === undefined || at === start || /[惠普涉遍波危提参共]/.test(text[at - 1] ?? ''))
      continue;
    parts.push(text.slice(start, at));
    start = at + joint.length;
    at = start - 1;
  }
  parts.push(text.slice(start));
  return parts.filter((part) => part !== '');
}

/**
 * The `count` metrics named by “甲、乙增加值” before 分别: the last member's end (增加值) belongs to all,
 * and a place or group named at the start of the first belongs to the later ones. `undefined` when the
 * words name fewer things than there are values.
 */
export function sharedMetrics(text: string, count: number): string[] | undefined {
  const merged = divide(text, count);
  if (merged === undefined) return undefined;
  const last = merged.at(-1) ?? '';
  const scope = SCOPE_END.exec(merged[0] ?? '')?.[1];
  const first = merged[0] ?? '';
  const owner = first.slice(0, first.length - (headOf(first) ?? '').length);
  return merged.map((part, index) => {
    if (index > 0 && OF_THE_FIRST.test(part) && owner.length < first.length) return owner + part;
    if (index === merged.length - 1) return scoped(part, scope, index);
    const tail = tailFor(part, last);
    return scoped(tail === undefined ? part : joinEnd(part, tail), scope, index);
  });
}

/** 旅游接待人次、总收入: the later one is said of what the first names. */
const OF_THE_FIRST = /^(?:总收入|业务收入|总额|收入|利润|利润总额|增加值|产值)$/;

/** Cuts the words into `count` members: at 、 if that fits, else at 和 too; surplus joins the first. */
function divide(text: string, count: number): string[] | undefined {
  const fine = splitList(text);
  const coarse = splitList(text, /^、/);
  const joined = splitList(text, /^(?:以及|和|与)/);
  const fitting = [coarse, fine, joined].find((parts) => parts.length === count);
  if (fitting !== undefined) return fitting;
  if (fine.length < count) return undefined;
  const first = dropLead(fine.slice(0, fine.length - count + 1).join('、'));
  return [first, ...fine.slice(fine.length - count + 1)];
}

/** Shares and rates may be said of amounts that have a head of their own: 增加值、税收占比. */
const SHARE_TAIL = /^(?:占比|比重|增速|比例|增幅)$/;

/** Words that name the two or more sides of one thing. */
const SIDE =
  /^(?:城市|城镇|农村|城乡|市区|县域|公办|民办|国有|民营|职工|居民|省级|市级|县级|国家级|男性|女性)/;

/** The end of the last member that an earlier member shares, if it has no end of its own. */
function tailFor(part: string, last: string): string | undefined {
  const place = last.slice(part.length);
  if (part.length <= 3 && /^(?:居民|地铁|机场|港口|人均|常住|城镇|全市|外贸)/.test(place))
    return place;
  const side = SIDE.exec(last)?.[0];
  if (side !== undefined && SIDE.exec(part)?.[0] === part && last.length > side.length + 1)
    return last.slice(side.length);
  const tail = headOf(last);
  if (tail !== undefined && SHARE_TAIL.test(tail) && !/(?:率|比|比重|增速|指数|度|幅)$/.test(part))
    return tail;
  if (headOf(part) !== undefined || /[量额率值]$/.test(part)) return undefined;
  if (tail !== undefined) return tail === part ? undefined : tail;
  return part.length <= 3 && last.length > part.length && last.length <= 10
    ? last.slice(-2)
    : undefined;
}

function scoped(metric: string, scope: string | undefined, index: number): string {
  if (index === 0 || scope === undefined || metric.length > 6 || metric.startsWith(scope))
    return metric;
  return headOf(metric) === undefined && metric.length > 4 ? metric : scope + metric;
}

/** Words that name two things in one: 城乡, 存贷款, 进出口. */
const PAIRED: readonly (readonly [string, string, string])[] = [
  ['城乡常住居民', '城镇常住居民', '农村常住居民'],
  ['城乡居民', '城镇居民', '农村居民'],
  ['城乡', '城市', '农村'],
  ['存贷款', '存款', '贷款'],
  ['进出口', '进口', '出口'],
];

/** “城乡低保标准分别…x、y”: the two metrics one word stands for. */
export function pairOf(text: string, count: number): string[] | undefined {
  const pair = count === 2 ? PAIRED.find(([both]) => text.includes(both)) : undefined;
  return pair === undefined
    ? undefined
    : [text.replace(pair[0], pair[1]), text.replace(pair[0], pair[2])];
}

/** 城镇 + 居民人均可支配收入; 存 + 款余额 is left to the reader of the last member. */
function joinEnd(part: string, tail: string): string {
  let overlap = Math.min(part.length, tail.length);
  while (overlap > 0 && !part.endsWith(tail.slice(0, overlap))) overlap -= 1;
  return part + tail.slice(overlap);
}

function dropLead(text: string): string {
  return text.replace(/^.*[，：]/, '');
}
