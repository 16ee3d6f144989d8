import { expect, test } from 'vitest';
import { outline } from './outline.ts';

const REPORT = `打印
某县政府工作报告
（2026年1月20日）
各位代表：
一、2025年工作回顾
过去一年，修桥二十座。
二、2026年重点工作
（一）办好农业
稳定粮食生产。坚持种好每一块田，落实补贴政策，守住耕地红线不放松。推广良种良法。
兴修水利。疏浚河道，加固堤防，修复山塘，改造泵站，让旱涝都有保障。
附件
名词解释
1.山塘：山里的水塘。
相关报道：`;

test('an annex of commitments is a part of the plan, a glossary is not', () => {
  const { sentences } = outline(
    '某县报告\n二、2026年工作安排\n修渠三条。\n附件1\n2026年十件民生实事\n一、修路架桥。\n修路12公里，架桥3座。\n附件2\n名词解释\n1.“双百”：一百条路、一百座桥。',
  );
  expect(sentences.map(({ part, section, subsection }) => [part, section, subsection])).toEqual([
    ['front', '', ''],
    ['plan', '二、2026年工作安排', ''],
    ['plan', '2026年十件民生实事', '一、修路架桥'],
    ['annex', '名词解释', ''],
  ]);
});

test('a document that orders throughout has no review before', () => {
  const { sentences } = outline(
    '某县2026年水利工作要点\n一、现状\n已修渠三条。\n二、夯实水利基础设施\n1.修好水渠。年内修渠五条。\n2.清好河道。年内清淤十里，固堤两处。',
  );
  expect(sentences.slice(1).map(({ part, heading }) => `${part} ${heading}`)).toEqual([
    'review ',
    'plan 1.修好水渠',
    'plan 2.清好河道',
  ]);
});

test('chapters are parted into numbered sections', () => {
  const { sentences } = outline(
    '某市规划\n第一章 现代水网\n第一节 改造老渠\n力争到2030年改造渠道40条。',
  );
  expect(sentences.at(-1)).toMatchObject({
    part: 'plan',
    section: '第一章 现代水网',
    subsection: '第一节 改造老渠',
    heading: '',
  });
});

test.each([
  [
    'nothing but titles is marked',
    '## 甲县修渠\n一、2026年工作安排\n年内修渠三条。\n## 乙县架桥见闻\n去年架桥五座。',
    'front',
  ],
  [
    'a section is marked too',
    '## 甲县修渠\n## 2026年工作安排\n年内修渠三条，架桥两座，修路二十里。\n## 乙县架桥见闻\n去年架桥五座。',
    'plan',
  ],
])('marks part articles when %s', (_, text, part) => {
  expect(outline(text).sentences.at(-1)?.part).toBe(part);
});

test('a notice orders below its salutation, until it is signed; the plan it sends on has a front of its own', () => {
  const { sentences } = outline(
    '某县人民政府办公室关于印发修渠方案的通知\n各乡镇：\n现将《修渠方案》印发给你们，请认真贯彻执行。\n各乡镇要在月底前报送名单。\n某县人民政府办公室\n2026年3月1日\n（此件公开发布）\n某县修渠实施方案\n渠是田的命脉。\n为修好渠，结合我县实际，制定本方案。\n修渠三条。\n一、工作背景\n旧渠多年失修。\n二、清淤固堤\n清淤十里。',
  );
  expect(sentences.map(({ part, text }) => `${part} ${text.slice(0, 6)}`)).toEqual([
    'front 某县人民政府',
    'front 各乡镇：',
    'front 现将《修渠方',
    'plan 各乡镇要在月',
    'front 某县人民政府',
    'front 2026年3',
    'front （此件公开发',
    'front 某县修渠实施',
    'front 渠是田的命脉',
    'front 为修好渠，结',
    'plan 修渠三条。',
    'review 旧渠多年失修',
    'plan 清淤十里。',
  ]);
});

test('a speech that sends people to work orders after it has told why; its figures speak for themselves', () => {
  const { sentences } = outline(
    '在全县修渠动员大会上的讲话\n同志们：\n一、认清形势，增强紧迫感\n去年旱了三个月。\n二、抓住关键，打好硬仗\n修渠二十条。',
  );
  expect(sentences.slice(-2)).toMatchObject([
    { part: 'review', spoken: true },
    { part: 'plan', spoken: true },
  ]);
});

test('who published a page and when, and the number of a document, are no headings', () => {
  const { headings } = outline(
    '某县人民政府关于修渠的通知\n日期：2026-03-01　来源：县政府办公室\n某政办〔2026〕3号\n各乡镇人民政府，县直各单位，各企事业单位，各人民团体：\n修渠三条。',
  );
  expect(headings).toEqual([]);
});

test.each([
  ['marked as a title', '## 乙县部署修路\n来源：某某日报'],
  ['marked without a blank', '##乙县部署修路\n来源：某某日报'],
  ['above a dateline', '甲县的渠\n'.repeat(12) + '乙县部署修路工作\n来源：某某日报'],
])('another article, %s, starts anew', (_, title) => {
  const { headings, sentences } = outline(
    `甲县修渠\n一、2026年工作安排\n年内修渠三条。\n${title}\n会议说，去年修路五条。`,
  );
  expect(headings.at(-1)?.text).toMatch(/^乙县部署修路/);
  expect(sentences.at(-1)).toMatchObject({
    part: 'front',
    section: expect.stringMatching(/^乙县/),
    text: '会议说，去年修路五条。',
  });
});

test('the years of the goals hold for the sections after them', () => {
  const { sentences } = outline(
    '某县报告\n二、今后五年的主要目标\n今后五年的主要目标是：粮食总产年均增长2%。\n三、兴修水利\n修渠三条，清淤十里。\n四、2026年工作安排\n修路五条，架桥两座。',
  );
  expect(sentences.slice(1).map(({ horizon }) => horizon)).toEqual([
    '今后五年',
    '今后五年',
    '2026年',
  ]);
});

test('sections may be headed by lines without numbers', () => {
  const { sentences } = outline(
    '某县报告\n过去一年工作情况\n全年修渠三条，清淤十里。\n2026年重点工作\n年内修路五条，架桥两座。',
  );
  expect(sentences.map(({ part }) => part)).toEqual(['front', 'review', 'plan']);
});

test('title, date, headings and parts', () => {
  const { title, date, headings, sentences } = outline(REPORT);
  expect(title).toBe('某县政府工作报告');
  expect(date).toEqual({ year: 2026, month: 1, day: 20 });
  expect(headings.map(({ text, level }) => `${level} ${text}`)).toEqual([
    '1 一、2025年工作回顾',
    '1 二、2026年重点工作',
    '2 （一）办好农业',
    '3 稳定粮食生产',
    '3 兴修水利',
  ]);
  expect(sentences.map(({ part, heading, text }) => `${part} ${heading} ${text}`)).toContain(
    'plan 稳定粮食生产 推广良种良法。',
  );
  expect(sentences.some(({ text }) => text.includes('相关报道'))).toBe(false);
});

test('a five-year plan of the years to come turns a mixed section', () => {
  const { sentences } = outline(
    '某市报告\n（2026年2月1日）\n一、“十四五”成就和“十五五”目标任务\n“十四五”时期修了路。\n“十五五”时期再架桥。',
  );
  expect(sentences.map(({ part }) => part).slice(-2)).toEqual(['review', 'plan']);
});

test('the heading spans quote the text', () => {
  const { headings } = outline(REPORT);
  for (const { start, end, text } of headings) expect(REPORT.slice(start, end)).toBe(text);
});

test('paired sentences head paragraphs where that is the style of the document', () => {
  const paragraph = (head: string): string =>
    `${head}疏浚河道，加固堤防，让旱涝有保障。清理淤泥。种植护堤林。`;
  const heads = [
    '兴修农田水利，夯实粮食根基。',
    '修好乡村道路，方便群众出行。',
    '种好茶园竹林，增加农民收入。',
  ];
  const more = [
    '办好乡镇学校，关爱留守儿童。',
    '建好村卫生室，守护群众健康。',
    '整治村容村貌，建设美丽家园。',
  ];
  const report = (lines: readonly string[]): string =>
    ['某县报告', '一、2026年工作安排', ...lines.map(paragraph)].join('\n');
  const level3 = (text: string): number =>
    outline(text).headings.filter(({ level }) => level === 3).length;
  expect(level3(report([...heads, ...more, ...heads, ...more]))).toBe(12);
  expect(level3(report(heads))).toBe(0);
});
