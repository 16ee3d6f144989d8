import { expect, test } from 'vitest';
import { partiesDisagree, partiesOf } from './parties.ts';

test.each([
  ['红日健身房关门跑路', '蓝天健身房关门跑路', true],
  ['物业公司不退费', '红日公司不退费', false],
  ['被骗26万', '被骗1.5万', true],
  ['被骗26万', '被骗二十多万', false],
])('%s and %s: other parties %s', (a, b, expected) => {
  expect(partiesDisagree(partiesOf(a), partiesOf(b))).toBe(expected);
});
