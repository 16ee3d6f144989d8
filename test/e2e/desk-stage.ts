import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { PASSWORD } from './lite-stage.ts';

export const CHROME = process.env['CHROME_PATH'] ?? '/usr/bin/chromium';

/** Somebody at the desk. */
export interface Officer {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the browser complained of: page errors and refusals of the content policy. */
  readonly complaints: string[];
}

export async function openBrowser(): Promise<Browser> {
  return await chromium.launch({
    executablePath: CHROME,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

type ContextOptions = NonNullable<Parameters<Browser['newContext']>[0]>;

/** A browser of one's own, at a desk's width unless told otherwise, that notes every complaint. */
export async function openSeat(browser: Browser, options: ContextOptions = {}): Promise<Officer> {
  const context = await browser.newContext({
    locale: 'zh-CN',
    viewport: { width: 1440, height: 900 },
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) complaints.push(message.text());
  });
  return { page, context, complaints };
}

export async function signIn(
  browser: Browser,
  base: string,
  login: string,
  options: ContextOptions = {},
): Promise<Officer> {
  const officer = await openSeat(browser, options);
  const { page } = officer;
  await page.goto(base);
  await page.locator('input[autocomplete=username]').fill(login);
  await page.locator('input[type=password]').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.locator('#main').waitFor();
  return officer;
}

/** Wait until a screen has said what it has to say: its heading is there and nothing is still being read. */
export async function settled(page: Page): Promise<void> {
  const waiting = '[class*="skeleton"], [aria-busy="true"]:not([hidden])';
  await page
    .waitForFunction(
      (busy) => document.querySelector('h1') !== null && document.querySelector(busy) === null,
      waiting,
    )
    .catch(async (cause: unknown) => {
      const left = await page
        .locator(waiting)
        .evaluateAll((all) => all.map((one) => one.outerHTML));
      throw new Error(`${page.url()} does not settle: ${left.join(' ').slice(0, 300)}`, { cause });
    });
}

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Barriers that axe finds (WCAG 2.2 AA and best practice), each with the first place of it. */
export async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return await page.evaluate(async () => {
    const { axe: checker } = globalThis as unknown as {
      axe: {
        run(
          root: Document,
          options: object,
        ): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
      };
    };
    const { violations } = await checker.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      // Forced colours are the reader's own.
      rules: { 'color-contrast': { enabled: !matchMedia('(forced-colors: active)').matches } },
    });
    return violations.map((one) => `${one.id}: ${one.nodes[0]?.html ?? ''}`);
  });
}

/** By how many pixels the page is wider than its window. */
export async function overhang(page: Page): Promise<number> {
  return await page.evaluate(() =>
    Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth),
  );
}
