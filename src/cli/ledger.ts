import { rebuildCounts, recount } from '#modules/ledger/fold-counts.ts';
import { replay } from '#modules/ledger/replay.ts';
import { type Command, inChinese, progressBar } from './command.ts';
import { withDatabase } from './with-database.ts';

/** recount: every kept count against the rows. */
export const recountCommand: Command = {
  name: 'recount',
  usage: 'recount [--mend] [--json]',
  zh: '逐行重数台账，与保存的计数核对（--mend 依台账重建计数）',
  en: 'count the ledger anew and compare with the kept counts (--mend: rebuild them)',
  run: (args, io, readConfig) =>
    withDatabase(readConfig(), async ({ patient: db }, { cityId }) => {
      const faults = await recount(db, cityId);
      const mend = faults.length > 0 && args.includes('--mend');
      if (mend) await rebuildCounts(db, cityId);
      if (args.includes('--json')) io.out(JSON.stringify({ faults, mended: mend }));
      else {
        for (const fault of faults)
          io.out(`unit ${fault.unitNo} ${fault.state}: ${fault.kept} / ${fault.counted}`);
        io.out(countLine(faults.length, mend));
      }
      return faults.length === 0 || mend ? 0 : 1;
    }),
};

function countLine(faults: number, mended: boolean): string {
  if (faults === 0) return inChinese() ? '计数与台账一致。' : 'The counts equal the ledger.';
  if (mended) return inChinese() ? `${faults} 处不一致，已重建。` : `${faults} differed; rebuilt.`;
  return inChinese()
    ? `${faults} 处不一致，可用 --mend 重建。`
    : `${faults} differ; --mend rebuilds them.`;
}

/** replay: every row against its events. */
export const replayCommand: Command = {
  name: 'replay',
  usage: 'replay [--json]',
  zh: '用记录重演每个事项，与台账核对',
  en: 'retell every entry from its events and compare with the ledger',
  run: (args, io, readConfig) =>
    withDatabase(readConfig(), async ({ db }, { cityId }) => {
      const progress = progressBar(io, inChinese() ? '重演' : 'Replaying');
      const { entries, faults } = await replay(db, cityId, progress);
      if (args.includes('--json')) io.out(JSON.stringify({ entries, faults }));
      else {
        for (const fault of faults.slice(0, 100)) io.out(`${fault.no}  ${fault.why}`);
        io.out(
          inChinese()
            ? `重演 ${entries} 项，${faults.length} 项与台账不符。`
            : `${entries} entries retold, ${faults.length} differ from the ledger.`,
        );
      }
      return faults.length === 0 ? 0 : 1;
    }),
};
