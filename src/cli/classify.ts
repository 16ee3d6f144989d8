import type { Labelled } from '#domain/classify/classifier.ts';
import { classify, trainModel } from '#domain/classify/classifier.ts';
import type { Classifiable } from '#domain/classify/features.ts';
import { macroF1, scoreClasses } from '#domain/classify/score.ts';
import {
  BadInput,
  option,
  readJsonLines,
  TERMINAL,
  textField,
  withSentences,
} from './json-lines.ts';
import type { Output } from './json-lines.ts';

const USAGE =
  '用法：luoshi classify --train A.jsonl --test B.jsonl [--alone]　Usage: luoshi classify --train A.jsonl --test B.jsonl [--alone]';

/**
 * `luoshi classify --train A.jsonl --test B.jsonl`: learns from lines with title, text and label, prints a
 * prediction for each line of B with the first three classes and the margin, and, if B has labels, the
 * score of each class and the macro-F1 as a last line. With few labels the texts of B (never their
 * labels) also serve as unconfirmed texts; `--alone` leaves them out.
 */
export async function classifyCommand(args: string[], io: Output): Promise<number> {
  const [train, test] = [option(args, 'train'), option(args, 'test')];
  if (train === undefined || test === undefined) {
    io.err(USAGE);
    return 1;
  }
  return withSentences(io, async () => {
    const known = (await readJsonLines(train)).map((line, at) => labelled(line, train, at + 1));
    if (new Set(known.map(({ label }) => label)).size < 2) {
      throw new BadInput(`${train} 至少要有两个类别`, `${train} needs at least two classes`);
    }
    const lines = await readJsonLines(test);
    const texts = lines.map(textOf);
    const model = trainModel(known, { unlabelled: args.includes('--alone') ? [] : texts });
    const pairs: { truth: string; guess: string }[] = [];
    for (const [at, text] of texts.entries()) {
      const line = lines[at] ?? {};
      const { top, margin, isSure } = classify(model, text);
      const guess = top[0]?.label ?? '';
      const truth = labelOf(line);
      if (truth !== undefined) pairs.push({ truth, guess });
      io.out(
        JSON.stringify({
          ...(line['id'] === undefined ? { line: at + 1 } : { id: line['id'] }),
          predicted: guess,
          label: truth,
          margin: rounded(margin),
          auto: isSure,
          top: top.map(({ label, score }) => ({ label, score: rounded(score) })),
        }),
      );
    }
    if (pairs.length > 0) printScores(pairs, io);
    return 0;
  });
}

function printScores(pairs: readonly { truth: string; guess: string }[], io: Output): void {
  const scores = scoreClasses(pairs);
  const classes = scores.map(({ label, precision, recall, f1, rows }) => ({
    label,
    precision: rounded(precision),
    recall: rounded(recall),
    f1: rounded(f1),
    rows,
  }));
  io.out(JSON.stringify({ macroF1: rounded(macroF1(scores)), rows: pairs.length, classes }));
}

function labelled(line: Record<string, unknown>, file: string, number: number): Labelled {
  const label = labelOf(line);
  if (label === undefined || label === '') {
    throw new BadInput(
      `${file} 第 ${number} 个对象没有 label`,
      `object ${number} of ${file} has no label`,
    );
  }
  return { ...textOf(line), label };
}

function labelOf(line: Record<string, unknown>): string | undefined {
  return textField(line, ['label', 'category', 'class', '一级标签', '类别']);
}

function textOf(line: Record<string, unknown>): Classifiable {
  const title = textField(line, ['title', 'heading', '标题', '留言主题']);
  const body = textField(line, ['text', 'body', 'content', '内容', '留言详情']) ?? '';
  return { title, body: body.replaceAll('_x000D_', ' ') };
}

function rounded(value: number): number {
  return Number(value.toFixed(4));
}

if (import.meta.main) process.exitCode = await classifyCommand(process.argv.slice(2), TERMINAL);
