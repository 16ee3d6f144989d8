import { afterAll, beforeAll, expect, test } from 'vitest';
import { acceptEntry } from '#modules/assign/accept-entry.ts';
import { hiddenOf, openStage, Phone, photo, type Stage } from './lite-stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

test('a code opened on a phone without scripts takes photos, and is then over', async () => {
  const id = await stage.handed('桥头村饮水管网漏水');
  const { db } = stage.database;
  await stage.city.act(db, 'townLiaison', (ctx) => acceptEntry(ctx, { id, version: 3 }));
  const desk = new Phone(stage.app);
  await desk.signIn('townLiaison');
  const cookie = [...desk.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const made = await stage.app.request(`http://127.0.0.1/api/v1/entries/${id}/hand-over`, {
    method: 'POST',
    headers: {
      cookie,
      'content-type': 'application/json',
      'sec-fetch-site': 'same-origin',
      'idempotency-key': 'k1',
    },
    body: '{}',
  });
  const { word } = (await made.json()) as { word: string };
  const path = `/m/hand/${word}`;
  const phone = new Phone(stage.app);
  const page = await phone.get(path);
  expect(page.text).toContain('桥头村饮水管网漏水');
  const fields = hiddenOf(page.text, path);
  const file = new File([await photo(40)], '现场.jpg', { type: 'image/jpeg' });
  const sent = await phone.post(path, { ...fields, photos: [file] });
  expect(sent.text).toContain('1 张照片已传上');
  const again = await phone.get(path);
  expect(again.status).toBe(403);
  expect(again.text).not.toContain('name="photos"');
});
