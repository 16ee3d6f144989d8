/**
 * `npm run eval -- DIR [--misses N]`: reads the documents behind the gold in DIR (`*.targets.jsonl`,
 * `*.tasks.jsonl`, in the form of reports-gold or seeds-gold) and prints how well the rules found what
 * people marked. A span is found when it overlaps the marked one by half of both; metrics are compared by
 * character bigrams; optional gold never counts.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { jsonLines } from '../src/cli/read.ts';
import { readDocument } from '../src/domain/document/read-document.ts';
import {
  type Counts,
  emptyCounts,
  emptyTasks,
  scoreTargets,
  scoreTasks,
  type TaskCounts,
} from './eval/score.ts';
import type { Row } from './eval/spans.ts';

const [folder = '.', ...options] = process.argv.slice(2);
const limit = options[0] === '--misses' ? Number(options[1] ?? 40) : 40;
const misses: string[] = [];
const totals = { targets: emptyCounts(), tasks: emptyTasks(), seconds: 0, characters: 0 };

const targetGold = rows('.targets.jsonl');
const taskGold = rows('.tasks.jsonl');
const table: Row[] = [];
for (const [file, gold] of targetGold) {
  const text = documentText(file);
  if (text === undefined) {
    console.error(`${file}: no such document near ${folder}`);
    continue;
  }
  const started = process.cpuUsage();
  const reading = readDocument(text);
  const spent = process.cpuUsage(started);
  totals.seconds += (spent.user + spent.system) / 1e6;
  totals.characters += text.length;
  const lines = jsonLines(file, text, reading).map((line) => JSON.parse(line) as Row);
  const targets = scoreTargets({
    file,
    gold,
    predicted: lines.filter((line) => 'v_start' in line),
    misses,
  });
  const tasks = scoreTasks({
    file,
    gold: taskGold.get(file) ?? [],
    predicted: lines.filter((line) => 'start' in line),
    misses,
  });
  table.push(row(basename(file, '.txt').slice(0, 12), targets, tasks));
  add(totals.targets, targets);
  add(totals.tasks, tasks);
}
table.push(row('all', totals.targets, totals.tasks));
console.table(table);
console.log(
  `${totals.characters} characters in ${(totals.seconds * 1000).toFixed(0)} ms CPU; ${misses.length} misses`,
);
for (const miss of misses.slice(0, limit)) console.log(miss);

function rows(suffix: string): Map<string, Row[]> {
  const found = new Map<string, Row[]>();
  for (const name of readdirSync(folder).filter((one) => one.endsWith(suffix))) {
    for (const line of readFileSync(join(folder, name), 'utf8').split('\n')) {
      if (line.trim() === '') continue;
      const one = JSON.parse(line) as Row;
      const file = String(one['file'] ?? one['seed'] ?? seedOf(name));
      found.set(file, [...(found.get(file) ?? []), one]);
    }
  }
  return found;
}

/** Task rows of the seeds name no file: theirs is the seed whose number the file name carries. */
function seedOf(name: string): string {
  const number = name.split('.')[0] ?? '';
  const seeds = join(folder, '..', 'seeds');
  return (
    (existsSync(seeds) ? readdirSync(seeds) : []).find((one) => one.startsWith(number)) ?? name
  );
}

function documentText(file: string): string | undefined {
  const places = [folder, join(folder, '..', 'reports'), join(folder, '..', 'seeds')];
  const path = places.map((place) => join(place, file)).find((one) => existsSync(one));
  return path === undefined ? undefined : readFileSync(path, 'utf8');
}

function add<T extends object>(sum: T, one: T): void {
  for (const key of Object.keys(sum) as (keyof T)[]) {
    sum[key] = (Number(sum[key]) + Number(one[key])) as T[keyof T];
  }
}

function row(name: string, t: Counts, k: TaskCounts): Row {
  const precision = k.right / Math.max(1, k.predicted);
  const recall = k.found / Math.max(1, k.gold);
  return {
    file: name,
    gold: t.gold,
    P: rate(t.matched, t.predicted),
    R: rate(t.matched, t.gold),
    'value+unit': rate(t.valueUnit, t.matched),
    'metric≥.5': rate(t.metric, t.matched),
    'metric≥.8': rate(t.metricStrict, t.matched),
    kind: rate(t.kind, t.matched),
    baseline: rate(t.base, t.goldBase),
    full: rate(t.full, t.matched),
    'task F1': k.gold === 0 ? '–' : ((2 * precision * recall) / (precision + recall)).toFixed(3),
    'framing out': rate(k.framingOut, k.framing),
    heading: rate(k.heading, k.found),
  };
}

function rate(a: number, b: number): string {
  return b === 0 ? '–' : (a / b).toFixed(3);
}
