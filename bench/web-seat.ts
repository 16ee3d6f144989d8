import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';
import { PASSWORD } from './place.ts';

export const KB = 1000;

/** A browser of its own, cold, for one measurement. */
export interface Seat {
  readonly page: Page;
  readonly devtools: CDPSession;
  readonly close: () => Promise<void>;
}

type State = Awaited<ReturnType<BrowserContext['storageState']>>;

const signedIn = new Map<string, State>();

/** A cold browser at a desk's width, signed in as an example account of the made-up city. */
export async function seatOf(browser: Browser, url: string, login: string): Promise<Seat> {
  return await seat(browser, url, login, { width: 1440, height: 900 });
}

/** The same at a phone's width. */
export async function newSeat(browser: Browser, url: string, login: string): Promise<Seat> {
  return await seat(browser, url, login, { width: 375, height: 700 });
}

async function seat(
  browser: Browser,
  url: string,
  login: string,
  viewport: { width: number; height: number },
): Promise<Seat> {
  const storageState = signedIn.get(login) ?? (await signIn(browser, url, login));
  signedIn.set(login, storageState);
  const context = await browser.newContext({ locale: 'zh-CN', viewport, storageState });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const devtools = await context.newCDPSession(page);
  return { page, devtools, close: () => context.close() };
}

async function signIn(browser: Browser, url: string, login: string): Promise<State> {
  const context = await browser.newContext({ locale: 'zh-CN' });
  const page = await context.newPage();
  await page.goto(`${url}/m/sign-in`);
  await page.locator('input[name=login]').fill(login);
  await page.locator('input[name=password]').fill(PASSWORD);
  await page.locator('main button').first().click();
  await page.waitForURL(`${url}/m`);
  const state = await context.storageState();
  await context.close();
  return state;
}
