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
  [
    '预计茶叶产值完成8亿元，同比增长5%，占农业产值的20%，增长6%。',
    [
      '茶叶产值 800000000元 expected',
      '茶叶产值 5% expected',
      '茶叶产值占农业产值的比重 20% expected',
      '茶叶产值 6% expected',
    ],
  ],
  [
    '稻谷、玉米产量分别达到5万吨、2万吨，增长3%、4%。',
    [
      '稻谷产量 50000吨 result',
      '玉米产量 20000吨 result',
      '稻谷产量 3% result',
      '玉米产量 4% result',
    ],
  ],
  [
    '城市、农村低保标准分别提高到每月700元、每年6000元。',
    ['城市低保标准 700元 result', '农村低保标准 6000元 result'],
  ],
  [
    '稻谷产量10万吨，居全市第2位，单产提高2%。',
    ['稻谷产量 100000吨 result', '稻谷产量全市排名 2位 result', '稻谷单产 2% result'],
  ],
  [
    '综合考核排名全市第三，较上年提升2个位次。',
    ['综合考核全市排名 3位 result', '综合考核全市排名 2位 result'],
  ],
  [
    '新增国家级示范社3家、省级10家。',
    ['新增国家级示范社 3家 result', '新增省级示范社 10家 result'],
  ],
  ['新增公园7座、累计达到90座。', ['新增公园 7座 result', '公园 90座 result']],
  [
    '外贸进出口总额90亿元，其中出口增长4%。',
    ['外贸进出口总额 9000000000元 result', '外贸出口 4% result'],
  ],
  [
    '服务机器人产量增长11%、占全省3成。',
    ['服务机器人产量 11% result', '服务机器人产量占全省比重 30% result'],
  ],
  ['清理河道33处6800余平方米。', ['清理河道 33处 result', '清理河道面积 6800平方米 result']],
  [
    '县域产值达到40亿元，首位度由20%提高到21%，今年可突破50亿元。',
    ['县域产值 4000000000元 result', '首位度 20→21% result', '县域产值 5000000000元 result'],
  ],
  ['全县人口达到53万，10年净增11万。', ['人口 530000人 result', '人口 110000人 result']],
  ['化解积案120件，化解率达97%。', ['化解积案 120件 result', '积案化解率 97% result']],
  ['空气质量优良天数318天。', ['空气质量优良天数 318天 result']],
  ['应对6轮强降水。', ['应对强降水 6轮 result']],
  ['年引资保持在百亿元以上。', ['年引资 10000000000元 result']],
  ['农村增速快于城镇1.8个百分点。', ['农村增速 1.8个百分点 result']],
  ['种粮大户亩均收入增长5%，茶农增长6%。', ['种粮大户亩均收入 5% result', '茶农 6% result']],
  [
    '城镇居民人均可支配收入增长5%，农村居民增长6%。',
    ['城镇居民人均可支配收入 5% result', '农村居民人均可支配收入 6% result'],
  ],
  ['农业增加值增长4%，渔业增长6%。', ['农业增加值 4% result', '渔业增加值 6% result']],
  [
    '新增示范社3家、合作社8家，总数分别达到30家、90家。',
    [
      '新增示范社 3家 result',
      '新增合作社 8家 result',
      '示范社总数 30家 result',
      '合作社总数 90家 result',
    ],
  ],
  [
    '茶产业投资增长9%，旅游投资增长7%，增速分别居全市第3位、第2位。',
    [
      '茶产业投资 9% result',
      '旅游投资 7% result',
      '茶产业投资增速全市排名 3位 result',
      '旅游投资增速全市排名 2位 result',
    ],
  ],
  [
    '投入财政资金6亿元，撬动社会资本9亿元，惠及群众12万人次。',
    [
      '投入财政资金 600000000元 result',
      '投入财政资金撬动社会资本 900000000元 result',
      '投入财政资金惠及群众 120000人次 result',
    ],
  ],
  [
    '出台4类12项制度，2万户6万山区群众受益。',
    [
      '出台制度 4类 result',
      '出台制度 12项 result',
      '山区群众受益 20000户 result',
      '山区群众受益 60000人 result',
    ],
  ],
  [
    '抓好总投资12亿元的15个水利项目。',
    ['水利项目总投资 1200000000元 result', '水利项目 15个 result'],
  ],
  ['梅岭县成为茶叶产值超百亿元县。', ['梅岭县茶叶产值 10000000000元 result']],
  ['茶叶产值成为全省第三个突破90亿元的产业。', ['茶叶产值 9000000000元 result']],
  ['20项考核指标中有8项居前。', ['考核指标 20项 fact', '考核指标居前 8项 result']],
  [
    '茶叶出口2亿元，贡献了全省24%的增量。',
    ['茶叶出口 200000000元 result', '茶叶出口贡献全省增量比重 24% result'],
  ],
  ['53万梅岭人民喝上放心水。', ['梅岭人口 530000人 fact']],
  ['整体提升10所学校，生产春茶6万吨。', ['提升学校 10所 result', '春茶产量 60000吨 result']],
  ['码头吞吐量突破200万大关。', ['码头吞吐量 2000000 result']],
  [
    '完成投资3亿元，完成年度总投资的88%。',
    ['投资 300000000元 result', '投资完成年度总投资比例 88% result'],
  ],
  ['90%以上政务事项实现网上办。', ['政务事项实现网上办比例 90% result']],
  ['3.加装护栏40公里。', ['加装护栏 40公里 result']],
  [
    '预计茶叶产值增长4%，游客增长9%。其中外地游客增长12%。',
    ['茶叶产值 4% expected', '游客 9% expected', '外地游客 12% result'],
  ],
])('%s', (text, items) => {
  expect(named(text)).toEqual(items);
});

test('the same words in a plan are targets', () => {
  expect(named('新建渠道30公里以上。', '三、2026年工作安排')).toEqual(['新建渠道 30公里 target']);
});

test('round amounts that are made for or planted are figures', () => {
  expect(named('推动茶产业向百亿级迈进，新造百万亩林海。', '三、2026年工作安排')).toEqual([
    '茶产业 10000000000元 target',
    '新造林海 1000000亩 target',
  ]);
});

test('an order goes on with what the sentence before counted', () => {
  expect(named('引进亿元以上项目60个。其中，6月底前开工45个。', '三、2026年工作安排')).toEqual([
    '引进亿元以上项目 60个 target',
    '开工亿元以上项目 45个 target',
  ]);
});

test.each([
  '质量考核连续9次获评优秀。',
  '重点抓好以下8个方面的工作。',
  '对所得额不到100万元的部分减半征税。',
  '推进“五大倍增”行动。',
  '推进五大倍增。',
  '实施百万亩茶园提质行动。',
])('%s holds no figure', (text) => {
  expect(named(text)).toEqual([]);
});

test('a masked figure has no value, never zero', () => {
  expect(itemsOf('清理河道X公里。')[0]?.quantity.value).toBeUndefined();
});

test('the operator follows the verb', () => {
  const ops = itemsOf(
    '耗水下降4%，新增泵站5座，城镇化率达到60%，失业率控制在5%以内，时限压缩70%，完成品质提升30户，失业率降到4%。',
  ).map((i) => i.op);
  expect(ops).toEqual(['fall', 'add', 'reach', 'ctrl_le', 'fall', 'eq', 'reach']);
});
