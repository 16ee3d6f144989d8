import { userInfo } from 'node:os';
import { retain } from '#modules/listen/retention.ts';
import { forgottenList } from '#modules/listen/vault/forgotten-list.ts';
import { type Command, inChinese } from './command.ts';
import { withDatabase } from './with-database.ts';

/** retention: let go what is past its time, or say what would go. */
export const retention: Command = {
  name: 'retention',
  usage: 'retention [--dry-run] [--json]',
  zh: '清理到期的联系方式、不予受理的原文等（--dry-run 只看不清）',
  en: 'let go contacts and words past their time (--dry-run: only say what would go)',
  run: (args, io, readConfig) =>
    withDatabase(readConfig(), async ({ db }, { cityId, dataDir }) => {
      const dry = args.includes('--dry-run');
      const place = { db, cityId, list: forgottenList(dataDir) };
      const by = dry ? 'dry' : { operator: userInfo().username };
      const found = await retain(place, new Date(), by);
      if (args.includes('--json'))
        io.out(
          JSON.stringify({ dry, found: found.map(({ rule, n }) => ({ what: rule.what, n })) }),
        );
      else {
        io.out(heading(dry));
        for (const { rule, n } of found)
          io.out(`${String(n).padStart(6)}  ${inChinese() ? rule.zh : rule.en}`);
      }
      return 0;
    }),
};

/** What was only looked at must not read like what was done. */
function heading(dry: boolean): string {
  if (inChinese()) return dry ? '只看未动，到期将清理的：' : '已清理：';
  return dry ? 'Only looked at; past its time and to be let go:' : 'Let go:';
}
