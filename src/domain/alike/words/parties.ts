/**
 * What tells two cases of one kind at one place apart though both are told in the same words (个案): who is complained of, and the
 * sum at stake. It never speaks for or against a pair by itself; but where both name one and not the same, a person is asked.
 */
const FIRM =
  /([\u4e00-\u9fff]{2})(?:有限)?(?:公司|集团|健身房|健身|美容院|理发店|培训班|培训学校|培训机构|教育|驾校|超市|酒店|宾馆|饭店|餐馆|火锅店|烧烤店|网吧|歌厅|药店|诊所|洗车行|修理厂|加工厂|砖厂|家具城|影楼|专卖店|幼儿园)/gu;
/** 物业公司, 这家超市: no name. */
const NO_NAME =
  /物业|开发|装修|装饰|保险|施工|燃气|热力|供热|供暖|自来|供水|水务|电力|公交|客运|劳务|建筑|房地|地产|租赁|快递|物流|环卫|中介|家政|旅游|网络|通信|培训|管理|服务|[这那家个该某本我们的有在是和与从到被把给让对些各等及或大小新老开了]/u;
const SUM = /([0-9]+(?:\.[0-9]+)?)万(?![多余人户名])/gu;

/** The firms and the sums that a folded text names. */
export interface Parties {
  readonly firms: ReadonlySet<string>;
  readonly sums: ReadonlySet<string>;
}

export function partiesOf(folded: string): Parties {
  const firms = Array.from(folded.matchAll(FIRM), ([, name = '']) => name);
  const sums = Array.from(folded.matchAll(SUM), ([, sum = '']) => sum);
  return { firms: new Set(firms.filter((name) => !NO_NAME.test(name))), sums: new Set(sums) };
}

export function partiesDisagree(a: Parties, b: Parties): boolean {
  return disagree(a.firms, b.firms) || disagree(a.sums, b.sums);
}

function disagree(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size > 0 && b.size > 0 && a.isDisjointFrom(b);
}
