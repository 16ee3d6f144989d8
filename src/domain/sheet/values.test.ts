import { expect, test } from 'vitest';
import { parseMoney, parseStatus, splitPeople, splitUnits } from './values.ts';

test.each([
  ['1,200.50', 10_000, 12_005_000, false],
  ['1200', 10_000, 12_000_000, false],
  ['约300万', 10_000, 3_000_000, true],
  ['3.2亿', 10_000, 320_000_000, false],
  ['3.2亿元', 1, 320_000_000, false],
  ['５００元', 10_000, 500, false],
  ['三百万元', 1, 3_000_000, false],
  ['1000余万元', 1, 10_000_000, true],
  ['-12.5', 10_000, -125_000, false],
  ['¥ 99.99', 1, 99.99, false],
  ['300万元左右', 1, 3_000_000, true],
  ['0.1', 10_000, 1000, false],
])('%s in units of %d yuan is %d', (text, unit, yuan, approximate) => {
  expect(parseMoney(text, unit)).toEqual({ yuan, approximate });
});

test.each(['', '待定', '300-500万', '一期300万，二期200万', '按合同'])(
  '%s is no amount',
  (text) => {
    expect(parseMoney(text)).toBeUndefined();
  },
);

test.each([
  ['县发改局、县自然资源局', ['县发改局', '县自然资源局']],
  ['市发展和改革局', ['市发展和改革局']],
  ['市人力资源和社会保障局和市财政局', ['市人力资源和社会保障局', '市财政局']],
  ['县委宣传部及县文化和旅游局；县融媒体中心', ['县委宣传部', '县文化和旅游局', '县融媒体中心']],
  ['责任单位：市住建局，市城管局。', ['市住建局', '市城管局']],
  ['市住建局\n市城管局/市公安局', ['市住建局', '市城管局', '市公安局']],
  ['市住建局、市住建局', ['市住建局']],
  ['/', []],
  ['', []],
])('%s names %j', (text, names) => {
  expect(splitUnits(text).map(({ name }) => name)).toEqual(names);
});

test('a group is known as one and is not split at the marks inside its brackets', () => {
  expect(splitUnits('市工信局，各县（市、区）')).toEqual([
    { name: '市工信局' },
    { name: '各县（市、区）', group: true },
  ]);
  expect(splitUnits('各乡镇')).toEqual([{ name: '各乡镇', group: true }]);
});

test.each([
  ['张三、李四', ['张三', '李四']],
  ['张 三', ['张三']],
  ['张　三 李四', ['张三', '李四']],
  ['欧阳小明', ['欧阳小明']],
  ['无', []],
])('%s are the people %j', (text, names) => {
  expect(splitPeople(text)).toEqual(names);
});

test.each([
  ['已销号', '整改状态', 'closed'],
  ['是', '是否销号', 'closed'],
  ['是', '是否完成', 'delivered'],
  ['否', '是否销号', 'underway'],
  ['未销号', '销号情况', 'underway'],
  ['持续整改', '是否销号', 'long-term'],
  ['未整改', '是否销号', 'not-started'],
  ['整改到位', '整改状态', 'delivered'],
  ['已完成', '整改状态', 'delivered'],
  ['基本完成', '整改状态', 'underway'],
  ['整改中', '整改状态', 'underway'],
  ['未完成', '整改状态', 'underway'],
  ['暂不具备整改条件', '整改状态', 'blocked'],
  ['取消', '状态', 'cancelled'],
  ['张三', '状态', undefined],
])('%s under %s claims %s', (text, header, state) => {
  expect(parseStatus(text, header)).toBe(state);
});
