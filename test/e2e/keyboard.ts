import { expect } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { openSeat, settled } from './desk-stage.ts';
import { PASSWORD } from './lite-stage.ts';

/** What is pressed: keys as they are, or a thing one tabs to and then presses. */
type Press = string | readonly [role: 'button' | 'link' | 'radio' | 'row', name: string];

/** An officer without a mouse. Every focus it passes must be seen, and must be inside the window. */
export async function keyboard(browser: Browser, base: string, login: string) {
  const { page, complaints, context } = await openSeat(browser);
  // Heard from the start: told to listen only when a key is pressed, the browser may be too late.
  page.on('filechooser', () => undefined);
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
    /** Pick a file: the window that opens then is the system's own, with keys of its own. */
    choose: async (file: {
      name: string;
      mimeType: string;
      text?: string;
      bytes?: Buffer;
    }): Promise<void> => {
      await tabTo('选择文件');
      const chooser = page.waitForEvent('filechooser');
      await page.keyboard.press('Enter');
      const buffer = file.bytes ?? Buffer.from(file.text ?? '');
      await (await chooser).setFiles({ name: file.name, mimeType: file.mimeType, buffer });
    },
    /** By the palette, as somebody who does not know the key. */
    command: async (name: string): Promise<void> => {
      await page.keyboard.press('Control+k');
      await page.getByRole('dialog').getByRole('combobox').waitFor();
      await type(name);
      const chosen = page.getByRole('option', { selected: true });
      for (let i = 0; i < 20 && !(await chosen.innerText()).includes(`\n${name}`); i += 1)
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
