import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { sql } from 'kysely';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { receiveVoice } from '#modules/listen/receive-voice.ts';
import { CITY } from '#test/tiny-city.ts';
import { barriers, CHROME, type Officer, overhang, signIn } from './desk-stage.ts';
import { NOW, type Stage } from './lite-stage.ts';
import { SCREENS, closeScene, openScene } from './scene.ts';

const LAMP = '柳河镇北街路灯不亮，晚上看不清路';

/** 听 in a real browser. Without one these are skipped, and `npm test` says so. */
describe.skipIf(!existsSync(CHROME))('the room of voices in a browser', () => {
  let stage: Stage;
  let browser: Browser;
  let base = '';

  beforeAll(async () => {
    ({ stage, browser, base } = await openScene());
    for (const words of [LAMP, '北街的路灯坏了三天', '河边步道垃圾没人清运']) await said(words);
  }, 180_000);
  afterAll(() => closeScene(browser, stage));

  /** Something said by a citizen of the eastern town. */
  async function said(words: string): Promise<void> {
    const { city, database } = stage;
    const place = city.unit.eastTown;
    const root = city.unit.city;
    await database.db.transaction().execute(async (tx) => {
      await receiveVoice(
        { tx, cityId: CITY, now: NOW, today: NOW.toISOString().slice(0, 10) },
        {
          kind: 'request',
          channel: 'web',
          words,
          placeText: '北街口',
          givenName: '',
          place: { ...place, name: '' },
          placeUnit: place.id,
          subject: undefined,
          about: undefined,
          root: { ...root, name: '' },
          lang: 'zh',
          codeHash: randomUUID().replaceAll('-', '').repeat(2),
          heldFor: undefined,
        },
      );
    });
  }

  async function open(path: string, { locale = 'zh-CN', width = 1440 } = {}): Promise<Officer> {
    const viewport = { width, height: 900 };
    const officer = await signIn(browser, base, 'eastoffice', { locale, viewport });
    const { page } = officer;
    page.setDefaultTimeout(30_000);
    await page.goto(base + path);
    await page.getByRole('heading', { level: 1 }).waitFor();
    return officer;
  }

  async function stateOf(title: string): Promise<string | undefined> {
    const { rows } = await sql<{ state: string }>`
      select state from voice where title like ${`${title}%`}`.execute(stage.database.db);
    return rows[0]?.state;
  }

  test('by keys alone: register, raise a problem, link its like, answer both from the problem', async () => {
    const { page, complaints } = await open(`/voices?text=${encodeURIComponent('柳河镇北街')}`);
    await page.locator('[data-voice]').first().waitFor();
    await page.keyboard.press('j');
    await page.getByRole('heading', { level: 2, name: LAMP }).waitFor();
    await page.keyboard.press('r');
    await page.getByRole('button', { name: '确定' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('已登记受理').waitFor();
    expect(await stateOf(LAMP)).toBe('registered');
    await page.keyboard.press('n');
    await page.getByRole('button', { name: '确定' }).waitFor();
    await page.locator('dialog input').first().press('Enter');
    await page.getByText('已提出新问题').waitFor();
    expect(await stateOf(LAMP)).toBe('linked');

    await page.goto(`${base}/voices?text=${encodeURIComponent('坏了三天')}`);
    await page.locator('[data-voice]').first().waitFor();
    await page.keyboard.press('j');
    await page.getByRole('heading', { level: 2, name: '北街的路灯坏了三天' }).waitFor();
    await page.keyboard.press('r');
    await page.getByRole('button', { name: '确定' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('已登记受理').waitFor();
    await page.keyboard.press('l');
    const find = page.getByRole('combobox', { name: '按编号或标题查找' });
    await find.fill('路灯不亮');
    await page.getByRole('option', { name: /路灯不亮/ }).click();
    await page.getByText('已并入问题').first().waitFor();

    await page.getByRole('link', { name: /路灯不亮/ }).click();
    await page.getByText('诉求 2 件；“我也遇到” 0 人次（另计）').waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('button', { name: '一并答复 2 件' }).click();
    await page.getByRole('button', { name: '确定' }).click();
    await page.getByRole('group', { name: '还差这些' }).getByText('结论：必填').waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.getByLabel('予以支持').check();
    await page.getByLabel('答复正文').fill('三盏路灯已修复');
    await page.getByLabel('查明').fill('线路老化');
    await page.getByRole('button', { name: '确定' }).click();
    await page.getByText('已答复 2 件').waitFor();
    expect([await stateOf(LAMP), await stateOf('北街的路灯')]).toEqual(['answered', 'answered']);
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 180_000);

  test('opinions from a box: one a line, entered once however often they are handed in', async () => {
    const { page, complaints } = await open('/voices/enter');
    const first = page.getByLabel('第 1 条', { exact: true });
    await first.fill('集市日桥头没有厕所');
    await first.press('Enter');
    await page.keyboard.type('小学门口没有斑马线');
    await page.keyboard.press('Enter');
    await page.keyboard.type('……');
    // What is typed outlives a reload.
    await page.reload();
    await page.getByLabel('第 3 条', { exact: true }).waitFor();
    await page.getByLabel('第 1 条', { exact: true }).press('Control+Enter');
    await page.getByText('有 1 条没有录入').waitFor();
    const count = async (): Promise<number> => {
      const { rows } = await sql<{ n: number }>`
        select count(*)::int as n from voice where channel = 'box'`.execute(stage.database.db);
      return rows[0]?.n ?? 0;
    };
    expect(await count()).toBe(2);
    await page.reload();
    await page.getByLabel('第 1 条', { exact: true }).press('Control+Enter');
    await page.getByText('已录过').first().waitFor();
    expect(await count()).toBe(2);
    expect(await barriers(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 120_000);

  test.each(SCREENS)(
    '$name: no fault of access, policy or page, and not wider than the window',
    async (screen) => {
      const { page, complaints } = await open('/voices', screen);
      const narrow = async (): Promise<void> => {
        expect(await overhang(page)).toBe(0);
      };
      await page.locator('[data-voice]').last().waitFor();
      expect(await barriers(page)).toEqual([]);
      await narrow();
      await page.locator('[data-voice]').first().click();
      await page.getByRole('heading', { level: 2 }).first().waitFor();
      expect(await barriers(page)).toEqual([]);
      await narrow();
      for (const path of ['/voices/enter', '/voices/guard']) {
        await page.goto(base + path);
        await page.getByRole('heading', { level: 1 }).waitFor();
        await page.locator('section, textarea').first().waitFor();
        expect(await barriers(page)).toEqual([]);
        await narrow();
      }
      expect(complaints).toEqual([]);
      await page.context().close();
    },
    120_000,
  );
});
