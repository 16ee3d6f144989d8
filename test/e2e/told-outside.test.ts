import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askReporter } from '#modules/listen/answer-voice.ts';
import { registerVoice } from '#modules/listen/handle-voice.ts';
import { mailPort } from '#platform/notices/mail-port.ts';
import { smtpCatcher, type SmtpCatcher } from '#test/smtp-catcher.ts';
import { barriers, CHROME, overhang } from './desk-stage.ts';
import { NOW, type Stage } from './lite-stage.ts';
import { closeScene, openPhone, openScene } from './scene.ts';

/** Where pictures of the pages go, for somebody to look at. */
const SHOTS = process.env['LUOSHI_SHOTS'] ?? join(tmpdir(), 'luoshi-told-shots');

const WORDS = {
  zh: {
    what: '什么事？',
    contact: '联系方式（可不填）',
    wish: /有新进展时告诉我/,
    send: '提交',
    on: '有新进展时会提醒您',
    sent: /已于.*向您留下的联系方式发送提醒/,
    off: '不用再提醒我',
    again: '有新进展时告诉我',
    forget: '删除我的联系方式',
  },
  en: {
    what: 'What is it about?',
    contact: 'How to reach you (optional)',
    wish: /Tell me when there is news/,
    send: 'Send',
    on: 'You are told when there is news',
    sent: /A notice was sent to the contact you left/,
    off: 'No longer tell me',
    again: 'Tell me when there is news',
    forget: 'Delete my contact',
  },
} as const;

describe.skipIf(!existsSync(CHROME))(`being told outside, in ${CHROME}`, () => {
  let mail: SmtpCatcher;
  let stage: Stage;
  let browser: Browser;
  let site: string;
  beforeAll(async () => {
    mail = await smtpCatcher();
    const url = new URL(`smtp://127.0.0.1:${mail.port}`);
    ({
      stage,
      browser,
      base: site,
    } = await openScene({
      ports: [mailPort({ url, from: 'office@example.cn', timeoutMs: 3000 })],
      sign: '云渡市民之声',
      page: 'https://ls.example.cn/follow',
    }));
    await mkdir(SHOTS, { recursive: true });
  }, 180_000);
  afterAll(async () => {
    await closeScene(browser, stage);
    await mail.close();
  });

  async function asked(): Promise<void> {
    const { rows } = await sql<{ id: string }>`
      select voice_id as id from submission order by ctid desc limit 1`.execute(stage.database.db);
    const id = rows[0]?.id ?? '';
    const later = new Date(NOW.getTime() + 30_000);
    await stage.city.act(
      stage.database.db,
      'cityOffice',
      async (ctx) => {
        const { version } = await registerVoice(ctx, { id, version: 1 });
        return await askReporter(ctx, { id, version, question: '哪一侧？' });
      },
      later,
    );
  }

  async function weighed(page: Page): Promise<number> {
    const sheet = (await page.locator('link[rel=stylesheet]').getAttribute('href')) ?? '';
    const css = await page.request.get(new URL(sheet, site).href);
    return gzipSync(await page.content()).length + gzipSync(await css.body()).length;
  }

  test.each(['zh', 'en'] as const)(
    'without scripts, at 375 px (%s): ticked, asked, written to, seen, switched off, on again, deleted',
    async (lang) => {
      const w = WORDS[lang];
      const to = `reporter.${lang}@example.cn`;
      const { context, page, faults } = await openPhone(browser, { scripts: false });
      const look = await openPhone(browser, { scripts: true });
      const shot = async (name: string): Promise<void> => {
        expect(await overhang(page)).toBe(0);
        await page.screenshot({ path: join(SHOTS, `${lang}-${name}.png`), fullPage: true });
      };
      await page.goto(`${site}/say/look?size=normal&lang=${lang}&back=/say`);
      await page.goto(`${site}/say`);
      expect(await page.getByLabel(w.wish).isChecked()).toBe(false);
      expect(await weighed(page)).toBeLessThanOrEqual(14_000);
      await shot('say');
      await page.getByLabel(w.what).fill(lang === 'zh' ? '北街路灯不亮' : 'A lamp is out');
      await page.getByLabel(w.contact).fill(to);
      await page.getByLabel(w.wish).check();
      await page.getByRole('button', { name: w.send, exact: true }).click();
      const code = (await page.locator('.code').textContent()) ?? '';
      await shot('receipt');
      await asked();
      await stage.tell();
      expect(mail.mails.map((one) => one.to)).toContainEqual([to]);
      const follow = async (on: Page): Promise<void> => {
        await on.goto(`${site}/follow`);
        await on.locator('#code').fill(code);
        await on.locator('main button').first().click();
      };
      await follow(page);
      const main = page.locator('main');
      expect(await main.textContent()).toMatch(w.sent);
      expect(await main.textContent()).toContain(w.on);
      await shot('followed');
      // The same page with scripts, for what a screen reader would meet.
      await look.page.goto(`${site}/say/look?size=normal&lang=${lang}&back=/say`);
      await look.page.goto(`${site}/say`);
      expect(await barriers(look.page)).toEqual([]);
      await follow(look.page);
      expect(await barriers(look.page)).toEqual([]);
      await page.getByRole('button', { name: w.off }).click();
      expect(await main.textContent()).not.toContain(w.on);
      await page.getByRole('button', { name: w.again }).click();
      expect(await main.textContent()).toContain(w.on);
      await page.getByRole('button', { name: w.forget }).click();
      expect(await main.textContent()).not.toMatch(w.sent);
      expect(await page.getByRole('button', { name: w.again }).count()).toBe(0);
      await shot('deleted');
      expect(faults).toEqual([]);
      await look.context.close();
      await context.close();
    },
  );
});
