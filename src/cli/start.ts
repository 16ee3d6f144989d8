import { newSetUpWord } from '#modules/org/set-up.ts';
import { migrate } from '#platform/db/migrate.ts';
import { openDatabase } from '#platform/db/open.ts';
import { buildDesk } from '../build-desk.ts';
import { startServer } from '../server.ts';
import { type Command, inChinese } from './command.ts';
import { type DemoSignIn, loadDemo } from './demo.ts';
import { demandPort } from './port.ts';

/** start: everything needed to use Luoshi in a browser, in one process. */
export const start: Command = {
  name: 'start',
  usage: 'start [--empty] [--no-web]',
  zh: '启动（首次装入一个小的示例城市；--empty 从空库开始，--no-web 只开接口）',
  en: 'start (the first time with a small made-up city; --empty: with nothing; --no-web: the API alone)',
  goesOnUnheard: true,
  async run(args, io, readConfig) {
    const config = readConfig();
    const zh = inChinese();
    await demandPort(config.host, config.port);
    if (!args.includes('--no-web')) buildDesk((what) => io.err(BUILDING[what][zh ? 'zh' : 'en']));
    const database = await openDatabase({ url: config.databaseUrl, dataDir: config.dataDir });
    await migrate(database, new Date());
    const demo = args.includes('--empty')
      ? undefined
      : await loadDemo(database, config, 'small', io);
    const running = await startServer({ config, database }).catch(async (error: unknown) => {
      await database.close();
      throw error;
    });
    const word = await newSetUpWord(database.db, config.cityId, new Date());
    const how = signInLine(zh, demo, word);
    io.out(zh ? `落实已启动：${running.url}  ${how}` : `Luoshi is running: ${running.url}  ${how}`);
    const signal = await untilStopped();
    io.err(zh ? `收到 ${signal}，正在停止……` : `${signal} received; stopping ...`);
    await running.stop();
    await database.close();
    return 0;
  },
};

const BUILDING = {
  building: { zh: '正在构建网页……', en: 'Building the web pages ...' },
  waiting: {
    zh: '另一个启动正在构建网页，等它完成……',
    en: 'Another start is building the web pages; waiting for it ...',
  },
};

function signInLine(zh: boolean, demo: DemoSignIn | undefined, word: string | undefined): string {
  if (demo !== undefined)
    return zh
      ? `示例账号 ${demo.login}，密码 ${demo.password}（其余账号见 docs/demo.md）`
      : `demo account ${demo.login}, password ${demo.password} (the others: docs/demo.md)`;
  if (word !== undefined)
    return zh ? `首次设置口令：${word}` : `set-up word for the first sign-in: ${word}`;
  return zh ? '请用您的账号登录' : 'sign in with your account';
}

function untilStopped(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, resolve);
  });
}
