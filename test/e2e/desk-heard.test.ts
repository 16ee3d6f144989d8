import { existsSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHROME, settled, signIn } from './desk-stage.ts';
import { PASSWORD, type Stage } from './lite-stage.ts';
import { closeScene, openPhone, openScene } from './scene.ts';

/** What has the focus, as the browser hands it on: its role, its name, what is said about it. */
async function heardAtFocus(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  const at = nodes.find(
    ({ role, properties = [] }) =>
      role?.value !== 'RootWebArea' &&
      properties.some(({ name, value }) => name === 'focused' && value.value === true),
  );
  const said = [at?.role, at?.name, at?.description].map((one) => String(one?.value ?? ''));
  return said.filter((one) => one !== '').join(' ');
}

/** From now on, what is written into live regions that stood in the page already. Others may go unheard. */
async function listen(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const heard: string[] = [];
    Object.assign(globalThis, { heard });
    new MutationObserver((changes) => {
      for (const { target } of changes) {
        const at = target instanceof Element ? target : target.parentElement;
        const region = at?.closest('[role=status]')?.textContent ?? '';
        if (region !== '' && heard.at(-1) !== region) heard.push(region);
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  return () => page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard.splice(0));
}

describe.skipIf(!existsSync(CHROME))('what is heard', () => {
  let stage: Stage;
  let browser: Browser;
  let base = '';

  beforeAll(async () => {
    ({ stage, browser, base } = await openScene());
    for (let i = 1; i <= 6; i += 1) await stage.handed(`第${i}处路面破损`);
    for (let i = 1; i <= 3; i += 1) await stage.handed(`第${i}盏路灯不亮`);
  }, 180_000);
  afterAll(() => closeScene(browser, stage));

  test('what a filter left, what is chosen, and that the preview stands', async () => {
    const { page, context, complaints } = await signIn(browser, base, 'townLiaison');
    await page.goto(`${base}/problems`);
    await settled(page);
    const row = page.locator('[aria-rowindex="2"]');
    await row.waitFor();
    const heard = await listen(page);
    await page.getByRole('searchbox').fill('路灯');
    await expect.poll(heard).toContain('3 项');
    await page.getByRole('searchbox').fill('没有的词');
    await expect.poll(heard).toContain('0 项');
    await page.getByRole('searchbox').fill('');
    await expect.poll(heard).toContain('9 项');
    await row.focus();
    await page.keyboard.press('x');
    await expect.poll(heard).toContain('已选 1 项');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Enter');
    await expect.poll(heard).toContain('预览已在清单旁打开');
    const name = await heardAtFocus(page);
    const no = /P\d{4}-\d+/.exec(name)?.[0] ?? '—';
    expect(name.split(no)).toHaveLength(2);
    expect(name).not.toContain('选中');
    await expect.poll(() => row.getAttribute('aria-current')).toBe('true');
    await page.goto(`${base}/new?kind=task`);
    await settled(page);
    const tasks = page.getByRole('navigation', { name: '主导航' }).locator('[aria-current]');
    expect(await tasks.allTextContents()).toEqual([expect.stringContaining('任务清单')]);
    expect(complaints).toEqual([]);
    await context.close();
  }, 90_000);

  test('faults once, by the focus; a move that takes its own button away leaves the focus on the page', async () => {
    const id = await stage.handed('桥面护栏松动');
    const { page, context } = await signIn(browser, base, 'townLiaison');
    await page.goto(`${base}/entries/${id}`);
    await settled(page);
    await page.getByRole('button', { name: '拒收' }).click();
    const dialog = page.getByRole('dialog', { name: '拒收' });
    await dialog.getByRole('button', { name: '拒收' }).click();
    await expect.poll(() => heardAtFocus(page)).toMatch(/^group 还差这些： .*必填/);
    expect(await dialog.getByRole('alert').count()).toBe(0);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: '签收' }).click();
    await page.getByRole('dialog', { name: '签收' }).waitFor();
    await page.keyboard.press('Control+Enter');
    await page.getByRole('button', { name: '报进展' }).waitFor();
    await expect.poll(() => heardAtFocus(page)).toBe('heading 桥面护栏松动');
    await context.close();
  }, 90_000);

  test('a form that came back to a phone begins at what is missing, and its title says so', async () => {
    const id = await stage.handed('水管漏水');
    const { page, context } = await openPhone(browser, { scripts: false });
    await page.goto(`${base}/m/sign-in`);
    await page.locator('input[autocomplete=username]').fill('townLiaison');
    await page.locator('input[type=password]').fill(PASSWORD);
    await page.locator('main form button').click();
    await page.goto(`${base}/m/e/${id}/refuse`);
    await page.locator('main form button').last().click();
    await page.getByRole('alert').waitFor();
    expect(await page.title()).toMatch(/^还差一点，没有提交 · /);
    expect(await heardAtFocus(page)).toMatch(/^alert/);
    await page.goto(`${base}/say`);
    await page.locator('main form button').last().click();
    await page.getByRole('alert').waitFor();
    expect(await page.title()).toMatch(/^还差一点 · 提意见/);
    expect(await heardAtFocus(page)).toMatch(/^alert/);
    await context.close();
  }, 90_000);
});
