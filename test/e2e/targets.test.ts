import { existsSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { barriers, CHROME, overhang, signIn } from './desk-stage.ts';
import { type Stage } from './lite-stage.ts';
import { closeScene, openScene } from './scene.ts';

const SHEET = [
  '指标,单位,期间,数值',
  '固定资产投资,东岭县,2026年3月,21.5',
  '固定资产投资,东岭县,2026年4月,约四成',
].join('\n');

/** The room of targets in a real browser: one target from its proposal to a restated figure. */
describe.skipIf(!existsSync(CHROME))('targets in a browser', () => {
  let stage: Stage;
  let browser: Browser;
  let base = '';

  beforeAll(async () => {
    ({ stage, browser, base } = await openScene());
  }, 180_000);
  afterAll(() => closeScene(browser, stage));

  async function save(page: Page, button = '保存'): Promise<void> {
    const form = page.getByRole('dialog');
    await form.getByRole('button', { name: button, exact: true }).click();
    await form.waitFor({ state: 'detached' });
  }

  test('from a proposal to a restated figure and a sheet, with the rule beside the light', async () => {
    const { page, complaints } = await signIn(browser, base, 'cityoffice');
    await page.goto(`${base}/targets`);
    await page.getByRole('button', { name: '拟定目标' }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('指标', { exact: true }).nth(1).fill('固定资产投资');
    await form.getByLabel('计量单位').fill('亿元');
    const unit = form.getByRole('combobox', { name: /^单位/ });
    await unit.click();
    await unit.press('ArrowDown');
    await page.getByRole('option', { name: '东岭县' }).first().click();
    await form.getByLabel('目标', { exact: true }).fill('120');
    await form.getByLabel('基数').fill('0');
    await save(page, '拟定目标');
    await page.getByRole('heading', { name: '固定资产投资' }).waitFor();

    // Nothing takes effect before it is said what is counted.
    await page.getByRole('button', { name: '生效', exact: true }).click();
    await page.getByRole('alert').getByText('口径待明确').waitFor();
    await page.getByRole('button', { name: '明确口径' }).click();
    await form.getByLabel('口径').fill('全社会固定资产投资完成额，年初累计');
    await save(page);
    await page.getByRole('button', { name: '生效', exact: true }).click();
    await page.getByText('应报未报').waitFor();

    await page.getByRole('button', { name: '报数', exact: true }).click();
    await form.getByLabel(/^数值/).fill('38.5');
    await form.getByLabel('期末日期').fill('2026-04-30');
    await save(page);
    await page.getByRole('button', { name: /灯色 绿灯/ }).press('Enter');
    await page.getByRole('dialog', { name: '亮灯规则' }).getByText('规则 2026-1').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: '终核', exact: true }).click();
    // What stands is offered for confirmation; another figure is written over it.
    expect(await form.getByLabel(/^数值/).inputValue()).toBe('38.5');
    await form.getByLabel(/^数值/).fill('20');
    await save(page);
    await page.getByRole('button', { name: /灯色 黄灯/ }).waitFor();
    await page.getByText('此前 1 个版次').click();
    await page.getByText('38.5').waitFor();
    await page.getByRole('button', { name: '修正', exact: true }).waitFor();
    await page.getByText(/落后应达 .* 个百分点/).waitFor();
    expect(await barriers(page)).toEqual([]);

    await page.goto(`${base}/targets`);
    await page.getByRole('button', { name: '导入数值' }).click();
    await form
      .locator('input[type=file]')
      .setInputFiles({ name: '月报.csv', mimeType: 'text/csv', buffer: Buffer.from(SHEET) });
    await form.getByText('新 1，更正 0，已有 0，有误 1').waitFor();
    await form.getByText('“约四成”不是数值').waitFor();
    expect(await barriers(page)).toEqual([]);
    await save(page, '导入无误的行');

    await page.goto(`${base}/targets/progress?at=2026-06-30`);
    await page.getByRole('heading', { name: '双过半' }).waitFor();
    await page.getByRole('link', { name: '东岭县' }).waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.goto(`${base}/targets/progress?at=2026-05-20`);
    await page.getByRole('heading', { name: '序时进度' }).waitFor();
    expect(complaints).toEqual([]);
  }, 120_000);

  test('on a narrow screen and in English nothing sticks out, and the chart has its table', async () => {
    const { page, complaints } = await signIn(browser, base, 'eastoffice', {
      locale: 'en-US',
      viewport: { width: 375, height: 900 },
    });
    await page.goto(`${base}/targets`);
    await page.getByRole('link', { name: '固定资产投资' }).first().click();
    await page.getByRole('button', { name: 'Show as a table' }).click();
    await page.getByRole('columnheader', { name: /Wanted/ }).waitFor();
    expect(await overhang(page)).toBe(0);
    expect(await barriers(page)).toEqual([]);
    expect(complaints).toEqual([]);
  }, 60_000);
});
