import { expect, test } from 'vitest';
import { classifyRow } from './row-class.ts';

const LABELS = ['序号', '存在问题', '整改措施', '责任单位', '备注'].map(
  (label) => new Set([label]),
);
const TITLE = 1;

function classOf(texts: readonly string[], isWide = false) {
  const cells = texts.map((text) => (text === '' ? undefined : { text }));
  return classifyRow({ row: 9, cells }, LABELS, TITLE, isWide);
}

test('a row of a ledger is an entry, an empty one too', () => {
  expect(classOf(['1', '路灯不亮', '换灯', '城管局'])).toEqual({ is: 'entry' });
  expect(classOf([])).toEqual({ is: 'entry' });
});

test.each([
  ['合计', false],
  ['总 计', false],
  ['共计：', false],
  ['总数（个）', false],
  ['小计', true],
])('%s is a total, of a part: %s', (text, partial) => {
  expect(classOf([text, '', '', '12'])).toEqual({ is: 'total', partial });
});

test('合计费用过高 is no total', () => {
  expect(classOf(['1', '合计费用过高'])).toEqual({ is: 'entry' });
  expect(classOf(['合计费用过高'])).toEqual({ is: 'entry' });
});

test.each([
  '填表人：张三',
  '制表单位：某局',
  '审核（签字）：',
  '联系电话：1',
  '单位负责人签字：',
  '统计时间:',
  '注：只填本年',
  '备注1：',
  '填表说明：一式两份',
])('%s is a footer', (text) => expect(classOf([text])).toEqual({ is: 'footer' }));

test('several footers side by side are one, a footer beside an entry is none', () => {
  expect(classOf(['填表人：张三', '', '审核人：李四', '', '联系电话：1'])).toEqual({
    is: 'footer',
  });
  const five = ['填表人：', '审核人：', '联系人：', '分管领导：', '填表时间：'];
  expect(classOf(five.slice(1))).toEqual({ is: 'footer' });
  expect(classOf(five)).toEqual({ is: 'entry' });
  expect(classOf(['填表人：张三', '路灯不亮'])).toEqual({ is: 'entry' });
  expect(classOf(['填表人：张三', '路灯不亮'], true)).toEqual({ is: 'footer' });
});

test('a problem that only mentions one who fills in a form stays an entry', () => {
  const long = `填表人：${'长'.repeat(36)}`;
  expect(classOf(['', long.slice(0, 39)])).toEqual({ is: 'footer' });
  expect(classOf(['', long])).toEqual({ is: 'entry' });
});

test.each([
  ['一、思想观念方面（2个）', { name: '思想观念方面', stated: 2 }],
  ['（二）工作作风（共13项问题）', { name: '工作作风', stated: 13 }],
  ['三．能力', { name: '能力' }],
  ['第一部分 总体', { name: '第一部分 总体' }],
  ['第二类问题', { name: '第二类问题' }],
])('%s heads a section', (text, section) => {
  expect(classOf([text])).toEqual({ is: 'section', ...section });
});

test('a single text without a number heads a section only where it is merged across the table', () => {
  expect(classOf(['思想观念'])).toEqual({ is: 'entry' });
  expect(classOf(['思想观念'], true)).toEqual({ is: 'section', name: '思想观念' });
  expect(classOf(['一、思想观念', '路灯不亮'], true)).toEqual({ is: 'entry' });
});

test('a text of over a hundred characters is no heading', () => {
  expect(classOf([`一、${'长'.repeat(98)}`])).toMatchObject({ is: 'section' });
  expect(classOf([`一、${'长'.repeat(99)}`])).toEqual({ is: 'entry' });
});

test('the header printed again is told, white space and one other cell in five forgiven', () => {
  expect(classOf(['序 号', '存在\n问题', '整改措施', '责任单位', '备注'])).toEqual({
    is: 'header',
  });
  expect(classOf(['序号', '存在问题', '整改措施', '责任单位', '第2页'])).toEqual({ is: 'header' });
  expect(classOf(['第2页', '存在问题', '整改措施', '责任单位', '备注'])).toEqual({ is: 'header' });
  expect(classOf(['序号', '存在问题', '整改措施', '某局', '第2页'])).toEqual({ is: 'entry' });
  expect(classOf(['', '存在问题'])).toEqual({ is: 'entry' });
});
