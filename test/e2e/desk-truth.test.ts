import { existsSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordCheck } from '#modules/verify/check-entry.ts';
import { problemAt } from '#test/laws/lives.ts';
import { barriers, CHROME, overhang, signIn } from './desk-stage.ts';
import { NOW, PASSWORD, photo, type Stage } from './lite-stage.ts';
import { closeScene, LOOKS, openScene } from './scene.ts';

/** Overview, wall, saved views, hand-over to a phone and the phone's outbox, in a real browser. */
describe.skipIf(!existsSync(CHROME))('what the desk tells and hands on', () => {
  let stage: Stage;
  let browser: Browser;
  let base = '';
  let entry = '';

  beforeAll(async () => {
    ({ stage, browser, base } = await openScene());
    entry = await stage.handed('桥头村饮水管网漏水', '2026-05-10');
    await stage.handed('镇区路灯多日不亮', '2026-06-30');
  }, 180_000);
  afterAll(() => closeScene(browser, stage));

  test('every figure of the sentence opens its definition by keyboard, and leads to its rows', async () => {
    const { page, complaints } = await signIn(browser, base, 'cityOffice');
    const overdue = page.getByRole('button', { name: /^超期/ });
    await overdue.focus();
    await page.keyboard.press('Enter');
    const trace = page.getByRole('dialog', { name: '超期' });
    await trace.getByText('没有日期的不算超期').waitFor();
    await page.getByRole('link', { name: '查看这些事项' }).click();
    await page.waitForURL(/problems\?.*overdue=true/);
    await page.getByText('桥头村饮水管网漏水').first().waitFor();
    expect(await page.getByRole('row').count()).toBe(2);
    await page.goto(`${base}/`);
    await page.getByRole('button', { name: /核实整改率 尚未核实/ }).click();
    await page.getByText('没有数据不等于零').waitFor();
    expect(complaints).toEqual([]);
  });

  test.each(LOOKS)(
    'overview, wall, jobs and organisation hold no barrier %s',
    async (_, options) => {
      const { page, complaints } = await signIn(browser, base, 'cityOffice', options);
      for (const path of ['/', '/wall', '/jobs', '/org', '/problems']) {
        await page.goto(`${base}${path}`);
        await page.locator('h1').first().waitFor({ state: 'attached' });
        await page.waitForTimeout(400);
        expect({ path, faults: await barriers(page) }).toEqual({ path, faults: [] });
        expect({ path, wide: await overhang(page) }).toEqual({ path, wide: 0 });
      }
      expect(complaints).toEqual([]);
    },
  );

  test('what others found: each figure opens exactly its rows', async () => {
    const { database, city } = stage;
    for (const at of ['delivered', 'checked', 'closed'] as const)
      await problemAt(database.db, city, at);
    const { id, version } = await problemAt(database.db, city, 'delivered');
    const look = { method: 'on_site', finding: 'partly', note: '还差一处' } as const;
    await city.act(
      database.db,
      'inspector',
      (ctx) => recordCheck(ctx, { id, version, ...look }),
      NOW,
    );
    const { page, complaints } = await signIn(browser, base, 'cityOffice');
    for (const [name, n] of [
      ['经核实属实', 2],
      ['核实未通过', 1],
      ['尚未核实', 1],
    ] as const) {
      await page.goto(`${base}/`);
      await page.getByRole('button', { name: `${name} ${n} 项` }).click();
      await page.getByRole('link', { name: '查看这些事项' }).click();
      await page.waitForURL(/finding=/);
      await page.getByText(`共 ${n} 项，已全部载入`).waitFor();
      // The first row is the head.
      expect({ name, rows: await page.getByRole('row').count() }).toEqual({ name, rows: n + 1 });
    }
    // The sample behind the verified rate: the entries that others concluded on, sent back ones too.
    await page.goto(`${base}/`);
    await page.getByRole('button', { name: /^核实整改率/ }).click();
    await page.getByRole('link', { name: '查看核查过的事项' }).click();
    await page.waitForURL(/checked=true/);
    await page.getByText('共 3 项，已全部载入').waitFor();
    expect(complaints).toEqual([]);
  });

  test('what people said stands in the loop, apart from the ledger, and opens its rows', async () => {
    const { nonce } = (await (await fetch(`${base}/api/v1/say/form`)).json()) as { nonce: string };
    const placeUnit = stage.city.unit.eastTown.id;
    const said = await fetch(`${base}/api/v1/say`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': nonce },
      body: JSON.stringify({ nonce, kind: 'request', words: '桥头没有路灯', place: '', placeUnit }),
    });
    expect(said.status).toBe(200);
    const { page, complaints } = await signIn(browser, base, 'eastOffice');
    const heard = page.getByRole('listitem').filter({ hasText: '收到诉求' });
    await heard.getByText('1 件待受理').waitFor();
    await heard.getByRole('link', { name: '收到诉求 1', exact: true }).click();
    await page.waitForURL(/\/voices(\?|$)/);
    await page.getByText('桥头没有路灯').first().waitFor();
    expect(complaints).toEqual([]);
  });

  test('the wall fits its screen, is told of, and says so when nobody answers', async () => {
    const { page, context, complaints } = await signIn(browser, base, 'cityOffice');
    for (const [width, height] of [
      [1920, 1080],
      [1366, 768],
    ] as const) {
      await page.setViewportSize({ width, height });
      await page.goto(`${base}/wall`);
      await page.getByText('数据截至').waitFor();
      const over = await page.evaluate(() => [
        document.documentElement.scrollHeight - innerHeight,
        document.documentElement.scrollWidth - innerWidth,
      ]);
      expect(over).toEqual([0, 0]);
    }
    await context.setOffline(true);
    await page.getByText('与服务器的连接中断').waitFor();
    await page.getByText('数据截至').waitFor();
    await context.setOffline(false);
    await page.getByText('与服务器的连接中断').waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
  });

  test('a view saved for the unit is there for a colleague, columns and all, until it is dropped', async () => {
    const { page } = await signIn(browser, base, 'cityOffice');
    await page.goto(`${base}/problems?key=true&overdue=true`);
    await page.getByRole('button', { name: '存为视图' }).click();
    await page.getByLabel('视图名称').fill('重点超期');
    await page.getByLabel('给谁用').selectOption({ index: 1 });
    await page.getByRole('dialog').getByRole('button', { name: '存为视图' }).click();
    await page.getByRole('link', { name: '重点超期' }).waitFor();
    const other = await signIn(browser, base, 'cityLeader');
    await other.page.goto(`${base}/problems`);
    await other.page.getByRole('link', { name: '重点超期' }).click();
    await other.page.waitForURL(/overdue=true/);
    expect(await other.page.getByRole('button', { name: /管理视图/ }).count()).toBe(0);
    await page.getByRole('button', { name: '管理视图“重点超期”' }).click();
    await page.getByRole('button', { name: '删除视图' }).click();
    await page.getByRole('link', { name: '重点超期' }).waitFor({ state: 'detached' });
  });

  test('a code hands the entry to a phone that is not signed in, once; the desk sees the photo come', async () => {
    const { page } = await signIn(browser, base, 'townLiaison');
    await page.goto(`${base}/entries/${entry}`);
    await page.getByRole('button', { name: /^签收/ }).first().click();
    await page.getByRole('dialog').getByRole('button', { name: /签收/ }).click();
    const answer = page.waitForResponse((one) => one.url().endsWith('/hand-over'));
    await page.getByRole('button', { name: '用手机拍照' }).click();
    const { word } = (await (await answer).json()) as { word: string };
    await page.getByRole('img', { name: /二维码/ }).waitFor();
    expect(await barriers(page)).toEqual([]);
    const phone = await browser.newContext({
      locale: 'zh-CN',
      viewport: { width: 375, height: 700 },
    });
    const hand = await phone.newPage();
    await hand.goto(`${base}/m/hand/${word}`);
    expect(await barriers(hand)).toEqual([]);
    await hand.setInputFiles('#photos', {
      name: '现场.jpg',
      mimeType: 'image/jpeg',
      buffer: await photo(180),
    });
    await hand.locator('button.button').click();
    await hand.getByText('1 张照片已传上').waitFor();
    await page.getByText('收到 1 张照片').waitFor();
    await page.getByText('现场').first().waitFor();
    await hand.goto(`${base}/m/hand/${word}`);
    await hand.getByRole('alert').waitFor();
    expect(await hand.locator('#photos').count()).toBe(0);
  });

  test('a report without a network waits on the phone and goes once there is one, and only once', async () => {
    const context = await browser.newContext({
      locale: 'zh-CN',
      viewport: { width: 375, height: 700 },
    });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    await page.goto(`${base}/m/sign-in`);
    await page.locator('input[name=login]').fill('townLiaison');
    await page.locator('input[name=password]').fill(PASSWORD);
    await page.locator('main button').first().click();
    await page.waitForURL(`${base}/m`);
    await page.goto(`${base}/m/e/${entry}/progress`);
    await page.locator('#percent').fill('40');
    await page.locator('textarea').first().fill('已更换管道一百二十米');
    await page.setInputFiles('input[type=file]', {
      name: '管道.jpg',
      mimeType: 'image/jpeg',
      buffer: await photo(90),
    });
    await context.setOffline(true);
    await page.locator('button.main').click();
    await page.getByText('已存在这部手机里').waitFor();
    await context.setOffline(false);
    await page.getByText('已经提交').waitFor();
    await page.goto(`${base}/m/e/${entry}`);
    const told = await page.getByText('已更换管道一百二十米').count();
    expect(told).toBeGreaterThan(0);
    await page.goto(`${base}/m`);
    await page.waitForTimeout(500);
    expect(await page.locator('#outbox').isHidden()).toBe(true);
    const { rows } = await stage.database.pool.query<{ n: number }>(
      `select count(*)::int as n from event where subject_id = $1 and kind = 'problem.progress'`,
      [entry],
    );
    expect(rows[0]?.n).toBe(1);
  });
});
