import { sql } from 'kysely';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PROOF_BITS } from '#domain/voice/limits.ts';
import { provesWork } from '#modules/listen/listen-keys.ts';
import { type Answer, type House, NOW, openHouse, type Who } from '../attacks/house.ts';
import { freshForm, type Said, said } from '../attacks/said.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

type Body = Record<string, unknown>;

async function lamp(more: Body = {}): Promise<Said> {
  const nonce = typeof more['nonce'] === 'string' ? more['nonce'] : await freshForm(house);
  const words = `柳河镇北街路灯不亮，${nonce.slice(0, 12)}`;
  return await said(house, { words, place: '北街口', ...more, nonce });
}

async function move(as: Who, id: string, path: string, body: Body = {}): Promise<Answer> {
  const { rows } = await sql<{ version: number }>`
    select version from voice where id = ${id}`.execute(house.database.db);
  return await house.real.ask('POST', `/api/v1/voices/${id}/${path}`, {
    as,
    body: { version: rows[0]?.version, ...body },
  });
}

async function ok(as: Who, id: string, path: string, body: Body = {}): Promise<Body> {
  const answer = await move(as, id, path, body);
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.text}`);
  return answer.body;
}

async function follow(code: string): Promise<Body> {
  const { body, status, text } = await house.real.ask('POST', '/api/v1/follow', { body: { code } });
  if (status !== 200) throw new Error(text);
  return body;
}

async function speak(code: string, what: string, words = '补充：还有一盏'): Promise<Answer> {
  return await house.real.ask('POST', '/api/v1/follow/speak', {
    body: { code, nonce: await freshForm(house), move: what, words },
  });
}

const ANSWER = {
  body: '三盏路灯均已修复',
  facts: '经查，线路老化',
  basis: '城市道路照明管理规定第十条',
  reasons: '属管护范围',
};

test('the same form twice, at once and later, is one voice and one receipt; other words on it are another', async () => {
  const form = await freshForm(house);
  const body = { nonce: form, kind: 'request', words: '桥头村口路面塌陷' };
  const ask = (): Promise<Answer> => house.real.ask('POST', '/api/v1/say', { body });
  const answers = await Promise.all([ask(), ask(), ask()]);
  const codes = new Set([...answers, await ask()].map((answer) => answer.body['code']));
  expect(codes.size).toBe(1);
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from submission where words like '桥头村口路面塌陷%'`.execute(
    house.database.db,
  );
  expect(rows[0]?.n).toBe(1);
  expect(answers.filter(({ body: { again } }) => again === false)).toHaveLength(1);
  // What else was changed is not taken, and its reporter is told so.
  const moved = await house.real.ask('POST', '/api/v1/say', { body: { ...body, place: '村西' } });
  expect(moved.body).toMatchObject({ again: true, onForm: 1 });
  const other = await house.real.ask('POST', '/api/v1/say', {
    body: { ...body, words: '桥头村口路面塌陷，已有人摔伤' },
  });
  expect(codes.has(other.body['code'])).toBe(false);
  expect(other.body).toMatchObject({ again: false, onForm: 2 });
  // The first one's receipt, asked for again, tells it too.
  expect((await ask()).body).toMatchObject({ again: true, onForm: 2 });
});

test('who goes back, changes the words and sends the form again is told that it is one more', async () => {
  const form = await freshForm(house);
  const send = async (words: string): Promise<string> => {
    const sent = new URLSearchParams({ nonce: form, kind: 'request', words, sure: 'true' });
    const { status, text } = await house.real.ask('POST', '/say', {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: sent.toString(),
    });
    expect(status).toBe(200);
    return text;
  };
  const first = await send('西街口井盖松动');
  expect(first).not.toContain('class="notice"');
  expect(await send('西街口井盖松动')).toContain('没有另记一件');
  expect(await send('西街口井盖松动，夜里看不见')).toContain('同一张表今天共交了 2 件');
});

test('registered, passed on, turned down twice, decided, answered, rated, reopened, reviewed by another', async () => {
  const { code, id } = await lamp();
  await ok('eastOffice', id, 'register');
  for (let i = 0; i < 2; i += 1) {
    await ok('eastOffice', id, 'route', { unit: house.city.unit.eastHousing.id });
    const held = await follow(code);
    expect(held['unit']).toBe('东岭县');
    await ok('eastHousingLiaison', id, 'decline', { reason: '不属本单位' });
  }
  expect((await follow(code))['unit']).toBe('东岭县');
  await ok('eastOffice', id, 'route', { unit: house.city.unit.eastHousing.id });
  await ok('eastOffice', id, 'arbitrate', {
    unit: house.city.unit.eastHousing.id,
    reason: '路灯由住建部门管护',
  });
  // What an officer reads of it tells to whom it was passed, what its reporter is refused is in his own words.
  const { body: read } = await house.real.ask('GET', `/api/v1/voices/${id}`, { as: 'eastOffice' });
  const passed = (read['history'] as { move: string; to?: string }[]).filter(({ to }) => to);
  const { name } = read['owner'] as { name: string };
  expect(passed.map((one) => one.move)).toEqual(['route', 'route', 'route', 'arbitrate']);
  expect(passed.at(-1)?.to).toBe(name);
  expect((await speak(code, 'ask_review', '请复查')).body['title']).toBe(
    '当前状态“办理中”不能执行“申请复查复核”',
  );
  await ok('eastHousingLiaison', id, 'ask', { question: '是哪一侧的路灯？' });
  expect(await follow(code)).toMatchObject({
    question: '是哪一侧的路灯？',
    can: expect.arrayContaining(['reply']),
  });
  expect((await speak(code, 'reply', '北侧')).body).toMatchObject({ state: 'handling' });
  const bare = await move('eastHousingLiaison', id, 'answer', {
    body: '不办',
    facts: '无',
    outcome: 'not_upheld',
  });
  expect(bare.body['code']).toBe('no-reason');
  await ok('eastHousingLiaison', id, 'answer', { ...ANSWER, outcome: 'partly_upheld' });
  const rating = { code, contacted: true, solved: false, level: 2, note: '还有一盏不亮' };
  const rated = await house.real.ask('POST', '/api/v1/follow/rate', { body: rating });
  expect(rated.body['state']).toBe('rated');
  expect(
    (await house.real.ask('POST', '/api/v1/follow/rate', { body: rating })).body['state'],
  ).toBe('rated');
  expect((await speak(code, 'reopen', '灯又灭了')).body['state']).toBe('handling');
  await ok('eastHousingLiaison', id, 'answer', { ...ANSWER, outcome: 'upheld' });
  expect((await speak(code, 'ask_review', '要求复查')).body['state']).toBe('reviewing');
  expect(
    (await move('eastHousingLiaison', id, 'answer', { ...ANSWER, outcome: 'upheld' })).body['code'],
  ).toBe('not-independent');
  await ok('eastOffice', id, 'answer', { ...ANSWER, outcome: 'upheld' });
  expect((await speak(code, 'ask_review', '要求复核')).body['state']).toBe('reviewing');
  expect(
    (await move('eastOffice', id, 'answer', { ...ANSWER, outcome: 'upheld' })).body['code'],
  ).toBe('not-independent');
  await ok('cityOffice', id, 'answer', { ...ANSWER, outcome: 'upheld' });
  expect((await speak(code, 'ask_review', '再复核')).body['code']).toBe('move-not-allowed');
  const { steps } = (await follow(code)) as { steps: { step: string; unit?: string }[] };
  expect(steps.map(({ step }) => step)).toEqual([
    'received',
    'registered',
    'routed',
    'routed',
    'routed',
    'taken_over',
    'asked',
    'replied',
    'answered',
    'rated',
    'reopened',
    'answered',
    'review_asked',
    'answered',
    'review_asked',
    'answered',
  ]);
});

test('a code is met alike, wrong, mistyped or empty; five voices share the end of their problem', async () => {
  const answers = await Promise.all(
    ['', 'ACEF', '2222 2222 2222 2222 2222', '<script>', '路灯'].map((code) =>
      house.real.ask('POST', '/api/v1/follow', { body: { code } }),
    ),
  );
  expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
  expect(answers[0]?.status).toBe(404);
});

test('a voice raises a problem, others are linked, the link is undone, one answer goes to all', async () => {
  const first = await lamp({ words: '镇中心小学门口没有斑马线' });
  const second = await lamp({ words: '小学门口过街危险，请画斑马线' });
  await ok('eastOffice', first.id, 'register');
  await ok('eastOffice', second.id, 'register');
  const raised = await ok('eastOffice', first.id, 'raise', { title: '镇中心小学门口缺少斑马线' });
  const [entry] = raised['entries'] as { id: string; no: string }[];
  await ok('eastOffice', second.id, 'link', { entry: entry?.id });
  expect((await move('eastOffice', second.id, 'link', { entry: entry?.id })).body['code']).toBe(
    'already-merged',
  );
  const undone = await ok('eastOffice', second.id, 'unlink', {
    entry: entry?.id,
    reason: '不是同一处',
  });
  expect(undone).toMatchObject({ state: 'registered', entries: [] });
  await ok('eastOffice', second.id, 'link', { entry: entry?.id });
  const listed = await house.real.ask('GET', `/api/v1/entries/${entry?.id}/voices`, {
    as: 'eastOffice',
  });
  expect(listed.body).toMatchObject({ voices: 2, meToo: 0 });
  const all = { ...ANSWER, outcome: 'upheld', expect: 2 };
  const answered = await house.real.ask('POST', `/api/v1/entries/${entry?.id}/voices/answer`, {
    as: 'eastOffice',
    body: all,
  });
  expect(answered.body).toEqual({ answered: 2 });
  expect(await follow(second.code)).toMatchObject({ state: 'answered', outcome: 'upheld' });
});

test('nothing is public before a post over it has passed it; me too is counted once a form', async () => {
  const { id } = await lamp({ words: '河堤步道护栏缺失三十米' });
  await ok('eastOffice', id, 'register');
  const raised = await ok('eastOffice', id, 'raise', { title: '河堤步道护栏缺失' });
  const [entry] = raised['entries'] as { id: string; no: string }[];
  const page = (): Promise<Answer> => house.real.ask('GET', `/api/v1/public/problems/${entry?.no}`);
  expect((await page()).status).toBe(404);
  const words = {
    title: '河堤步道护栏缺失',
    words: '正在采购护栏',
    reason: '已核对，不含个人信息',
  };
  const release = (as: Who): Promise<Answer> =>
    house.real.ask('POST', `/api/v1/entries/${entry?.id}/release`, { as, body: words });
  expect((await release('eastOffice')).body['code']).toBe('move-not-allowed');
  await house.real.ask('POST', `/api/v1/entries/${entry?.id}/list`, {
    as: 'eastOffice',
    body: { version: 1 },
  });
  expect((await release('townLiaison')).body['code']).toBe('not-found');
  expect((await release('eastOffice')).status).toBe(200);
  const shown = await page();
  expect(shown.body).toMatchObject({ words: '正在采购护栏', meToo: 0 });
  expect(shown.body).not.toHaveProperty('voices');
  const form = { nonce: shown.body['nonce'] };
  for (let i = 0; i < 3; i += 1)
    await house.real.ask('POST', `/api/v1/public/problems/${entry?.no}/me-too`, { body: form });
  expect((await page()).body['meToo']).toBe(1);
  const csv = await house.real.ask('GET', '/api/v1/public/data');
  expect(csv.text).toContain('河堤步道护栏缺失');
  await house.real.ask('POST', `/api/v1/entries/${entry?.id}/withdraw-release`, {
    as: 'eastOffice',
    body: { reason: '补充后再发' },
  });
  expect((await page()).status).toBe(404);
});

test('bad input: nothing, marks alone, ten thousand characters, markup, a code of another, an accusation', async () => {
  const ask = async (more: Body): Promise<unknown> => {
    const { body } = await house.real.ask('POST', '/api/v1/say', {
      body: { nonce: await freshForm(house), kind: 'request', words: '路', ...more },
    });
    return body['code'];
  };
  expect(await ask({ words: '' })).toBe('says-nothing');
  expect(await ask({ words: '😀🎉！！' })).toBe('says-nothing');
  expect(await ask({ words: '长'.repeat(10_000) })).toMatch(/^[2-9A-Y ]{24}$/);
  expect(await ask({ words: '长'.repeat(10_001) })).toBe('invalid');
  expect(await ask({ nonce: 'x'.repeat(40) })).toBe('form-expired');
  const before = await sql`select 1 from voice_event`.execute(house.database.db);
  expect(await ask({ kind: 'accusation', words: '检举某人受贿' })).toBe('proper-door');
  const after = await sql`select 1 from voice_event`.execute(house.database.db);
  expect(after.rows.length).toBe(before.rows.length);
});

test('watched words and floods are held, not lost; work that is proved goes on', async () => {
  const held = await lamp({ words: '某局长受贿，路灯也不修' });
  expect(await follow(held.code)).toMatchObject({ state: 'held' });
  await ok('eastOffice', held.id, 'pass', { reason: '说的是路灯，已请其另向纪委反映' });
  const codes = await Promise.all(
    Array.from({ length: 12 }, async () => lamp({ words: '同一句话反复提交' })),
  );
  const states = await Promise.all(codes.map(async ({ code }) => (await follow(code))['state']));
  expect(states.filter((state) => state === 'held').length).toBe(4);
  const form = await freshForm(house);
  const proof = Array.from({ length: 2 ** 21 }, (_, i) => String(i)).find((one) =>
    provesWork(form, one, PROOF_BITS),
  );
  const proved = await lamp({ words: '同一句话反复提交', nonce: form, proof });
  expect((await follow(proved.code))['state']).toBe('received');
});

test('a photo is drawn anew, its place read only when asked; what is no photo is refused', async () => {
  const form = await freshForm(house);
  const picture = await sharp({ create: { width: 64, height: 48, channels: 3, background: 'red' } })
    .withExif({
      IFD0: { Artist: '金丝雀王五' },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '36/1 5/1 0/1',
        GPSLongitudeRef: 'E',
        GPSLongitude: '111/1 31/1 0/1',
      },
    })
    .jpeg()
    .toBuffer();
  const send = (query: string, body: Uint8Array): Promise<Answer> =>
    house.real.ask('POST', `/api/v1/say/photos?nonce=${encodeURIComponent(form)}${query}`, {
      body,
      headers: { 'content-type': 'image/jpeg' },
    });
  expect((await send('', picture)).body).not.toHaveProperty('place');
  const placed = await send('&place=true', picture);
  expect(placed.body['place']).toBe('36.0833, 111.5167');
  expect((await send('', Buffer.from('GIF not really, just words'))).body['code']).toBe(
    'file-type',
  );
  const { id } = await lamp({ nonce: form, photos: [placed.body['id']] });
  const { body } = await house.real.ask('GET', `/api/v1/voices/${id}`, { as: 'eastOffice' });
  const [photo] = body['photos'] as { id: string }[];
  const bytes = await house.real.ask('GET', `/api/v1/voices/photos/${photo?.id}`, {
    as: 'eastOffice',
  });
  expect((await sharp(bytes.bytes).metadata()).exif).toBeUndefined();
  const foreign = await house.real.ask('GET', `/api/v1/voices/photos/${photo?.id}`, {
    as: 'westOffice',
  });
  expect(foreign.status).toBe(404);
});

test('who deletes his contact is told of by his own words no longer; what is past its time neither', async () => {
  const words = '我叫欧阳建国，电话13900000007。桥头路灯坏了三天';
  const stays = '我叫〔已隐去〕，电话〔已隐去〕。桥头路灯坏了三天';
  const contact = '欧阳建国 13900000007';
  const [one, other] = [await lamp({ words, contact }), await lamp({ words, contact })];
  expect((await follow(one.code))['words']).toBe(words);
  await house.real.ask('POST', '/api/v1/follow/forget', { body: { code: one.code } });
  expect(await follow(one.code)).toMatchObject({ words: stays, sealed: false });
  expect((await follow(other.code))['words']).toBe(words);
  const late = new Date(NOW.getTime() + 731 * 86_400_000);
  await house.retain(late, true);
  expect((await follow(other.code))['words']).toBe(words);
  await house.retain(late);
  expect(await follow(other.code)).toMatchObject({ words: stays, sealed: false });
});

test('what is past its time goes, and a dry run says the same and changes nothing', async () => {
  const { id, code } = await lamp({ words: '卖广告的', contact: '13900000001' });
  await ok('eastOffice', id, 'dismiss', { because: 'advertising', reason: '广告' });
  const later = new Date(NOW.getTime() + 200 * 86_400_000);
  const count = async (dry: boolean): Promise<Record<string, number>> =>
    Object.fromEntries((await house.retain(later, dry)).map(({ rule, n }) => [rule.what, n]));
  const dry = await count(true);
  expect(dry).toMatchObject({ identity: 1, dismissed_words: 1 });
  expect((await follow(code))['sealed']).toBe(true);
  expect(await count(false)).toEqual(dry);
  expect(await follow(code)).toMatchObject({ sealed: false, words: '' });
  expect(await count(false)).toMatchObject({ identity: 0, dismissed_words: 0 });
});

const TELLING = '我叫欧阳建国，电话13900000007。桥头路灯坏了三天';
const HIDDEN = '我叫〔已隐去〕，电话〔已隐去〕。桥头路灯坏了三天';

test('who left no contact has what his words tell of him hidden by his code, once', async () => {
  const { id, code } = await lamp({ words: TELLING });
  expect(await follow(code)).toMatchObject({ words: TELLING, tells: true, sealed: false });
  const ask = (): Promise<Answer> =>
    house.real.ask('POST', '/api/v1/follow/forget', { body: { code } });
  for (const answer of [await ask(), await ask()])
    expect(answer.body).toMatchObject({ words: HIDDEN, tells: false });
  const steps = (await follow(code))['steps'] as { step: string }[];
  expect(steps.filter(({ step }) => step === 'words_hidden')).toHaveLength(1);
  const read = await house.real.ask('POST', `/api/v1/voices/${id}/original`, {
    as: 'eastOffice',
    body: { reason: '核对位置' },
  });
  expect(read.body['words']).toBe(HIDDEN);
  const { code: plain } = await lamp();
  expect(await follow(plain)).toMatchObject({ tells: false });
});

test('words without a contact stay as sent while they are handled and so long after, then lack numbers and names', async () => {
  const [ended, open] = [await lamp({ words: TELLING }), await lamp({ words: TELLING })];
  expect((await speak(ended.code, 'withdraw')).status).toBe(200);
  const at = (days: number): Date => new Date(NOW.getTime() + days * 86_400_000);
  const count = async (days: number, dry: boolean): Promise<Record<string, number>> =>
    Object.fromEntries((await house.retain(at(days), dry)).map(({ rule, n }) => [rule.what, n]));
  await count(180, false);
  expect((await follow(ended.code))['words']).toBe(TELLING);
  const dry = await count(182, true);
  expect(dry['words']).toBeGreaterThan(0);
  expect((await follow(ended.code))['words']).toBe(TELLING);
  expect(await count(182, false)).toEqual(dry);
  expect((await follow(ended.code))['words']).toBe(HIDDEN);
  expect((await follow(open.code))['words']).toBe(TELLING);
  expect(await count(182, false)).toMatchObject({ words: 0, open_words: 0 });
  await count(732, false);
  expect((await follow(open.code))['words']).toBe(HIDDEN);
});

test('what was let go by hand is on record with who, when and how many, and no count tells of one', async () => {
  const listed = async (): Promise<{ kind: string; payload: unknown }[]> => {
    const { body } = await house.real.ask('GET', '/api/v1/org-events', { as: 'audit_admin' });
    return (body['events'] as { kind: string; payload: unknown }[]).filter(
      ({ kind }) => kind === 'retention.run',
    );
  };
  const later = new Date(NOW.getTime() + 800 * 86_400_000);
  await house.retain(later);
  const before = await listed();
  await lamp({ words: TELLING });
  await house.retain(later, true);
  expect(await listed()).toEqual(before);
  await house.retain(later);
  expect((await listed()).slice(0, -before.length)).toEqual([
    expect.objectContaining({
      payload: expect.objectContaining({ operator: 'root', words: '<5' }),
    }),
  ]);
  for (let i = 0; i < 5; i++) await lamp({ words: TELLING, contact: '13900000007' });
  await house.retain(later);
  const [newest] = await listed();
  expect(newest?.payload).toMatchObject({ operator: 'root', contacts: 5 });
});
