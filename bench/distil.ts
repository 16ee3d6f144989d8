import { monitorEventLoopDelay } from 'node:perf_hooks';
import { distil, tableOf, tellGathered } from '#domain/alike/distil.ts';
import type { Told } from '#domain/alike/distil.ts';
import { Gathering } from '#domain/alike/gathering.ts';
import { NumberList } from '#domain/alike/near/number-list.ts';
import { findPlaces, gazetteer } from '#domain/alike/places/place.ts';
import { firstStatements } from '#domain/alike/settle.ts';
import type { Statement } from '#domain/alike/statement.ts';
import { askAlike, tellVoice } from '#domain/alike/voice.ts';
import { DistilThread } from '#platform/workers/distil-thread.ts';
import { makeCity } from '#test/alike-city/generate.ts';
import type { CityStatement } from '#test/alike-city/generate.ts';
import { byMinhash, byTrigrams } from './distil-peers.ts';
import type { PeerPairs } from './distil-peers.ts';
import { grouped, pairScore } from './distil-score.ts';
import { quantile, timesOf } from './measure.ts';

/**
 * The still, measured: `node bench/distil.ts [statements] [for quality] [for the peers]`. Prints quality on
 * the made-up city, time and memory in its thread, one voice against all, and the peers in the same run.
 */
const [size = 270_000, qualitySize = 60_000, peerSize = 4000] = process.argv.slice(2).map(Number);

await throughTheThread(size);
voices(size);
quality('units told, no place list', qualitySize, { listed: 0, withUnit: true });
quality('units told, 70 % of places listed', qualitySize, { listed: 0.7, withUnit: true });
quality('neither units nor list', qualitySize, { listed: 0, withUnit: false });
await peers(peerSize);

function told(city: readonly CityStatement[]): Statement[] {
  return city.map(({ id, text, unit }) => ({ id, text, unit }));
}

async function throughTheThread(statements: number): Promise<void> {
  const all = told(makeCity({ statements, seed: 5, withUnit: true }).statements);
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const started = performance.now();
  const before = process.cpuUsage();
  await using thread = new DistilThread();
  for (let at = 0; at < all.length; at += 400) {
    await thread.add(all.slice(at, at + 400));
  }
  let rows = 0;
  await thread.distil();
  for await (const batch of thread.rows()) rows += batch.length;
  const { user, system } = process.cpuUsage(before);
  console.log(
    `thread: ${rows} statements, ${seconds(performance.now() - started)} wall, ` +
      `${seconds((user + system) / 1000)} CPU, event loop held at most ${(delay.max / 1e6).toFixed(0)} ms, ` +
      `peak memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB with the test data`,
  );
}

interface Named {
  readonly listed: number;
  readonly withUnit: boolean;
}

function quality(name: string, statements: number, { listed, withUnit }: Named): void {
  const city = makeCity({ statements, seed: 11, withUnit });
  const names = city.placeNames.filter((_, at) => (at * 7919) % 100 < listed * 100);
  const known = gazetteer(
    // A list does not tell levels: they are read off the endings, as the command does.
    names.map((place) => ({ name: place, level: findPlaces(place).at(-1)?.level ?? 5 })),
  );
  const distillation = distil(told(city.statements), listed > 0 ? known : undefined);
  const table = tableOf(distillation);
  const { precision, recall } = pairScore(city.statements, (at) => table.at(at)?.instance ?? at);
  console.log(
    `quality, ${name}: precision ${percent(precision)}, pair recall ${percent(recall)}, `,
    byGrade(city.statements, (at) => table.at(at)?.instance ?? at),
  );
}

function byGrade(city: readonly CityStatement[], groupOf: (at: number) => number): string {
  const first = new Map<string, number>();
  const [joined, all] = [
    [0, 0, 0, 0],
    [0, 0, 0, 0],
  ];
  city.forEach(({ instance, grade }, at) => {
    const before = first.get(instance);
    if (before === undefined) return void first.set(instance, at);
    all[grade] = (all[grade] ?? 0) + 1;
    if (groupOf(before) === groupOf(at)) joined[grade] = (joined[grade] ?? 0) + 1;
  });
  return all.map((n, grade) => `grade ${grade} ${percent((joined[grade] ?? 0) / n)}`).join(', ');
}

/** An index of so many, and two thousand that come in later. */
function indexed(statements: number): { index: Told; late: readonly Statement[] } {
  const gathering = new Gathering();
  const late: Statement[] = [];
  const city = makeCity({ statements: statements + 2000, seed: 5, withUnit: true });
  for (const [at, statement] of told(city.statements).entries())
    if (at < statements) gathering.add(statement);
    else late.push(statement);
  const index = tellGathered(gathering);
  index.still.settle();
  return { index, late };
}

/**
 * As the index of a house answers: what was told is learnt and no statement kept. By the CPU time of the whole process, what
 * compiles and collects beside it included (a single thread's ticks every four milliseconds): on a busy machine the clock
 * tells waits.
 */
function voices(statements: number): void {
  const { index, late } = indexed(statements);
  const times = late.map((voice) => {
    const before = cpuTime();
    tellVoice(index, voice);
    return cpuTime() - before;
  });
  const { matterOf } = index;
  const firstOf = new NumberList();
  for (const first of firstStatements(index)) firstOf.push(first);
  const asked = late.map(({ text, unit }) => {
    const before = cpuTime();
    askAlike(index, firstOf, { text, unit }, 20);
    return cpuTime() - before;
  });
  const searches = timesOf(asked);
  console.log(
    `the twenty most alike among ${matterOf.length}: p50 ${quantile(searches, 0.5).toFixed(2)}, ` +
      `p95 ${quantile(searches, 0.95).toFixed(2)}, max ${quantile(searches, 1).toFixed(2)} ms`,
  );
  const sorted = timesOf(times);
  console.log(
    `one voice against ${statements}: p50 ${quantile(sorted, 0.5).toFixed(2)}, ` +
      `p99 ${quantile(sorted, 0.99).toFixed(2)}, max ${quantile(sorted, 1).toFixed(2)} ms`,
  );
}

/** In milliseconds. */
function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

async function peers(statements: number): Promise<void> {
  const city = makeCity({ statements, seed: 7 }).statements;
  const started = performance.now();
  const table = tableOf(distil(told(city)));
  const ms = performance.now() - started;
  const ours = pairScore(city, (at) => table.at(at)?.instance ?? at);
  console.log(`peers, ${statements} statements of the same city:`);
  console.log(
    `  luoshi: ${seconds(ms)}, precision ${percent(ours.precision)}, recall ${percent(ours.recall)}`,
  );
  const texts = city.map(({ text }) => text);
  for (const peer of [byMinhash(texts, 0.3), await byTrigrams(texts, 0.3)]) {
    console.log(`  ${peer.name}: ${seconds(peer.ms)} (${(peer.ms / ms).toFixed(1)} × ours)`);
    reportPeer(peer, city, ours.precision);
  }
}

function reportPeer(peer: PeerPairs, city: readonly CityStatement[], precision: number): void {
  let equal = 0;
  const line = [0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 1].map((least) => {
    const pairs = peer.pairs.filter(([, , score]) => score >= least - 1e-6);
    const groups = grouped(
      city.length,
      pairs.map(([a, b]) => [a, b] as const),
    );
    const score = pairScore(city, (at) => groups[at] ?? at);
    if (score.precision >= precision) equal = Math.max(equal, score.recall);
    return `≥ ${least}: P ${percent(score.precision)} R ${percent(score.recall)}`;
  });
  console.log(`    ${line.join('; ')}`);
  console.log(`    recall at our precision: ${percent(equal)}`);
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)} %`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
