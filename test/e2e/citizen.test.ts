import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { acceptEntry } from '#modules/assign/accept-entry.ts';
import { assignEntry } from '#modules/assign/assign-entry.ts';
import { linkVoice, raiseFromVoice } from '#modules/listen/link-voice.ts';
import { registerVoice } from '#modules/listen/handle-voice.ts';
import { listEntry } from '#modules/ledger/list-entry.ts';
import { reportProgress } from '#modules/deliver/progress.ts';
import { deliverEntry } from '#modules/deliver/progress.ts';
import { appointChecker, recordCheck } from '#modules/verify/check-entry.ts';
import { closeEntry } from '#modules/verify/close-entry.ts';
import { releaseEntry } from '#modules/listen/release-entry.ts';
import type { Context } from '#platform/command.ts';
import { addEvidence, type PostKey } from '#test/tiny-city.ts';
import { barriers, CHROME, overhang } from './desk-stage.ts';
import { NOW, photo, type Stage } from './lite-stage.ts';
import { closeScene, openPhone, openScene, type PhoneSeat } from './scene.ts';

/** Where pictures of the pages go, for somebody to look at. */
const SHOTS = process.env['LUOSHI_SHOTS'] ?? join(tmpdir(), 'luoshi-citizen-shots');

describe.skipIf(!existsSync(CHROME))(`citizens' pages in ${CHROME}`, () => {
  let stage: Stage;
  let browser: Browser;
  let site: string;

  beforeAll(async () => {
    ({ stage, browser, base: site } = await openScene());
    await mkdir(SHOTS, { recursive: true });
  }, 180_000);
  afterAll(() => closeScene(browser, stage));

  const phone = (scripts = false): Promise<PhoneSeat> => openPhone(browser, { scripts });

  const act = <T>(who: PostKey, work: (ctx: Context) => Promise<T>): Promise<T> =>
    stage.city.act(stage.database.db, who, work, NOW);

  async function submit(page: Page, words: string): Promise<string> {
    await page.goto(`${site}/say`);
    await page.getByLabel('什么事？').fill(words);
    await page.getByLabel('在哪里？（可不填）').fill('北街口第三根灯杆');
    await page.getByLabel('哪个县、哪个乡镇？（可不选）').selectOption({ label: '　柳河镇' });
    await page.getByRole('button', { name: '提交' }).click();
    return (await page.locator('.code').textContent()) ?? '';
  }

  async function newest(): Promise<string> {
    const { rows } = await sql<{ id: string }>`
      select voice_id as id from submission order by ctid desc limit 1`.execute(stage.database.db);
    return rows[0]?.id ?? '';
  }

  test.each([true, false])(
    'back from the receipt and sent again is the same voice, changed it is told to be one more (scripts: %s)',
    async (scripts) => {
      const { context, page } = await phone(scripts);
      const words = `${scripts ? '东' : '西'}河堤护栏断了两截`;
      const code = await submit(page, words);
      const resend = async (text: string): Promise<string> => {
        await page.goBack();
        await page.getByLabel('什么事？').fill(text);
        await page.getByRole('button', { name: '提交' }).click();
        await page.locator('.slip').waitFor();
        return (await page.locator('main').textContent()) ?? '';
      };
      const again = await resend(words);
      expect(again).toContain(code);
      expect(again).toContain('没有另记一件');
      const changed = await resend(`${words}，昨晚有人掉下去`);
      expect(changed).not.toContain(code);
      expect(changed).toContain('今天共交了 2 件');
      await context.close();
    },
  );

  test('a lamp: reported without scripts, linked to others, repaired, checked by another, seen and rated by its reporter', async () => {
    const { context, page, faults } = await phone();
    await page.goto(`${site}/say`);
    await page.screenshot({ path: join(SHOTS, 'say.png'), fullPage: true });
    await page.getByLabel('什么事？').fill('北街路灯不亮三天了，晚上看不见，请打13912345678');
    await page
      .getByLabel('照片（最多 3 张，可不传）')
      .setInputFiles({ name: 'IMG_1.jpg', mimeType: 'image/jpeg', buffer: await photo(40) });
    await page.getByLabel('联系方式（可不填）').fill('13912345678');
    await page.getByLabel('哪个县、哪个乡镇？（可不选）').selectOption({ label: '　柳河镇' });
    await page.getByRole('button', { name: '提交' }).click();
    await page.screenshot({ path: join(SHOTS, 'sure.png'), fullPage: true });
    await page.getByRole('button', { name: '继续提交' }).click();
    const code = (await page.locator('.code').textContent()) ?? '';
    expect(code).toMatch(/^(?:[2-9A-Y]{4} ){4}[2-9A-Y]{4}$/);
    await page.screenshot({ path: join(SHOTS, 'receipt.png'), fullPage: true });
    const first = await newest();
    const second = await (async () => {
      const code2 = await submit(page, '柳河镇北街的路灯坏了');
      return { code: code2, id: await newest() };
    })();

    const raised = await act('eastOffice', async (ctx) => {
      const { version } = await registerVoice(ctx, { id: first, version: 1 });
      return await raiseFromVoice(ctx, { id: first, version, title: '柳河镇北街路灯不亮' });
    });
    expect(raised.summary).toContain('〔已隐去〕');
    expect(JSON.stringify(raised)).not.toContain('13912345678');
    const entry = raised.entries[0]?.id ?? '';
    await act('eastOffice', async (ctx) => {
      const { version } = await registerVoice(ctx, { id: second.id, version: 1 });
      return await linkVoice(ctx, { id: second.id, version, entry });
    });
    const at = (version: number) => ({ id: entry, version });
    await act('eastOffice', (ctx) => listEntry(ctx, at(1)));
    await act('eastOffice', (ctx) =>
      assignEntry(ctx, {
        ...at(2),
        lead: stage.city.unit.eastTown.id,
        deadline: { kind: 'date', on: '2026-06-30' },
        measures: [{ kind: 'measure', text: '更换灯头' }],
      }),
    );
    await act('townLiaison', (ctx) => acceptEntry(ctx, at(3)));
    await act('townLiaison', (ctx) =>
      reportProgress(ctx, { ...at(4), percent: 60, note: '灯头已到' }),
    );
    await addEvidence(stage.database.db, stage.city, entry);
    await act('townLiaison', (ctx) => deliverEntry(ctx, { ...at(5), note: '已更换' }));
    await act('eastOffice', (ctx) =>
      appointChecker(ctx, { ...at(6), unit: stage.city.unit.supervision.id }),
    );
    await act('inspector', (ctx) =>
      recordCheck(ctx, { ...at(7), method: 'on_site', finding: 'confirmed', note: '灯亮' }),
    );
    await act('townLeader', (ctx) => closeEntry(ctx, at(8)));
    await act('eastOffice', (ctx) =>
      releaseEntry(ctx, {
        id: entry,
        title: '柳河镇北街路灯不亮',
        words: '已更换灯头三只。',
        reason: '不含个人信息',
      }),
    );

    await page.goto(`${site}/follow`);
    await page.getByLabel('查询码').fill(code.toLowerCase());
    await page.getByRole('button', { name: '查询' }).click();
    const text = (await page.locator('main').textContent()) ?? '';
    for (const part of ['核查合格，问题销号', '柳河镇', '60%', '请您评价'])
      expect(text).toContain(part);
    expect(text).not.toContain('townLiaison');
    await page.screenshot({ path: join(SHOTS, 'follow.png'), fullPage: true });
    await page.getByRole('button', { name: '提交评价' }).click();
    expect(await page.getByRole('alert').textContent()).toContain('请先选一选');
    await page.getByText('非常满意', { exact: true }).click();
    for (const yes of await page.getByText('是', { exact: true }).all()) await yes.click();
    await page.getByRole('button', { name: '提交评价' }).click();
    expect(await page.getByRole('status').textContent()).toContain('谢谢');
    expect(await page.locator('dd strong').first().textContent()).toBe('您已评价');
    await page.getByRole('link', { name: '看这个问题的公开页' }).click();
    await page.getByRole('button', { name: '我也遇到' }).click();
    await page.screenshot({ path: join(SHOTS, 'problem.png'), fullPage: true });
    expect(await page.getByRole('status').textContent()).toContain('记下了');
    expect(faults).toEqual([]);
    await context.close();
  });

  test('faults keep what was typed; an accusation is shown its door; wrong codes are met alike', async () => {
    const { context, page } = await phone();
    await page.goto(`${site}/say`);
    await page.getByLabel('什么事？').fill('！！🙂');
    await page.getByLabel('在哪里？（可不填）').fill('<script>alert(1)</script>桥头');
    await page.getByRole('button', { name: '提交' }).click();
    // What is typed before the answer is there would go with the page that it replaces.
    await page.getByRole('alert').waitFor();
    expect(await page.getByLabel('在哪里？（可不填）').inputValue()).toBe(
      '<script>alert(1)</script>桥头',
    );
    await page.getByLabel('什么事？').fill('<img src=x onerror=alert(1)>路面塌陷');
    await page.getByRole('button', { name: '提交' }).click();
    await page.locator('.code').waitFor();
    await page.goto(`${site}/say`);
    await page.getByText('检举控告违纪违法').click();
    await page.getByLabel('什么事？').fill('某某受贿');
    await page.getByRole('button', { name: '提交' }).click();
    await page.getByText('纪检监察举报电话：12388').waitFor();
    await page.goto(`${site}/follow`);
    await page.getByLabel('查询码').fill('2222 2222');
    await page.getByRole('button', { name: '查询' }).click();
    expect(await page.getByRole('alert').textContent()).toContain('没有查到');
    await context.close();
  });

  test('nothing is dropped in silence: words that are too long come back whole, photos over the number and what is none are told', async () => {
    const { context, page } = await phone();
    await page.goto(`${site}/say`);
    const words = '路面塌陷，'.repeat(2001);
    await page.getByLabel('什么事？').fill(words);
    await page.getByRole('button', { name: '提交' }).click();
    expect(await page.getByRole('alert').textContent()).toContain('写了 10005 个字');
    expect(await page.getByLabel('什么事？').inputValue()).toBe(words);
    await page.getByLabel('什么事？').fill('桥头路面塌陷');
    const buffer = await photo(90);
    const noPhoto = Buffer.from('no photo');
    await page.getByLabel('照片（最多 3 张，可不传）').setInputFiles(
      [buffer, noPhoto, buffer, buffer, buffer].map((content, i) => ({
        name: `${i}.jpg`,
        mimeType: 'image/jpeg',
        buffer: content,
      })),
    );
    await page.getByRole('button', { name: '提交' }).click();
    const told = page.getByRole('alert');
    await told.getByText('第 2 张照片没有收下').waitFor();
    expect(await told.textContent()).toContain('多出的没有收');
    expect(await told.getByRole('link').getAttribute('href')).toBe('#photos');
    await page.getByText('已收下 3 张照片').waitFor();
    await page.getByRole('button', { name: '提交' }).click();
    await page.locator('.code').waitFor();
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from voice_photo where voice_id = ${await newest()}`.execute(
      stage.database.db,
    );
    expect(rows[0]?.n).toBe(3);
    await context.close();
  });

  test('no page has an accessibility fault, scrolls sideways or weighs more than 14 kB, in either size and language', async () => {
    const { context, page, faults } = await phone(true);
    const code = await submit(page, '桥头村垃圾清运不及时');
    const found: string[] = [];
    const weights: Record<string, number> = {};
    const examine = async (name: string): Promise<void> => {
      found.push(...(await barriers(page)).map((one) => `${name}: ${one}`));
      const wide = await overhang(page);
      if (wide > 0) found.push(`${name}: ${wide}px too wide`);
      await page.screenshot({
        path: join(SHOTS, `${name.replaceAll(/[^\w]+/g, '-')}.png`),
        fullPage: true,
      });
    };
    for (const look of ['size=normal&lang=zh', 'size=big&lang=zh', 'size=normal&lang=en']) {
      await page.goto(`${site}/say/look?${look}&back=/say`);
      for (const path of ['/say', '/follow', '/public']) {
        await page.goto(`${site}${path}`);
        await examine(`${look} ${path}`);
        const [html, css] = await Promise.all([
          page.content(),
          page.evaluate(async () => {
            const sheet = document.querySelector<HTMLLinkElement>('link[rel=stylesheet]');
            return await (await fetch(sheet?.href ?? '')).text();
          }),
        ]);
        weights[`${look} ${path}`] = gzipSync(html).length + gzipSync(css).length;
      }
      await page.goto(`${site}/follow`);
      await page.locator('#code').fill(code);
      await page.locator('main button').first().click();
      await examine(`${look} followed`);
    }
    process.stderr.write(`${JSON.stringify(weights)}\n`);
    expect(found).toEqual([]);
    expect(Math.max(...Object.values(weights))).toBeLessThanOrEqual(14_000);
    expect(faults).toEqual([]);
    await context.close();
  });
});
