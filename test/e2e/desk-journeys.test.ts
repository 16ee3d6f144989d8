import { existsSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { acceptEntry } from '#modules/assign/accept-entry.ts';
import { reportProgress } from '#modules/deliver/progress.ts';
import { barriers, CHROME, settled, signIn } from './desk-stage.ts';
import { PASSWORD, type Stage } from './lite-stage.ts';
import { closeScene, openScene } from './scene.ts';

/** Whole journeys at the desk, each as an officer makes it. */
describe.skipIf(!existsSync(CHROME))('journeys at the desk', () => {
  let stage: Stage;
  let browser: Browser;
  let base = '';

  beforeAll(async () => {
    ({ stage, browser, base } = await openScene());
  }, 180_000);
  afterAll(() => closeScene(browser, stage));

  test('a session that ends in a form: sign in over it, what was typed is there, it goes through', async () => {
    const id = await accepted(stage, '镇北路灯不亮');
    const { page, complaints, context } = await signIn(browser, base, 'townLiaison');
    await page.goto(`${base}/entries/${id}`);
    await page.getByRole('button', { name: /^报进展/ }).click();
    await page.getByLabel('完成进度（%）').fill('35');
    await page.getByLabel('进展情况').fill('已报修，等配件');
    await context.clearCookies();
    await page.getByRole('dialog').getByRole('button', { name: '报进展' }).click();
    const again = page.getByRole('dialog', { name: '登录已过期' });
    await again.waitFor();
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await again.waitFor({ state: 'detached' });
    await page.getByText('已报修，等配件').first().waitFor();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await progressOf(stage, id)).toBe(35);
    expect(complaints).toEqual([]);
    await context.close();
  }, 120_000);

  test('a session that ends before a reload: the draft is still in its form', async () => {
    const id = await accepted(stage, '集市排水沟堵塞');
    const { page, context } = await signIn(browser, base, 'townLiaison');
    await page.goto(`${base}/entries/${id}`);
    await page.getByRole('button', { name: /^报进展/ }).click();
    await page.getByLabel('进展情况').fill('清淤一半𠮷');
    await context.clearCookies();
    await page.reload();
    await page.locator('input[autocomplete=username]').fill('townLiaison');
    await page.locator('input[type=password]').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.waitForURL(new RegExp(`/entries/${id}`));
    await page.getByRole('button', { name: /^报进展/ }).click();
    expect(await page.getByLabel('进展情况').inputValue()).toBe('清淤一半𠮷');
    await context.close();
  }, 120_000);

  test('two people on one row: who did what, both versions side by side, then it goes through', async () => {
    const id = await accepted(stage, '文化广场地砖破损');
    const { page, complaints, context } = await signIn(browser, base, 'townLiaison');
    await page.goto(`${base}/entries/${id}`);
    await page.getByRole('button', { name: /^报进展/ }).click();
    await page.getByLabel('完成进度（%）').fill('50');
    await page.getByLabel('进展情况').fill('地砖已换一半');
    await stage.city.act(stage.database.db, 'townLiaison', (ctx) =>
      reportProgress(ctx, { id, version: 4, percent: 20, note: '先清出场地' }),
    );
    await page.getByRole('dialog').getByRole('button', { name: '报进展' }).click();
    const conflict = page.getByRole('alert', { name: '您填写期间，别人改动了这一项' });
    await conflict.getByRole('row', { name: /进度/ }).waitFor();
    expect(await conflict.getByRole('row', { name: /进度/ }).innerText()).toContain('20%');
    expect(await page.getByLabel('进展情况').inputValue()).toBe('地砖已换一半');
    await conflict.getByRole('button', { name: '按现在的情况继续提交' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '报进展' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await progressOf(stage, id)).toBe(50);
    expect(complaints).toEqual([]);
    await context.close();
  }, 120_000);

  test('the line drops while one runs down the list: it says so, and goes on when asked', async () => {
    await stage.handed('城东路面破损');
    const { page, context, complaints } = await signIn(browser, base, 'cityOffice');
    // More rows are promised than there are, and they do not come.
    await page.route(/\/api\/v1\/entries\?/, async (route) => {
      if (route.request().url().includes('after=')) return await route.abort();
      const answer = await route.fetch();
      return await route.fulfill({ json: { ...(await answer.json()), next: 'promised' } });
    });
    await page.goto(`${base}/problems`);
    const told = page.locator('footer [role=alert]');
    await told.waitFor();
    expect(await page.locator('[role=row]').count()).toBeGreaterThan(1);
    expect(await barriers(page)).toEqual([]);
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await page.route(/after=promised/, async (route) => {
      await route.fulfill({ json: { items: [], asOf: new Date(0).toISOString() } });
    });
    await told.locator('button').focus();
    await page.keyboard.press('Enter');
    await told.waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('in English on a phone: accept and report', async () => {
    const id = await stage.handed('桥头村路口反光镜缺失');
    const { page, complaints, context } = await signIn(browser, base, 'townLiaison', {
      locale: 'en-GB',
      viewport: { width: 375, height: 700 },
    });
    await page.goto(`${base}/work`);
    await page
      .getByRole('link', { name: /反光镜/ })
      .first()
      .click();
    await page.waitForURL(new RegExp(`/entries/${id}`));
    await page.getByRole('button', { name: /^Accept/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Accept' }).click();
    await page.getByRole('button', { name: /^Report progress/ }).click();
    const form = page.getByRole('dialog');
    await form.locator('input').first().fill('10');
    await form.locator('textarea').first().fill('Ordered');
    await form.locator('button[type=submit]').click();
    await form.waitFor({ state: 'detached' });
    expect(await progressOf(stage, id)).toBe(10);
    expect(complaints).toEqual([]);
    await context.close();
  }, 120_000);

  test('all that match can be meant where the list says "1,000 and more": they are counted first', async () => {
    for (let i = 1; i <= 3; i += 1) await stage.handed(`桥栏杆松动第 ${i} 处`);
    const { page, complaints, context } = await signIn(browser, base, 'cityOffice');
    // As a list of a city answers, that has not been counted to its end.
    await page.route('**/entries/count?*', (route) =>
      route.request().url().includes('exact=true')
        ? route.continue()
        : route.fulfill({ json: { n: 1000, capped: true, asOf: new Date().toISOString() } }),
    );
    await page.goto(`${base}/problems?text=桥栏杆松动`);
    await settled(page);
    await page.locator('[aria-rowindex="2"]').focus();
    await page.keyboard.press('x');
    await page.getByRole('button', { name: '改选符合条件的全部' }).click();
    await page.getByRole('status').filter({ hasText: '已选符合条件的全部 3 项' }).waitFor();
    await page.getByRole('button', { name: '撤回', exact: true }).click();
    await page.getByRole('dialog', { name: '撤回：3 项' }).waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  }, 120_000);

  test('what the list shows is printed on A4, every entry once, page by page', async () => {
    for (let i = 1; i <= 60; i += 1) await stage.handed(`待修路段第 ${i} 段`);
    const { page, context } = await signIn(browser, base, 'cityOffice');
    await page.goto(`${base}/problems?text=待修路段`);
    await settled(page);
    const href = await page.getByRole('link', { name: '打印' }).getAttribute('href');
    await page.goto(base + (href ?? ''));
    expect(await page.getByText(/待修路段第 \d+ 段/).count()).toBe(60);
    expect(await page.locator('table thead th').count()).toBeGreaterThan(3);
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    const pages = pdf.match(/\/Type \/Page\b/g)?.length ?? 0;
    expect(pages).toBeGreaterThan(1);
    expect(pages).toBeLessThan(12);
    const [, wide = 0, high = 0] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf) ?? [];
    const sides = [Number(wide), Number(high)].map(Math.round);
    expect([Math.min(...sides), Math.max(...sides)]).toEqual([595, 842]);
    await context.close();
  }, 180_000);
});

/** An entry of the town, taken on. */
async function accepted(stage: Stage, title: string): Promise<string> {
  const id = await stage.handed(title);
  await stage.city.act(stage.database.db, 'townLiaison', (ctx) =>
    acceptEntry(ctx, { id, version: 3 }),
  );
  return id;
}

async function progressOf(stage: Stage, id: string): Promise<number | null> {
  const select = stage.database.db.selectFrom('entry').select('progress');
  return (await select.where('id', '=', id).executeTakeFirstOrThrow()).progress;
}
