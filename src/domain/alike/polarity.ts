/**
 * Wishes and states that exclude each other (取向相反): left and right of one line are never the same
 * matter by themselves (支持建 and 反对建, 停水 and 停电, 涨价 and 降价).
 */
const OPPOSITES: readonly (readonly [string, string])[] = [
  [
    '反对|取消|停止|叫停|拒绝|抵制|不同意|不要|不应|不该|不希望|不愿',
    '支持|赞成|同意|早日|早点|加快|增设|推进|希望建|盼(?![复回处答解]|望解)|尽早',
  ],
  ['拆除|拆掉|应该拆|取消|取缔|停办|关停|关闭', '保留|不拆|不应该拆|不要拆|开放|恢复'],
  ['停水|断水|没水', '停电|断电|没电'],
  [
    '涨价|涨得|涨了|又涨|上涨|上调|过高|太贵|增加',
    '降价|降得|降了|降下来|下降|下调|过低|太低|减少',
  ],
  ['不亮|不开灯|没亮', '亮着|全天亮|长明|不关灯'],
  ['太晚|太迟|推迟|延期', '太早|提前'],
  ['开通|通车|增开', '停运|停开|断行'],
  ['拓宽|扩建', '缩窄|缩减'],
  ['表扬|感谢信|点赞', '投诉|举报|不满|控告'],
];
const SIDES = OPPOSITES.map(
  ([left, right]) => [new RegExp(left, 'u'), new RegExp(right, 'u')] as const,
);

/** For each line of opposites: 1 left only, 2 right only, 0 neither or both. */
export type Polarity = readonly number[];

export function polarityOf(folded: string): Polarity {
  return SIDES.map(([left, right]) => {
    const has = Number(left.test(folded)) + 2 * Number(right.test(folded));
    return has === 3 ? 0 : has;
  });
}

/** True when some line of opposites finds one side in `a` and the other in `b`. */
export function polarityDisagrees(a: Polarity, b: Polarity): boolean {
  return a.some((side, at) => side + (b[at] ?? 0) === 3);
}
