import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { appointChecker } from '#modules/verify/check-entry.ts';
import { hiddenOf, NOW, openStage, Phone, photo, type Stage } from './lite-stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

async function signedIn(login: Parameters<Phone['signIn']>[0]): Promise<Phone> {
  const phone = new Phone(stage.app);
  const entered = await phone.signIn(login);
  expect([entered.status, entered.to]).toEqual([303, '/m']);
  return phone;
}

async function evidenceOf(id: string): Promise<number> {
  const rows = await stage.database.db
    .selectFrom('evidence')
    .where('entry_id', '=', id)
    .select('id')
    .execute();
  return rows.length;
}

async function stateOf(
  id: string,
): Promise<{ state: string; version: number; progress: number | null }> {
  return await stage.database.db
    .selectFrom('entry')
    .where('id', '=', id)
    .select(['state', 'version', 'progress'])
    .executeTakeFirstOrThrow();
}

test('without a session every page leads to the sign-in, and from there back', async () => {
  const phone = new Phone(stage.app);
  const away = await phone.get('/m/list?text=水');
  expect(away.status).toBe(303);
  const page = await phone.get(away.to);
  const goal = hiddenOf(page.text, '/m/sign-in')['goal'] ?? '';
  const wrong = await phone.post('/m/sign-in', {
    login: 'townLiaison',
    password: '不对不对不对不对不对',
    goal,
  });
  expect(wrong.status).toBe(401);
  expect(wrong.text).toContain('账号、密码或验证码不正确');
  expect(wrong.text).toContain('value="townLiaison"');
  const elsewhere = await phone.post('/m/sign-in', {
    login: 'townLiaison',
    password: '河边-石桥-三只鸟-91',
    goal: '//evil.example',
  });
  expect(elsewhere.to).toBe('/m');
});

test('accept, report progress with a photo, report as done: a form sent twice acts once', async () => {
  const id = await stage.handed('桥头村饮水管网漏损');
  const phone = await signedIn('townLiaison');
  const work = await phone.get('/m');
  expect(work.text).toContain('去签收');
  expect(work.text).toContain('6月30日前办完，还剩\u00A039\u00A0天');

  const action = `/m/e/${id}/accept`;
  const accept = hiddenOf((await phone.get(`/m/e/${id}`)).text, action);
  const [first, second] = [await phone.post(action, accept), await phone.post(action, accept)];
  expect([first.to, second.to]).toEqual([`/m/e/${id}?done=accept`, `/m/e/${id}?done=accept`]);
  expect((await phone.get(first.to)).text).toContain('已签收，可以开始办了。');

  const to = `/m/e/${id}/progress`;
  const form = {
    ...hiddenOf((await phone.get(to)).text, to),
    percent: '40',
    note: '已换管道一百二十米',
  };
  const photos = [
    new File([await photo(1)], '现场一.jpg'),
    new File([await photo(2)], '现场二.jpg'),
  ];
  expect((await phone.post(to, { ...form, photos })).status).toBe(303);
  const once = await stateOf(id);
  expect(once).toMatchObject({ state: 'underway', progress: 40 });
  expect((await phone.post(to, { ...form, photos })).status).toBe(303);
  expect(await stateOf(id)).toEqual(once);
  expect(await evidenceOf(id)).toBe(2);

  const end = `/m/e/${id}/deliver`;
  const delivered = await phone.post(end, {
    ...hiddenOf((await phone.get(end)).text, end),
    note: '全部换完，已通水',
  });
  expect((await phone.get(delivered.to)).text).toContain('等待核查');
  expect((await stateOf(id)).state).toBe('delivered');
});

test('what is missing is said at the top and beside the field, and what was typed stays', async () => {
  const id = await stage.handed('东街路灯不亮');
  const phone = await signedIn('townLiaison');
  const accept = `/m/e/${id}/accept`;
  await phone.post(accept, hiddenOf((await phone.get(`/m/e/${id}`)).text, accept));
  const to = `/m/e/${id}/deliver`;
  const form = hiddenOf((await phone.get(to)).text, to);
  const answer = await phone.post(to, { ...form, note: '<b>换好了</b>' });
  expect(answer.status).toBe(422);
  expect(answer.text).toContain('href="#photos"');
  expect(answer.text).toContain('&lt;b&gt;换好了&lt;/b&gt;</textarea');
  const broken = await phone.post(to, {
    ...form,
    note: '换好了',
    photos: [new File([new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3])], '坏.jpg')],
  });
  expect(broken.status).toBeGreaterThanOrEqual(400);
  expect(broken.text).toContain('换好了</textarea');
  expect(broken.text).toContain('照片要再选一次');
  expect((await stateOf(id)).state).toBe('accepted');
});

test('a form that came too late shows what changed and keeps what was typed', async () => {
  const id = await stage.handed('农贸市场占道');
  const [one, other] = [await signedIn('townLiaison'), await signedIn('townLiaison')];
  const accept = `/m/e/${id}/accept`;
  await one.post(accept, hiddenOf((await one.get(`/m/e/${id}`)).text, accept));
  const to = `/m/e/${id}/progress`;
  const [mine, theirs] = [(await one.get(to)).text, (await other.get(to)).text];
  await other.post(to, { ...hiddenOf(theirs, to), percent: '20', note: '同事先报了一条' });
  const late = await one.post(to, { ...hiddenOf(mine, to), percent: '35', note: '我写了很久' });
  expect(late.status).toBe(409);
  expect(late.text).toContain('同事先报了一条');
  expect(late.text).toContain('我写了很久</textarea');
  const again = await one.post(to, {
    ...hiddenOf(late.text, to),
    percent: '35',
    note: '我写了很久',
  });
  expect(again.status).toBe(303);
  expect((await stateOf(id)).progress).toBe(35);
});

test('a session that ends in a form: sign in, find the words again, submit', async () => {
  const id = await stage.handed('村道坑洼');
  const phone = await signedIn('townLiaison');
  const to = `/m/e/${id}/refuse`;
  const form = hiddenOf((await phone.get(to)).text, to);
  phone.cookies.delete('luoshi');
  const out = await phone.post(to, { ...form, reason: '属于交通局"管养"范围' });
  expect(out.status).toBe(401);
  expect(out.text).toContain('您刚才写的内容都在');
  const back = await phone.post('/m/sign-in', {
    ...hiddenOf(out.text, '/m/sign-in'),
    login: 'townLiaison',
    password: '河边-石桥-三只鸟-91',
  });
  expect(back.status).toBe(200);
  expect(back.text).toContain('属于交通局&quot;管养&quot;范围</textarea');
  const sent = await phone.post(to, { ...hiddenOf(back.text, to), reason: '属于交通局管养范围' });
  expect(sent.status).toBe(303);
  expect((await stateOf(id)).state).toBe('listed');
});

test('a visit note survives the end of a session, and is the same note when it went through after all', async () => {
  const phone = await signedIn('townLiaison');
  const form = hiddenOf((await phone.get('/m/visit')).text, '/m/visit');
  const note = { ...form, kind: 'village', raised: '村口"老桥"限重', outcome: 'problem' };
  phone.cookies.delete('luoshi');
  const out = await phone.post('/m/visit', note);
  expect(out.status).toBe(401);
  const back = await phone.post('/m/sign-in', {
    ...hiddenOf(out.text, '/m/sign-in'),
    login: 'townLiaison',
    password: '河边-石桥-三只鸟-91',
  });
  expect(back.status).toBe(200);
  expect(back.text).toContain('村口&quot;老桥&quot;限重</textarea');
  expect(hiddenOf(back.text, '/m/visit')['key']).toBe(form['key']);
  expect((await phone.post('/m/visit', note)).status).toBe(200);
});

test('another site cannot send a form', async () => {
  const id = await stage.handed('外站伪造');
  const phone = await signedIn('townLiaison');
  const to = `/m/e/${id}/accept`;
  const form = hiddenOf((await phone.get(`/m/e/${id}`)).text, to);
  expect((await phone.post(to, form, 'cross-site')).status).toBe(403);
  expect((await stateOf(id)).state).toBe('assigned');
});

test('found and mended on one page, once', async () => {
  const phone = await signedIn('secretary');
  const form = {
    ...hiddenOf((await phone.get('/m/mend')).text, '/m/mend'),
    title: '村口垃圾桶满了没人清',
    measures: '今天清运\n每周两次定时清运',
    when: 'at_once',
    level: 'branch',
    photos: [new File([await photo(9)], '垃圾桶.jpg')],
  };
  const [one, two] = [await phone.post('/m/mend', form), await phone.post('/m/mend', form)];
  expect(one.status).toBe(303);
  expect(two.to).toBe(one.to);
  const id = /\/m\/e\/([\w-]+)/.exec(one.to)?.[1] ?? '';
  expect((await stateOf(id)).state).toBe('accepted');
  expect(await evidenceOf(id)).toBe(1);
  expect((await phone.get(one.to)).text).toContain('每周两次定时清运');
});

test('an extension is asked and a check recorded by plain forms', async () => {
  const id = await stage.handed('危桥加固', '2026-05-20');
  const phone = await signedIn('townLiaison');
  const accept = `/m/e/${id}/accept`;
  const page = (await phone.get(`/m/e/${id}`)).text;
  expect(page).toContain('已超期\u00A02\u00A0天，原定5月20日');
  await phone.post(accept, hiddenOf(page, accept));
  const ask = `/m/e/${id}/ask`;
  const asked = await phone.post(ask, {
    ...hiddenOf((await phone.get(ask)).text, ask),
    deadline: '2026-07-15',
    reason: '汛期不能施工',
  });
  expect(asked.status).toBe(303);
  expect((await phone.get(`/m/e/${id}`)).text).toContain('申请延到7月15日');

  const deliver = `/m/e/${id}/deliver`;
  const form = { ...hiddenOf((await phone.get(deliver)).text, deliver), note: '已加固' };
  await phone.post(deliver, { ...form, photos: [new File([await photo(3)], '桥.jpg')] });

  const { version } = await stateOf(id);
  await stage.city.act(
    stage.database.db,
    'cityOffice',
    (ctx) => appointChecker(ctx, { id, version, unit: stage.city.unit.supervision.id }),
    NOW,
  );
  const inspector = await signedIn('inspector');
  expect((await inspector.get('/m')).text).toContain('去核查');
  const check = `/m/e/${id}/check`;
  const checked = await inspector.post(check, {
    ...hiddenOf((await inspector.get(check)).text, check),
    method: 'on_site',
    finding: 'confirmed',
    note: '到桥头看过，桥墩已加固，问了两户',
  });
  expect(checked.to).toBe(`/m/e/${id}?done=check`);
  expect((await inspector.get(checked.to)).text).toContain('到桥头看过，桥墩已加固，问了两户');
});

test('large type and English are kept by the browser; a foreign address is not gone back to', async () => {
  const phone = await signedIn('townLiaison');
  const big = await phone.get('/m/look?size=big&back=/m/list');
  expect(big.to).toBe('/m/list');
  expect((await phone.get('/m')).text).toMatch(/<html lang="zh-CN" class="big"/);
  await phone.get('/m/look?lang=en&back=/m');
  expect((await phone.get('/m')).text).toMatch(/<html lang="en" class="big"/);
  expect((await phone.get('/m/look?size=normal&back=https://evil.example/m')).to).toBe('/m');
});

test('every page with its style sheet and script is at most 14 kB on the line, and brings nothing inline', async () => {
  const id = await stage.handed('页面大小');
  const phone = await signedIn('townLiaison');
  for (const path of ['/m', `/m/e/${id}`, '/m/mend', '/m/list', `/m/e/${id}/refuse`]) {
    const { text } = await phone.get(path);
    const css = /href="(\/m\/lite-\w+\.css)"/.exec(text)?.[1] ?? '';
    const scripts = [...text.matchAll(/<script src="([^"]+)" defer><\/script>/g)].map(
      ([, src = '']) => src,
    );
    const parts = await Promise.all([css, ...scripts].map((part) => phone.get(part)));
    const bytes = [text, ...parts.map((part) => part.text)]
      .map((part) => gzipSync(part).length)
      .reduce((sum, size) => sum + size, 0);
    expect(`${path} ${bytes < 14_000}`).toBe(`${path} true`);
    expect(text).not.toMatch(/<script(?! src="[^"]+" defer><\/script>)|\sstyle=|\son\w+=/);
  }
});

test('the printed list holds the ledger with its conditions; the printed entry its history', async () => {
  const id = await stage.handed('打印一张');
  const phone = await signedIn('townLiaison');
  const list = await phone.get('/print/entries?mine=true');
  expect(list.text).toContain('<thead>');
  expect(list.text).toContain('打印一张');
  expect(list.text).toContain('只看我单位承办的');
  const sheet = await phone.get(`/print/entries/${id}`);
  expect(sheet.text).toContain('事项单');
  expect(sheet.text).toContain('交办');
});
