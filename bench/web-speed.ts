import type { Browser, CDPSession, Page } from 'playwright-core';
import type { Figure } from './measure.ts';
import { quantile, timesOf } from './measure.ts';
import { newSeat, seatOf } from './web-seat.ts';

const THROTTLE = 4;
const RUNS = 5;

/** Milliseconds that the page's main thread has worked since it was opened. */
async function worked(devtools: CDPSession): Promise<number> {
  const { metrics } = await devtools.send('Performance.getMetrics');
  return (metrics.find((one) => one.name === 'TaskDuration')?.value ?? Number.NaN) * 1000;
}

/** The main thread's work until the first rows of the ledger stand, against a React page that says one word. */
export async function measureFirstRows(
  browser: Browser,
  url: string,
  emptyUrl: string,
): Promise<Figure[]> {
  const rows: number[] = [];
  const empty: number[] = [];
  for (let i = 0; i < RUNS; i += 1) {
    empty.push(await cpuUntil(browser, url, emptyUrl, '#main'));
    rows.push(await cpuUntil(browser, url, `${url}/problems`, '[role=row][aria-rowindex="2"]'));
  }
  const [ours, least] = [quantile(timesOf(rows), 0.5), quantile(timesOf(empty), 0.5)];
  return [
    { what: 'CPU of an empty React page', value: least, unit: 'ms' },
    { what: 'CPU to first rows', value: ours, unit: 'ms' },
    { what: 'CPU to first rows / empty page', value: ours / least, unit: 'times', limit: 3 },
  ];
}

async function cpuUntil(
  browser: Browser,
  url: string,
  address: string,
  sign: string,
): Promise<number> {
  const { page, devtools, close } = await seatOf(browser, url, 'office');
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  await page.goto(address, { waitUntil: 'commit' });
  await page.locator(sign).first().waitFor();
  const spent = await worked(devtools);
  await close();
  return spent;
}

/** What the page notes of itself while it is used. */
interface Noted {
  shift: number;
  readonly frames: number[];
  readonly interactions: Record<string, Interaction>;
}

/** A touch or key up to the next paint, in milliseconds: waiting, worked upon, drawn. */
interface Interaction {
  readonly what: string;
  readonly whole: number;
  readonly waited: number;
  readonly worked: number;
}

/** Runs in the page before anything else of it. */
function note(): void {
  const noted: Noted = { shift: 0, frames: [], interactions: {} };
  Object.assign(globalThis, { noted });
  const keys = new Map<number, string>();
  for (const kind of ['keydown', 'keyup', 'keypress'] as const)
    addEventListener(kind, ({ timeStamp, key }) => keys.set(timeStamp, key), true);
  new PerformanceObserver((list) => {
    for (const one of list.getEntries() as (PerformanceEntry & {
      value: number;
      hadRecentInput: boolean;
    })[])
      if (!one.hadRecentInput) noted.shift += one.value;
  }).observe({ type: 'layout-shift', buffered: true });
  new PerformanceObserver((list) => {
    for (const one of list.getEntries() as (PerformanceEventTiming & { interactionId: number })[]) {
      const longest = noted.interactions[one.interactionId];
      if (one.interactionId > 0 && one.duration > (longest?.whole ?? 0))
        noted.interactions[one.interactionId] = {
          what: `${one.name} ${keys.get(one.startTime) ?? ''}`,
          whole: one.duration,
          waited: one.processingStart - one.startTime,
          worked: one.processingEnd - one.processingStart,
        };
    }
  }).observe({ type: 'event', buffered: true, durationThreshold: 16 } as PerformanceObserverInit);
}

async function notedBy(page: Page): Promise<Noted> {
  return await page.evaluate(() => (globalThis as unknown as { noted: Noted }).noted);
}

/** The ledger of the whole city under a slow processor: scrolled, run down by keys, looked at, searched. */
export async function measureLedger(browser: Browser, url: string): Promise<Figure[]> {
  const { page, devtools, close } = await seatOf(browser, url, 'office');
  await page.addInitScript(note);
  await page.goto(`${url}/problems`);
  await page.locator('[role=row][aria-rowindex="2"]').waitFor();
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: THROTTLE });
  await scroll(page);
  const { frames } = await notedBy(page);
  await useKeys(page);
  const { interactions } = await notedBy(page);
  await close();
  const slow = timesOf(Object.values(interactions).map(({ whole }) => whole));
  const slowest = Object.values(interactions)
    .toSorted((a, b) => b.whole - a.whole)
    .slice(0, 5)
    .map((one) => `${one.what} ${one.whole} (${one.waited.toFixed(0)} + ${one.worked.toFixed(0)})`);
  return [
    { what: 'ledger scrolled, p50 frame', value: quantile(timesOf(frames), 0.5), unit: 'ms' },
    {
      what: 'ledger scrolled, p95 frame',
      value: quantile(timesOf(frames), 0.95),
      unit: 'ms',
      limit: 50,
      note: `${frames.length} frames, CPU / ${THROTTLE}`,
    },
    {
      what: 'INP on the ledger',
      value: slow.sorted.length === 0 ? 0 : quantile(slow, 0.98),
      unit: 'ms',
      limit: 200,
      note: `${slow.sorted.length} interactions over 16 ms, CPU / ${THROTTLE}; ${slowest.join(', ')}`,
    },
  ];
}

const WHEELS = 150;

async function scroll(page: Page): Promise<void> {
  const box = await page.locator('[role=grid]').boundingBox();
  if (box === null) throw new Error('the ledger has no grid');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.evaluate(() => {
    const { frames } = (globalThis as unknown as { noted: Noted }).noted;
    let last = performance.now();
    const tick = (at: number): void => {
      frames.push(at - last);
      last = at;
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });
  for (let i = 0; i < WHEELS; i += 1) await page.mouse.wheel(0, 120);
}

/** A minute of an officer's keys. */
async function useKeys(page: Page): Promise<void> {
  await page.locator('[role=row][tabindex="0"]').focus();
  for (const key of 'j j j j j j k k x j x Escape Enter j j Escape End'.split(' '))
    await page.keyboard.press(key);
  await page.keyboard.press('/');
  await page.keyboard.type('道路');
  await page.keyboard.press('Enter');
  await page.waitForURL(/text=/);
  await page.locator('[role=row][aria-rowindex="2"]').waitFor();
  await page.locator('[role=row][tabindex="0"]').focus();
  await page.keyboard.press('?');
  await page.locator('dialog').waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.locator('dialog, [role=dialog]').first().waitFor();
  await page.keyboard.type('导入');
  await page.keyboard.press('Escape');
}

/** How far things move under the eye while a screen comes together. */
export async function measureShift(browser: Browser, url: string): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const path of ['/', '/work', '/problems', '/targets', '/wall']) {
    const { page, close } = await seatOf(browser, url, 'office');
    await page.addInitScript(note);
    await page.goto(url + path);
    await page.waitForFunction(
      () =>
        document.querySelector('h1') !== null &&
        document.querySelector('[class*="skeleton"], [aria-busy="true"]') === null,
    );
    await page.waitForTimeout(1500);
    const { shift } = await notedBy(page);
    figures.push({ what: `CLS of ${path}`, value: shift, unit: '', limit: 0.02 });
    await close();
  }
  return figures;
}

const SLOW_LINE = {
  offline: false,
  downloadThroughput: 400_000 / 8,
  uploadThroughput: 400_000 / 8,
  latency: 400,
} as const;

/** First paint of the phone pages on an old phone far from the mast. */
export async function measureLite(browser: Browser, url: string): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const path of ['/m/sign-in', '/m', '/m/list']) {
    const times: number[] = [];
    for (let i = 0; i < RUNS; i += 1) {
      const { page, devtools, close } = await newSeat(browser, url, 'liaison');
      await devtools.send('Network.enable');
      await devtools.send('Network.emulateNetworkConditions', SLOW_LINE);
      await devtools.send('Emulation.setCPUThrottlingRate', { rate: THROTTLE });
      await page.goto(url + path);
      await page.waitForFunction(
        () => performance.getEntriesByName('first-contentful-paint').length > 0,
      );
      times.push(
        await page.evaluate(
          () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
        ),
      );
      await close();
    }
    figures.push({
      what: `first paint of ${path}`,
      value: quantile(timesOf(times), 0.5),
      unit: 'ms',
      limit: 1800,
      note: `400 kbit/s, 400 ms, CPU / ${THROTTLE}`,
    });
  }
  return figures;
}
