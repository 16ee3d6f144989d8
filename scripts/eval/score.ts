import { sameAmount, similar } from './amounts.ts';
import { best, goldSpan, length, match, overlap, type Row, sentenceSpan, span } from './spans.ts';

export interface Counts {
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

export interface TaskCounts {
  gold: number;
  predicted: number;
  right: number;
  found: number;
  framing: number;
  framingOut: number;
  heading: number;
}

/** One document: what people marked, what the rules found, and where each miss is written down. */
interface Marked {
  readonly file: string;
  readonly gold: readonly Row[];
  readonly predicted: readonly Row[];
  readonly misses: string[];
}

export function scoreTargets({ file, gold, predicted, misses }: Marked): Counts {
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
  for (const [g, p] of pairs) {
    const faults = judge(scored[g] ?? {}, predicted[p] ?? {}, counts);
    for (const fault of faults)
      misses.push(`${fault}  ${file} “${shown(scored[g] ?? {}, 'quote')}”`);
  }
  return counts;
}

/** Counts what is right of a figure that was found, and says what is not. */
function judge(gold: Row, found: Row, counts: Counts): string[] {
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
  return [
    valueUnit
      ? ''
      : `VALUE ${shown(gold, 'value')}${shown(gold, 'unit')} / ${shown(found, 'value')}${shown(found, 'unit')}`,
    metric >= 0.5 ? '' : `METRIC ${shown(gold, 'metric')} / ${shown(found, 'metric')}`,
    kind ? '' : `KIND ${shown(gold, 'kind')} / ${shown(found, 'kind')}`,
    base ? '' : `BASE ${shown(gold, 'base')} / ${shown(found, 'base')}`,
  ].filter((fault) => fault !== '');
}

export function scoreTasks({ file, gold, predicted, misses }: Marked): TaskCounts {
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

function heading(one: Row): string {
  return String(one['heading'] ?? '')
    .replaceAll(/[\s“”"'‘’《》]/gu, '')
    .replaceAll(/^[—-]+|[。：:，、]+$/gu, '');
}

function shown(one: Row, key: string): string {
  return String(one[key] ?? '–');
}

export function emptyCounts(): Counts {
  const zero = { gold: 0, predicted: 0, matched: 0, valueUnit: 0, metric: 0, metricStrict: 0 };
  return { ...zero, kind: 0, goldBase: 0, base: 0, full: 0 };
}

export function emptyTasks(): TaskCounts {
  return { gold: 0, predicted: 0, right: 0, found: 0, framing: 0, framingOut: 0, heading: 0 };
}
