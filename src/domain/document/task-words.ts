import { splitList } from './lists.ts';

/** 每月, 按季度, 定期: how often a standing order recurs, in the words of the text. */
const RECURRENCE =
  /每(?:半)?(?:年|月|周|日|天|季度|学期)|每两[年周个月]+|按(?:季度|月|年度|周)|逐月|逐季度?|定期|不定期|常态化/;

const DEADLINE =
  /(?:到|至|在|力争|争取|确保)?(?:20[2-9]\d年(?:底|末|\d{1,2}月(?:底|末|\d{1,2}日)?)?(?:前|之前|以前)?(?!行动|工作安排)|“十[四五六]五”(?:末|期末|期间|时期|内)(?:前)?|今年(?:内|底|年底|\d{1,2}月底?|上半年)?(?:前)?|明年(?:底|\d{1,2}月底?|上半年)?(?:前)?|年底前|年内|\d{1,2}月底前|\d{1,2}月\d{1,2}日前|[上下]半年|[一二三四]季度(?:末|前)?|[一两三五]年内|(?<!制定|编制|拟定|研究)年度(?=完成|任务|投资|目标|计划|内))/;
const RECALLED = /(?:去年|\d{4}年以来|以来|办好今年|做好今年工作)/;

const LEADS: readonly RegExp[] = [
  /（[^）]*?(?:牵头单位|责任单位|牵头部门|牵头)[：:]([^；，。）]{2,60})/,
  /（([^（）]{2,40}?)(?:牵头|负责)(?:[，；][^）]*)?）/,
  /请([^，。；]{2,16}?)(?:牵头|负责|会同|抓好)/,
  /由([^，。；]{2,16}?)(?:牵头|负责|会同)/,
  /(?:^|[，；。])([^，。；：]{2,12}?(?:局|委|厅|办|部|公司|中心|街道|政府|室|院))(?:要)?(?:牵头|负责|会同)/,
  /^(各级(?:政府|党委|各部门)|省政府|市政府|县政府|各级各部门|各县(?:市、区|区)?|各市|各部门|各镇街|各乡镇)(?=[都要将，])/,
];
const CO_UNITS: readonly RegExp[] = [
  /配合单位[：:]((?:[^；。（）]|（[^）]*）){2,80})/,
  /[，；]([^（），；]{2,60}?)(?:配合|参与|按职责分工负责)[）。；]/,
];

/** The deadline (时限) of a sentence, in its own words. */
export function deadlineOf(text: string): string | undefined {
  if (RECALLED.test(text.slice(0, 12))) return undefined;
  return DEADLINE.exec(text)?.[0]?.replace(/^(?:力争|争取|确保|在)/, '');
}

/** The recurrence (周期) a sentence orders, in its own words. */
export function recurrenceOf(text: string): string | undefined {
  return RECURRENCE.exec(text)?.[0];
}

/** The unit a sentence names as lead (牵头单位). A hint; nobody is assigned by it. */
export function leadUnitOf(text: string): string | undefined {
  for (const pattern of LEADS) {
    const unit = pattern.exec(text)?.[1];
    if (unit !== undefined) return unit.trim();
  }
  return undefined;
}

const ONLY_LEAD =
  /^(?:(?:以上|上述|这[些项]|此项?|该项?|本项)[^，。；]{0,6}[，]?)?(?:请|由)?[^，。；]{2,30}?(?:牵头|负责)(?:落实|办理|实施|组织实施|推进|抓总|抓好落实|负责)?(?:[，；][^，。；]{2,60}(?:配合|参与|协助|参加|按职责分工负责|分工负责))?[。；]?$/;

/** Does a sentence only say who leads (由市水务局牵头，各县配合。), and order nothing itself? */
export function onlyNamesLead(text: string): boolean {
  return ONLY_LEAD.test(text) && leadUnitOf(text) !== undefined;
}

const ONLY_DAY = new RegExp(
  `^(?:并|于|在)?${DEADLINE.source}(?:之?前)?(?:全部|全面|基本|如期)?(?:完工|竣工|完成|建成|建成投用|投用|投入使用|到位|见效|启用|开工|交付)?$`,
);

/** Does a clause only say by when (11月底前完工)? */
export function onlyNamesDay(clause: string): boolean {
  return ONLY_DAY.test(clause);
}

/** The units a sentence names as taking part (配合单位). */
export function coUnitsOf(text: string): string[] {
  for (const pattern of CO_UNITS) {
    const units = pattern.exec(text)?.[1];
    if (units !== undefined) return splitList(units.replaceAll('，', '、'));
  }
  return [];
}
