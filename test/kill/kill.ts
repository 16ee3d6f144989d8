import { killRounds } from './kill-rounds.ts';

// node test/kill/kill.ts [rounds] [postgres://…]: the long run, with its figures.
const [rounds = '50', url] = process.argv.slice(2);
const { reopenedMs, lost, ...result } = await killRounds(Number(rounds), url);
const sorted = reopenedMs.toSorted((a, b) => a - b);
console.table({
  database: url === undefined ? 'embedded' : 'server',
  ...result,
  lost: lost.length,
  'reopened, median ms': sorted[Math.floor(sorted.length / 2)],
  'reopened, longest ms': sorted.at(-1),
});
process.exitCode = lost.length + result.torn === 0 ? 0 : 1;
