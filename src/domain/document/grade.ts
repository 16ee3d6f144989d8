/** How binding a target is (目标性质): set from above, expected, striven for (约束性 预期性 力争). */
export const GRADES = ['binding', 'expected', 'striven'] as const;
export type Grade = (typeof GRADES)[number];

const BINDING = /约束性|国家下达|省下达|刚性|必须(?:完成|达到)|确保/;
const EXPECTED = /预期性|预期目标|预计|预期/;
const STRIVEN = /力争|争取|努力(?:实现|达到|突破)|争创|冲刺/;

/** Said after a figure only these speak of it: （均为约束性指标）. */
const CALLED = /约束性|预期性/;

/**
 * The grade of a target (目标性质): as its clause says, else as the last word before it in its sentence does, since a
 * later clause strives for itself alone; else as it is called afterwards. `undefined` when nothing says.
 */
export function gradeOf(clause: string, before = '', after = ''): Grade | undefined {
  const clauses = before.split(/[，；：]/).toReversed();
  for (const text of [clause, ...clauses, CALLED.exec(after)?.[0] ?? '']) {
    if (STRIVEN.test(text)) return 'striven';
    if (BINDING.test(text)) return 'binding';
    if (EXPECTED.test(text)) return 'expected';
  }
  return undefined;
}

const SCOPE =
  /(?:全国|全省|全市|全县|全区|全镇|我省|我市|我县|中心城区|市区|县域|城镇|农村|城乡|脱贫地区|开发区)(?=[^，。；]{0,24}$)/;

/** The area or group a figure is limited to (范围), in the words of its clause before it. */
export function scopeOf(lead: string): string | undefined {
  return SCOPE.exec(lead)?.[0];
}
