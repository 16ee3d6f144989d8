import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { barriers, CHROME } from './desk-stage.ts';
import { PASSWORD, type Stage } from './lite-stage.ts';
import { closeScene, openScene } from './scene.ts';

const SHOTS = process.env['LUOSHI_SHOTS'] ?? join(tmpdir(), 'luoshi-survey-shots');

/** 问卷 in a real browser: made and reviewed at the desk, answered on phones without scripts, its results public. */
describe.skipIf(!existsSync(CHROME))('a survey in a browser', () => {
  let stage: Stage;
  let browser: Browser;
  let site = '';

  beforeAll(async () => {
    ({ stage, browser, base: site } = await openScene());
    await mkdir(SHOTS, { recursive: true });
  }, 180_000);
  afterAll(() => closeScene(browser, stage));

  async function context(width: number, scripts: boolean): Promise<BrowserContext> {
    const made = await browser.newContext({
      locale: 'zh-CN',
      viewport: { width, height: 900 },
      javaScriptEnabled: scripts,
    });
    made.setDefaultTimeout(20_000);
    return made;
  }

  const shot = (page: Page, name: string): Promise<unknown> =>
    page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true });

  async function makeSurvey(desk: Page): Promise<void> {
    await desk.getByRole('button', { name: '新建问卷' }).click();
    await desk.getByLabel('问卷题目').fill('集市日出行');
    await desk.getByLabel('从哪天起').fill('2026-05-01');
    await desk.getByLabel('到哪天止').fill('2026-06-30');
    const first = desk.getByRole('region', { name: '第 1 题' });
    await first.getByLabel('问什么').fill('赶集怎么来？');
    await first.getByLabel('选项（一行一个，2 至 10 个）').fill('公交\n步行\n开车');
    const second = desk.getByRole('region', { name: '第 2 题' });
    await second.getByLabel('问什么').fill('对班次满意吗？');
    await second.getByLabel('五级满意度').click();
    await desk.getByRole('button', { name: '加一题' }).click();
    const third = desk.getByRole('region', { name: '第 3 题' });
    await third.getByLabel('问什么').fill('还想说什么？');
    await third.getByLabel('文字').click();
    await shot(desk, 'new');
    expect(await barriers(desk)).toEqual([]);
    await desk.getByRole('button', { name: '确定' }).click();
    await desk.getByText('待审查').waitFor();
  }

  async function review(desk: Page, button: string): Promise<void> {
    await desk.getByRole('button', { name: button }).click();
    await desk.getByLabel('审查意见').fill('题目中性，不含个人信息');
    await desk.getByRole('button', { name: '确定' }).click();
    await desk.getByLabel('审查意见').waitFor({ state: 'detached' });
  }

  /** The sheet filled in on a phone of its own. */
  async function fill(address: string, way: string): Promise<Page> {
    const phone = await (await context(375, false)).newPage();
    await phone.goto(address);
    await phone.getByLabel(way).check();
    await phone
      .getByRole('group', { name: '对班次满意吗？' })
      .getByLabel('满意', { exact: true })
      .check();
    await phone.getByRole('button', { name: '交卷' }).click();
    await phone.getByText('已收到，谢谢您。').waitFor();
    return phone;
  }

  test('made at the desk, reviewed, answered without scripts, read and published with its method', async () => {
    const desk = await (await context(1280, true)).newPage();
    await desk.goto(site);
    await desk.locator('input[autocomplete=username]').fill('eastoffice');
    await desk.locator('input[type=password]').fill(PASSWORD);
    await desk.keyboard.press('Enter');
    await desk.locator('#main').waitFor();
    await desk.goto(`${site}/voices/surveys`);
    await makeSurvey(desk);
    await review(desk, '审查题目');
    const address = await desk.getByRole('link', { name: '看答卷页' }).getAttribute('href');
    const sheet = `${site}${address}`;

    const phone = await (await context(375, false)).newPage();
    const answer = await phone.goto(sheet);
    expect(gzipSync((await answer?.body()) ?? '').length).toBeLessThanOrEqual(14_000);
    await shot(phone, 'sheet');
    await phone.getByLabel('步行').check();
    await phone.getByLabel('3. 还想说什么？（可不写）').fill('集市日加一班');
    await phone.getByRole('button', { name: '交卷' }).click();
    await phone.getByText('还有题目没有选：第 2 题').waitFor();
    // What was chosen and written is still there.
    expect(await phone.getByLabel('步行').isChecked()).toBe(true);
    await phone.getByRole('group', { name: '对班次满意吗？' }).getByLabel('不清楚或不回答').check();
    await phone.getByRole('button', { name: '交卷' }).click();
    await phone.getByText('已收到，谢谢您。').waitFor();
    await phone.goto(sheet);
    await phone.getByText('这部手机答过这份问卷了').waitFor();
    await phone.getByRole('link', { name: '家里另一个人要答' }).click();
    await phone.getByRole('button', { name: '交卷' }).waitFor();
    await phone.context().close();
    for (const way of ['步行', '步行', '步行', '步行', '公交', '公交', '公交', '公交', '公交']) {
      const one = await fill(sheet, way);
      await one.context().close();
    }

    await desk.reload();
    await desk.getByText('收到 10 份').waitFor();
    await desk.getByRole('button', { name: '题目与结果' }).click();
    await desk.getByText('结束后才有结果').waitFor();
    await desk.getByRole('button', { name: '提前结束' }).click();
    await desk.getByText('自愿参加，n=10，无应答率（不知道多少人看到）。').first().waitFor();
    expect(await desk.getByText('不是随机样本，只代表答卷的人').count()).toBe(2);
    await shot(desk, 'results');
    expect(await barriers(desk)).toEqual([]);
    await review(desk, '审查并公开结果');

    const reader = await (await context(375, true)).newPage();
    await reader.goto(`${site}/public`);
    await reader.getByRole('link', { name: /集市日出行/ }).click();
    await reader.getByText('不是随机样本，只代表答卷的人').first().waitFor();
    await reader.getByRole('cell', { name: '50.0%' }).first().waitFor();
    expect(await reader.getByText('集市日加一班').count()).toBe(0);
    await shot(reader, 'public');
    expect(await barriers(reader)).toEqual([]);
    await reader.goto(sheet);
    await reader.getByText('这份问卷已经结束。').waitFor();
    expect(await barriers(reader)).toEqual([]);
    await reader.context().close();
    await desk.context().close();
  }, 180_000);
});
