import type { Row } from './spans.ts';

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

export function sameAmount(gold: Row, found: Row, key: 'value' | 'base'): boolean {
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

export function similar(a: string, b: string): number {
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
