import { expect, test } from 'vitest';
import { figuresDisagree, figuresOf } from './figures.ts';

test.each([
  ['3栋漏水', '5栋漏水', true],
  ['三栋漏水', '3幢漏水', false],
  ['锦湾里a区装电梯', '锦湾里b区装电梯', true],
  ['锦湾里a区装电梯', '锦湾里装电梯', false],
  ['云锦东苑停水', '云锦西苑停水', true],
  ['a栋停水', 'b座停水', true],
  ['a2区路灯不亮', 'a2区a区路灯不亮', false],
  ['几个月没修', '3个月没修', false],
])('%s and %s: other numbers %s', (a, b, expected) => {
  expect(figuresDisagree(figuresOf(a), figuresOf(b))).toBe(expected);
  expect(figuresDisagree(figuresOf(b), figuresOf(a))).toBe(expected);
});
