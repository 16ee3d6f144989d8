import { basename } from 'node:path';
import { rawSpan } from '#domain/document/normalise.ts';
import { readDocument, type DocumentReading } from '#domain/document/read-document.ts';
import type { NumericItem } from '#domain/document/items.ts';
import type { Quantity } from '#domain/document/quantity.ts';
import { gradeOf, scopeOf } from '#domain/document/grade.ts';
import { dueDate, periodOf } from '#domain/document/period.ts';
import { deadlineOf } from '#domain/document/task-words.ts';
import { readTextFile, UnreadableFile } from '#platform/words/read-file.ts';

interface Output {
  out(line: string): void;
  err(line: string): void;
}

/**
 * `luoshi read FILE [--json]`: what the document rules find in a file. With `--json` one JSON object a
 * line: targets have `v_start`, sentences of the plan part have `start`; offsets are code points of the
 * text of the file as given. Exit code 0, or 1 with a sentence when the file cannot be read.
 */
export async function readCommand(args: string[], io: Output): Promise<number> {
  const json = args.includes('--json');
  const files = args.filter((arg) => !arg.startsWith('--'));
  if (files.length === 0) {
    io.err('用法：luoshi read 文件… [--json]　Usage: luoshi read FILE… [--json]');
    return 1;
  }
  let code = 0;
  for (const file of files) {
    try {
      const { text } = await readTextFile(file);
      const reading = readDocument(text);
      const lines = json ? jsonLines(basename(file), text, reading) : plainLines(reading);
      for (const line of lines) io.out(line);
    } catch (error) {
      if (!(error instanceof UnreadableFile)) throw error;
      io.err(`${file}：${error.message}　${error.english}`);
      code = 1;
    }
  }
  return code;
}

/** The reading as JSON lines, in the form an outside scorer compares with gold. */
export function jsonLines(file: string, text: string, reading: DocumentReading): string[] {
  const point = codePoints(text);
  const span = (start: number, end: number): [number, number, string] => {
    const raw = rawSpan(reading.normal, start, end);
    return [point(raw.start), point(raw.end), text.slice(raw.start, raw.end)];
  };
  const targets = reading.items.map((item) => {
    const [v_start, v_end, value_text] = span(item.start, item.end);
    const [q_start, q_end, quote] = span(item.quoteStart, item.quoteEnd);
    const sentence = reading.sentences[item.sentence];
    return {
      file,
      v_start,
      v_end,
      value_text,
      ...valueFields(item),
      metric: item.metric,
      kind: item.kind,
      op: item.op,
      period: sentence === undefined ? null : (periodOf(item, sentence, reading.date) ?? null),
      q_start,
      q_end,
      quote,
      ...qualities(item, reading),
      sure: item.sure,
    };
  });
  const tasks = reading.tasks.map((task) => {
    const [start, end, quoted] = span(task.start, task.end);
    return {
      file,
      start,
      end,
      label: task.label,
      subtype: task.subtype ?? null,
      section: task.section,
      subsection: task.subsection,
      heading: task.heading,
      deadline: task.deadline ?? null,
      due: task.deadline === undefined ? null : (dueDate(task.deadline, reading.date) ?? null),
      recurrence: task.recurrence ?? null,
      lead_unit: task.leadUnit ?? null,
      co_units: task.coUnits,
      text: quoted,
    };
  });
  return [...targets, ...tasks].map((row) => JSON.stringify(row));
}

/** Scope, ambition grade and the day a target is due, where the text says. */
function qualities(item: NumericItem, reading: DocumentReading): Record<string, unknown> {
  const sentence = reading.sentences[item.sentence];
  const clause = reading.normal.text.slice(item.quoteStart, item.quoteEnd);
  const deadline = deadlineOf(clause) ?? deadlineOf(sentence?.text ?? '');
  const isTarget = item.kind === 'target';
  return {
    scope: scopeOf(reading.normal.text.slice(item.quoteStart, item.start)) ?? null,
    grade: isTarget ? (gradeOf(clause, sentence?.text ?? '') ?? null) : null,
    deadline: isTarget ? (deadline ?? null) : null,
    due: isTarget && deadline !== undefined ? (dueDate(deadline, reading.date) ?? null) : null,
  };
}

function valueFields(item: NumericItem): Record<string, unknown> {
  const { quantity, base } = item;
  return {
    value: valueOf(quantity),
    ...(quantity.max === undefined ? {} : { value_max: quantity.max }),
    unit: quantity.unit,
    withheld: quantity.value === undefined,
    base: base === undefined ? null : valueOf(base),
    base_period: item.basePeriod ?? null,
    approx: quantity.approximation ?? null,
    ref: item.relative?.yardstick ?? null,
  };
}

function valueOf(quantity: Quantity): number | readonly number[] | null {
  const { members, value } = quantity;
  return members !== undefined && members.length > 2 ? members : (value ?? null);
}

/** UTF-16 offset to code point offset; the identity for text without rare characters. */
function codePoints(text: string): (offset: number) => number {
  const pairs: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    if ((text.codePointAt(at) ?? 0) > 0xffff) {
      pairs.push(at);
      at += 1;
    }
  }
  return (offset) => (pairs.length === 0 ? offset : offset - countBelow(pairs, offset));
}

function countBelow(sorted: readonly number[], limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

function plainLines(reading: DocumentReading): string[] {
  const tasks = reading.tasks.filter((task) => task.label === 'task');
  const date = reading.date;
  return [
    reading.title,
    date === undefined ? '' : [date.year, date.month, date.day].filter(Boolean).join('-'),
    `数值 ${reading.items.length} 项，任务 ${tasks.length} 句，铺垫 ${reading.tasks.length - tasks.length} 句`,
    ...reading.items.map((item) => {
      const { value, max, unit, approximation } = item.quantity;
      const amount =
        value === undefined ? '（未公开）' : `${value}${max === undefined ? '' : `–${max}`}`;
      return `  [${item.kind}] ${item.metric}：${amount}${unit}${approximation ?? ''}`;
    }),
    ...tasks.map(
      (task) =>
        `  [task] ${task.heading === '' ? '' : `${task.heading} · `}${reading.normal.text.slice(task.start, task.end)}`,
    ),
  ].filter((line) => line !== '');
}

if (import.meta.main) {
  // A reader that stops early (head, less) is no fault of ours.
  process.stdout.on('error', () => process.exit(0));
  process.exitCode = await readCommand(process.argv.slice(2), {
    out: (line) => process.stdout.write(`${line}\n`),
    err: (line) => process.stderr.write(`${line}\n`),
  });
}
