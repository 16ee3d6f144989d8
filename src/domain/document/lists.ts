import { headOf } from './metric-words.ts';

const PAIRS: Readonly<Record<string, string>> = { '“': '”', '（': '）', '《': '》', '‘': '’' };
const SCOPE_END =
  /^(.{2,}?(?:建成区|开发区|地区|事故|机构|农村|城镇|城乡|城市|全市|全省|社会|企业|工业|居民|机关|学校|医院|人口|金融机构本外币))./u;

/** Splits at 、和与及以及 outside quotation marks and brackets. */
export function splitList(text: string): string[] {
  const parts: string[] = [];
  const open: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const mark = text[at] ?? '';
    const close = PAIRS[mark];
    if (close !== undefined) open.push(close);
    else if (mark === open.at(-1)) open.pop();
    if (open.length > 0) continue;
    const joint = /^(?:以及|、|和|与|及(?![时格早]))/u.exec(text.slice(at))?.[0];
    if (joint === undefined || at === start) continue;
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
  const parts = splitList(text);
  if (parts.length < count) return undefined;
  const merged = [...parts.slice(parts.length - count)];
  if (parts.length > count)
    merged[0] = dropLead(parts.slice(0, parts.length - count + 1).join('、'));
  const last = merged.at(-1) ?? '';
  const tail = headOf(last);
  const first = merged[0] ?? '';
  const scope = SCOPE_END.exec(first)?.[1];
  return merged.map((part, index) => {
    const own = headOf(part) !== undefined || part === tail;
    const ended =
      index === merged.length - 1 || tail === undefined || own ? part : joinEnd(part, tail);
    const scoped =
      index > 0 && scope !== undefined && own && ended.length <= 6 && !ended.startsWith(scope);
    return scoped ? scope + ended : ended;
  });
}

/** 城镇 + 居民人均可支配收入; 存 + 款余额 is left to the reader of the last member. */
function joinEnd(part: string, tail: string): string {
  let overlap = Math.min(part.length, tail.length);
  while (overlap > 0 && !part.endsWith(tail.slice(0, overlap))) overlap -= 1;
  return part + tail.slice(overlap);
}

function dropLead(text: string): string {
  return text.replace(/^.*[，：]/u, '');
}
