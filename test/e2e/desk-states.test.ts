import { existsSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Role } from '#domain/org/actor.ts';
import { addAccount } from '#modules/org/add-account.ts';
import { addPerson } from '#modules/org/person-store.ts';
import { addPost } from '#modules/org/post-store.ts';
import { newId } from '#platform/ids.ts';
import { hashPassword } from '#platform/identity/password-hash.ts';
import { CITY } from '#test/tiny-city.ts';
import { barriers, CHROME, overhang, settled, signIn } from './desk-stage.ts';
import { NOW, PASSWORD, type Stage } from './lite-stage.ts';
import { closeScene, LOOKS, openScene } from './scene.ts';

/** 200 characters without a place to break at, some of them outside the basic plane. */
const LONG = '𠮷野家𡈽地确权登记遗留㙍垌䶮'.repeat(11);
const WIDE = 'Supercalifragilisticexpialidocious'.repeat(5);

/** Five looks take minutes: two go with every run, all of them where `LUOSHI_ALL_LOOKS` is set. */
const TRIED = process.env['LUOSHI_ALL_LOOKS'] === undefined ? [LOOKS[0], LOOKS[3]] : LOOKS;

/** Every screen in every state that a user may meet, in each look: no barrier, no complaint, no overhang. */
describe.skipIf(!existsSync(CHROME))('every screen and state', () => {
  let stage: Stage;
  let browser: Browser;
  let base = '';
  let entry = '';
  let long = '';

  beforeAll(async () => {
    ({ stage, browser, base } = await openScene());
    entry = await stage.handed('桥头村饮水管网漏水', '2026-05-10');
    long = await stage.handed(LONG);
    await stage.handed(WIDE);
    for (const role of ['system_admin', 'security_admin', 'audit_admin'] as const)
      await administrator(stage, role);
  }, 180_000);
  afterAll(() => closeScene(browser, stage));

  async function sound(page: Page, state: string): Promise<void> {
    const found = { state, barriers: await barriers(page), overhang: await overhang(page) };
    expect(found).toEqual({ state, barriers: [], overhang: 0 });
  }

  async function soundAt(page: Page, path: string): Promise<void> {
    await page.goto(base + path);
    await settled(page);
    await sound(page, path);
  }

  describe.each(TRIED)('%s', (_, look) => {
    test('an office: every screen, long names, nothing found, what is not there', async () => {
      const { page, context, complaints } = await signIn(browser, base, 'cityOffice', look);
      for (const path of [
        '/',
        '/work',
        '/problems',
        `/problems?peek=${long}`,
        '/problems?text=没有这样的词',
        '/tasks',
        '/progress',
        '/checks',
        `/entries/${entry}`,
        `/entries/${long}`,
        `/entries/${newId()}`,
        '/new?kind=problem',
        '/new?kind=task',
        '/targets',
        '/distil',
        '/import',
        '/org',
        '/jobs',
        '/account',
        '/accounts',
        '/events',
        '/wall',
        '/nowhere',
      ])
        await soundAt(page, path);
      expect(complaints).toEqual([]);
      await context.close();
    }, 300_000);

    test('a branch that has nothing yet, and the administrators', async () => {
      for (const [login, paths] of [
        ['secretary', ['/', '/work', '/problems', '/org']],
        ['system_admin', ['/', '/org', '/account']],
        ['security_admin', ['/accounts', '/org']],
        ['audit_admin', ['/accounts', '/events']],
      ] as const) {
        const { page, context, complaints } = await signIn(browser, base, login, look);
        for (const path of paths) await soundAt(page, path);
        expect(complaints).toEqual([]);
        await context.close();
      }
    }, 300_000);

    test('while it is read, and when the server or the line fails', async () => {
      const { page, context, complaints } = await signIn(browser, base, 'cityOffice', look);
      const paths = [
        '/',
        '/work',
        '/problems',
        `/entries/${entry}`,
        '/import',
        '/jobs',
        '/targets',
      ];
      const asked = (url: URL): boolean =>
        url.pathname.startsWith('/api/v1/') && !/\/(me|campaigns)$/.test(url.pathname);
      for (const path of paths) {
        await page.route(asked, () => new Promise<void>(() => undefined));
        await page.goto(base + path);
        await page.locator('#main').waitFor();
        await page.locator('[class*="skeleton"], [aria-busy="true"], h1').first().waitFor();
        await sound(page, `${path} being read`);
        await page.unrouteAll({ behavior: 'ignoreErrors' });
        await page.route(asked, (route) =>
          route.fulfill({
            status: 500,
            contentType: 'application/problem+json',
            body: JSON.stringify({ code: 'internal', status: 500, title: '系统内部错误，已记录' }),
          }),
        );
        await page.goto(base + path);
        await page.locator('#main').waitFor();
        await page.waitForFunction(() => document.querySelector('[class*="skeleton"]') === null);
        await sound(page, `${path} failed`);
        await page.unrouteAll({ behavior: 'ignoreErrors' });
      }
      expect(complaints).toEqual([]);
      await context.close();
    }, 300_000);

    test('every form of an entry, empty and at fault', async () => {
      const { page, context, complaints } = await signIn(browser, base, 'townLiaison', look);
      await page.goto(`${base}/entries/${entry}`);
      await settled(page);
      const forms = await page.locator('[class*="moves-"] > button').count();
      expect(forms).toBeGreaterThan(0);
      for (let i = 0; i < forms; i += 1) {
        await page.locator('[class*="moves-"] > button').nth(i).click();
        // A form is loaded when it is first asked for: an Escape before it stands would close nothing.
        const opened = page.locator('dialog, [role=menu]').filter({ visible: true });
        await opened.first().waitFor();
        const submit = page.locator('dialog button[type=submit]');
        if ((await submit.count()) > 0 && (await page.locator('dialog [required]').count()) > 0) {
          await submit.click();
          await sound(page, `form ${i} at fault`);
        }
        await sound(page, `form ${i}`);
        await page.keyboard.press('Escape');
        await opened.first().waitFor({ state: 'hidden' });
      }
      await page.keyboard.press('?');
      await page.locator('dialog').waitFor();
      await sound(page, 'the sheet of keys');
      await page.keyboard.press('Escape');
      expect(complaints).toEqual([]);
      await context.close();
    }, 300_000);
  });

  test('while the disk is nearly full every page says so before anybody types, and no longer after', async () => {
    const { page, context, complaints } = await signIn(browser, base, 'townLiaison');
    const notice = page.getByText(/系统暂为只读：可以查看，不能保存/);
    await page.goto(`${base}/entries/${entry}`);
    await settled(page);
    expect(await notice.count()).toBe(0);
    stage.disk.isFull = true;
    try {
      await page.reload();
      await notice.waitFor();
      await sound(page, 'read-only');
      await page.goto(`${base}/m/e/${entry}`);
      await notice.waitFor();
      await sound(page, 'read-only, without scripts');
    } finally {
      stage.disk.isFull = false;
    }
    await page.goto(`${base}/problems`);
    await settled(page);
    expect(await notice.count()).toBe(0);
    expect(complaints).toEqual([]);
    await context.close();
  }, 120_000);

  test('nobody loses his sign-in to a slip of the hand', async () => {
    const { page, context } = await signIn(browser, base, 'security_admin');
    await page.goto(`${base}/accounts`);
    const row = page.getByRole('row', { name: /townliaison/ });
    await row.getByRole('button', { name: '发一次性口令' }).click();
    await page.getByText(/townliaison）现在的密码马上作废/).waitFor();
    await sound(page, 'asked before a password is taken');
    await page.keyboard.press('Escape');
    await row.getByRole('button', { name: '停用' }).click();
    await page.getByRole('dialog', { name: '停用' }).getByRole('button', { name: '取消' }).click();
    expect(await row.innerText()).toContain('在用');
    await row.getByRole('button', { name: '停用' }).click();
    await page.getByRole('dialog', { name: '停用' }).locator('button[type=submit]').click();
    await row.getByRole('button', { name: '恢复' }).click();
    await row.getByText('在用').waitFor();
    await context.close();
  }, 120_000);
});

/** One of the three administrators, who sees no business. */
async function administrator({ database, city }: Stage, role: Role): Promise<void> {
  await database.db.transaction().execute(async (tx) => {
    const at = { tx, cityId: CITY, now: NOW };
    const personId = await addPerson(at, { name: LONG.slice(0, 40) });
    await addAccount(at, { personId, login: role, passwordHash: await hashPassword(PASSWORD) });
    const post = { unitId: city.unit.city.id, code: `${role}岗`, name: role, role };
    const holding = {
      city_id: CITY,
      id: newId(),
      post_id: await addPost(at, post),
      person_id: personId,
      from_on: '2026-01-01',
      created_at: NOW,
    };
    await tx.insertInto('holding').values(holding).execute();
  });
}
