import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalise, rawSpan } from './normalise.ts';

test.each([
  ['增长５．３％，共１２個縣', '增长5.3%，共12个县'],
  ['推進(jìn)治理(lǐ)體系', '推进治理体系'],
  ['投资 1,200 万元,新增 3 个点', '投资1,200万元，新增3个点'],
  ['比例为3.2∶40.1∶56.7', '比例为3.2:40.1:56.7'],
  ['PM 2.5 浓度;AI Lab', 'PM 2.5浓度；AI Lab'],
  ['零\u200b宽', '零宽'],
])('%s becomes %s', (raw, text) => {
  expect(normalise(raw).text).toBe(text);
});

test('a page break inside a run-in paragraph or before a closing mark is mended', () => {
  expect(
    normalise(
      '——兴水。坚持节水优先，统筹上下游左右岸，加快推进灌区现代化改造和水系连通工程建\n\n设，年内完工。',
    ).text,
  ).not.toContain('\n');
  expect(normalise('印发《规划（草案）\n》。').text).toBe('印发《规划（草案）》。');
});

test('a line cut by the page goes on, a heading keeps its line', () => {
  const cut = '为了让大家都能按时把这些年积攒下来的旧账一笔一笔算清楚并且工工整整公布在村口的那';
  expect(normalise(`${cut}面墙\n上给人看。\n一、先算账\n再公布。`).text).toBe(
    `${cut}面墙上给人看。\n一、先算账\n再公布。`,
  );
});

test('a line that ends open or starts with a mark is joined, however short', () => {
  expect(normalise('今年的\n目标\n是：修路。').text).toBe('今年的目标是：修路。');
});

test('a known corruption is repaired, marked, and asked about where it is ambiguous', () => {
  const raw = '事情辦得圓滿?!笆濉睍r期開局';
  const { text, repairs } = normalise(raw);
  expect(text).toBe('事情办得圆满。“十三五”时期开局');
  expect(repairs).toMatchObject([{ start: 6, alternatives: ['。“十二五”时'] }]);
});

test('every normalised unit points into the raw text, in order, and quotes its own character', () => {
  const raw = fc.string({
    unit: fc.constantFrom(...Array.from('　１２ab國国，。 \n(jìn)；x推進了5%一、')),
    maxLength: 60,
  });
  fc.assert(
    fc.property(raw, (text) => {
      const normal = normalise(text);
      for (let at = 0; at < normal.text.length; at += 1) {
        const { start, end } = rawSpan(normal, at, at + 1);
        expect(start).toBeGreaterThanOrEqual(at === 0 ? 0 : rawSpan(normal, at - 1, at).start);
        expect(end).toBeGreaterThan(start);
        expect(end).toBeLessThanOrEqual(text.length);
        const unit = normal.text[at] ?? '';
        const quoted = normalise(text.slice(start, end)).text;
        expect(/[\u4e00-\u9fff\d]/u.test(unit) ? quoted : unit).toBe(unit);
      }
    }),
  );
});

test('lines of one width, as a page prints them, are joined over the number of the page', () => {
  const page = [
    '某县二〇二六年水利工作报告',
    '一、去年的工作',
    '去年，全县修通了东河和西河两岸的老渠道二十',
    '条，架起便桥五座，疏浚河道十里，加固堤防两',
    '处，新打机井三十眼，让四个乡镇的旱地都浇上',
    '了水，粮食产量比前年多了一成，群众都说这样',
    '- 2 -',
    '的实事办到了心坎上。',
    '二、今年的打算',
    '今年，要把南河两岸的渠道也修通，再架便桥三',
    '座，完成投资120 万元，确保汛期之前全部完工（',
    '含配套），让另外三个乡镇的旱地也能浇上水。',
  ].join('\n');
  expect(normalise(page).text.split('\n')).toHaveLength(5);
  expect(normalise(page).text).toContain('群众都说这样的实事办到了心坎上。');
  expect(normalise(page).text).toContain('完成投资120万元，确保汛期之前全部完工（含配套），');
});

test('a line that breaks off before its figure goes on', () => {
  expect(normalise('今年的目标定\n\u200b\n为6%以上，留有余地。').text).toBe(
    '今年的目标定为6%以上，留有余地。',
  );
});

test('a long title is no cut line', () => {
  const title =
    '某县人民政府办公室关于印发某县二〇二六年农田水利基本建设和河道清淤疏浚工程实施方案的通知';
  expect(normalise(`${title}\n各乡镇人民政府：`).text.split('\n')).toHaveLength(2);
});
