/**
 * Names that only their neighbours tell for places (柳林镇 + 三里桥, 七里铺 + 御景丽都): what stands right behind an
 * area and ends like a natural village, and what stands right behind a village or before a house number. Free in
 * a sentence the same characters are ordinary words, a bridge or a shop.
 */

/** Endings that hardly end an ordinary word behind an area. */
export const NATURAL = '沟岭坡营堡墩坪湾洼峪坳垭圩埠垸塆塬峁坨咀嘴岔浜泾冲渡滩';
/** Endings of ordinary words too: before them a family, miles, or a tree and the like must stand. */
export const NATURAL_TOO = '店铺桥口河台关集井坝塘庙窑川泉寺堂门闸楼院';
/** What ends so and is no place. */
const ORDINARY =
  /(?:[水边阴护斜缓陡运经民国私自露联城桥港坑低电反过缝渠壕代]|红绿|^[山上下海草河沙地])$/u;
const FAMILIES =
  '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文靳樊景解卫柴裴左';
const FAMILIAL = new RegExp(
  `^[上下东西南北前后大小中新老]?(?:[${FAMILIES}]家?|[一二三四五六七八九十]+里|[松柏柳槐桃杏梨枣榆桐竹梅兰莲石沙龙凤虎马牛羊]+[树花坪头山]?)$`,
  'u',
);
/** How estates are named; free in a sentence some of these are ordinary words. */
const ESTATE =
  '公馆|公寓|国际城?|名城|花城|丽城|新城|[一二三四五六七八九十壹]号院?|[一壹]品|家属[院楼]|新村|山庄|半岛|庄园|花园|家园|[嘉佳雅豪名锦御]园|[丽名佳雅花豪嘉新景家东南西北]苑|[华名丽]都|御景|丽景|天玺|天下|水岸|府邸|[华御首名学]府|名邸|名居|雅居|雅筑|[华豪]庭|小区';
const QUARTER = new RegExp(
  `^[\\u4e00-\\u9fff]{1,4}?(?:${ESTATE})|^[\\u4e00-\\u9fff]{0,3}?(?:加油站|供销社|大楼|商场|火车站|汽车站|客运站|派出所|信用社|大院|宿舍)`,
  'u',
);
/** 世纪里, where no ordinary word stands before 里. */
const LANE =
  /^[\u4e00-\u9fff][^家夜村屋地院楼水河田群校店厂手哪这那区城公年沟渠山嘴心班市县镇乡队组里桶箱池坑井洞槽车桌碗锅盆柜袋库房室棚圈月天眼话管网道路站场]里/u;
/** So many characters before a house number are the name of the houses. */
const HOUSES =
  /^((?:(?![了不没的在有坏停漏修灯梯水电])[\u4e00-\u9fff]){2,5}?)(?:[0-9]{1,3}|[一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾]{1,3})(?:号楼|栋|幢)/u;
/** Zones of a city or county (开发区、园区) stand beside its towns; with an ordinary verb before them they are not named. */
const ZONE =
  /^[^的了在和与及有无没不是为建设办规划入驻进招投个家各\P{Script=Han}]{0,3}?(?:(?:经济技术|经济|高新技术产业|高新技术)?开发区|经开区|高新区|新区|(?:高新技术产业|工业|产业|物流|科技|高新)园区?)(?![长域级])/u;
/** Another ending so soon: the name goes on, and the rule of that ending reads it. */
export const GOES_ON = new RegExp(
  `^(?:小区|街道|[县区市旗]|[\\u4e00-\\u9fff]{0,2}?(?:村|社区|庄(?![稼严])|屯|寨|${ESTATE})|[镇乡])`,
  'u',
);
const LONGEST = 4;

/** The name that begins at `at`, right behind an area or a village; `undefined` when none does. */
export function anchoredAt(
  folded: string,
  at: number,
  isBehindArea: boolean,
): { readonly length: number; readonly level: 3 | 4 | 5 } | undefined {
  const rest = folded.slice(at, at + 12);
  const zone = isBehindArea ? ZONE.exec(rest)?.[0] : undefined;
  if (zone !== undefined) return { length: zone.length, level: 3 };
  const village = isBehindArea ? villageLength(rest) : 0;
  if (village > 0) return { length: village, level: 4 };
  const quarter = QUARTER.exec(rest)?.[0] ?? LANE.exec(rest)?.[0] ?? HOUSES.exec(rest)?.[1];
  if (quarter === undefined) return undefined;
  return { length: quarter.length, level: isBehindArea && quarter.endsWith('新村') ? 4 : 5 };
}

/** 左家 in 左家乡: a family's name, so no 家乡. */
export function isFamilyHome(stem: string): boolean {
  return stem.length === 2 && stem.endsWith('家') && FAMILIES.includes(stem.charAt(0));
}

function villageLength(rest: string): number {
  for (let length = 2; length <= LONGEST; length += 1) {
    const ending = rest.charAt(length - 1);
    const stem = rest.slice(0, length - 1);
    if (!/^[\u4e00-\u9fff]+$/u.test(stem)) return 0;
    if (!isVillage(stem, ending)) continue;
    return GOES_ON.test(rest.slice(length)) ? 0 : length;
  }
  return 0;
}

function isVillage(stem: string, ending: string): boolean {
  if (ending === '') return false;
  if (NATURAL.includes(ending)) return !ORDINARY.test(stem);
  return NATURAL_TOO.includes(ending) && FAMILIAL.test(stem);
}

/** A zone by the name it goes by for short (经济技术开发区 = 经开区, 物流园区 = 物流园); any other name as it is. */
export function zoneName(name: string): string {
  return name
    .replace(/(?:经济技术|经济)开发区$/u, '经开区')
    .replace(/(?:高新技术(?:产业)?(?:开发区|园区?)|高新园区?)$/u, '高新区')
    .replace(/(工业|产业|物流|科技)园区$/u, '$1园');
}

/** 运城市 and 晋城市 begin a place where an area follows, though 城市 be an ordinary word. */
const AREA_SOON = /^[\u4e00-\u9fff]{2,3}?(?:县|(?<![小社地园景校库])区|镇|乡|街道)/u;
const NO_CITY = /^[大小本我全各新老古县省中]/u;

/** Is what stands before 市, from `from` to `stem`, a city's name that ends in 城? */
export function isWalledCity(text: string, from: number, stem: number): boolean {
  if (stem - from !== 2 || text.charAt(stem - 1) !== '城' || NO_CITY.test(text.charAt(from)))
    return false;
  return AREA_SOON.test(text.slice(stem + 1, stem + 7));
}
