/**
 * Wishes and states that exclude each other (取向相反): left and right of one line are never the same
 * matter by themselves (支持建 and 反对建, 停水 and 停电, 涨价 and 降价).
 */
const OPPOSITES: readonly (readonly [string, string])[] = [
  ['砍掉|砍伐|砍了', '不要砍|别砍|保留'],
  ['放开|允许|准许|放宽', '禁止|严禁|不准|不许|禁放'],
  ['取消|停办|关停|关闭|撤销|撤并|停运', '保留|恢复|开放'],
  ['停水|断水|没水', '停电|断电|没电'],
  [
    '涨价|涨得|涨了|又涨|上涨|上调|过高|太贵|增加',
    '降价|降得|降了|降下来|下降|下调|过低|太低|减少',
  ],
  ['不亮|不开灯|没亮', '亮着|全天亮|长明|不关灯'],
  ['太晚|太迟|推迟|延期', '太早|提前'],
  [
    '(?:早[点些]|早一[点些]|提早)(?:关|熄|停|收|结束|打烊)|[关熄停收]得?太晚',
    '(?:晚[点些]|晚一[点些])(?:关|熄|停|收|结束|打烊)|[关熄停收]得?太早',
  ],
  ['延长|加长', '缩短'],
  ['提高', '降低'],
  ['打开', '关闭'],
  ['^(?!.*双[行向]).*改[成为回]?单[行向]', '双[行向]'],
  [
    '取消|撤[掉除走]|拆[掉除]',
    // What is asked for; what somebody put up by himself (私装地锁) is what others want taken away.
    '(?:^|[ ，。,.：:；;])[^ ，。,.：:；;私擅违乱偷非]{0,8}?(?:(?:[增加安]|(?<![建开摆]))[设装](?![施备计置想饰修载卸])|加[个条道盏]|(?<=^|[ ，。,.：:；;]|[想盼需急都村])要(?![求是么不没紧]))',
  ],
  ['开通|通车|增开', '停运|停开|断行'],
  ['拓宽|扩建', '缩窄|缩减'],
  ['表扬|感谢信|点赞', '投诉|举报|不满|控告'],
];
/** Against it: whoever says so does not want built what the others wait for. */
const AGAINST =
  /反对|抵制|拒绝|不同意|不(?:要|该|应该?|希望|愿意?|想|准|许)(?:再|在)?[^，。,.]{0,6}[建修装设]|取消[^，。,.]{0,20}建|叫停|停止|停建|停工|禁止|拆除|拆掉|撤掉|撤走|搬走|迁走|取缔/u;
/** Said by one alone it is enough to ask a person: who tells the same trouble says so too. */
const OPPOSED =
  /反对|抵制|取消[^，。,.]{0,20}建|不(?:同意|赞成|支持|愿意)|叫停|停止(?:施工|动工|建设|修建)|不(?:要|能|该|应该?)(?:再)?[建修]/u;
const FOR =
  /支持|赞成|同意|尽早|早日|早点|推进|增设|开通|[修扩兴新加]建|建设|建造|建成?个|[加安]装|盼建|(?:请|建议|希望|盼)[^，。,.]{0,8}[装设建](?![施备计筑议材修饰])/u;
/** 不要取消 and 反对拆除 want it kept. */
const KEEP =
  /(?:不要|不能|不应该?|不该|不得|别|反对|拒绝|不同意|停止|禁止|抵制)(?:再)?(?:取消|拆除|拆掉|拆|关闭|停办|撤销|撤并|停运)/gu;
const SIDES = OPPOSITES.map(
  ([left, right]) => [new RegExp(left, 'u'), new RegExp(right, 'u')] as const,
);

/** For each line of opposites: 1 left only, 2 right only, 0 neither or both. */
export type Polarity = readonly number[];

export function polarityOf(folded: string): Polarity {
  const told = folded.replaceAll(KEEP, '保留');
  const sides = SIDES.map(([left, right]) => {
    const has = Number(left.test(told)) + 2 * Number(right.test(told));
    return has === 3 ? 0 : has;
  });
  // 反对建设, 请停止施工: what is not wanted is named too.
  const aim = AGAINST.test(told) ? 1 : FOR.test(told) ? 2 : 0;
  return [...sides, aim, OPPOSED.test(told) ? 1 : 2];
}

/** True when some line of opposites finds one side in `a` and the other in `b`. */
export function polarityDisagrees(a: Polarity, b: Polarity): boolean {
  return a.some((side, at) => side + (b[at] ?? 0) === 3);
}
