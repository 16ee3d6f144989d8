import { normalise } from '#domain/document/normalise.ts';
import { readDocument } from '#domain/document/read-document.ts';
import { CITY_REPORT } from '#test/city/words/report.ts';
import { planReport } from '#test/documents/plan-report.ts';
import { type Figure, figureTable, quantile, timesOf } from './measure.ts';

/**
 * `node bench/documents.ts`: CPU, not wall time, of reading documents. A report of 20,000 characters is held to
 * 100 ms after the rules are loaded, the normaliser to five million characters a second; plain `String.normalize`
 * on the same text stands beside it as a yardstick of the machine.
 */
const TURNS = 15;
const REPORT = 20_000;
const LONG = 2_000_000;

const source = `${planReport().text}\n${CITY_REPORT}\n`;
const report = source.repeat(Math.ceil(REPORT / source.length)).slice(0, REPORT);
const long = source.repeat(Math.ceil(LONG / source.length)).slice(0, LONG);

/** CPU milliseconds of the median turn; the first turns warm up. */
function cpu(work: () => unknown): number {
  const taken = Array.from({ length: TURNS + 3 }, () => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return quantile(timesOf(taken.slice(3)), 0.5);
}

const reading = cpu(() => readDocument(report));
const normalising = cpu(() => normalise(long));
const nfkc = cpu(() => long.normalize('NFKC'));
const figures: readonly Figure[] = [
  { what: 'a report of 20,000 characters read', value: reading, unit: 'ms CPU', limit: 100 },
  {
    what: 'normaliser',
    value: LONG / normalising / 1000,
    unit: 'M characters/s',
    limit: 5,
    least: true,
  },
  { what: 'normaliser against String.normalize', value: normalising / nfkc, unit: '×' },
];
console.log(figureTable(figures));
