import { existsSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHROME, settled, signIn } from './desk-stage.ts';
import { type Stage } from './lite-stage.ts';
import { closeScene, openScene } from './scene.ts';

const MANY = 70;

/** What has the focus: its element, and the first words of it. */
async function focus(page: Page): Promise<string> {
  return await page.evaluate(() => {
    const at = document.activeElement ?? document.body;
    const kind = at.getAttribute('role') ?? at.tagName.toLowerCase();
    return `${kind} ${(at.textContent ?? '').slice(0, 60)}`;
  });
}

/** What a screen reader would hear of the list: the rows in the order of the accessibility tree. */
async function heardRows(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const heard: string[] = [];
  const walk = (id: string): void => {
    const node = byId.get(id);
    if (node === undefined) return;
    if (!node.ignored && node.role?.value === 'row') heard.push(JSON.stringify(node.name?.value));
    for (const child of node.childIds ?? []) walk(child);
  };
  const root = nodes.find((node) => node.parentId === undefined);
  walk(root?.nodeId ?? '');
  await session.detach();
  return heard;
}

describe.skipIf(!existsSync(CHROME))('where the focus goes', () => {
  let stage: Stage;
  let browser: Browser;
  let base = '';

  beforeAll(async () => {
    ({ stage, browser, base } = await openScene());
    for (let i = 10; i < 10 + MANY; i += 1) await stage.handed(`第${i}处路面破损`);
  }, 180_000);
  afterAll(() => closeScene(browser, stage));

  test('a new page is begun at its heading, the way back at the row one left', async () => {
    const { page, complaints, context } = await signIn(browser, base, 'townLiaison');
    await settled(page);
    await page
      .getByRole('link', { name: /问题清单/ })
      .first()
      .click();
    await page.waitForURL(/\/problems/);
    await expect.poll(() => focus(page)).toBe('h1 问题清单');
    await settled(page);
    for (let i = 0; i < 45; i += 1) await page.keyboard.press('j');
    // The focus follows the keys by a frame.
    await page.locator('[aria-rowindex="47"]:focus').waitFor();
    const row = await focus(page);
    await page.keyboard.press('o');
    await page.waitForURL(/\/entries\//);
    await settled(page);
    await expect.poll(() => focus(page)).toMatch(/^h1 第\d+处路面破损/);
    await page.goBack();
    await expect.poll(() => focus(page)).toBe(row);
    const seen = await page.evaluate(
      () => document.activeElement?.getBoundingClientRect().top ?? -1,
    );
    expect(seen).toBeGreaterThan(0);
    expect(seen).toBeLessThan(900);
    await page.goForward();
    await expect.poll(() => focus(page)).toMatch(/^h1 第\d+处路面破损/);
    await page.keyboard.press('c');
    await expect.poll(() => focus(page)).toMatch(/^input/);
    expect(complaints).toEqual([]);
    await context.close();
  }, 120_000);

  test('keys that come faster than the screen is drawn all count, and none is taken back', async () => {
    const { page, context } = await signIn(browser, base, 'townLiaison');
    await page.goto(`${base}/problems`);
    await settled(page);
    await page.keyboard.press('j');
    await page.locator('[aria-rowindex="3"]:focus').waitFor();
    // No frame comes between them, as on a machine that has much else to do.
    await page.evaluate(async () => {
      for (let i = 0; i < 44; i += 1) {
        const key = new KeyboardEvent('keydown', { key: 'j', bubbles: true, cancelable: true });
        (document.activeElement ?? document.body).dispatchEvent(key);
        await Promise.resolve();
      }
    });
    const row = (): Promise<string | null | undefined> =>
      page.evaluate(() => document.activeElement?.getAttribute('aria-rowindex'));
    await expect.poll(row).toBe('47');
    await context.close();
  }, 60_000);

  test('a link of a page has the focus again when one comes back to it', async () => {
    const { page, context } = await signIn(browser, base, 'townLiaison');
    await page.goto(`${base}/work`);
    await settled(page);
    const links = page.locator('#main a[href*="/entries/"]');
    await links.nth(2).waitFor();
    const href = await links.nth(2).getAttribute('href');
    await links.nth(2).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/entries\//);
    await expect.poll(() => focus(page)).toMatch(/^h1 第\d+处路面破损/);
    await page.goBack();
    const focused = (): Promise<string | null | undefined> =>
      page.evaluate(() => document.activeElement?.getAttribute('href'));
    await expect.poll(focused).toBe(href);
    await page.keyboard.press('k');
    expect(await focused()).toBe(await links.nth(1).getAttribute('href'));
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/entries\//);
    await page.getByRole('button', { name: '签收' }).waitFor();
    await page.keyboard.press('r');
    await page.getByRole('dialog', { name: '签收' }).waitFor();
    await page.keyboard.press('Control+Enter');
    await page.getByRole('button', { name: '报进展' }).waitFor();
    await context.close();
  }, 60_000);

  test('rows are read out in the order of the list, also after it has been scrolled', async () => {
    const { page, context } = await signIn(browser, base, 'townLiaison');
    await page.goto(`${base}/problems?sort=oldest`);
    await settled(page);
    const grid = page.getByRole('grid');
    await grid.getByRole('row').nth(5).waitFor();
    for (const top of [0, 1200, 500, 2200, 900]) {
      await grid.evaluate((box, to) => {
        box.scrollTop = to;
      }, top);
      await page.waitForTimeout(300);
      const rows = await heardRows(page);
      const order = rows.flatMap((name) => /第(\d+)处/.exec(name)?.[1] ?? []).map(Number);
      expect(order.length).toBeGreaterThan(10);
      expect(order).toEqual(order.toSorted((a, b) => a - b));
    }
    await context.close();
  }, 60_000);
});
