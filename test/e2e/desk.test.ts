import { existsSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { barriers, CHROME, overhang, signIn } from './desk-stage.ts';
import { type Stage } from './lite-stage.ts';
import { SCREENS, closeScene, openScene } from './scene.ts';

/** The desk in a real browser. Without one these are skipped, and `npm test` says so. */
describe.skipIf(!existsSync(CHROME))('the desk in a browser', () => {
  let stage: Stage;
  let browser: Browser;
  let base = '';

  beforeAll(async () => {
    ({ stage, browser, base } = await openScene());
  }, 180_000);
  afterAll(() => closeScene(browser, stage));

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
    const town = await signIn(browser, base, 'townliaison');
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

    const county = await signIn(browser, base, 'eastoffice');
    await county.page.goto(`${base}/entries/${id}`);
    await move(county.page, '记录核查', async (form) => {
      await form.getByLabel('现场核查').check();
      await form.getByLabel('属实', { exact: true }).check();
      await form.getByLabel('核查情况').fill('夜间到场，五盏均亮');
    });
    expect(county.complaints).toEqual([]);

    const leader = await signIn(browser, base, await approverOf(id));
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

  test.each(SCREENS)(
    '$name: every screen without a fault of access, policy or page, and none wider than the window',
    async ({ locale, width }) => {
      const id = await stage.handed('柳河镇中心小学门口积水');
      const { page, complaints } = await signIn(browser, base, 'cityoffice', {
        locale,
        viewport: { width, height: 900 },
      });
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
        const faults = await barriers(page);
        expect({ path, faults }).toEqual({ path, faults: [] });
        expect({ path, wider: await overhang(page) }).toEqual({ path, wider: 0 });
      }
      expect(complaints).toEqual([]);
      await page.context().close();
    },
    180_000,
  );

  test('the keyboard alone finds an entry and opens it', async () => {
    await stage.handed('青石镇集贸市场占道经营');
    const { page, complaints } = await signIn(browser, base, 'cityoffice');
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
