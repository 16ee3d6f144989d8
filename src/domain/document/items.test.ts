import { expect, test } from 'vitest';
import { numericItems, type NumericItem } from './items.ts';
import { outline } from './outline.ts';

function itemsOf(text: string, heading = '一、2025年工作回顾'): NumericItem[] {
  return numericItems(outline(`某县工作报告\n${heading}\n${text}`).sentences);
}

function named(text: string, heading?: string): string[] {
  return itemsOf(text, heading).map(
    ({ metric, quantity, kind, base }) =>
      `${metric} ${base === undefined ? '' : `${base.value}→`}${quantity.value}${quantity.unit} ${kind}`,
  );
}

test.each([
  ['粮食总产达到52亿斤、增长3%。', ['粮食总产 5200000000斤 result', '粮食总产 3% result']],
  ['茶园由3万亩扩大到5万亩。', ['茶园 30000→50000亩 result']],
  ['水稻、玉米产量分别增长4%、6%。', ['水稻产量 4% result', '玉米产量 6% result']],
  [
    '油茶、竹笋分别从2万吨、1万吨提高到3万吨、2万吨。',
    ['油茶 20000→30000吨 result', '竹笋 10000→20000吨 result'],
  ],
  ['总投资20亿元的梅岭水库开工建设。', ['梅岭水库总投资 2000000000元 plan_asset']],
  ['新增合作社12家，总量达98家。', ['新增合作社 12家 result', '合作社总量 98家 result']],
  [
    '财政收入增长5%，快于全省1.2个百分点。',
    ['财政收入 5% result', '财政收入增速 1.2个百分点 result'],
  ],
  ['建成凉亭6座、步道9公里。', ['建成凉亭 6座 result', '建成步道 9公里 result']],
  ['建成6座凉亭和9公里步道。', ['建成凉亭 6座 result', '建成步道 9公里 result']],
  ['为9万名70岁以上老人发放津贴。', ['70岁以上老人发放津贴 90000名 result']],
  ['茶叶产量居全省第二。', ['茶叶产量全省排名 2位 result']],
  ['预计接待游客50万人次。', ['接待游客 500000人次 expected']],
])('%s', (text, items) => {
  expect(named(text)).toEqual(items);
});

test('the same words in a plan are targets', () => {
  expect(named('新建渠道30公里以上。', '三、2026年工作安排')).toEqual(['新建渠道 30公里 target']);
});

test('a masked figure has no value, never zero', () => {
  expect(itemsOf('清理河道X公里。')[0]?.quantity.value).toBeUndefined();
});

test('the operator follows the verb', () => {
  const ops = itemsOf('耗水下降4%，新增泵站5座，城镇化率达到60%，失业率控制在5%以内。').map(
    (i) => i.op,
  );
  expect(ops).toEqual(['fall', 'add', 'reach', 'ctrl_le']);
});
