import { existsSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CITY_REPORT } from '#test/city/words/report.ts';
import {
  bombFile,
  docxFile,
  FILE_MAKERS,
  lockedFile,
  pdfFile,
  scannedFile,
} from '#test/documents/make-files.ts';
import { CITY, NOON } from '#test/tiny-city.ts';
import { barriers, CHROME, type Officer, overhang, signIn } from './desk-stage.ts';
import { NOW, type Stage } from './lite-stage.ts';
import { SCREENS, closeScene, openScene } from './scene.ts';

const REPORT = `河东市2026年工作要点
2026年2月3日
一、2025年工作回顾
新建改造农村公路90公里。
二、2026年重点工作
2026年是河东市打基础的关键一年。
（一）建设道路
加快农村公路建设，年底前新建改造120公里，完成危桥改造6座。
整治背街小巷30条，10月底前全部完工。
（二）改善民生
城镇新增就业3.2万人，开展职业技能培训2万人次；年底前改造老旧小区80个。
每月不定期抽查工地扬尘治理情况。
`;

/** 文件识读 in a real browser. Without one these are skipped, and `npm test` says so. */
describe.skipIf(!existsSync(CHROME))('the reader of documents in a browser', () => {
  let stage: Stage;
  let browser: Browser;
  let base = '';

  beforeAll(async () => {
    ({ stage, browser, base } = await openScene());
    await stage.database.db
      .insertInto('duty')
      .values({
        city_id: CITY,
        id: '0198a000-0000-7000-8000-000000000001',
        unit_id: stage.city.unit.housing.id,
        text: '农村公路建设养护、危桥改造和老旧小区改造',
        key: 'roads',
        since: '2026-01-01',
        by_person: stage.city.actor.cityOffice.personId,
        at: NOON,
      })
      .execute();
  }, 180_000);
  afterAll(() => closeScene(browser, stage));

  async function open(path: string, { locale = 'zh-CN', width = 1440 } = {}): Promise<Officer> {
    const viewport = { width, height: 900 };
    const officer = await signIn(browser, base, 'cityoffice', { locale, viewport });
    const { page } = officer;
    page.setDefaultTimeout(30_000);
    await page.clock.setFixedTime(NOW);
    await page.goto(base + path);
    await page.getByRole('heading', { level: 1 }).waitFor();
    return officer;
  }

  async function bring(page: Page, name: string, text: string | Uint8Array): Promise<void> {
    const buffer = Buffer.from(typeof text === 'string' ? new TextEncoder().encode(text) : text);
    await page
      .locator('input[type=file]')
      .setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
  }

  /** Press a key and wait until the live region has said what came of it. */
  async function act(page: Page, key: string, said: RegExp): Promise<void> {
    await page.keyboard.press(key);
    await page.getByRole('status').filter({ hasText: said }).first().waitFor();
  }

  const seen = (page: Page): Promise<string> => page.locator('[aria-current=true]').innerText();

  test('by keyboard alone from a file to issued tasks, and back from one to its sentence', async () => {
    const { page, complaints } = await open('/documents');
    await bring(page, '工作要点.txt', REPORT);
    await page.locator('[data-card]').first().waitFor();
    expect(await page.getByText(/^部署部分/).innerText()).toBe('部署部分 5 句，还有 5 句待核');

    // A alone takes what is proposed and goes on: framing, tasks and targets alike.
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    expect(await seen(page)).toContain('打基础的关键一年');
    expect(await page.evaluate(() => document.activeElement?.hasAttribute('data-card'))).toBe(true);
    await act(page, 'a', /已确认铺垫 1 句/);
    expect(await seen(page)).toContain('农村公路');
    await act(page, 'a', /已采纳 1 条/);
    await act(page, 'u', /已撤销/);
    await page.keyboard.press('k');
    await act(page, 'b', /已采纳 \d+ 条/);

    // Split at the cursor, merge the second part back.
    expect(await seen(page)).toContain('就业3.2万人');
    await page.keyboard.press('s');
    const parts = page.locator('dialog[open] ol li');
    await parts.first().waitFor();
    expect(await parts.nth(1).innerText()).toMatch(/^年底前改造/);
    await page.keyboard.press('ArrowLeft');
    expect(await parts.nth(1).innerText()).toMatch(/^；年底前改造/);
    await page.keyboard.press('s');
    await page.getByRole('status').filter({ hasText: '已拆成 2 条' }).first().waitFor();
    for (let i = 0; i < 12 && !(await seen(page)).includes('老旧小区'); i += 1)
      await page.keyboard.press('j');
    await act(page, 'm', /已并入上一条/);

    // Edit: the title by typing, saved by Enter.
    for (let i = 0; i < 12 && !(await seen(page)).includes('扬尘'); i += 1)
      await page.keyboard.press('j');
    await page.keyboard.press('e');
    await page.locator('dialog[open] input').first().waitFor();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('每月抽查工地扬尘');
    await page.keyboard.press('Enter');
    await page.getByRole('status').filter({ hasText: '已改后采纳' }).first().waitFor();
    for (let i = 0; i < 20; i += 1) {
      if ((await page.getByText('每一句都有着落').count()) > 0) break;
      await page.keyboard.press('a');
      await page.waitForTimeout(150);
    }
    await page.getByText('部署部分 5 句，每一句都有着落').waitFor();

    // Leads: suggested with reasons, settled only when confirmed.
    await page.keyboard.press('l');
    await page.locator('mark').first().waitFor();
    const settle = page.getByRole('button', { name: /按所选确认/ });
    await settle.focus();
    await page.keyboard.press('Enter');
    await page
      .getByText(/已定责 \d+ 条任务/)
      .first()
      .waitFor();
    await page.keyboard.press('l');

    await page.keyboard.press('d');
    const effect = page.getByText(/将生成 \d+ 条任务，其中 \d+ 条直接下达/);
    const [, made, issued] =
      /生成 (\d+) 条任务，其中 (\d+) 条/.exec(await effect.innerText()) ?? [];
    await page.locator('dialog[open] button[type=submit]').focus();
    await page.keyboard.press('Enter');
    const told = page.getByText(`已生成 ${made} 条任务，其中 ${issued} 条已下达`);
    await told.waitFor();
    expect(Number(issued)).toBeGreaterThan(0);
    await page.getByText(/已拟定 \d+ 个目标/).waitFor();
    const entries = await stage.database.db
      .selectFrom('entry')
      .where('source', '=', 'document')
      .select(['id', 'state', 'title'])
      .execute();
    expect(entries).toHaveLength(Number(made));
    expect(entries.filter(({ state }) => state === 'underway')).toHaveLength(Number(issued));

    // From the entry back to the sentence, in one click.
    const road = entries.find(({ title }) => title.includes('农村公路'));
    await page.goto(`${base}/entries/${road?.id}`);
    await page.getByRole('link', { name: /查看原句/ }).click();
    const lit = page.locator('[data-seq]:focus');
    await lit.waitFor();
    expect(await lit.innerText()).toContain('加快农村公路建设');
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 240_000);

  test('a file of every kind is dropped, read, and quoted by its own words; the same words again are known', async () => {
    const { page } = await open('/documents');
    const lines = [
      '河南市2026年工作要点',
      '二、2026年重点工作',
      '新建农村公路120公里，年底前完成危桥改造6座。',
    ];
    const seenAt: string[] = [];
    for (const [ending, make] of FILE_MAKERS) {
      await page.goto(`${base}/documents`);
      await bring(page, `要点.${ending}`, await make(lines));
      await page.locator('[data-card]').first().waitFor();
      expect(await seen(page)).toContain('新建农村公路120公里');
      expect(await page.getByText(/^部署部分/).innerText()).toBe('部署部分 1 句，还有 1 句待核');
      seenAt.push(new URL(page.url()).pathname);
    }
    expect(new Set(seenAt).size).toBe(1);
    await page.context().close();
  }, 240_000);

  test('a garbled stretch that may have said two things is asked about, and what is chosen follows', async () => {
    const { page, complaints } = await open('/documents');
    const garbled = '某市報(bào)告\n一、2026年工作安排\n新建步道150公里,?!笆濉睍r期末完工。\n';
    await bring(page, '乱码.txt', garbled);
    await page.getByRole('group', { name: /有一处乱码/ }).waitFor();
    await page.getByRole('button', { name: '十二五' }).click();
    await page.getByText('“十二五”时期末完工').waitFor();
    await page.getByRole('group', { name: /有一处乱码/ }).waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 120_000);

  test('every bad file gets its sentence on the screen, and nothing is listed', async () => {
    const { page } = await open('/documents');
    const alert = page.getByRole('alert');
    const cut = (await docxFile(['县里的要点', '修渠三条。'])).slice(0, 900);
    const table = `<table>${'<tr><td>单位</td><td>目标</td></tr>'.repeat(20)}</table>`;
    const BAD: readonly (readonly [string, string | Uint8Array, string])[] = [
      ['加密.docx', lockedFile(), '密码'],
      ['半截.docx', cut, '损坏'],
      ['太长.pdf', pdfFile(['某市要点'], 500), '500 页'],
      ['扫描.pdf', scannedFile(), '没有文字'],
      ['炸弹.docx', await bombFile(), '炸弹'],
      ['外文.txt', 'Plans for the year ahead are set out here. '.repeat(20), '不是中文'],
      ['照片.pdf', Buffer.from('89504e470d0a1a0a0000', 'hex'), 'PNG'],
      ['只有表.html', table, '只有表格'],
      ['乱码.txt', new Uint8Array(300).fill(0xff), '编码'],
    ];
    for (const [name, bytes, said] of BAD) {
      await page.goto(`${base}/documents`);
      await bring(page, name, bytes);
      await alert.filter({ hasText: said }).waitFor();
    }
    await page.goto(`${base}/documents`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    for (const [name] of BAD) expect(await page.getByText(name).count()).toBe(0);
    await page.context().close();
  }, 120_000);

  test('what cannot be taken is said, what is known is opened, a corrected version shows what changed', async () => {
    const { page } = await open('/documents');
    const alert = page.getByRole('alert');
    await bring(page, '通知.txt', '机密★5年\n关于做好有关工作的通知\n一、做好工作。');
    await alert.filter({ hasText: '密级' }).waitFor();
    await bring(page, '空.txt', '');
    await alert.filter({ hasText: '空' }).waitFor();
    await bring(page, '扫描件.docx', Buffer.from('%PDF-1.4\n%%EOF'));
    await alert.filter({ hasText: '扫描件' }).waitFor();

    const pasted = REPORT.replaceAll('河东', '河中');
    await page.locator('summary').click();
    await page.getByLabel('全文').fill(pasted);
    await page.getByRole('button', { name: '开始识读' }).click();
    await page.locator('[data-card]').first().waitFor();
    const first = page.url();
    await page.goto(`${base}/documents`);
    await page.locator('summary').click();
    await page.getByLabel('全文').fill(pasted);
    await page.getByRole('button', { name: '开始识读' }).click();
    await page.getByText('先前已经识读过').waitFor();
    await page.locator('[data-card]').first().waitFor();
    expect(page.url()).toBe(first);

    await page.keyboard.press('j');
    await act(page, 'b', /已采纳/);
    await page.getByRole('button', { name: '交更正版' }).click();
    await bring(
      page,
      '更正.txt',
      REPORT.replaceAll('河东', '河中').replace('每月不定期', '每月至少两次'),
    );
    await page.getByText(/改动 1 句/).waitFor();
    expect(await page.locator('ins').innerText()).toBe('至少两次');
    expect(await page.locator('del').innerText()).toBe('不定期');
    await page.getByRole('link', { name: '原文' }).click();
    await page.locator('[data-seq]:focus').waitFor();
    await page.context().close();
  }, 240_000);

  test.each(SCREENS)(
    '$name: no fault of access, policy or page, and not wider than the window',
    async (screen) => {
      const { page, complaints } = await open('/documents', screen);
      const faultless = async (name: string): Promise<void> => {
        expect({ name, faults: await barriers(page) }).toEqual({ name, faults: [] });
        expect({ name, wider: await overhang(page) }).toEqual({ name, wider: 0 });
      };
      await bring(page, '政府工作报告.txt', CITY_REPORT);
      await page.locator('[data-card]').first().waitFor();
      await page.keyboard.press('n');
      await faultless('reader');
      for (const key of ['e', 's', 'd']) {
        await page.keyboard.press(key);
        if ((await page.locator('dialog[open]').count()) === 0) continue;
        await faultless(key);
        await page.keyboard.press('Escape');
      }
      await page.keyboard.press('l');
      await page.locator('fieldset').first().waitFor();
      await faultless('leads');
      await page.goto(`${base}/documents`);
      await page.locator('article').first().waitFor();
      await faultless('list');
      expect(complaints).toEqual([]);
      await page.context().close();
    },
    120_000,
  );
});
