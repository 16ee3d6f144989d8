import { classifyCommand } from './classify.ts';
import { distilCommand } from './distil.ts';
import type { Command } from './command.ts';
import { readCommand } from './read.ts';
import { similarCommand } from './similar.ts';

/** Commands that read text and need neither server nor database. */

export const read: Command = {
  name: 'read',
  usage: 'read FILE … [--json]',
  zh: '读文件，列出任务和数字指标及其原文位置（不需要数据库）',
  en: 'read a document into tasks and numeric targets with their exact spans (no database)',
  run: readCommand,
};

export const similar: Command = {
  name: 'similar',
  usage: 'similar --pairs FILE.jsonl',
  zh: '判断两段话是否同一问题：link、suggest、different',
  en: 'tell whether two texts are one problem: link, suggest, different',
  run: similarCommand,
};

export const distil: Command = {
  name: 'distil',
  usage: 'distil FILE.csv --out links.csv [--places NAMES.txt]',
  zh: '把成千上万条表述归并为问题（id,text,unit）',
  en: 'distil thousands of statements into problems (id,text,unit)',
  run: distilCommand,
};

export const classify: Command = {
  name: 'classify',
  usage: 'classify --train A.jsonl --test B.jsonl [--alone]',
  zh: '由已定分类学出分类建议，并给出宏平均 F1',
  en: 'learn categories from labelled texts, predict and print macro-F1',
  run: classifyCommand,
};
