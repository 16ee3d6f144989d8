import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerVoice } from '#modules/listen/answer-voice.ts';
import { registerVoice } from '#modules/listen/handle-voice.ts';
import { barriers, CHROME, openSeat, overhang, signIn } from './desk-stage.ts';
import { NOW, PASSWORD, type Stage } from './lite-stage.ts';
import { closeScene, openScene } from './scene.ts';

/** Where pictures of the pages go, for somebody to look at. */
const SHOTS = process.env['LUOSHI_SHOTS'] ?? join(tmpdir(), 'luoshi-doors-shots');

/** The doors beside the form in a real browser: campaigns and their poster, sheets, visits. */
describe.skipIf(!existsSync(CHROME))('the other doors in a browser', () => {
  let stage: Stage;
  let browser: Browser;
  let site = '';

  beforeAll(async () => {
    ({ stage, browser, base: site } = await openScene());
    await mkdir(SHOTS, { recursive: true });
  }, 180_000);
  afterAll(() => closeScene(browser, stage));

  async function open(width: number, javaScriptEnabled: boolean): Promise<Page> {
    const viewport = { width, height: 900 };
    return (await openSeat(browser, { viewport, javaScriptEnabled })).page;
  }

  async function deskOf(login: string): Promise<Page> {
    return (await signIn(browser, site, login, { viewport: { width: 1280, height: 900 } })).page;
  }

  /** What axe finds, and whether the page is wider than its window; looked at with scripts, which it is made without. */
  async function faultsOf(page: Page): Promise<string[]> {
    const wider = (await overhang(page)) > 0;
    return [...(await barriers(page)), ...(wider ? ['wider than its window'] : [])];
  }

  const shot = (page: Page, name: string): Promise<unknown> =>
    page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true });

  async function count(channel: string): Promise<number> {
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from voice where channel = ${channel}`.execute(stage.database.db);
    return rows[0]?.n ?? 0;
  }

  test('a campaign: asked at the desk, its poster printed, answered on a phone without scripts, counted and opened', async () => {
    const desk = await deskOf('eastoffice');
    await desk.goto(`${site}/voices/collections`);
    await desk.getByRole('button', { name: '发起征集' }).click();
    await desk.getByLabel('征集什么').fill('集市日出行');
    await desk.getByLabel('说明（可不填）').fill('赶集来回哪里不方便？想怎么改？');
    await desk.getByLabel('从哪天起').fill('2026-05-01');
    // What is lacking is said, above and beside its field; the line leads there, and nothing was sent.
    await desk.getByRole('button', { name: '确定' }).click();
    const lacking = desk.getByRole('group', { name: '还差这些' });
    await lacking.getByRole('button').click();
    const until = desk.getByRole('textbox', { name: '到哪天止' });
    expect(await lacking.getByRole('button').allInnerTexts()).toEqual(['到哪天止：必填']);
    expect(await until.getAttribute('aria-invalid')).toBe('true');
    expect(await until.evaluate((field) => field === document.activeElement)).toBe(true);
    expect(await faultsOf(desk)).toEqual([]);
    await until.fill('2026-06-30');
    await desk.getByRole('button', { name: '确定' }).click();
    await desk.getByRole('heading', { level: 2, name: '集市日出行' }).waitFor();
    await shot(desk, 'collections');
    expect(await faultsOf(desk)).toEqual([]);
    const poster = await desk
      .getByRole('link', { name: '意见箱海报（打印）' })
      .getAttribute('href');
    await desk.goto(`${site}${poster}`);
    await desk.getByRole('img', { name: '扫码提意见' }).waitFor();
    expect(await faultsOf(desk)).toEqual([]);
    await desk.emulateMedia({ media: 'print' });
    await shot(desk, 'poster');
    const pages = await desk.pdf({ format: 'A4', printBackground: true });
    // One sheet of paper: a second page would say so in the tree of pages.
    expect(pages.toString('latin1')).toMatch(/\/Count 1\b/);
    await desk.emulateMedia({ media: 'screen' });

    const phone = await open(375, false);
    const code = poster?.split('/').at(-1) ?? '';
    const response = await phone.goto(`${site}/say?c=${code}`);
    expect(gzipSync((await response?.body()) ?? '').length).toBeLessThanOrEqual(14_000);
    await phone.getByRole('heading', { level: 1, name: '集市日出行' }).waitFor();
    await shot(phone, 'say-campaign');
    // Its other language keeps the campaign.
    await phone.getByRole('link', { name: 'English' }).click();
    await phone.getByRole('heading', { level: 1, name: '集市日出行' }).waitFor();
    await phone.getByRole('link', { name: '中文' }).click();
    await phone.getByRole('button', { name: '提交' }).click();
    await phone.getByText('请用文字说明是什么事').waitFor();
    await phone.getByRole('heading', { level: 1, name: '集市日出行' }).waitFor();
    await phone.getByLabel('什么事？').fill('集市日应当加一班公交，电话13912345678');
    await phone.getByRole('button', { name: '提交' }).click();
    await phone.getByRole('button', { name: '继续提交' }).click();
    await phone.getByText('您的查询码').waitFor();

    await desk.goto(`${site}/voices/collections`);
    await desk.getByRole('link', { name: '收到 1 条' }).click();
    await desk.getByText('集市日应当加一班公交').first().waitFor();
    await phone.context().close();
    await desk.context().close();
  }, 180_000);

  test('an enterprise names a unit on a phone: that unit and its chain see nothing of it', async () => {
    const phone = await open(375, false);
    await phone.goto(`${site}/say/enterprise`);
    await shot(phone, 'say-enterprise');
    await phone.getByLabel('什么事？').fill('验收拖了三个月没有答复');
    await phone.getByLabel('反映的是哪个单位？（可不填）').fill('东岭县住建局');
    await phone.getByRole('button', { name: '提交' }).click();
    await phone.getByText('您的查询码').waitFor();
    expect(await count('enterprise')).toBe(1);
    await phone.context().close();
    const seen = async (login: string): Promise<number> => {
      const page = await deskOf(login);
      const found = await page.evaluate(async () => {
        const answer = await fetch('/api/v1/voices?channel=enterprise');
        return ((await answer.json()) as { items: unknown[] }).items.length;
      });
      await page.context().close();
      return found;
    };
    expect(await seen('cityoffice')).toBe(1);
    expect(await seen('eastoffice')).toBe(0);
    expect(await seen('easthousingliaison')).toBe(0);
  }, 120_000);

  test('a sheet dropped at the desk: looked at, a column told by hand, taken in once', async () => {
    const desk = await deskOf('eastoffice');
    await desk.goto(`${site}/voices/import`);
    const csv = Buffer.from(
      '\uFEFF编号,地点,说的事,联系电话\r\n1,北街,路灯不亮,13800138000\r\n2,南街,井盖丢了,\r\n3,,。,\r\n',
    );
    await desk
      .locator('input[type=file]')
      .setInputFiles({ name: '意见.csv', mimeType: 'text/csv', buffer: csv });
    await desk.getByText('没认出哪一列是诉求内容').waitFor();
    await desk.getByLabel('对应为 说的事').selectOption({ label: '诉求内容' });
    await desk.getByRole('button', { name: '导入 2 条' }).waitFor();
    await desk.getByText('其中 1 条带姓名或电话，导入后即封存').waitFor();
    await shot(desk, 'import');
    expect(await faultsOf(desk)).toEqual([]);
    expect(await count('sheet')).toBe(0);
    await desk.getByRole('button', { name: '导入 2 条' }).click();
    await desk.getByText('已导入 2 条').waitFor();
    expect(await count('sheet')).toBe(2);
    await desk.context().close();
  }, 120_000);

  test('a visit written down on a phone without scripts becomes a voice; the desk shows it', async () => {
    const phone = await open(375, false);
    await phone.goto(`${site}/m/visit`);
    await phone.getByLabel('账号').fill('townliaison');
    await phone.getByLabel('密码').fill(PASSWORD);
    await phone.getByRole('button', { name: '登录' }).click();
    await phone.getByRole('heading', { level: 1, name: '走访记录' }).waitFor();
    await phone.getByText('当场解决了', { exact: true }).click();
    await phone.getByRole('button', { name: '记下' }).click();
    await phone.getByRole('alert').first().waitFor();
    await shot(phone, 'visit-faults');
    await phone.getByText('入企', { exact: true }).click();
    await phone.getByLabel('提了什么问题').fill('厂门口的桥限重，货车绕行十公里');
    await phone.getByText('转为诉求，交受理岗办').click();
    await shot(phone, 'visit');
    await phone.getByRole('button', { name: '记下' }).click();
    await phone.getByRole('heading', { level: 1, name: '已记下' }).waitFor();
    await shot(phone, 'visit-done');
    await phone.context().close();
    const desk = await deskOf('townliaison');
    await desk.goto(`${site}/voices/visits`);
    await desk.getByText('厂门口的桥限重').waitFor();
    await desk.getByRole('button', { name: '记一次走访' }).click();
    await desk.getByLabel('提了什么问题').fill('用电容量不够');
    await desk.getByText('当场解决', { exact: true }).last().click();
    await desk.getByLabel('当场怎么解决的').fill('已联系供电所增容');
    await shot(desk, 'visit-desk');
    await desk.getByRole('button', { name: '确定' }).click();
    await desk.getByText('已记下').first().waitFor();
    await desk.keyboard.press('Escape');
    await desk.getByText('用电容量不够').first().waitFor();
    expect(await faultsOf(desk)).toEqual([]);
    await desk.context().close();
  }, 120_000);

  test('rates open their rows; a call-back is drawn for who did not handle it, made and counted', async () => {
    const answered = async (words: string): Promise<void> => {
      const phone = await open(375, false);
      await phone.goto(`${site}/say`);
      await phone.getByLabel('什么事？').fill(words);
      await phone.getByLabel('哪个县、哪个乡镇？（可不选）').selectOption({ label: '东岭县' });
      await phone.getByLabel('联系方式（可不填）').fill('站内转达即可');
      await phone.getByText('办完后可以电话回访我').click();
      await phone.getByRole('button', { name: '提交' }).click();
      await phone.getByText('您的查询码').waitFor();
      await phone.context().close();
      const { rows } = await sql<{ id: string }>`
        select voice_id as id from submission where words = ${words}`.execute(stage.database.db);
      const id = rows[0]?.id ?? '';
      await stage.city.act(
        stage.database.db,
        'eastOffice',
        async (ctx) => {
          const { version } = await registerVoice(ctx, { id, version: 1 });
          const facts = { body: '已疏通', facts: '排水口堵塞', outcome: 'upheld' as const };
          await answerVoice(ctx, { id, version, ...facts });
        },
        NOW,
      );
    };
    await answered('卫生院门口积水');
    const desk = await deskOf('cityoffice');
    await desk.goto(`${site}/voices/rates`);
    await desk.getByLabel('从哪天收到的').fill('2026-01-01');
    await desk.getByLabel('到哪天收到的').fill('2026-12-31');
    await desk.getByRole('button', { name: '抽取回访' }).click();
    await desk.getByLabel('从哪天答复的').fill('2026-05-01');
    await desk.getByLabel('到哪天答复的').fill('2026-05-31');
    await desk.getByRole('button', { name: '确定' }).click();
    await desk.getByText('从 1 件中抽了 1 件').waitFor();
    await shot(desk, 'draw');
    await desk.getByRole('button', { name: '确定' }).click();
    await desk.getByRole('button', { name: '回访', exact: true }).click();
    await desk.getByRole('button', { name: '查看联系方式' }).click();
    await desk.getByText('站内转达即可').waitFor();
    await desk.getByLabel('本人作了评价').check();
    await desk.getByRole('group', { name: '有没有人答复过？' }).getByLabel('是').check();
    await desk.getByRole('group', { name: '问题解决了吗？' }).getByLabel('否').check();
    await desk.getByLabel('不满意', { exact: true }).check();
    await shot(desk, 'call');
    await desk.getByRole('button', { name: '确定' }).click();
    await desk.getByText('没有待回访的诉求').waitFor();
    await shot(desk, 'rates');
    expect(await faultsOf(desk)).toEqual([]);
    await desk.getByRole('link', { name: '未解决 1' }).click();
    await desk.getByText('只看：未解决').waitFor();
    await desk.getByText('卫生院门口积水').first().waitFor();
    await shot(desk, 'rates-rows');
    await desk.context().close();
  }, 180_000);

  test('without a network what was written stays on the phone, without who wrote it, until its receipt has come', async () => {
    const phone = await open(375, true);
    await phone.goto(`${site}/say`);
    await phone.getByLabel('什么事？').fill('桥头石板松了，容易绊倒');
    await phone.getByLabel('联系方式（可不填）').fill('13912345679');
    await phone.context().setOffline(true);
    await phone.getByRole('button', { name: '提交' }).click();
    await phone.getByText('现在没有网络').waitFor();
    await shot(phone, 'say-offline');
    const kept = await phone.evaluate(() => localStorage.getItem('luoshi-say'));
    expect(kept).toContain('桥头石板松了');
    expect(kept).not.toContain('13912345679');
    await phone.context().setOffline(false);
    await phone.goto(`${site}/say`);
    await phone.getByRole('button', { name: '接着写' }).click();
    expect(await phone.getByLabel('什么事？').inputValue()).toBe('桥头石板松了，容易绊倒');
    expect(await faultsOf(phone)).toEqual([]);
    await phone.getByRole('button', { name: '提交' }).click();
    await phone.getByText('您的查询码').waitFor();
    await phone.goto(`${site}/say`);
    await phone.getByRole('button', { name: '提交' }).waitFor();
    expect(await phone.evaluate(() => localStorage.length)).toBe(0);
    await phone.context().close();
  }, 60_000);
});
