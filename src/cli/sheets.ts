import { basename } from 'node:path';
import type { z } from 'zod/mini';
import type { ImportResult, ImportSummary } from '#contract/sheets.ts';
import { finished, queryOf, save, withApi } from './api.ts';
import { type Command, inChinese, type Io, optionOf, plainArgs } from './command.ts';

export const importSheet: Command = {
  name: 'import',
  usage:
    'import FILE [--kind problem|task] [--unit ID] [--dry-run] [--without-hidden] [--faults OUT.xlsx] [--json]',
  zh: '导入表格：无误的行成为草稿，有误的行可存为附错误说明的表',
  en: 'import a sheet: good rows become drafts, faulty ones can be saved with their reasons',
  run: (args, io, readConfig) =>
    withApi(readConfig(), io, async (api) => {
      const [file] = plainArgs(args, ['kind', 'unit', 'faults']);
      if (file === undefined) {
        io.err(importSheet.usage);
        return 2;
      }
      const query = new URLSearchParams({ name: basename(file) });
      for (const name of ['kind', 'unit']) {
        const value = optionOf(args, name);
        if (value !== undefined) query.set(name, value);
      }
      const batch = await api.send(`/imports?${query}`, file);
      const id = String(batch['id']);
      const looked = args.includes('--without-hidden') ? { hidden: 'without' } : {};
      await finished(api, io, await api.post(`/imports/${id}/preview`, looked), '预览', 'Preview');
      if (!args.includes('--dry-run'))
        await finished(api, io, await api.post(`/imports/${id}/run`, {}), '导入', 'Import');
      const done = await api.get(`/imports/${id}`);
      const faults = optionOf(args, 'faults');
      if (faults !== undefined) await save(await api.fetch(`/imports/${id}/faults`), faults);
      if (args.includes('--json')) io.out(JSON.stringify(done));
      else tell(io, done);
      return 0;
    }),
};

interface Batch {
  readonly summary?: z.infer<typeof ImportSummary>;
  readonly result?: z.infer<typeof ImportResult>;
}
type HiddenPart = NonNullable<z.infer<typeof ImportSummary>['hidden']>;

/** What a run did, or a preview would do, in a line; what is wrong where goes to the error stream. */
function tell(io: Io, { summary, result }: Batch): void {
  const zh = inChinese();
  const faults = [...(summary?.faults ?? [])];
  for (const one of result?.refused ?? [])
    if (!faults.some(({ row, message }) => row === one.row && message === one.message))
      faults.push(one);
  for (const { row, column = '', label = '', message, en = message } of faults) {
    const at =
      column === '' ? '' : zh ? ` ${column} 列（${label}）` : `, column ${column} (${label})`;
    io.err(zh ? `第 ${row} 行${at}：${message}` : `Row ${row}${at}: ${en}`);
  }
  if (summary?.hidden !== undefined) io.err(tellHidden(summary.hidden, zh));
  if (result !== undefined) {
    const { made, changed, known, faulty } = result;
    io.out(
      zh
        ? `新建草稿 ${made}，更新 ${changed}，已有未动 ${known}，有误未导入 ${faulty}`
        : `drafts made ${made}, changed ${changed}, known and left ${known}, faulty and left out ${faulty}`,
    );
  } else if (summary !== undefined) {
    const { entries, ready, known, faulty, warnings } = summary;
    io.out(
      zh
        ? `共 ${entries} 项：可导入 ${ready}，已有 ${known}，有误 ${faulty}，提示 ${warnings} 处（未导入）`
        : `${entries} entries: ready ${ready}, known ${known}, faulty ${faulty}, warnings ${warnings} (nothing taken in yet)`,
    );
  }
}

function tellHidden({ entries, leftOut, columns }: HiddenPart, zh: boolean): string {
  const told: string[] = [];
  if (entries > 0 && leftOut)
    told.push(
      zh
        ? `${entries} 项在表中被隐藏或筛选掉，未导入。`
        : `${entries} entries are hidden or filtered out in the sheet and stay out.`,
    );
  else if (entries > 0)
    told.push(
      zh
        ? `${entries} 项在表中被隐藏或筛选掉，也一并导入（加 --without-hidden 则不导入）。`
        : `${entries} entries are hidden or filtered out in the sheet and come in too (--without-hidden leaves them out).`,
    );
  if (columns.length > 0)
    told.push(
      zh
        ? `隐藏的列也一并导入：${columns.join('、')}。`
        : `Hidden columns come in too: ${columns.join(', ')}.`,
    );
  return told.join(' ');
}

export const exportSheet: Command = {
  name: 'export',
  usage: 'export FILE.xlsx|FILE.csv [state=…] …',
  zh: '导出符合条件的事项（xlsx 可改后再导入）',
  en: 'export all that match (an xlsx may be edited and imported again)',
  run: (args, io, readConfig) =>
    withApi(readConfig(), io, async (api) => {
      const [file] = plainArgs(args, []).filter((arg) => !/^\w+=/.test(arg));
      if (file === undefined) {
        io.err(exportSheet.usage);
        return 2;
      }
      const query = queryOf(args);
      query.set('format', file.endsWith('.csv') ? 'csv' : 'xlsx');
      await save(await api.fetch(`/entries/export?${query}`), file);
      io.err(file);
      return 0;
    }),
};
