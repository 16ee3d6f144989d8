import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { sql } from 'kysely';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askReporter } from '#modules/listen/answer-voice.ts';
import { registerVoice } from '#modules/listen/handle-voice.ts';
import { receiveVoice } from '#modules/listen/receive-voice.ts';
import { CITY } from '#test/tiny-city.ts';
import { barriers, CHROME, type Officer, overhang, signIn } from './desk-stage.ts';
import { NOW, type Stage } from './lite-stage.ts';
import { closeScene, openScene, SCREENS } from './scene.ts';

/** 答复草稿 in a real browser. Without one these are skipped, and `npm test` says so. */
describe.skipIf(!existsSync(CHROME))('draft answers in a browser', () => {
  let stage: Stage;
  let browser: Browser;
  let base = '';

  beforeAll(async () => {
    ({ stage, browser, base } = await openScene());
    for (const n of ['一', '二', '三']) await registered(`北街第${n}盏路灯不亮`);
  }, 180_000);
  afterAll(() => closeScene(browser, stage));

  async function registered(words: string): Promise<void> {
    const { city, database } = stage;
    const place = city.unit.eastTown;
    const id = await database.db.transaction().execute(async (tx) => {
      const at = { tx, cityId: CITY, now: NOW, today: NOW.toISOString().slice(0, 10) };
      const made = await receiveVoice(at, {
        kind: 'request',
        channel: 'web',
        words,
        placeText: '北街',
        givenName: '',
        place: { ...place, name: '' },
        placeUnit: place.id,
        subject: undefined,
        about: undefined,
        root: { ...city.unit.city, name: '' },
        lang: 'zh',
        codeHash: randomUUID().replaceAll('-', '').repeat(2),
        heldFor: undefined,
      });
      return made.id;
    });
    await city.act(database.db, 'eastOffice', (ctx) => registerVoice(ctx, { id, version: 1 }), NOW);
  }

  async function open(path: string, { locale = 'zh-CN', width = 1280 } = {}): Promise<Officer> {
    const viewport = { width, height: 900 };
    const officer = await signIn(browser, base, 'eastoffice', { locale, viewport });
    const { page } = officer;
    page.setDefaultTimeout(30_000);
    await page.goto(base + path);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.locator('[data-voice]').first().waitFor();
    return officer;
  }

  async function states(): Promise<Record<string, number>> {
    const { rows } = await sql<{ state: string; n: number }>`
      select state, count(*)::int as n from voice group by 1`.execute(stage.database.db);
    return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
  }

  test('three are drafted by keys, one changes meanwhile, two are published and the third is refused in words', async () => {
    const { page, complaints } = await open('/voices');
    await page.locator('[aria-current=true]').waitFor();
    for (let i = 0; i < 3; i += 1) {
      await page.keyboard.press('x');
      await page.getByText(`已选 ${i + 1} 件`).waitFor();
      await page.keyboard.press('j');
    }
    await page.keyboard.press('d');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('予以支持').check();
    await dialog.getByLabel('答复正文').fill('灯泡已更换');
    await dialog.getByLabel('查明').fill('灯泡损坏');
    await page.keyboard.press('Control+Enter');
    await dialog.getByText('办成 3 项，0 项没有办成').waitFor();
    await dialog.getByRole('button', { name: '关闭' }).last().click();
    expect(await states()).toEqual({ registered: 3 });

    await page.getByRole('button', { name: '有答复草稿', exact: true }).click();
    await page.getByRole('checkbox').nth(2).waitFor();
    const card = page.getByRole('region', { name: '答复草稿' });
    await card.getByText('灯泡已更换').waitFor();
    await card.getByText('第 1 稿').waitFor();
    for (const box of await page.getByRole('checkbox').all()) await box.check();
    expect(await barriers(page)).toEqual([]);
    const { rows } = await sql<{ id: string; version: number }>`
      select id, version from voice where title like '%第二盏%'`.execute(stage.database.db);
    const [second] = rows;
    await stage.city.act(
      stage.database.db,
      'cityOffice',
      (ctx) => askReporter(ctx, { id: '', version: 0, ...second, question: '哪一侧？' }),
      NOW,
    );
    await page.keyboard.press('f');
    await dialog.getByRole('button', { name: '发布草稿 3 件' }).click();
    await dialog.getByText('办成 2 项，1 项没有办成').waitFor();
    await dialog.getByText(/该事项已被.*更新（询问诉求人），请刷新后再试/).waitFor();
    expect(await barriers(page)).toEqual([]);
    await dialog.getByRole('button', { name: '关闭' }).last().click();
    expect(await states()).toEqual({ registered: 1, answered: 2 });
    await page.locator('[data-voice]').nth(1).waitFor({ state: 'detached' });
    expect(await page.locator('[data-voice]').count()).toBe(1);

    // The one that is left: dropped, brought back, changed, published by itself.
    await page.locator('[data-voice]').click();
    await card.getByRole('button', { name: '丢弃草稿' }).click();
    await page.getByRole('button', { name: '恢复草稿' }).click();
    await card.getByText('第 2 稿').waitFor();
    await card.getByRole('button', { name: '修改或发布' }).click();
    await dialog.getByLabel('答复正文').fill('北侧灯泡已更换');
    await dialog.getByRole('button', { name: '存为草稿' }).click();
    await card.getByText('第 3 稿').waitFor();
    await card.getByRole('button', { name: '修改或发布' }).click();
    await dialog.getByRole('button', { name: '确定' }).click();
    await expect.poll(states).toEqual({ answered: 3 });
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 180_000);

  test.each(SCREENS)(
    '$name: choosing, drafting and publishing fit the window, without a fault of access',
    async (screen) => {
      const words = `另一盏路灯不亮${screen.name}`;
      await registered(words);
      const { page, complaints } = await open(
        `/voices?text=${encodeURIComponent('另一盏')}`,
        screen,
      );
      const fits = async (): Promise<void> => {
        expect(await barriers(page)).toEqual([]);
        expect(await overhang(page)).toBe(0);
      };
      await page.getByRole('checkbox').first().check();
      await fits();
      await page.getByRole('button', { name: /^(起草答复|Draft an answer)/ }).click();
      await page.getByRole('dialog').waitFor();
      await fits();
      expect(complaints).toEqual([]);
      await page.context().close();
    },
    120_000,
  );
});
