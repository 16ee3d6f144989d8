import { expect, test } from 'vitest';
import { outline } from './outline.ts';
import { planSentences, type PlanSentence } from './tasks.ts';
import { coUnitsOf, deadlineOf, leadUnitOf, recurrenceOf } from './task-words.ts';

function judged(body: string): PlanSentence[] {
  return planSentences(outline(`某县报告\n一、2026年工作安排\n${body}`).sentences);
}

test.each([
  ['今年是全县水利建设的关键之年，也是攻坚的一年。', 'outlook'],
  ['今年全县工作的总体要求是：以民为本，稳中求进。', 'account'],
  ['围绕上述目标，我们将把握好以下几点：', 'account'],
  ['重点抓好以下六项工作。', 'account'],
  ['各位代表！山高路远，使命在肩。', 'call'],
  ['让我们携手前行，把家乡建得更好！', 'call'],
  ['民以食为天，粮食为要。', 'saying'],
])('%s is framing', (text, reason) => {
  expect(judged(text)).toMatchObject([{ label: 'framing', reason }]);
});

test.each([
  '新建改造灌渠30公里，疏浚山塘12口。',
  '落实河长责任，清理乱占乱堆。',
  '有效灌溉面积是全市平均的1.2倍。',
  '今年经济社会发展主要目标是：粮食总产50亿斤，收入增长6%。',
])('%s is a task', (text) => {
  expect(judged(text)).toMatchObject([{ label: 'task' }]);
});

test('the sentence that opens a section of headed paragraphs is framing, unless it names counted work', () => {
  const body = (opener: string): string =>
    `（一）兴水利\n${opener}\n疏浚河道。清理淤泥，拓宽河口，加固岸坡，种植护堤林，恢复水生植物。`;
  expect(judged(body('坚持人水和谐，统筹上下游左右岸。'))[0]?.label).toBe('framing');
  expect(judged(body('实施水利三大工程，补齐短板。'))[0]?.label).toBe('task');
});

test('what stands below 一、总体要求 of a plan is framing, but for figures, days and units', () => {
  const plan = (line: string): PlanSentence[] =>
    planSentences(
      outline(`河长制工作方案\n一、总体要求\n${line}\n二、主要任务\n疏浚河道，清理淤泥。`)
        .sentences,
    );
  const label = (line: string): string | undefined =>
    plan(line).find(({ section }) => section.endsWith('总体要求'))?.label;
  expect(label('深入贯彻上级部署，把群众的事一件一件办好。')).toBe('framing');
  expect(label('到2027年底，全县河道水质全部达标。')).toBe('task');
  expect(label('建设生态河道30公里。')).toBe('task');
});

test('principles to be kept in mind order nothing yet', () => {
  const body =
    '工作中，要把握好两个方面：\n一是坚持稳中求进。\n稳字当头，步步为营，把来之不易的家底打得更牢。\n（一）修路\n拓宽县道，铺设沥青。';
  expect(judged(body).map(({ label }) => label)).toEqual(['framing', 'framing', 'task']);
});

test('no sentence of the plan part is left out', () => {
  const body =
    '（一）修路\n拓宽县道。铺设沥青，更换护栏，增设路灯，修补桥面。让出行更便捷。\n（二）架桥\n架好三座桥。';
  const sentences = outline(`某县报告\n一、2026年工作安排\n${body}`).sentences;
  expect(planSentences(sentences)).toHaveLength(sentences.filter((s) => s.part === 'plan').length);
});

test('sub-clauses become measures that quote the text', () => {
  const [task] = judged('疏浚河道二十里；加固堤防三处；修复水毁桥梁。');
  expect(task?.measures).toHaveLength(3);
});

test('who leads and by when are told of the task, and are no measures of it; a full stop is none either', () => {
  const body = '改造老旧小区120个，补建停车棚八处，由市住建局牵头，11月底前完工。';
  const text = `某县报告\n一、2026年工作安排\n${body}`;
  const [task] = planSentences(outline(text).sentences);
  expect(task).toMatchObject({ leadUnit: '市住建局', deadline: '11月底前' });
  expect(task?.measures.map(([from, to]) => text.slice(from, to))).toEqual([
    '改造老旧小区120个',
    '补建停车棚八处',
  ]);
});

test('a bracket of responsibility belongs to the sentence before it', () => {
  const [task, ...more] = judged('疏浚东河。（牵头单位：市水利局；配合单位：各县（市、区）政府）');
  expect(more).toEqual([]);
  expect(task).toMatchObject({ leadUnit: '市水利局', coUnits: ['各县（市、区）政府'] });
});

test('hints in the words of the text', () => {
  expect(deadlineOf('力争2027年底前建成')).toBe('2027年底前');
  expect(deadlineOf('确保今年6月底前通车')).toBe('今年6月底前');
  expect(deadlineOf('建设一批水塔')).toBeUndefined();
  expect(recurrenceOf('每季度通报一次')).toBe('每季度');
  expect(leadUnitOf('请水利局牵头，各镇配合。')).toBe('水利局');
  const two = '由县农业农村局和县水利局牵头，会同各镇落实，县财政局配合。';
  expect(leadUnitOf(two)).toBe('县农业农村局');
  expect(coUnitsOf(two)).toEqual(['县水利局', '各镇', '县财政局']);
  expect(leadUnitOf('修渠。（牵头单位：县水利局，配合单位：县财政局、各镇）')).toBe('县水利局');
  expect(coUnitsOf('修渠。（牵头单位：县水利局；配合单位：县财政局、各镇）')).toEqual([
    '县财政局',
    '各镇',
  ]);
});

test('a sentence that only says who leads is no task: it names the lead of its neighbours', () => {
  const all = judged('疏浚东河，加固岸坡。清理淤泥12万方。由市水务局牵头，各县配合。\n修桥3座。');
  expect(all.map(({ label, reason, leadUnit }) => [label, reason, leadUnit])).toEqual([
    ['task', undefined, '市水务局'],
    ['task', undefined, '市水务局'],
    ['framing', 'names-lead', '市水务局'],
    ['task', undefined, undefined],
  ]);
  expect(all[0]?.coUnits).toEqual(['各县']);
});

test.each(['由市水务局牵头修渠12公里。', '请市水务局牵头，年底前修渠12公里。'])(
  '%s orders something and stays a task',
  (text) => {
    expect(judged(text)).toMatchObject([{ label: 'task', leadUnit: '市水务局' }]);
  },
);

test('a note at the end of a paragraph speaks for all its tasks, each paragraph having its own', () => {
  const all = judged(
    '（一）修渠\n清理淤泥12万方。加固岸坡。（责任单位：县水利局、县财政局；完成时限：6月底）\n架桥3座。汛期前验收。（县交通局牵头，各镇配合）\n种树。',
  );
  expect(all.map(({ leadUnit, coUnits, deadline }) => [leadUnit, coUnits, deadline])).toEqual([
    ['县水利局', ['县财政局'], '6月底'],
    ['县水利局', ['县财政局'], '6月底'],
    ['县交通局', ['各镇'], undefined],
    ['县交通局', ['各镇'], '汛期前'],
    [undefined, [], undefined],
  ]);
  expect(all[1]?.measures).toHaveLength(1);
});

test('a note on a line of its own stays under the heading that shares its line with the task', () => {
  const all = judged(
    '（一）修渠固堤。清淤十里，加固岸坡。\n牵头单位：县水利局\n（二）架桥。架桥两座。',
  );
  expect(all.map(({ subsection, leadUnit }) => [subsection, leadUnit])).toEqual([
    ['（一）修渠固堤', '县水利局'],
    ['（一）修渠固堤', '县水利局'],
    ['（二）架桥', undefined],
  ]);
});

test('a note on lines of its own speaks for the paragraph before it', () => {
  const all = judged(
    '修渠三条。\n架桥两座。加固桥墩。\n责任单位：县交通局\n完成时限：9月底前\n种树。',
  );
  expect(all.map(({ label, leadUnit, deadline }) => [label, leadUnit, deadline])).toEqual([
    ['task', undefined, undefined],
    ['task', '县交通局', '9月底前'],
    ['task', '县交通局', '9月底前'],
    ['framing', '县交通局', undefined],
    ['framing', undefined, '9月底前'],
    ['task', undefined, undefined],
  ]);
});

test.each([
  ['国庆节前通车', '国庆节前'],
  ['县党代会召开前办结', '党代会召开前'],
  ['主汛期前完工', '主汛期前'],
  ['5月上旬报送', '5月上旬'],
  ['9月中旬前验收', '9月中旬前'],
  ['前三季度开工', '前三季度'],
  ['第三季度末完工', '第三季度末'],
  ['2026年修渠项目9月底前开工', '9月底前'],
  ['今年修渠三条', '今年'],
  ['到2019年6月底，审批时间压缩至90个工作日以内', '到2019年6月底'],
  ['明年6月底前建成', '明年6月底前'],
  ['2027年上半年建成', '2027年上半年'],
  ['修渠。（责任单位：县水利局；时限：长期坚持）', '长期坚持'],
])('%s by %s', (text, words) => {
  expect(deadlineOf(text)).toBe(words);
});

test.each([
  ['一个时代有一个时代的渠，一代人有一代人的桥。', 'saying'],
  ['渠道要畅通无阻、常清常新，关键在日常管护。', 'saying'],
  ['全县各级党组织和党员干部一定要牢记修渠人的嘱托。', 'exhortation'],
  ['水利、交通等预期目标，体现了尽力而为的要求。', 'account'],
  ['为把渠修好，结合我县实际，制定本方案。', 'account'],
  ['重任在肩，更须实干。', 'call'],
  ['2026年是修渠的关键一年。', 'saying'],
])('%s is framing', (text, reason) => {
  expect(judged(text)).toMatchObject([{ label: 'framing', reason }]);
});
