import { foldText } from '../text/fold.ts';
import { readNumber } from '../text/number.ts';

/** An amount of money in yuan, to the fen. */
export interface Money {
  readonly yuan: number;
  /** 约, 近, 余 and the like stood with it. */
  readonly approximate: boolean;
}

/**
 * An amount as a cell holds it: 1,200.50 · 约300万 · 3.2亿元 · 1200. `unit` (yuan in one) is that of the
 * header or sheet and counts only where the cell names none. In a column of 万元, a bare 万 beside a
 * number is its unit, not a multiple of it. `undefined` when it is no single amount.
 */
export function parseMoney(text: string, unit = 1): Money | undefined {
  const plain = foldText(text).replaceAll(' ', '');
  const start = /^(人民币|约|近|超|超过|大约|共|共计|合计|总计|¥|rmb)*/.exec(plain)?.[0] ?? '';
  const sign = /^[-(]/.test(plain.slice(start.length)) ? -1 : 1;
  const read = readNumber(plain, start.length + (sign < 0 ? 1 : 0));
  if (read === undefined) return undefined;
  const rest = plain.slice(read.end);
  const tail = /^(元|圆|块)?(人民币)?(左右|以上|上下|整)?\)?$/.exec(rest);
  if (tail === null) return undefined;
  const isOwnUnit =
    read.magnitude >= 1e4 || tail[1] !== undefined || (read.han && read.magnitude > 1);
  const yuan = read.value * sign * (isOwnUnit ? 1 : unit);
  const approximate =
    /约|近|超/.test(start) || read.approximation !== undefined || tail[3] !== undefined;
  return { yuan: Math.round(yuan * 100) / 100, approximate: approximate && tail[3] !== '整' };
}

/** A unit as a cell names it. */
export interface NamedUnit {
  readonly name: string;
  /** 各县（市、区）, 相关部门: a group the organisation tree resolves, not one unit. */
  readonly group?: true;
}

const OPENING = '([{（【〔';
const CLOSING = ')]}）】〕';
const SEPARATORS = '、，,；;/／|\n\t';
const UNIT_END =
  /(局|委|办|部|院|会|室|处|科|所|站|队|厅|府|镇|乡|村|街道|县|市|区|旗|州|校|行|社|公司|中心|集团|支部|党组|党委|园区|管委会|联社|银行|学院|医院)$/;
const GROUP =
  /^(各|全市|全县|全区|全部|所有|相关|有关|市直|县直|区直|其他)|(等单位|等部门|相关部门|有关部门|相关单位|有关单位|各单位|各部门)$/;

/**
 * The units a cell lists, in order, split on 、，；/ and on 和 及 与 where units end before and begin after
 * (发展和改革局 stays whole), never inside brackets: 各县（市、区） is one.
 */
export function splitUnits(text: string): NamedUnit[] {
  const names = splitOutside(text, SEPARATORS).flatMap(splitJoined);
  const cleaned = names
    .map((name) => name.replace(/^(牵头|责任|配合|主办|协办)(单位|部门)?[:：]/, '').trim())
    .map((name) => name.replace(/(?<=.{2})等$/, '').replace(/[。.]$/, ''))
    .filter((name) => name !== '' && !isNothing(name));
  return [...new Set(cleaned)].map((name) => (GROUP.test(name) ? { name, group: true } : { name }));
}

/** The people a cell names, one by one. Offices part them by marks or by white space. */
export function splitPeople(text: string): string[] {
  const names = splitOutside(text, `${SEPARATORS} \u3000`).map((name) => name.trim());
  const whole = names.flatMap((name, at) => joinsNext(names, at));
  return whole.filter((name) => name !== '' && !isNothing(name));
}

/** 张 三 is one name written wide: a lone character belongs to the one beside it. */
function joinsNext(names: readonly string[], at: number): string[] {
  const name = names[at] ?? '';
  const isHalf = (part: string | undefined): boolean => /^\p{Script=Han}$/u.test(part ?? '');
  if (!isHalf(name)) return [name];
  let before = 0;
  while (isHalf(names[at - before - 1])) before += 1;
  if (before % 2 === 1) return [];
  return [`${name}${isHalf(names[at + 1]) ? names[at + 1] : ''}`];
}

function splitOutside(text: string, separators: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = '';
  for (const character of text) {
    if (OPENING.includes(character)) depth += 1;
    else if (CLOSING.includes(character)) depth = Math.max(0, depth - 1);
    if (depth === 0 && separators.includes(character)) {
      parts.push(part);
      part = '';
    } else part += character;
  }
  return [...parts, part];
}

function splitJoined(name: string): string[] {
  for (const found of name.matchAll(/以及|[和及与]/g)) {
    const left = name.slice(0, found.index).trim();
    const right = name.slice(found.index + found[0].length).trim();
    if (UNIT_END.test(left) && left.length >= 3 && right.length >= 2) {
      return [left, ...splitJoined(right)];
    }
  }
  return [name];
}

/** What stands in a cell to say that there is nothing: 无, /, —. */
export function isNothing(text: string): boolean {
  return text.length <= 8 && /^(无|没有|暂无|不涉及|空|n\/?a|[-—–/\\×*.。·]+)$/i.test(text.trim());
}

/**
 * What the status column of a ledger claims, least advanced first. It is a claim: an import verifies
 * nothing.
 */
export const CLAIMED_STATES = [
  'not-started',
  'blocked',
  'underway',
  'long-term',
  'delivered',
  'closed',
  'cancelled',
] as const;
export type ClaimedState = (typeof CLAIMED_STATES)[number];

const STATE_WORDS: readonly (readonly [RegExp, ClaimedState])[] = [
  [/撤销|取消|终止|作废|不予立项|废止/, 'cancelled'],
  [/(未|不|没有?|尚未|正在|待|申请|拟)(能|予)?(销号|核销)/, 'underway'],
  [/销号|核销|已归档|已关闭/, 'closed'],
  [/暂不具备|受阻|停滞|搁置|挂起|暂停|暂缓/, 'blocked'],
  [/长期|持续|常态/, 'long-term'],
  [
    /(未|没有?|尚未)(开始|启动|整改$|办理|推进|开展|落实)|待(办理|整改|启动|处理|分派)|尚无进展/,
    'not-started',
  ],
  [
    /部分|基本|阶段性|正在|整改中|办理中|推进中|进行中|在办|正在办理|有序|按计划|序时|未办结|未完成|未到位|超期|逾期|滞后|超时/,
    'underway',
  ],
  [/完成|办结|整改到位|已整改|已落实|已解决|已办|达标|验收|结束/, 'delivered'],
];

/**
 * The state a cell claims. 是 and 否 mean what the header asks: under 是否销号, 是 is struck off; under
 * 是否完成 it is delivered. `undefined` for words that claim nothing known.
 */
export function parseStatus(text: string, header: string): ClaimedState | undefined {
  const plain = foldText(text).replaceAll(' ', '');
  if (/^(是|√|✓|✔|对|y|yes|true|1)$/.test(plain)) {
    return /销号|核销/.test(header) ? 'closed' : 'delivered';
  }
  if (/^(否|×|✗|✘|n|no|false|0|x)$/.test(plain)) return 'underway';
  return STATE_WORDS.find(([pattern]) => pattern.test(plain))?.[1];
}
