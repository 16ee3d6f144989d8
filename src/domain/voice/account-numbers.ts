import type { Disclosed } from './disclosed.ts';

/** What a pattern finds, and what else must hold of it. */
export type Rule = readonly [Disclosed['kind'], RegExp, ((found: string) => boolean)?];

/** Half and full width digits; between them a space, a dash or what cannot be seen, as people write and paste numbers. */
export const D = '[0-9０-９]';
export const APART =
  ' \\t\\u00a0\\u00ad\\u2000-\\u2015\\u202a-\\u202f\\u2060-\\u2064\\u2212\\u3000\\ufeff\\-－';
export const GAP = `[${APART}]{0,2}`;
export const digits = (n: number): string => `(?:${D}${GAP}){${n - 1}}${D}`;

/** Between a word and the number that it announces. */
const IS = '[\\s:：是为]{0,3}';
/** 统一社会信用代码 may be eighteen digits too, and says nothing of a person. */
export const NO_CREDIT_CODE = `(?<!信用代码${IS})`;
/** What a long number may be besides a bank card: that of a case, a paper, a payment. */
const NO_PAPER = `(?<!(?:单号|编号|文号|流水号|信用代码|案号)${IS})`;
const CHAT = '(?:微信|薇信|(?<![A-Za-z])(?:[vVwW][xX]|[wW]e[cC]hat))';
const QQ = '(?<![A-Za-zＱｑ])[qQＱｑ]{2}(?:群?号码?|群)?';
const CALLED = '(?:电话|座机|固话|联系方式)(?:号码?)?';
const HOTLINE = `12345(?!${D})`;

/** By which somebody is found on a chat, beyond the mainland, at his desk, or at his bank. */
export const accountNumbers: readonly Rule[] = [
  // 微信号：abc123 says itself what it is; without 号 or a colon only what holds a digit is a name there.
  [
    'chat',
    new RegExp(`(?<=${CHAT}(?:号码?|账号|帐号)?${IS}[号:：是为]\\s?)[A-Za-z][\\w-]{5,19}`, 'g'),
  ],
  ['chat', new RegExp(`(?<=${CHAT}\\s?)[A-Za-z](?=[A-Za-z_-]{0,18}\\d)[\\w-]{5,19}`, 'g')],
  [
    'chat',
    new RegExp(
      `(?<=${CHAT}(?:号码?|账号|帐号)?${IS}[号:：是为]\\s?)(?!${HOTLINE})${D}{6,11}(?!${D})`,
      'g',
    ),
  ],
  [
    'chat',
    new RegExp(`(?<=${QQ}${IS})(?!${HOTLINE})[1-9１-９]${GAP}(?:${D}${GAP}){3,9}${D}(?!${D})`, 'g'),
  ],
  [
    'phone',
    new RegExp(`(?<!${D})(?:[+＋]|00|[(（])85[23][)）]?${GAP}[2-9]${GAP}${digits(7)}(?!${D})`, 'g'),
  ],
  [
    'phone',
    new RegExp(`(?<!${D})(?:[+＋]|00|[(（])886[)）]?${GAP}(?:${D}${GAP}){7,9}${D}(?!${D})`, 'g'),
  ],
  [
    'landline',
    new RegExp(`(?<=${CALLED}${IS})[2-8]${D}{2,3}${GAP}${D}{4}(?!${D}|\\s?[元万亿])`, 'g'),
    (found) => !isDay(found),
  ],
  [
    'card',
    new RegExp(
      `${NO_PAPER}(?<![A-Za-z]|${D})${digits(16)}(?:${GAP}${D}){0,3}(?![A-Za-z元万亿]|${D})`,
      'g',
    ),
    (found) => passesLuhn(plainDigits(found)),
  ],
];

function plainDigits(text: string): string {
  return text.normalize('NFKC').replaceAll(/\D/g, '');
}

/** 20260312 is rather a day than a telephone. */
function isDay(text: string): boolean {
  return /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/.test(plainDigits(text));
}

/** The check digit of bank cards. A row of noughts passes too, and is none. */
function passesLuhn(number: string): boolean {
  let sum = 0;
  for (let at = 0; at < number.length; at += 1) {
    const digit = Number(number[number.length - 1 - at]);
    const twice = digit * 2;
    sum += at % 2 === 0 ? digit : twice > 9 ? twice - 9 : twice;
  }
  return sum > 0 && sum % 10 === 0;
}
