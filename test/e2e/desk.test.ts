import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type Browser, chromium, type Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildDesk } from '../../src/build-desk.ts';
import { openStage, PASSWORD, type Stage } from './lite-stage.ts';

const CHROME = process.env['CHROME_PATH'] ?? '/usr/bin/chromium';

/** The desk in a real browser. Without one these are skipped, and `npm test` says so. */
describe.skipIf(!existsSync(CHROME))('the desk in a browser', () => {
  let stage: Stage;
  let browser: Browser;
  let base = '';

  beforeAll(async () => {
    buildDesk();
    stage = await openStage();
    base = await stage.listen();
    browser = await chromium.launch({
      executablePath: CHROME,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
  });
  afterAll(async () => {
    await browser.close();
    await stage.close();
  });

  interface Officer {
    readonly page: Page;
    /** What the browser complained of: page errors and refusals of the content policy. */
    readonly complaints: string[];
  }

  async function signIn(
    login: string,
    options: { locale?: string; width?: number } = {},
  ): Promise<Officer> {
    const { locale = 'zh-CN', width = 1440 } = options;
    const context = await browser.newContext({ locale, viewport: { width, height: 900 } });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (/Content Security Policy/i.test(message.text())) complaints.push(message.text());
    });
    await page.goto(base);
    await page.locator('input[autocomplete=username]').fill(login);
    await page.locator('input[type=password]').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.locator('#main').waitFor();
    return { page, complaints };
  }

  /** Make a move by its form: open it, fill what it asks for, send it off. */
  async function move(
    page: Page,
    name: string,
    fill: (form: ReturnType<Page['getByRole']>) => Promise<void>,
  ): Promise<void> {
    const button = page.getByRole('button', { name: new RegExp(`^${name}`) }).first();
    const other = page.getByRole('button', { name: '其他操作' });
    await button.or(other).first().waitFor();
    if (await button.isVisible()) await button.click();
    else {
      await other.click();
      await page.getByRole('menuitem', { name }).click();
    }
    const form = page.getByRole('dialog');
    await fill(form);
    await form.getByRole('button', { name, exact: true }).click();
    await form.waitFor({ state: 'detached' });
  }

  /** Whose turn it is to strike the entry off. */
  async function approverOf(id: string): Promise<string> {
    const row = await stage.database.db
      .selectFrom('request as r')
      .innerJoin('holding as h', 'h.post_id', 'r.approver_post')
      .innerJoin('account as a', 'a.person_id', 'h.person_id')
      .where('r.entry_id', '=', id)
      .where('r.decision', 'is', null)
      .select('a.login')
      .executeTakeFirstOrThrow();
    return row.login;
  }

  test('from accepting to an independently checked closure and back, each by its own officer', async () => {
    const id = await stage.handed('桥头村主街路灯损坏');
    const town = await signIn('townliaison');
    await town.page.goto(`${base}/entries/${id}`);
    await move(town.page, '签收', async () => undefined);
    await move(town.page, '报进展', async (form) => {
      await form.getByLabel('完成进度（%）').fill('60');
      await form.getByLabel('进展情况').fill('已修复三盏，余两盏待配件');
    });
    const photo = await sharp({
      create: { width: 64, height: 48, channels: 3, background: '#888' },
    })
      .jpeg()
      .toBuffer();
    await town.page
      .locator('input[type=file]')
      .setInputFiles({ name: '现场.jpg', mimeType: 'image/jpeg', buffer: photo });
    await town.page.getByRole('link', { name: /现场/ }).waitFor();
    await move(town.page, '报结', async (form) => {
      await form.getByLabel('完成情况').fill('五盏全部修复');
    });
    expect(town.complaints).toEqual([]);

    const county = await signIn('eastoffice');
    await county.page.goto(`${base}/entries/${id}`);
    await move(county.page, '记录核查', async (form) => {
      await form.getByLabel('现场核查').check();
      await form.getByLabel('属实', { exact: true }).check();
      await form.getByLabel('核查情况').fill('夜间到场，五盏均亮');
    });
    expect(county.complaints).toEqual([]);

    const leader = await signIn(await approverOf(id));
    await leader.page.goto(`${base}/entries/${id}`);
    await move(leader.page, '销号', async () => undefined);
    await leader.page.getByText('已销号').first().waitFor();
    expect(leader.complaints).toEqual([]);

    await county.page.reload();
    await move(county.page, '反弹重开', async (form) => {
      await form.getByLabel('理由').fill('又灭了一盏');
    });
    const row = await stage.database.db
      .selectFrom('entry')
      .where('id', '=', id)
      .select(['state', 'episode', 'closed_at'])
      .executeTakeFirstOrThrow();
    expect(row).toEqual({ state: 'underway', episode: 2, closed_at: null });
    await Promise.all([town, county, leader].map(({ page }) => page.context().close()));
  }, 180_000);

  test.each([
    { name: 'Chinese, wide', locale: 'zh-CN', width: 1440 },
    { name: 'English, wide', locale: 'en-US', width: 1440 },
    { name: 'Chinese, a phone', locale: 'zh-CN', width: 375 },
  ])(
    '$name: every screen without a fault of access, policy or page, and none wider than the window',
    async ({ locale, width }) => {
      const id = await stage.handed('柳河镇中心小学门口积水');
      const { page, complaints } = await signIn('cityoffice', { locale, width });
      const axe = await readFile(
        createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
        'utf8',
      );
      for (const path of [
        '/',
        '/work',
        '/problems',
        '/problems?text=没有这样的词',
        `/entries/${id}`,
        '/new?kind=problem',
        '/import',
        '/org',
        '/nowhere',
      ]) {
        await page.goto(base + path);
        await page.locator('#main, main').first().waitFor();
        await page.waitForLoadState('networkidle');
        await page.evaluate(axe);
        const faults = await page.evaluate(async () => {
          const { axe: checker } = globalThis as unknown as {
            axe: {
              run(
                root: Document,
                options: object,
              ): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
            };
          };
          const { violations } = await checker.run(document, {
            runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'],
          });
          return violations.map((one) => `${one.id}: ${one.nodes[0]?.html ?? ''}`);
        });
        expect({ path, faults }).toEqual({ path, faults: [] });
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - innerWidth,
        );
        expect({ path, wider: overflow > 0 }).toEqual({ path, wider: false });
      }
      expect(complaints).toEqual([]);
      await page.context().close();
    },
    180_000,
  );

  test('the keyboard alone finds an entry and opens it', async () => {
    await stage.handed('青石镇集贸市场占道经营');
    const { page, complaints } = await signIn('cityoffice');
    await page.keyboard.press('g');
    await page.keyboard.press('3');
    await page.waitForURL(/\/problems/);
    await page.getByRole('row').nth(1).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('占道经营');
    await page.keyboard.press('Enter');
    await page.waitForURL(/text=/);
    await page.getByText('青石镇集贸市场占道经营').first().waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 120_000);
});
