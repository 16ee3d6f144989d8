import { existsSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exifPlace } from '#platform/files/exif-place.ts';
import { CHROME } from './desk-stage.ts';
import { PASSWORD, type Stage } from './lite-stage.ts';
import { closeScene, openPhone, openScene, type PhoneSeat } from './scene.ts';

/** Four thousand by three, lying on its side, with the place it was taken at: as a phone held upright saves it. */
async function phonePhoto(): Promise<Buffer> {
  const side = { width: 4000, height: 3000, channels: 3 } as const;
  return await sharp({
    create: { ...side, background: '#000', noise: { type: 'gaussian', mean: 120, sigma: 8 } },
  })
    .jpeg({ quality: 90 })
    .withExif({
      IFD0: { Make: 'Phone', Orientation: '6' },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '36/1 5/1 1356/100',
        GPSLongitudeRef: 'E',
        GPSLongitude: '111/1 31/1 912/100',
      },
    })
    .withMetadata({ orientation: 6 })
    .toBuffer();
}

/** What the browser would send now. */
async function chosen(page: Page): Promise<{ name: string; type: string; bytes: Buffer }> {
  await page.getByText('照片已改小').waitFor();
  const sent = await page.locator('input[type=file]').evaluate(async (input) => {
    const [file] = (input as HTMLInputElement).files ?? [];
    if (file === undefined) throw new Error('no file is chosen');
    const bytes = await new Promise<string>((resolve) => {
      const reader = new FileReader();
      reader.addEventListener('load', () =>
        resolve(typeof reader.result === 'string' ? (reader.result.split(',')[1] ?? '') : ''),
      );
      reader.readAsDataURL(file);
    });
    return { name: file.name, type: file.type, bytes };
  });
  return { ...sent, bytes: Buffer.from(sent.bytes, 'base64') };
}

describe.skipIf(!existsSync(CHROME))('photos are made smaller before they are sent', () => {
  let stage: Stage;
  let browser: Browser;
  let site = '';
  let picture: Buffer;

  beforeAll(async () => {
    ({ stage, browser, base: site } = await openScene());
    picture = await phonePhoto();
  }, 180_000);
  afterAll(() => closeScene(browser, stage));

  const phone = (): Promise<PhoneSeat> => openPhone(browser, { scripts: true, patience: 20_000 });

  test('on a branch’s phone: upright, within 2560 pixels, without the camera’s data', async () => {
    const { context, page, faults } = await phone();
    await page.goto(`${site}/m`);
    await page.getByLabel('账号').fill('townliaison');
    await page.getByLabel('密码').fill(PASSWORD);
    await page.getByRole('button', { name: '登录' }).click();
    await page.goto(`${site}/m/mend`);
    const file = { name: 'IMG_0001.JPEG', mimeType: 'image/jpeg', buffer: picture };
    await page.locator('input[type=file]').setInputFiles(file);
    const sent = await chosen(page);
    expect(await page.locator('button.main').isEnabled()).toBe(true);
    expect(sent).toMatchObject({ name: 'IMG_0001.jpg', type: 'image/jpeg' });
    expect(sent.bytes.length).toBeLessThan(picture.length);
    const seen = await sharp(sent.bytes).metadata();
    expect([seen.width, seen.height, seen.exif]).toEqual([1920, 2560, undefined]);

    await page.locator('#title').fill('楼道灯坏了');
    await page.locator('#measures').fill('换灯');
    await page.locator('button.main').click();
    await page.waitForURL(/\/m\/e\//);
    expect(await page.getByText('IMG_0001.jpg').count()).toBeGreaterThan(0);
    expect(faults).toEqual([]);
    await context.close();
  }, 60_000);

  test('自查自改 asks for the day only of who names one', async () => {
    const { context, page } = await phone();
    await page.goto(`${site}/m`);
    await page.getByLabel('账号').fill('townliaison');
    await page.getByLabel('密码').fill(PASSWORD);
    await page.getByRole('button', { name: '登录' }).click();
    await page.goto(`${site}/m/mend`);
    expect(await page.locator('#deadline').isVisible()).toBe(false);
    await page.getByText('定个日子', { exact: true }).click();
    expect(await page.locator('#deadline').isVisible()).toBe(true);
    await context.close();
  }, 60_000);

  test('what no browser can draw goes as it is', async () => {
    const { context, page, faults } = await phone();
    await page.goto(`${site}/say`);
    const buffer = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe1]), Buffer.alloc(2_000_000)]);
    const file = { name: '坏.jpg', mimeType: 'image/jpeg', buffer };
    await page.locator('input[type=file]').setInputFiles(file);
    const button = page.locator('button.main');
    await page.waitForFunction(
      () => !document.querySelector<HTMLButtonElement>('button.main')?.disabled,
    );
    const size = await page
      .locator('input[type=file]')
      .evaluate((input) => (input as HTMLInputElement).files?.[0]?.size);
    expect([size, await button.isEnabled()]).toEqual([buffer.length, true]);
    expect(faults).toEqual([]);
    await context.close();
  }, 60_000);

  test('a citizen’s photo keeps its place only while he asks for it', async () => {
    const { context, page, faults } = await phone();
    await page.goto(`${site}/say`);
    const file = { name: '现场.jpg', mimeType: 'image/jpeg', buffer: picture };
    await page.locator('input[type=file]').setInputFiles(file);
    const without = await chosen(page);
    expect(await exifPlace(without.bytes)).toBeUndefined();

    await page.getByLabel('用照片里的位置帮我填地点').check();
    const kept = await chosen(page);
    expect(await exifPlace(kept.bytes)).toBe('36.0871, 111.5192');
    const seen = await sharp(kept.bytes).metadata();
    // Drawn upright, and saying so: the house must not turn it a second time.
    expect([seen.width, seen.height, seen.orientation]).toEqual([1920, 2560, 1]);
    expect(faults).toEqual([]);
    await context.close();
  }, 60_000);
});
