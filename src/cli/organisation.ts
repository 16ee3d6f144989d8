import { ROLES, type Role } from '#domain/org/actor.ts';
import { createAccount } from '#modules/org/create-account.ts';
import { importUnits } from '#modules/org/import-units.ts';
import { openSheets } from '#platform/sheets/open-sheet.ts';
import { type Command, inChinese, optionOf, plainArgs } from './command.ts';
import { withDatabase } from './with-database.ts';

/** The rows of the first sheet, every cell as text; rows that the file leaves out are empty. */
async function* rowsOf(file: string): AsyncGenerator<string[]> {
  await using source = await openSheets(file);
  const [first] = source.sheets;
  if (first === undefined) return;
  let next = 1;
  for await (const batch of source.rows(first.name))
    for (const row of batch) {
      for (; next < row.row; next += 1) yield [];
      yield Array.from(row.cells, (cell) => cell?.text ?? '');
      next = row.row + 1;
    }
}

export const org: Command = {
  name: 'org',
  usage: 'org import FILE [--json]',
  zh: '从表格导入组织树（按编码，重复导入不产生变化）',
  en: 'bring in the tree of units from a sheet (by code; twice changes nothing)',
  run: (args, io, readConfig) =>
    withDatabase(readConfig(), async (database, { cityId }) => {
      const [what, file] = plainArgs(args, []);
      if (what !== 'import' || file === undefined) {
        io.err(org.usage);
        return 2;
      }
      const result = await importUnits(database, rowsOf(file), { cityId, now: new Date() });
      if (args.includes('--json')) io.out(JSON.stringify(result));
      else {
        for (const fault of result.faults.slice(0, 200)) io.out(JSON.stringify(fault));
        const { created, updated, unchanged, faults } = result;
        io.out(
          inChinese()
            ? `新建 ${created}，更新 ${updated}，未变 ${unchanged}，有误 ${faults.length} 行。`
            : `${created} created, ${updated} updated, ${unchanged} unchanged, ${faults.length} faults.`,
        );
      }
      return result.faults.length === 0 ? 0 : 1;
    }),
};

function isRole(text: string | undefined): text is Role {
  return (ROLES as readonly (string | undefined)[]).includes(text);
}

export const account: Command = {
  name: 'account',
  usage: 'account create --login L --name N --role ROLE [--unit CODE] [--post P]',
  zh: '建立账号（密码从环境变量 LUOSHI_PASSWORD 读取，未设则给一次性口令）',
  en: 'create an account (password from LUOSHI_PASSWORD, else a one-time word is given)',
  run: (args, io, readConfig) =>
    withDatabase(readConfig(), async ({ db }, { cityId }) => {
      const [login, name, role] = ['login', 'name', 'role'].map((field) => optionOf(args, field));
      if (args[0] !== 'create' || login === undefined || name === undefined || !isRole(role)) {
        io.err(`${account.usage}\n  ROLE: ${ROLES.join(' | ')}`);
        return 2;
      }
      const made = await createAccount(db, cityId, new Date(), {
        login,
        name,
        role,
        unitCode: optionOf(args, 'unit'),
        postName: optionOf(args, 'post'),
        password: process.env['LUOSHI_PASSWORD'],
      });
      io.out(JSON.stringify({ login, ...made }));
      return 0;
    }),
};
