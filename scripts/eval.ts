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

type Field = string | number | boolean | null | undefined | readonly number[];
type Row = Readonly<Record<string, Field>>;

interface Counts {
  gold: number;
  predicted: number;
  matched: number;
  valueUnit: number;
  metric: number;
  metricStrict: number;
  kind: number;
  goldBase: number;
  base: number;
  full: number;
}

interface TaskCounts {
  gold: number;
  predicted: number;
  right: number;
  found: number;
  framing: number;
  framingOut: number;
  heading: number;
}

const MAGNITUDES: Readonly<Record<string, number>> = { 百: 1e2, 千: 1e3, 万: 1e4, 亿: 1e8 };
const UNITS: Readonly<Record<string, readonly [string, number]>> = {
  公里: ['米', 1000],
  平方公里: ['平方米', 1e6],
  公顷: ['平方米', 1e4],
  斤: ['克', 500],
  公斤: ['克', 1000],
  吨: ['克', 1e6],
  千瓦: ['瓦', 1e3],
  千瓦时: ['瓦时', 1e3],
  百分点: ['个百分点', 1],
  名: ['位', 1],
  成: ['%', 10],
};

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
  const targets = scoreTargets(
    file,
    gold,
    lines.filter((line) => 'v_start' in line),
  );
  const tasks = scoreTasks(
    file,
    taskGold.get(file) ?? [],
    lines.filter((line) => 'start' in line),
  );
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

function scoreTargets(file: string, gold: readonly Row[], predicted: readonly Row[]): Counts {
  const counts = emptyCounts();
  const scored = gold.filter((one) => one['optional'] !== true && one['kind'] !== 'scale');
  const optional = gold.filter((one) => !scored.includes(one));
  const pairs = match(scored.map(goldSpan), predicted.map(span));
  const used = new Set(pairs.map(([, at]) => at));
  counts.gold = scored.length;
  counts.matched = pairs.length;
  predicted.forEach((one, at) => {
    const ignored = optional.some((o) => 2 * overlap(goldSpan(o), span(one)) >= length(span(one)));
    if (used.has(at)) counts.predicted += 1;
    else if (!ignored) {
      counts.predicted += 1;
      misses.push(
        `FALSE   ${file} ${shown(one, 'v_start')} ${shown(one, 'value_text')} ${shown(one, 'metric')}`,
      );
    }
  });
  const found = new Set(pairs.map(([at]) => at));
  scored.forEach((one, at) => {
    if (one['base'] !== undefined && one['base'] !== null) counts.goldBase += 1;
    if (!found.has(at)) misses.push(`MISSED  ${file} ${goldSpan(one)[0]} ${shown(one, 'quote')}`);
  });
  for (const [g, p] of pairs) judge(file, scored[g] ?? {}, predicted[p] ?? {}, counts);
  return counts;
}

function judge(file: string, gold: Row, found: Row, counts: Counts): void {
  const valueUnit = sameAmount(gold, found, 'value');
  const metric = similar(String(gold['metric']), String(found['metric']));
  const kind = gold['kind'] === found['kind'];
  const hasBase = gold['base'] !== undefined && gold['base'] !== null;
  const base = hasBase ? sameAmount(gold, found, 'base') : found['base'] === null;
  counts.valueUnit += Number(valueUnit);
  counts.metric += Number(metric >= 0.5);
  counts.metricStrict += Number(metric >= 0.8);
  counts.kind += Number(kind);
  counts.base += Number(hasBase && base);
  counts.full += Number(valueUnit && metric >= 0.5 && kind && base);
  const faults = [
    valueUnit
      ? ''
      : `VALUE ${shown(gold, 'value')}${shown(gold, 'unit')} / ${shown(found, 'value')}${shown(found, 'unit')}`,
    metric >= 0.5 ? '' : `METRIC ${shown(gold, 'metric')} / ${shown(found, 'metric')}`,
    kind ? '' : `KIND ${shown(gold, 'kind')} / ${shown(found, 'kind')}`,
    base ? '' : `BASE ${shown(gold, 'base')} / ${shown(found, 'base')}`,
  ].filter((fault) => fault !== '');
  for (const fault of faults) misses.push(`${fault}  ${file} “${shown(gold, 'quote')}”`);
}

function scoreTasks(file: string, gold: readonly Row[], predicted: readonly Row[]): TaskCounts {
  const counts = emptyTasks();
  const spans = gold.map((one) => sentenceSpan(one));
  const covered = new Map<number, Row[]>();
  const out = new Set<number>();
  for (const one of predicted) {
    if (one['label'] !== 'task' || gold.length === 0) continue;
    const own = sentenceSpan(one);
    const at = best(spans, own);
    counts.predicted += 1;
    if (at === undefined)
      misses.push(`NO TASK ${file} ${own[0]} ${String(one['text']).slice(0, 40)}`);
    else if (gold[at]?.['label'] === 'task') {
      counts.right += 1;
      covered.set(at, [...(covered.get(at) ?? []), one]);
    } else out.add(at);
  }
  gold.forEach((one, at) => {
    if (one['label'] === 'framing') {
      counts.framing += 1;
      counts.framingOut += Number(!out.has(at));
      if (out.has(at)) misses.push(`FRAMING ${file} ${String(one['text']).slice(0, 50)}`);
      return;
    }
    counts.gold += 1;
    const found = covered.get(at) ?? [];
    const shared = found.reduce((sum, p) => sum + overlap(spans[at] ?? [0, 0], sentenceSpan(p)), 0);
    if (2 * shared < length(spans[at] ?? [0, 0])) {
      misses.push(`TASK    ${file} ${String(one['text']).slice(0, 50)}`);
      return;
    }
    counts.found += 1;
    counts.heading += Number(found.some((p) => heading(p) === heading(one)));
  });
  return counts;
}

function goldSpan(one: Row): [number, number] {
  return one['raw_v_start'] === undefined
    ? span(one)
    : [Number(one['raw_v_start']), Number(one['raw_v_end'])];
}

function span(one: Row): [number, number] {
  return [Number(one['v_start']), Number(one['v_end'])];
}

function sentenceSpan(one: Row): [number, number] {
  return one['raw_start'] === undefined
    ? [Number(one['start']), Number(one['end'])]
    : [Number(one['raw_start']), Number(one['raw_end'])];
}

function overlap(a: readonly number[], b: readonly number[]): number {
  return Math.max(0, Math.min(a[1] ?? 0, b[1] ?? 0) - Math.max(a[0] ?? 0, b[0] ?? 0));
}

function length(one: readonly number[]): number {
  return Math.max(1, (one[1] ?? 0) - (one[0] ?? 0));
}

function match(
  gold: readonly [number, number][],
  found: readonly [number, number][],
): [number, number][] {
  const candidates = gold.flatMap((g, gi) =>
    found.flatMap((p, pi): [number, number, number][] => {
      const shared = overlap(g, p);
      if (2 * shared < length(g) || 2 * shared < length(p)) return [];
      return [[shared / (length(g) + length(p) - shared), gi, pi]];
    }),
  );
  const usedGold = new Set<number>();
  const usedFound = new Set<number>();
  const pairs: [number, number][] = [];
  for (const [, g, p] of candidates.toSorted((a, b) => b[0] - a[0])) {
    if (usedGold.has(g) || usedFound.has(p)) continue;
    usedGold.add(g);
    usedFound.add(p);
    pairs.push([g, p]);
  }
  return pairs;
}

function best(spans: readonly [number, number][], own: [number, number]): number | undefined {
  let found: number | undefined;
  let most = 0;
  spans.forEach((one, at) => {
    const shared = overlap(one, own);
    if (shared > most && 2 * shared >= length(own)) [found, most] = [at, shared];
  });
  return found;
}

function sameAmount(gold: Row, found: Row, key: 'value' | 'base'): boolean {
  const a = gold[key] ?? null;
  const b = found[key] ?? null;
  if (a === null || b === null) return a === b;
  if (Array.isArray(a) || Array.isArray(b)) return JSON.stringify(a) === JSON.stringify(b);
  const [unitA, timesA] = baseUnit(String(gold['unit'] ?? ''));
  const [unitB, timesB] = baseUnit(String(found['unit'] ?? ''));
  const [x, y] = [Number(a) * timesA, Number(b) * timesB];
  return unitA === unitB && Math.abs(x - y) <= 1e-6 * Math.max(1, Math.abs(x), Math.abs(y));
}

function baseUnit(unit: string): readonly [string, number] {
  let rest = unit.replaceAll(/\s/gu, '');
  let times = 1;
  while (UNITS[rest] === undefined && MAGNITUDES[rest[0] ?? ''] !== undefined && rest.length > 1) {
    times *= MAGNITUDES[rest[0] ?? ''] ?? 1;
    rest = rest.slice(1);
  }
  const [base, factor] = UNITS[rest] ?? [rest, 1];
  return [base, factor * times];
}

function similar(a: string, b: string): number {
  const [x, y] = [pairs(a), pairs(b)];
  if (x.length + y.length === 0) return a === b ? 1 : 0;
  const left = [...y];
  const shared = x.filter((one) => {
    const at = left.indexOf(one);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
  return (2 * shared.length) / (x.length + y.length);
}

function pairs(text: string): string[] {
  const plain = text
    .replaceAll(/[\s“”"'‘’《》]/gu, '')
    .replaceAll('(', '（')
    .replaceAll(')', '）');
  return Array.from({ length: Math.max(0, plain.length - 1) }, (_, at) => plain.slice(at, at + 2));
}

function heading(one: Row): string {
  return String(one['heading'] ?? '')
    .replaceAll(/[\s“”"'‘’《》]/gu, '')
    .replaceAll(/^[—-]+|[。：:，、]+$/gu, '');
}

function shown(one: Row, key: string): string {
  return String(one[key] ?? '–');
}

function emptyCounts(): Counts {
  const zero = { gold: 0, predicted: 0, matched: 0, valueUnit: 0, metric: 0, metricStrict: 0 };
  return { ...zero, kind: 0, goldBase: 0, base: 0, full: 0 };
}

function emptyTasks(): TaskCounts {
  return { gold: 0, predicted: 0, right: 0, found: 0, framing: 0, framingOut: 0, heading: 0 };
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
