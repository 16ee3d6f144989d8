import { existsSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHROME, settled } from './desk-stage.ts';
import { keyboard } from './keyboard.ts';
import { photo, type Stage } from './lite-stage.ts';
import { closeScene, openScene } from './scene.ts';

const SHEET = `序号,问题描述,具体表现,问题类别,问题来源,层级,整改措施
1,桥头村小学门口无减速带,车速快、学生多,A类,走访,县级,加设减速带两道
2,柳河镇卫生院缺儿科医生,患儿须到县城看病,A类,走访,县级,派驻医生每周三天
`;

/** One problem through its whole life, by five people, none of whom has a mouse. */
describe.skipIf(!existsSync(CHROME))('by keyboard alone', () => {
  let stage: Stage;
  let browser: Browser;
  let base = '';
  let id = '';

  beforeAll(async () => {
    ({ stage, browser, base } = await openScene());
  }, 180_000);
  afterAll(() => closeScene(browser, stage));

  test('a sheet becomes drafts; one is found again, listed and assigned', async () => {
    const office = await keyboard(browser, base, 'cityOffice');
    await office.press('g', 'i');
    await office.page.waitForURL(/\/import(\?|$)/);
    await office.choose({ name: '问题台账.csv', mimeType: 'text/csv', text: SHEET });
    await office.page.waitForURL(/\/import\/.+/);
    await office.press(['button', '预览查错']);
    await office.press(['button', '导入 2 项']);
    await office.press(['link', '去台账查看']);
    await office.page.waitForURL(/\/problems/);
    await settled(office.page);
    await office.press('/');
    await office.type('减速带');
    await office.press('Enter');
    await office.page.waitForURL(/text=/);
    await settled(office.page);
    await office.press(['row', '减速带'], 'Enter');
    await office.press(['link', '打开全页']);
    await office.page.waitForURL(/\/entries\//);
    await settled(office.page);
    id = office.page.url().split('/entries/')[1]?.split('?')[0] ?? '';
    await office.command('列入台账');
    await office.submit('列入台账');
    expect(await stateOf(stage, id)).toEqual({ state: 'listed', episode: 1 });
    await office.form('a', '交办');
    // Typed on at once, as a quick hand does, whether or not the list of units is there yet.
    await office.type('柳河');
    await office.page.getByRole('option', { name: '柳河镇' }).first().waitFor();
    await office.press('Enter');
    await office.press(['radio', '限期'], ' ');
    await office.fill('完成日期', '6.30');
    await office.submit('交办');
    expect(await stateOf(stage, id)).toEqual({ state: 'assigned', episode: 1 });
    await office.leave();
  }, 300_000);

  test('who presses C goes on typing the title', async () => {
    const office = await keyboard(browser, base, 'cityOffice');
    await office.press('c');
    await office.page.getByLabel('标题').waitFor();
    await office.type('校门口没有斑马线');
    expect(await office.page.getByLabel('标题').inputValue()).toBe('校门口没有斑马线');
    await office.leave();
  }, 60_000);

  test('it is accepted, reported on with evidence and delivered', async () => {
    const town = await keyboard(browser, base, 'townLiaison');
    await town.open(id);
    await town.form('r', '签收');
    await town.submit('签收');
    await town.form('p', '报进展');
    await town.type('60');
    await town.fill('进展情况', '已画线，减速带下周到货');
    await town.submit('报进展');
    const picture = await photo(140);
    await town.choose({ name: '现场.jpg', mimeType: 'image/jpeg', bytes: picture });
    await town.page.getByRole('link', { name: /现场/ }).waitFor();
    await town.form('d', '报结');
    await town.type('两道减速带已装好');
    await town.submit('报结');
    expect(await stateOf(stage, id)).toEqual({ state: 'delivered', episode: 1 });
    await town.leave();
  }, 300_000);

  test('another unit checks it, the approver strikes it off, and it is reopened', async () => {
    const county = await keyboard(browser, base, 'eastOffice');
    await county.open(id);
    await county.form('v', '记录核查');
    await county.press(['radio', '现场核查'], ' ');
    await county.press(['radio', '属实'], ' ');
    await county.fill('核查情况', '到校门口看过，两道都在');
    await county.submit('记录核查');
    expect(await stateOf(stage, id)).toEqual({ state: 'delivered', episode: 1 });

    const approver = await keyboard(browser, base, await approverOf(stage, id));
    await approver.open(id);
    await approver.command('销号');
    await approver.submit('销号');
    expect(await stateOf(stage, id)).toEqual({ state: 'closed', episode: 1 });
    await approver.leave();

    await county.open(id);
    await county.command('反弹重开');
    await county.type('减速带被压坏一道');
    await county.submit('反弹重开');
    expect(await stateOf(stage, id)).toEqual({ state: 'underway', episode: 2 });
    await county.leave();
  }, 300_000);
});

async function stateOf(stage: Stage, id: string): Promise<{ state: string; episode: number }> {
  const select = stage.database.db.selectFrom('entry').select(['state', 'episode']);
  return await select.where('id', '=', id).executeTakeFirstOrThrow();
}

/** Whose turn it is to strike the entry off. */
async function approverOf(stage: Stage, id: string): Promise<string> {
  const row = await stage.database.db
    .selectFrom('request as r')
    .innerJoin('holding as h', 'h.post_id', 'r.approver_post')
    .innerJoin('account as a', 'a.person_id', 'h.person_id')
    .where('r.entry_id', '=', id)
    .where('r.decision', 'is', null)
    .select('a.login')
    .executeTakeFirstOrThrow();
  return row.login;
}
