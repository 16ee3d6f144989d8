import { existsSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { acceptEntry } from '#modules/assign/accept-entry.ts';
import { reportProgress } from '#modules/deliver/progress.ts';
import { buildDesk } from '../../src/build-desk.ts';
import { CHROME, openBrowser, openSeat, settled, signIn } from './desk-stage.ts';
import { openStage, PASSWORD, photo, type Stage } from './lite-stage.ts';

const SHEET = `序号,问题描述,具体表现,问题类别,问题来源,层级,整改措施
1,桥头村小学门口无减速带,车速快、学生多,A类,走访,县级,加设减速带两道
2,柳河镇卫生院缺儿科医生,患儿须到县城看病,A类,走访,县级,派驻医生每周三天
`;

/** Whole journeys at the desk, each as an officer makes it. */
describe.skipIf(!existsSync(CHROME))('journeys at the desk', () => {
  let stage: Stage;
  let browser: Browser;
  let base = '';

  beforeAll(async () => {
    buildDesk();
    stage = await openStage();
    base = await stage.listen();
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await stage.close();
  });

  test('by keyboard alone: a sheet becomes drafts, one is found again and listed', async () => {
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
    const id = office.page.url().split('/entries/')[1]?.split('?')[0] ?? '';
    await office.command('列入台账');
    await office.submit('列入台账');
    expect(await stateOf(stage, id)).toEqual({ state: 'listed', episode: 1 });
    await office.leave();
  }, 300_000);

  test('by keyboard alone: accept, progress, evidence, delivery, a check by another unit', async () => {
    const id = await stage.handed('桥头村小学门口无减速带');
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
    await town.leave();

    const county = await keyboard(browser, base, 'eastOffice');
    await county.open(id);
    await county.form('v', '记录核查');
    await county.press(['radio', '现场核查'], ' ');
    await county.press(['radio', '属实'], ' ');
    await county.fill('核查情况', '到校门口看过，两道都在');
    await county.submit('记录核查');
    expect((await stateOf(stage, id)).state).toBe('delivered');

    await county.leave();
  }, 300_000);

  test('a session that ends in a form: sign in over it, what was typed is there, it goes through', async () => {
    const id = await accepted(stage, '镇北路灯不亮');
    const { page, complaints, context } = await signIn(browser, base, 'townLiaison');
    await page.goto(`${base}/entries/${id}`);
    await page.getByRole('button', { name: /^报进展/ }).click();
    await page.getByLabel('完成进度（%）').fill('35');
    await page.getByLabel('进展情况').fill('已报修，等配件');
    await context.clearCookies();
    await page.getByRole('dialog').getByRole('button', { name: '报进展' }).click();
    const again = page.getByRole('dialog', { name: '登录已过期' });
    await again.waitFor();
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await again.waitFor({ state: 'detached' });
    await page.getByText('已报修，等配件').first().waitFor();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await progressOf(stage, id)).toBe(35);
    expect(complaints).toEqual([]);
    await context.close();
  }, 120_000);

  test('a session that ends before a reload: the draft is still in its form', async () => {
    const id = await accepted(stage, '集市排水沟堵塞');
    const { page, context } = await signIn(browser, base, 'townLiaison');
    await page.goto(`${base}/entries/${id}`);
    await page.getByRole('button', { name: /^报进展/ }).click();
    await page.getByLabel('进展情况').fill('清淤一半𠮷');
    await context.clearCookies();
    await page.reload();
    await page.locator('input[autocomplete=username]').fill('townLiaison');
    await page.locator('input[type=password]').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.waitForURL(new RegExp(`/entries/${id}`));
    await page.getByRole('button', { name: /^报进展/ }).click();
    expect(await page.getByLabel('进展情况').inputValue()).toBe('清淤一半𠮷');
    await context.close();
  }, 120_000);

  test('two people on one row: who did what, both versions side by side, then it goes through', async () => {
    const id = await accepted(stage, '文化广场地砖破损');
    const { page, complaints, context } = await signIn(browser, base, 'townLiaison');
    await page.goto(`${base}/entries/${id}`);
    await page.getByRole('button', { name: /^报进展/ }).click();
    await page.getByLabel('完成进度（%）').fill('50');
    await page.getByLabel('进展情况').fill('地砖已换一半');
    await stage.city.act(stage.database.db, 'townLiaison', (ctx) =>
      reportProgress(ctx, { id, version: 4, percent: 20, note: '先清出场地' }),
    );
    await page.getByRole('dialog').getByRole('button', { name: '报进展' }).click();
    const conflict = page.getByRole('alert', { name: '您填写期间，别人改动了这一项' });
    await conflict.getByRole('row', { name: /进度/ }).waitFor();
    expect(await conflict.getByRole('row', { name: /进度/ }).innerText()).toContain('20%');
    expect(await page.getByLabel('进展情况').inputValue()).toBe('地砖已换一半');
    await conflict.getByRole('button', { name: '按现在的情况继续提交' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '报进展' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await progressOf(stage, id)).toBe(50);
    expect(complaints).toEqual([]);
    await context.close();
  }, 120_000);

  test('in English on a phone: accept and report', async () => {
    const id = await stage.handed('桥头村路口反光镜缺失');
    const { page, complaints, context } = await signIn(browser, base, 'townLiaison', {
      locale: 'en-GB',
      viewport: { width: 375, height: 700 },
    });
    await page.goto(`${base}/work`);
    await page
      .getByRole('link', { name: /反光镜/ })
      .first()
      .click();
    await page.waitForURL(new RegExp(`/entries/${id}`));
    await page.getByRole('button', { name: /^Accept/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Accept' }).click();
    await page.getByRole('button', { name: /^Report progress/ }).click();
    const form = page.getByRole('dialog');
    await form.locator('input').first().fill('10');
    await form.locator('textarea').first().fill('Ordered');
    await form.locator('button[type=submit]').click();
    await form.waitFor({ state: 'detached' });
    expect(await progressOf(stage, id)).toBe(10);
    expect(complaints).toEqual([]);
    await context.close();
  }, 120_000);

  test('what the list shows is printed on A4, every entry once, page by page', async () => {
    for (let i = 1; i <= 60; i += 1) await stage.handed(`待修路段第 ${i} 段`);
    const { page, context } = await signIn(browser, base, 'cityOffice');
    await page.goto(`${base}/problems?text=待修路段`);
    await settled(page);
    const href = await page.getByRole('link', { name: '打印' }).getAttribute('href');
    await page.goto(base + (href ?? ''));
    expect(await page.getByText(/待修路段第 \d+ 段/).count()).toBe(60);
    expect(await page.locator('table thead th').count()).toBeGreaterThan(3);
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    const pages = pdf.match(/\/Type \/Page\b/g)?.length ?? 0;
    expect(pages).toBeGreaterThan(1);
    expect(pages).toBeLessThan(12);
    const [, wide = 0, high = 0] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf) ?? [];
    const sides = [Number(wide), Number(high)].map(Math.round);
    expect([Math.min(...sides), Math.max(...sides)]).toEqual([595, 842]);
    await context.close();
  }, 180_000);
});

/** What is pressed: keys as they are, or a thing one tabs to and then presses. */
type Press = string | readonly [role: 'button' | 'link' | 'radio' | 'row', name: string];

/** An officer without a mouse. Every focus it passes must be seen, and must be inside the window. */
async function keyboard(browser: Browser, base: string, login: string) {
  const { page, complaints, context } = await openSeat(browser);
  await page.goto(base);
  await page.locator('input[autocomplete=username]').waitFor();
  await page.keyboard.type(login);
  await page.keyboard.press('Tab');
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await page.locator('#main').waitFor();
  await settled(page);
  const tabTo = async (name: string, role = ''): Promise<void> => {
    const passed: string[] = [];
    for (let i = 0; i < 120; i += 1) {
      const focus = await focusOf(page);
      if (focus.name.includes(name) && focus.role.endsWith(role)) {
        expect(focus).toMatchObject({ seen: true, inside: true });
        return;
      }
      passed.push(focus.name.slice(0, 12));
      // The page as a whole has no ring of its own: it is nothing one could press.
      if (!['BODY', 'MAIN'].includes(focus.tag)) expect(focus).toMatchObject({ seen: true });
      await page.keyboard.press('Tab');
    }
    throw new Error(`no ${name} on the way: ${passed.join(' > ')}`);
  };
  const press = async (...what: readonly Press[]): Promise<void> => {
    for (const one of what)
      if (typeof one === 'string') await page.keyboard.press(one);
      else {
        await page.getByRole(one[0], { name: one[1] }).first().waitFor();
        await tabTo(one[1], one[0]);
        if (one[0] === 'button' || one[0] === 'link') await page.keyboard.press('Enter');
      }
  };
  const type = async (text: string): Promise<void> => {
    await page.keyboard.type(text);
  };
  return {
    page,
    press,
    type,
    fill: async (label: string, text: string): Promise<void> => {
      await page.getByLabel(label).first().waitFor();
      await tabTo(label);
      await type(text);
    },
    /** Reach the chooser by keys; the window that it opens is the system's own and is passed over. */
    choose: async (file: {
      name: string;
      mimeType: string;
      text?: string;
      bytes?: Buffer;
    }): Promise<void> => {
      await tabTo('选择文件');
      const buffer = file.bytes ?? Buffer.from(file.text ?? '');
      await page
        .locator('input[type=file]')
        .first()
        .setInputFiles({ name: file.name, mimeType: file.mimeType, buffer });
    },
    /** By the palette, as somebody who does not know the key. */
    command: async (name: string): Promise<void> => {
      await page.keyboard.press('Control+k');
      await page.getByRole('dialog').getByRole('combobox').waitFor();
      await type(name);
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.getByRole('dialog', { name }).waitFor();
    },
    /** By the move's own key. */
    form: async (key: string, name: string): Promise<void> => {
      await page.getByRole('button', { name }).first().waitFor();
      await page.keyboard.press(key);
      await page.getByRole('dialog', { name }).waitFor();
    },
    /** Hand the open form in; afterwards the focus is somewhere in the page. */
    submit: async (name: string): Promise<void> => {
      const form = page.getByRole('dialog', { name });
      await form.waitFor();
      for (let i = 0; i < 30; i += 1) {
        const at = await page.evaluate(() => document.activeElement?.getAttribute('type'));
        if (at === 'submit') break;
        await page.keyboard.press('Tab');
        expect(await focusOf(page)).toMatchObject({ seen: true });
      }
      await page.keyboard.press('Enter');
      await form.waitFor({ state: 'detached' }).catch(async (cause: unknown) => {
        throw new Error(`${name} stays: ${await form.innerText()}`, { cause });
      });
      expect((await focusOf(page)).tag).not.toBe('BODY');
    },
    open: async (id: string): Promise<void> => {
      await page.goto(`${base}/entries/${id}`);
      await settled(page);
    },
    leave: async (): Promise<void> => {
      expect(complaints).toEqual([]);
      await context.close();
    },
  };
}

/** What has the focus, whether a ring or edge shows it, and whether it stands within the window. */
async function focusOf(
  page: Page,
): Promise<{ tag: string; role: string; name: string; seen: boolean; inside: boolean }> {
  return await page.evaluate(() => {
    const at = document.activeElement ?? document.body;
    const shows = (one: Element | null): boolean => {
      if (one === null) return false;
      const style = getComputedStyle(one);
      return (
        (style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0) ||
        style.boxShadow !== 'none'
      );
    };
    const box = at.getBoundingClientRect();
    const labels =
      at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement ? at.labels : null;
    const name = [
      at.getAttribute('aria-label') ?? '',
      ...[...(labels ?? [])].map((label) => label.textContent ?? ''),
      at.textContent ?? '',
    ].join(' ');
    const own: Readonly<Record<string, string>> = { A: 'link', BUTTON: 'button' };
    const kind = at instanceof HTMLInputElement ? at.type : (own[at.tagName] ?? '');
    return {
      tag: at.tagName,
      role: at.getAttribute('role') ?? kind,
      name: at.id === 'main' || at === document.body ? '' : name,
      seen: shows(at) || shows(at.parentElement),
      inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    };
  });
}

/** An entry of the town, taken on. */
async function accepted(stage: Stage, title: string): Promise<string> {
  const id = await stage.handed(title);
  await stage.city.act(stage.database.db, 'townLiaison', (ctx) =>
    acceptEntry(ctx, { id, version: 3 }),
  );
  return id;
}

async function stateOf(stage: Stage, id: string): Promise<{ state: string; episode: number }> {
  const select = stage.database.db.selectFrom('entry').select(['state', 'episode']);
  return await select.where('id', '=', id).executeTakeFirstOrThrow();
}

async function progressOf(stage: Stage, id: string): Promise<number | null> {
  const select = stage.database.db.selectFrom('entry').select('progress');
  return (await select.where('id', '=', id).executeTakeFirstOrThrow()).progress;
}
