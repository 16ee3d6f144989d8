import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { getDocumentProxy } from 'unpdf';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#platform/ids.ts';
import { barriers, CHROME, overhang } from './desk-stage.ts';
import { PASSWORD, photo, type Stage } from './lite-stage.ts';
import { closeScene, openPhone, openScene, type PhoneSeat } from './scene.ts';

/** Where pictures of the pages go, for somebody to look at. */
const SHOTS = process.env['LUOSHI_SHOTS'] ?? join(tmpdir(), 'luoshi-lite-shots');

const PHONE = { width: 375, height: 740 };

describe.skipIf(!existsSync(CHROME))(`phone pages in ${CHROME}`, () => {
  let stage: Stage;
  let browser: Browser;
  let site: string;

  beforeAll(async () => {
    ({ stage, browser, base: site } = await openScene());
    await mkdir(SHOTS, { recursive: true });
  }, 180_000);
  afterAll(() => closeScene(browser, stage));

  /** A phone with somebody signed in; every fault of a page is kept. */
  async function phone(scripts: boolean): Promise<PhoneSeat> {
    const seat = await openPhone(browser, { scripts });
    const { page } = seat;
    await page.goto(`${site}/m`);
    await page.getByLabel('账号').fill('townliaison');
    await page.getByLabel('密码').fill(PASSWORD);
    await page.getByRole('button', { name: '登录' }).click();
    return seat;
  }

  test('without scripts: accept, report progress with a photo, report as done', async () => {
    await stage.handed('桥头村饮水管网漏损，三处反复塌陷影响二十户群众用水');
    await stage.handed('东街路灯不亮', '2026-05-19');
    const { context, page, faults } = await phone(false);
    await page.screenshot({ path: join(SHOTS, 'work.png'), fullPage: true });
    await page.getByRole('link', { name: /桥头村饮水管网漏损/ }).click();
    await page.getByRole('button', { name: '签收' }).click();
    expect(await page.getByRole('status').textContent()).toContain('已签收');
    await page.screenshot({ path: join(SHOTS, 'entry.png'), fullPage: true });

    await page.getByRole('link', { name: '报进展' }).click();
    await page.getByLabel('办到百分之几').fill('60');
    await page.getByLabel('办得怎么样').fill('已换管一百八十米，剩两处等停水');
    await page
      .getByLabel('照片')
      .setInputFiles({ name: '现场.jpg', mimeType: 'image/jpeg', buffer: await photo(20) });
    await page.screenshot({ path: join(SHOTS, 'progress.png'), fullPage: true });
    await page.getByRole('button', { name: '提交进展' }).click();
    expect(await page.getByRole('status').textContent()).toContain('进展已报上');
    expect(await page.getByText('现场.jpg').count()).toBeGreaterThan(0);

    await page.getByRole('link', { name: '办完了' }).click();
    await page.getByLabel('怎么办完的').fill('全部换完，已通水');
    await page.getByRole('button', { name: '报告办完' }).click();
    expect(await page.getByRole('status').textContent()).toContain('等待核查');
    expect(faults).toEqual([]);
    await context.close();
  });

  test('no page has an accessibility fault, a blocked resource, or sideways scrolling, in either size', async () => {
    const id = await stage.handed(`很长的标题${'反复出现的老问题'.repeat(20)}`, '2026-05-20');
    const { context, page, faults } = await phone(true);
    const paths = [
      '/m',
      `/m/e/${id}`,
      '/m/list?text=水',
      '/m/mend',
      `/m/e/${id}/refuse`,
      `/print/entries/${id}`,
      '/print/entries',
    ];
    const found: string[] = [];
    for (const look of ['size=normal&lang=zh', 'size=big&lang=zh', 'size=normal&lang=en'])
      for (const path of paths) {
        await page.goto(`${site}/m/look?${look}&back=/m`);
        await page.goto(`${site}${path}`);
        if (look.includes('big') && path === '/m/mend')
          await page.screenshot({ path: join(SHOTS, 'mend-big.png'), fullPage: true });
        if (look.includes('en') && path === `/m/e/${id}`)
          await page.screenshot({ path: join(SHOTS, 'entry-en.png'), fullPage: true });
        found.push(...(await barriers(page)).map((one) => `${look} ${path}: ${one}`));
        const wide = await overhang(page);
        if (wide > 0 && path.startsWith('/m')) found.push(`${look} ${path}: ${wide}px too wide`);
        // The day is asked of who names one.
        if (path === '/m/mend') await page.locator('input[name=when][value=date]').check();
        if (path.startsWith('/m'))
          found.push(
            ...(await smallTargets(page, look.includes('big') ? 60 : 44)).map(
              (one) => `${look} ${path}: small ${one}`,
            ),
          );
      }
    expect(found).toEqual([]);
    expect(faults).toEqual([]);
    await context.close();
  });

  test('sign-in page and a form with faults are free of accessibility faults', async () => {
    const context = await browser.newContext({ viewport: PHONE, locale: 'zh-CN' });
    const page = await context.newPage();
    await page.goto(`${site}/m/sign-in`);
    await page.getByLabel('账号').fill('townliaison');
    await page.getByLabel('密码').fill('不是这个密码');
    await page.getByRole('button', { name: '登录' }).click();
    expect(await barriers(page)).toEqual([]);
    await context.close();
  });

  test('a thousand entries on paper: landscape, the head on every page, every row there', async () => {
    await manyEntries(stage, 1000);
    const { context, page } = await phone(false);
    await page.goto(`${site}/print/entries`);
    await page.emulateMedia({ media: 'print' });
    await page.screenshot({ path: join(SHOTS, 'list-print.png') });
    const pdf = await page.pdf({ preferCSSPageSize: true });
    await writeFile(join(SHOTS, 'list.pdf'), pdf);
    const document = await getDocumentProxy(new Uint8Array(pdf));
    const texts = await Promise.all(
      Array.from({ length: document.numPages }, async (_, i) => {
        const sheet = await document.getPage(i + 1);
        const { width, height } = sheet.getViewport({ scale: 1 });
        expect(width).toBeGreaterThan(height);
        const { items } = await sheet.getTextContent();
        return items.map((item) => ('str' in item ? item.str : '')).join('');
      }),
    );
    expect(document.numPages).toBeGreaterThan(20);
    expect(texts.filter((text) => text.includes('牵头单位')).length).toBe(document.numPages);
    expect(texts[1]).toContain(`2 / ${document.numPages}`);
    // The pile holds a thousand rows; a few of the other tests' entries come before the copies.
    expect(texts.join('').match(/印-\d+/g)?.length).toBeGreaterThan(990);
    process.stderr.write(`printed 1,000 entries on ${document.numPages} pages\n`);
    await context.close();
  });
});

/** Links and controls outside running text whose tap area is lower than this. */
async function smallTargets(page: Page, least: number): Promise<string[]> {
  return await page.evaluate(
    (least) =>
      [
        ...document.querySelectorAll(
          'a, button, input:not([type=hidden],[type=radio],[type=checkbox]), label.choice',
        ),
      ]
        .filter((one) => one.checkVisibility() && !one.matches('.skip'))
        .filter((one) => one.getBoundingClientRect().height < least)
        .map((one) => `${one.outerHTML.slice(0, 80)} ${one.getBoundingClientRect().height}`),
    least,
  );
}

/** Copies of an entry, as many as make a thick pile of paper. */
async function manyEntries(stage: Stage, n: number): Promise<void> {
  const id = await stage.handed('打印用的事项，标题长到要在纸上折成两行才放得下的那一种问题');
  await stage.database.db.transaction().execute(async (tx) => {
    const entry = await tx
      .selectFrom('entry')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    const { earlier_version: _, ...event } = await tx
      .selectFrom('event')
      .selectAll()
      .where('subject_id', '=', id)
      .where('subject_version', '=', entry.version)
      .executeTakeFirstOrThrow();
    const ids = Array.from({ length: n }, () => newId());
    const copies = ids.map((one, i) => ({ ...entry, id: one, no: `印-${i + 1}`, version: 1 }));
    const events = ids.map((one) => ({
      ...event,
      id: newId(),
      subject_id: one,
      subject_version: 1,
      payload: JSON.stringify(event.payload),
    }));
    await tx.insertInto('entry').values(copies).execute();
    await tx.insertInto('event').values(events).execute();
  });
}
