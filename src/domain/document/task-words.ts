import { noteOf, unitsOf } from './responsibility.ts';

/** 每月, 按季度, 定期: how often a standing order recurs, in the words of the text. */
const RECURRENCE =
  /每(?:半)?(?:年|月|周|日|天|季度|学期)|每两[年周个月]+|按(?:季度|月|年度|周)|逐月|逐季度?|定期|不定期|常态化/;

/** Days that a calendar of work knows by name, which only 前 makes a deadline. */
const EVENT =
  '(?:主?汛期|入汛|入夏|入冬|供暖季|采暖季|封冻|春耕|春播|夏收|秋收|春节|元旦|五一|七一|八一|十一|国庆节?|劳动节|中秋节?|(?:春|秋)季(?:学期)?开学|开学|党代会|两会|全会|高考|中考|年终考核|换届)(?:来临|到来|召开|开始|结束)?';
const DEADLINE = new RegExp(
  [
    `(?:到|至|在|于|力争|争取|确保)?(?:`,
    [
      `(?:20\\d\\d年|今年|明年)?${EVENT}(?:之?前|以前)`,
      '20\\d\\d年(?:底|末|(?:第?[一二三四]季度|[上下]半年)(?:末|底)?|\\d{1,2}月(?:份|底|末|[上中下]旬|\\d{1,2}日)?)?(?:之?前|以前)?(?!行动|工作安排)',
      '“十[四五六]五”(?:末|期末|期间|时期|内)(?:前)?',
      '(?:今年|明年)(?:内|底|年底|第?[一二三四]季度|[上下]半年|\\d{1,2}月(?:份|底|末|[上中下]旬|\\d{1,2}日)?)?(?:末|底)?(?:之?前|以前)?',
      '年底(?:之?前|以前)|年内|全年',
      '(?<![\\d年])\\d{1,2}月(?:\\d{1,2}日|[上中下]旬|底|末)(?:之?前|以前)?|(?<![\\d年])\\d{1,2}月(?:份)?(?:之?前|以前)',
      '(?:前三|第?[一二三四])季度(?:末|底)?(?:前)?|[上下]半年(?:底|末)?(?:前)?',
      '[一两三五]年内|半年内|(?<![\\d至到])\\d{1,2}个月(?:以|之)?内',
      '(?<!制定|编制|拟定|研究)年度(?=完成|任务|投资|目标|计划|内)',
    ].join('|'),
    ')',
  ].join(''),
  'g',
);
/** 2026年, 今年, 全年: a day named beside them is the deadline. */
const VAGUE = /^(?:[到至在])?(?:20\d\d年|今年|明年|年度|全年)$/;
/** Without one of these no words set a day: most sentences are done with here. */
const CLUE =
  /年|月|季度|工作日|五”|(?:[汛期夏冬季播耕收节考核届会学旦一庆冻临来开始束]|召开)[之以]?前/;
const RECALLED = /(?:去年|\d{4}年以来|以来|办好今年|做好今年工作)/;

const LEADS: readonly RegExp[] = [
  /请([^，。；（）]{2,16}?)(?:牵头|负责|会同|抓好)/,
  /由([^，。；（）]{2,16}?)(?:牵头|负责|会同)/,
  /(?:^|[，；。])([^，。；：（）]{2,12}?(?:局|委|厅|办|部|公司|中心|街道|政府|室|院))(?:要)?(?:牵头|负责|会同)/,
  /^(各级(?:政府|党委|各部门)|省政府|市政府|县政府|各级各部门|各县(?:市、区|区)?|各市|各部门|各镇街|各乡镇|各(?:责任|牵头)单位)(?=[都要将，])/,
];
const CO_UNITS: readonly RegExp[] = [
  /会同([^，。；（）]{2,40}?)(?:牵头|负责|落实|推进|实施|组织|开展|制定|办理|做好|抓好)/,
  /[，；]([^（），；]{2,60}?)(?:配合|参与|按职责分工负责)[）。；]/,
];

/** The deadline (时限) of a sentence, in its own words. */
export function deadlineOf(text: string): string | undefined {
  const noted = noteOf(text)?.deadline;
  if (noted !== undefined) return noted;
  if (!CLUE.test(text) || RECALLED.test(text.slice(0, 12))) return undefined;
  const found = Array.from(text.matchAll(DEADLINE), ([words]) => words);
  const words = found.find((one) => !VAGUE.test(one)) ?? found[0];
  return words?.replace(/^(?:力争|争取|确保|在|于)/, '');
}

/** The recurrence (周期) a sentence orders, in its own words. */
export function recurrenceOf(text: string): string | undefined {
  return RECURRENCE.exec(text)?.[0];
}

/** The unit a sentence names as lead (牵头单位). A hint; nobody is assigned by it. */
export function leadUnitOf(text: string): string | undefined {
  const note = noteOf(text);
  if (note !== undefined) return note.lead ?? leadsSaid(text.slice(0, note.start))[0];
  return leadsSaid(text)[0];
}

/** The units said to lead outside a note, the first of them first. */
function leadsSaid(text: string): string[] {
  for (const pattern of LEADS) {
    const units = pattern.exec(text)?.[1];
    if (units !== undefined) return unitsOf(units.trim());
  }
  return [];
}

const ONLY_LEAD =
  /^(?:(?:以上|上述|这[些项]|此项?|该项?|本项)[^，。；]{0,6}[，]?)?(?:请|由)?[^，。；]{2,30}?(?:牵头|负责)(?:落实|办理|实施|组织实施|推进|抓总|抓好落实|负责)?(?:[，；][^，。；]{2,60}(?:配合|参与|协助|参加|按职责分工负责|分工负责))?[。；]?$/;

const NAMES = /牵头|负责/;

/** Does a sentence only say who leads (由市水务局牵头，各县配合。), and order nothing itself? */
export function onlyNamesLead(text: string): boolean {
  if (noteOf(text)?.start === 0) return true;
  return NAMES.test(text) && ONLY_LEAD.test(text) && leadUnitOf(text) !== undefined;
}

const LONGEST_DAY = 30;
const ONLY_DAY = new RegExp(
  `^(?:并|于|在)?${DEADLINE.source}(?:之?前)?(?:全部|全面|基本|如期)?(?:完工|竣工|完成|建成|建成投用|投用|投入使用|到位|见效|启用|开工|交付)?$`,
);

/** Does a clause only say by when (11月底前完工)? */
export function onlyNamesDay(clause: string): boolean {
  return clause.length <= LONGEST_DAY && CLUE.test(clause) && ONLY_DAY.test(clause);
}

/** The units a sentence names as taking part (配合单位). */
export function coUnitsOf(text: string): string[] {
  const note = noteOf(text);
  if (note !== undefined) return [...note.co];
  const said = [...leadsSaid(text).slice(1), ...CO_UNITS.flatMap((one) => unitsIn(one, text))];
  return [...new Set(said)];
}

function unitsIn(pattern: RegExp, text: string): string[] {
  return unitsOf(pattern.exec(text)?.[1] ?? '');
}
