import { expect, test } from 'vitest';
import { quantities } from './quantity.ts';

function written(text: string): string[] {
  return quantities(text).map(
    ({ start, end, value, unit }) => `${text.slice(start, end)}=${value ?? '?'}${unit}`,
  );
}

test.each([
  ['修路超3.5万公里', ['超3.5万公里=35000公里']],
  ['树苗1000余株、草籽30多万斤', ['1000余株=1000株', '30多万斤=300000斤']],
  ['新建2—4座水塔', ['2—4座=2座']],
  ['增长6.0%至6.5%左右', ['6.0%至6.5%左右=6%']],
  ['占全省近三成', ['近三成=30%']],
  ['投资翻两番、产量翻番', ['翻两番=4倍', '翻番=2倍']],
  ['货值近千亿元', ['近千亿元=100000000000元']],
  ['学生百余名', ['百余名=100名']],
  ['合格率居全省第三位', ['第三位=3位']],
  ['降低0.4个百分点', ['0.4个百分点=0.4个百分点']],
  ['惠及80余万学生', ['80余万=800000人']],
  ['分别达1.2万亿、9000亿元', ['1.2万亿=1200000000000元', '9000亿元=900000000000元']],
  ['分别快1.4个、2个百分点', ['1.4个=1.4个百分点', '2个百分点=2个百分点']],
  ['浓度30微克/立方米', ['30微克/立方米=30微克/立方米']],
  ['清运X余吨', ['X余吨=?吨']],
  ['平均受教育年限提高到11.5年', ['11.5年=11.5年']],
])('%s', (text, figures) => {
  expect(written(text)).toEqual(figures);
});

test.each([
  '第3批试点',
  '2026年5月1日',
  '历时15分钟',
  '5G网络',
  '“1269”行动',
  '三个代表',
  '世界500强',
  '连续8年',
  '12345热线',
  '“三年倍增”计划',
  '千家万户',
  '把学习放在第一位',
])('%s holds no figure', (text) => {
  expect(written(text)).toEqual([]);
});

test('a ratio keeps all its members', () => {
  expect(quantities('结构为5.1:40.2:54.7')).toMatchObject([
    { form: 'ratio', unit: '比', members: [5.1, 40.2, 54.7] },
  ]);
});

test('bounds and approximations are told', () => {
  expect(quantities('不少于20家')).toMatchObject([{ bound: 'ge', start: 0 }]);
  expect(quantities('控制在5%以内')).toMatchObject([{ bound: 'le' }]);
  expect(quantities('约7公里')).toMatchObject([{ approximation: '约' }]);
});
