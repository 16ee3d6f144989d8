import { existsSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AlikeIndex } from '#modules/distil/alike-index.ts';
import { distilJobs } from '#modules/distil/distil-job.ts';
import { raiseEntry } from '#modules/ledger/raise-entry.ts';
import { type JobRunner, startJobs } from '#platform/jobs/job-runner.ts';
import { CITY } from '#test/tiny-city.ts';
import { barriers, CHROME, type Officer, overhang, signIn } from './desk-stage.ts';
import { NOW, type Stage } from './lite-stage.ts';
import { SCREENS, closeScene, openScene } from './scene.ts';

const TOLD = [
  '柳河镇桥头村路灯不亮，老人出门摔跤',
  '反映：柳河镇桥头村照明灯坏了不亮，老人出门摔跤，望解决',
  '柳河镇桥头村3栋电梯困人没有人修',
  '柳河镇桥头村5栋电梯困人没有人修',
  '柳河镇桥头村2号机井水泵烧坏没有人换',
  '柳河镇桥头村6号机井水泵烧坏没有人换',
];

/** 归并提炼 in a real browser. Without one these are skipped, and `npm test` says so. */
describe.skipIf(!existsSync(CHROME))('the merge queue in a browser', () => {
  let stage: Stage;
  let browser: Browser;
  let jobs: JobRunner | undefined;
  let base = '';

  beforeAll(async () => {
    ({ stage, browser, base } = await openScene());
    const { db } = stage.database;
    for (const title of TOLD)
      await stage.city.act(db, 'townLiaison', (ctx) =>
        raiseEntry(ctx, { kind: 'problem', title, source: 'visit', level: 'unit', category: 'a' }),
      );
    jobs = startJobs({
      db,
      cityId: CITY,
      kinds: distilJobs([], { index: new AlikeIndex() }),
      now: () => NOW,
      log: () => undefined,
      pollMs: 50,
    });
  }, 180_000);
  afterAll(async () => {
    await jobs?.stop();
    await closeScene(browser, stage);
  });

  async function open(path: string, { locale = 'zh-CN', width = 1440 } = {}): Promise<Officer> {
    const viewport = { width, height: 900 };
    const officer = await signIn(browser, base, 'eastoffice', { locale, viewport });
    const { page } = officer;
    await page.goto(base + path);
    await page.getByRole('heading', { level: 1 }).waitFor();
    return officer;
  }

  async function until(wanted: () => Promise<boolean>): Promise<void> {
    for (let tries = 0; tries < 200; tries += 1) {
      if (await wanted()) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('it did not come about');
  }

  test('an officer distils, judges by keys and takes it back', async () => {
    const { page, complaints } = await open('/distil');
    await page.getByRole('button', { name: '开始提炼' }).click();
    await until(async () => {
      const done = await stage.database.db
        .selectFrom('job')
        .where('kind', '=', 'distil-campaign')
        .where('finished_at', 'is not', null)
        .select('id')
        .executeTakeFirst();
      return done !== undefined;
    });
    await page.reload();
    await page.locator('[data-item][aria-current=true]').waitFor();
    await page.getByText('编号不同').first().waitFor();
    // The last of the list: what comes next stands before it.
    await page.keyboard.press('j');
    await page.locator('li:last-child > [data-item][aria-current=true]').waitFor();
    await page.locator('mark').first().waitFor();
    await page.keyboard.press('x');
    await page.getByText('已记为不是重复').waitFor();
    const states = async (): Promise<readonly string[]> => {
      const { db } = stage.database;
      const rows = await db
        .selectFrom('alike_item')
        .where('kind', '=', 'suggested')
        .select('state')
        .orderBy('state')
        .execute();
      return rows.map(({ state }) => state);
    };
    expect(await states()).toEqual(['apart', 'open']);
    // The next group is shown already: what was judged last is meant.
    const shown = (): Promise<string | null> =>
      page.locator('[data-item][aria-current=true]').textContent();
    const next = await shown();
    await page.keyboard.press('u');
    await page.getByText('已恢复原状').waitFor();
    expect(await states()).toEqual(['open', 'open']);
    expect(await shown()).toBe(next);
    await page.getByRole('button', { name: /已自动关联/ }).click();
    await page.getByText('同一地点').first().waitFor();
    await page.keyboard.press('j');
    await page.getByRole('button', { name: /^采纳/ }).click();
    await page.getByText('已采纳，并案 1 条').waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 120_000);

  test('what is alike is shown while a problem is being raised', async () => {
    const { page } = await open('/new?kind=problem');
    const title = page.locator('[data-field=title] input');
    await title.fill('柳河镇桥头村路灯坏了不亮，老人摔跤');
    await page.getByText('已有相近的问题').waitFor();
    expect(await page.getByText(TOLD[0] ?? '').count()).toBeGreaterThan(0);
    await page.context().close();
  }, 60_000);

  test('kinds of problems open their rows, and some are put under one cause', async () => {
    const { page, complaints } = await open('/distil');
    await page.getByRole('button', { name: '同类与热点' }).click();
    await page.locator('[data-topic]').first().click();
    await page.getByRole('heading', { name: '本期的问题' }).waitFor();
    const rows = page.locator('section li input[type=checkbox]');
    await rows.first().check();
    await page.getByRole('combobox', { name: /根源问题/ }).fill('电梯');
    await page.getByRole('option', { name: /电梯/ }).first().click();
    await page.getByRole('button', { name: '把所选 1 条归到根源问题' }).click();
    await page.getByText(/1 条已归到/).waitFor();
    await page.getByRole('button', { name: '根源问题', exact: true }).click();
    await page.getByRole('button', { name: /归到它之下的问题 1 个/ }).click();
    await page.getByRole('button', { name: '解除' }).waitFor();
    expect(await barriers(page)).toEqual([]);
    // The page of each tells of the other.
    await page.locator('section li').getByRole('link').first().click();
    const cause = page.locator('aside section', { hasText: '根源问题' });
    await cause.getByText('本问题出自').getByRole('link').click();
    await cause.getByText('出自本问题的有 1 个').waitFor();
    expect(await barriers(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 60_000);

  test.each(SCREENS)(
    '$name: no fault of access, policy or page, and not wider than the window',
    async (screen) => {
      const { page, complaints } = await open('/distil', screen);
      await page.locator('[data-item]').first().waitFor();
      expect(await barriers(page)).toEqual([]);
      await page.locator('[data-item]').first().click();
      await page.locator('mark').first().waitFor();
      expect(await barriers(page)).toEqual([]);
      expect(await overhang(page)).toBe(0);
      expect(complaints).toEqual([]);
      await page.context().close();
    },
    60_000,
  );
});
