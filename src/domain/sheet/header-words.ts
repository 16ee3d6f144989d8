import { foldText } from '../text/fold.ts';
import type { FieldWords } from './ledger-fields.ts';

/** How well a header names a field: 1 is word for word. */
export interface Score {
  readonly field: string;
  readonly confidence: number;
}

/** The unit of money a header or title names, in yuan: 万元 is 10,000. */
export function moneyUnitIn(text: string): number | undefined {
  const unit = /[（(:：,，]?\s*(亿|百万|万|千)?元/.exec(foldText(text));
  if (unit === null) return undefined;
  return MONEY_UNITS[unit[1] ?? ''];
}

const MONEY_UNITS: Readonly<Record<string, number>> = {
  '': 1,
  千: 1e3,
  万: 1e4,
  百万: 1e6,
  亿: 1e8,
};

/**
 * A header as it is compared: folded, without white space, marks, brackets and what is in them,
 * leading numbers, and an alternative for unit after a stroke (承办单位/部门).
 */
export function plainHeader(header: string): string {
  return foldText(header)
    .replaceAll(/\s/g, '')
    .replaceAll(/[([（【][^)\]）】]*[)\]）】]/g, '')
    .replace(/^[一二三四五六七八九十\d]{1,2}[、.]/, '')
    .replaceAll(/[*:、,.?？"'_-]/g, '')
    .replace(/\/(单位|部门|科室)$/, '');
}

const SUM = /^(小计|合计|总计|总额)$/;

/** The label of a two-row header that decides: 总投资/小计 is 总投资, 责任单位/牵头单位 is 牵头单位. */
function decidingLabels(header: string): string[] {
  const path = header.split(' / ').map(plainHeader).filter(Boolean);
  while (path.length > 1 && SUM.test(path.at(-1) ?? '')) path.pop();
  const last = path.at(-1) ?? '';
  return path.length > 1 ? [last, path.join('')] : [last];
}

/** Role words: a Chinese compound is head-final, so its end says what it is and its start whose. */
const ROLES: readonly (readonly [RegExp, string])[] = [
  [/(责任人|负责人)(和|及|与)/, 'owner'],
  [/(牵头|主办|承办|主责).*(单位|部门|处室|科室)$/, 'lead'],
  [/(配合|协办|协助|协同|协作|参与|参加|会办).*(单位|部门|科室)$/, 'co'],
  [/(督办|督导|督查|验收|核查|监督).*(单位|部门|组|责任人)$/, 'supervisor'],
  [/(责任|落实|实施|整改).*(单位|部门|主体|科室)$/, 'responsible'],
  [/(被检查|被督查|被巡察|存在问题|问题所在).*(单位|部门|地区|支部)$/, 'unit'],
  [/领导$/, 'leader'],
  [/^是否.*(完成|到位|整改|销号|办结)/, 'status'],
  [/满意.*(原因|理由|情况说明)$/, 'visitNote'],
  [/满意/, 'satisfaction'],
  [/(困难|难点|堵点|需.*协调)/, 'difficulties'],
  [/(预计|计划|拟).*(开工|开复工|启动|开始).*(时间|日期)?$/, 'start'],
  [/(预计|计划|拟|要求|应).*(竣工|完工|完成|结束|投产|办结)(时间|日期|时限)?$/, 'deadline'],
  [/(时限|期限|限期)$|时限|完成.*节点|截止/, 'deadline'],
  [/(电话|手机|号码|联系方式)$/, 'phone'],
  [/销号.*(时间|日期)$/, 'closedOn'],
  [/实际.*(时间|日期)$/, 'finish'],
  [/(存在|主要|具体|突出|反映|反馈|查摆).*问题/, 'title'],
  [/问题.*(表现|描述|内容|清单|摘要)$/, 'title'],
  [/(任务|事项|工作)(内容|名称|描述)$/, 'title'],
  [/(整改|整治|完成|进展|推进|落实|办理|工作|处理|进度).*(情况|进展|成效|进度)$/, 'progress'],
  [/(措施|举措)$/, 'measure'],
  [/原因/, 'cause'],
  [/目标(及要求|要求)?$|(整改|完成|验收|工作)标准$/, 'target'],
];

/** Endings that make another thing of any word before them: a count, a rank, a score is no field of ours. */
const FOREIGN =
  /(次数|数量|个数|笔数|条数|数|金额|占比|比例|率|排名|名次|得分|分值|工号|资金来源|经度|纬度|预警状态)$|^(取消|退回|驳回|作废|延期)/;

/** The fields a header may mean, best first. */
export function scoreHeader(header: string, fields: readonly FieldWords[]): Score[] {
  const scores = new Map<string, number>();
  for (const [rank, label] of decidingLabels(header).entries()) {
    for (const { field, confidence } of scoreLabel(label, fields)) {
      // The whole path counts less than the label itself: 责任单位/配合单位 is no 责任单位.
      const counted = rank === 0 ? confidence : confidence * 0.97;
      if (counted > (scores.get(field) ?? 0)) scores.set(field, counted);
    }
  }
  return [...scores]
    .map(([field, confidence]) => ({ field, confidence }))
    .toSorted((a, b) => b.confidence - a.confidence);
}

/** No header is longer than this once its brackets are off; a text that is was never one. */
const LONGEST = 24;

function scoreLabel(label: string, fields: readonly FieldWords[]): Score[] {
  if (label === '' || label.length > LONGEST) return [];
  const role = ROLES.find(([pattern]) => pattern.test(label))?.[1];
  const isForeign = FOREIGN.test(label);
  const scores: Score[] = [];
  for (const { field, words } of preparedWords(fields)) {
    let word = 0;
    for (const one of words) word = Math.max(word, one.weight * likeness(label, one.word));
    let confidence = role === undefined || word === 1 ? word : word - 0.12;
    if (field === role && word < 1) confidence = Math.min(0.95, Math.max(0.8, word + 0.05));
    if (confidence === 1 || (!isForeign && confidence > 0.3)) scores.push({ field, confidence });
  }
  return scores;
}

interface PreparedWords {
  readonly field: string;
  readonly words: readonly { readonly word: string; readonly weight: number }[];
}

const prepared = new WeakMap<readonly FieldWords[], readonly PreparedWords[]>();

/** The words of the fields as they are compared; folding a thousand of them for every cell is slow. */
function preparedWords(fields: readonly FieldWords[]): readonly PreparedWords[] {
  const known = prepared.get(fields);
  if (known !== undefined) return known;
  const made = fields.map(({ field, words, weak = [] }) => ({
    field,
    words: [
      ...words.map((word) => ({ word: plainHeader(word), weight: 1 })),
      ...weak.map((word) => ({ word: plainHeader(word), weight: 0.9 })),
    ],
  }));
  prepared.set(fields, made);
  return made;
}

/** How alike a header and a known word are. Edit distance is useless here: 整改措施 and 整改时限 are 2 apart. */
function likeness(label: string, word: string): number {
  if (label === word) return 1;
  const share = word.length / label.length;
  if (label.endsWith(word)) {
    // Two characters (类型, 状态) end many a word that is something else.
    if (word.length === 2) return 0.5 + 0.33 * share;
    if (word.length > 2) return 0.62 + 0.33 * share;
  }
  if (word.length >= 3 && label.startsWith(word)) return 0.5 + 0.33 * share;
  if (word.length >= 3 && label.includes(word)) return 0.45 + 0.33 * share;
  const isTailShared = label.slice(-2) === word.slice(-2);
  if (label.length < 3 || word.length < 3 || !isTailShared) return 0;
  const common = sharedBigrams(label, word);
  return common >= 0.5 ? 0.36 + 0.45 * common : 0;
}

/** Dice coefficient of the character pairs. */
function sharedBigrams(a: string, b: string): number {
  const pairs = new Set(Array.from({ length: a.length - 1 }, (_, k) => a.slice(k, k + 2)));
  let shared = 0;
  for (let k = 0; k + 1 < b.length; k += 1) if (pairs.has(b.slice(k, k + 2))) shared += 1;
  return (2 * shared) / (a.length + b.length - 2);
}
