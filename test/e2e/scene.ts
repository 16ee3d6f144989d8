import type { Browser, BrowserContext, Page } from 'playwright-core';
import { buildDesk } from '../../src/build-desk.ts';
import type { Notices } from '#platform/notices/notices-from-environment.ts';
import { openBrowser } from './desk-stage.ts';
import { openStage, type Stage } from './lite-stage.ts';

/** The tiny city, served with its desk, and a browser to meet it with. */
export interface Scene {
  readonly stage: Stage;
  readonly browser: Browser;
  /** Where it is served: `http://127.0.0.1:…`, without a slash at the end. */
  readonly base: string;
}

/** Open it. What a test puts into the city before anybody looks comes after. */
export async function openScene(notices?: Notices): Promise<Scene> {
  buildDesk();
  const stage = await openStage(notices);
  try {
    return { stage, base: await stage.listen(), browser: await openBrowser() };
  } catch (error) {
    await stage.close();
    throw error;
  }
}

/** Close it; where it did not open, neither is there. */
export async function closeScene(
  browser: Browser | undefined,
  stage: Stage | undefined,
): Promise<void> {
  await browser?.close();
  await stage?.close();
}

/** A phone's browser, and what its page has to complain of. */
export interface PhoneSeat {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly faults: string[];
}

/** A phone, with scripts or without; an answer that says no (4xx) is no fault of the page. */
export async function openPhone(
  browser: Browser,
  { scripts, patience = 8000 }: { readonly scripts: boolean; readonly patience?: number },
): Promise<PhoneSeat> {
  const context = await browser.newContext({
    javaScriptEnabled: scripts,
    viewport: { width: 375, height: 740 },
    locale: 'zh-CN',
  });
  context.setDefaultTimeout(patience);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (line) => {
    if (line.type() === 'error' && !/status of 4\d\d/.test(line.text())) faults.push(line.text());
  });
  return { context, page, faults };
}

/** Who looks, for what must hold at any desk and on a phone. */
export const SCREENS = [
  { name: 'Chinese, wide', locale: 'zh-CN', width: 1440 },
  { name: 'English, wide', locale: 'en-US', width: 1440 },
  { name: 'Chinese, a phone', locale: 'zh-CN', width: 375 },
] as const;

/** How else a screen is looked at: a reader's own colours, magnified, small, in the other language. */
export const LOOKS = [
  ['as it is', {}],
  ['in forced colours, without motion', { forcedColors: 'active', reducedMotion: 'reduce' }],
  ['at 200 %', { viewport: { width: 720, height: 450 }, deviceScaleFactor: 2 }],
  ['on a phone', { viewport: { width: 375, height: 700 } }],
  ['in English', { locale: 'en-GB' }],
] as const;
