import { mkdtemp, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import sharp from 'sharp';
import { openDatabase } from '#platform/db/open.ts';
import { migrate } from '#platform/db/migrate.ts';
import { buildDesk } from '../src/build-desk.ts';
import { loadDemo } from '../src/cli/demo.ts';
import { readConfig, TOP } from '../src/config.ts';
import { startServer } from '../src/server.ts';

/** Pictures of every screen in both languages, of the small made-up city: `npm run screens [part of a name …]`. */
const FOLDER = join(TOP, 'docs', 'screens');
const MOST_BYTES = 9_000_000;
const DESK = { width: 1280, height: 800 } as const;
const PHONE = { width: 375, height: 740 } as const;
const WALL = { width: 1920, height: 1080 } as const;
const COLOURS = 96;

interface Screen {
  readonly name: string;
  /** What it shows, for the list. */
  readonly zh: string;
  /** Undefined where nobody is signed in. */
  readonly login?: string;
  readonly path: string;
  readonly size: { readonly width: number; readonly height: number };
  /** What is done before the picture is taken. */
  readonly ready?: (page: Page) => Promise<void>;
}

const desk = (
  name: string,
  zh: string,
  path: string,
  ready?: Screen['ready'],
  login = 'office',
): Screen => ({ name, zh, path, login, size: DESK, ...(ready && { ready }) });

const phone = (
  name: string,
  zh: string,
  path: string,
  login?: string,
  ready?: Screen['ready'],
) => ({
  name,
  zh,
  path,
  size: PHONE,
  ...(login !== undefined && { login }),
  ...(ready && { ready }),
});

const row = (n: number): string => `[role=row][aria-rowindex="${n}"]`;

async function openEntry(page: Page): Promise<void> {
  await page.locator(row(2)).click();
  await page.locator('aside a[href*="/entries/"]').first().click();
  await page.waitForURL(/\/entries\//);
  await page.locator('article h1').waitFor();
}

async function follow(page: Page, selector: string): Promise<void> {
  const link = page.locator(selector).first();
  await link.waitFor();
  const before = page.url();
  await link.click();
  await page.waitForURL((url) => url.href !== before);
}

const SCREENS: readonly Screen[] = [
  { name: 'sign-in', zh: '登录', path: '/sign-in', size: DESK },
  desk('overview', '总览', '/'),
  { name: 'wall', zh: '驾驶舱', path: '/wall', login: 'office', size: WALL },
  desk('work', '我的待办', '/work'),
  desk('ledger', '问题清单', '/problems'),
  desk('ledger-peek', '清单旁的预览', '/problems', async (page) => {
    await page.locator(row(4)).click();
    await page.locator('aside h2').first().waitFor();
  }),
  desk('ledger-select', '批量操作', '/problems', async (page) => {
    await page.locator(row(2)).focus();
    for (const key of ['x', 'j', 'x', 'j', 'x']) await page.keyboard.press(key);
  }),
  desk('ledger-filtered', '筛选与视图', '/problems?overdue=true&sort=due'),
  desk('ledger-empty', '没有符合条件的事项', '/problems?text=没有这样的词'),
  desk('tasks', '任务清单', '/tasks'),
  desk('progress', '整改推进', '/progress'),
  desk('checks', '核查销号', '/checks'),
  desk('entry', '事项全页', '/progress', openEntry),
  desk(
    'entry-form',
    '办理表单',
    '/work',
    async (page) => {
      await follow(page, '#main a[href*="/entries/"]');
      await page.locator('[class*="moves-"] > button').first().click();
      await page.locator('dialog').waitFor();
    },
    'city.liaison',
  ),
  desk('palette', '搜索与命令', '/problems', async (page) => {
    await page.keyboard.press('Control+k');
    await page.locator('dialog input').waitFor();
  }),
  desk('keys', '快捷键', '/work', async (page) => {
    await page.keyboard.press('?');
    await page.locator('dialog').waitFor();
  }),
  desk('raise', '登记问题', '/new?kind=problem'),
  desk('import', '导入表格', '/import'),
  desk('distil', '归并提炼', '/distil'),
  desk('documents', '文件', '/documents'),
  desk('document', '文件研读', '/documents', (page) =>
    follow(page, '#main a[href*="/documents/"]'),
  ),
  desk('voices', '群众诉求', '/voices'),
  desk('voices-enter', '批量录入诉求', '/voices/enter'),
  desk('voices-import', '从表格导入诉求', '/voices/import'),
  desk('voices-collections', '征集', '/voices/collections'),
  desk('voices-surveys', '问卷', '/voices/surveys'),
  desk('voices-rates', '三率与回访', '/voices/rates'),
  desk('voices-visits', '走访记录', '/voices/visits'),
  desk('voices-guard', '封存与公开', '/voices/guard'),
  desk('targets', '指标目标', '/targets'),
  desk('target', '一个目标', '/targets', (page) =>
    follow(page, '#main a[href*="/targets/"]:not([href*="progress"])'),
  ),
  desk('targets-progress', '各单位进度', '/targets/progress'),
  desk('org', '组织与人员', '/org', (page) => follow(page, '#main li button:not([aria-expanded])')),
  desk('accounts', '账号管理', '/accounts', undefined, 'security'),
  desk('events', '操作记录', '/events', undefined, 'audit'),
  desk('door-keys', '接口密钥', '/door-keys', undefined, 'system'),
  desk('jobs', '我的作业', '/jobs'),
  desk('account', '账号与令牌', '/account'),
  desk('not-found', '没有这个页面', '/nowhere'),
  phone('phone-desk-overview', '手机上的总览', '/', 'office'),
  phone('phone-desk-ledger', '手机上的问题清单', '/problems', 'office'),
  phone('lite-sign-in', '手机简版：登录', '/m/sign-in'),
  phone('lite-work', '手机简版：我的事项', '/m', 'city.liaison'),
  phone('lite-entry', '手机简版：一项', '/m', 'city.liaison', (page) =>
    follow(page, 'main a[href*="/m/e/"]'),
  ),
  phone('lite-list', '手机简版：查台账', '/m/list', 'city.liaison'),
  phone('lite-visit', '手机简版：入企进村走访', '/m/visit', 'town.liaison'),
  phone('lite-mend', '手机简版：自查自改', '/m/mend', 'secretary'),
  { ...desk('print-list', '打印清单', '/print/entries?overdue=true'), size: DESK },
  phone('citizen-say', '说件事', '/say'),
  phone('citizen-enterprise', '企业说件事', '/say/enterprise'),
  phone('citizen-follow', '查进度', '/follow'),
  phone('citizen-public', '办理公开', '/public'),
];

const LANGS = [
  ['zh', 'zh-CN'],
  ['en', 'en-GB'],
] as const;

async function main(): Promise<void> {
  const wanted = process.argv.slice(2);
  buildDesk();
  const dataDir = await mkdtemp(join(tmpdir(), 'luoshi-screens-'));
  const config = { ...readConfig(), databaseUrl: undefined, dataDir, port: 0 };
  const database = await openDatabase({ url: undefined, dataDir });
  await migrate(database, new Date());
  const io = { out: () => undefined, err: () => undefined };
  const demo = await loadDemo(database, config, 'small', io);
  if (demo === undefined) throw new Error('the made-up city was not loaded');
  const running = await startServer({ config, database, log: () => undefined });
  const browser = await chromium.launch({
    executablePath: process.env['CHROME_PATH'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run'],
  });
  await mkdir(FOLDER, { recursive: true });
  const failed: string[] = [];
  try {
    for (const [lang, locale] of LANGS)
      for (const screen of SCREENS)
        if (wanted.length === 0 || wanted.some((part) => screen.name.includes(part)))
          await take(browser, running.url, demo.password, screen, lang, locale).catch(
            (error: unknown) => {
              failed.push(screen.name);
              process.stderr.write(`no picture of ${screen.name} (${lang}): ${String(error)}\n`);
            },
          );
    await listPictures();
    if (failed.length > 0) process.exitCode = 1;
  } finally {
    await browser.close();
    await running.stop();
    await database.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

type State = Awaited<ReturnType<BrowserContext['storageState']>>;
const signedIn = new Map<string, State>();

async function take(
  browser: Browser,
  url: string,
  password: string,
  { name, path, login, size, ready }: Screen,
  lang: string,
  locale: string,
): Promise<void> {
  const key = `${login}.${lang}`;
  const known = signedIn.get(key);
  const context = await browser.newContext({
    locale,
    viewport: size,
    reducedMotion: 'reduce',
    ...(known && { storageState: known }),
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  try {
    if (login !== undefined && known === undefined) {
      await page.goto(`${url}/m/sign-in`);
      await page.locator('input[name=login]').fill(login);
      await page.locator('input[name=password]').fill(password);
      await page.locator('main button').first().click();
      await page.waitForURL(`${url}/m`);
      signedIn.set(key, await context.storageState());
    }
    await page.goto(url + path);
    await stands(page);
    await ready?.(page);
    await stands(page);
    const picture = await page.screenshot();
    const file = join(FOLDER, `${name}-${lang}.png`);
    await sharp(picture)
      .resize({ width: Math.min(size.width, DESK.width) })
      .png({ palette: true, colours: COLOURS, effort: 8 })
      .toFile(file);
  } finally {
    await context.close();
  }
}

/** The screen says all that it has to say. */
async function stands(page: Page): Promise<void> {
  await page.locator('h1, h2').first().waitFor({ state: 'attached' });
  await page.waitForFunction(
    () =>
      document.querySelector('[class*="skeleton"], [aria-busy="true"]:not([hidden])') === null &&
      document.fonts.status === 'loaded',
  );
  await page.evaluate(
    () => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))),
  );
}

async function listPictures(): Promise<void> {
  const there = new Set(await readdir(FOLDER));
  const link = (file: string): string => (there.has(file) ? `[${file}](${file})` : '–');
  const lines = SCREENS.map(
    ({ name, zh, size }) =>
      `| ${zh} | ${size.width} | ${link(`${name}-zh.png`)} | ${link(`${name}-en.png`)} |`,
  );
  const text = `# Screens

Every screen over the small made-up city, in Chinese and English, made by \`npm run screens\`. No name, figure or
sentence in them is real.

| screen | width | Chinese | English |
| --- | --- | --- | --- |
${lines.join('\n')}
`;
  await writeFile(join(FOLDER, 'README.md'), text);
  let bytes = 0;
  for (const name of await readdir(FOLDER)) bytes += (await stat(join(FOLDER, name))).size;
  process.stdout.write(`${SCREENS.length * LANGS.length} pictures, ${bytes} bytes\n`);
  if (bytes > MOST_BYTES)
    throw new Error(`docs/screens holds ${bytes} bytes, ${MOST_BYTES} at most`);
}

await main();
