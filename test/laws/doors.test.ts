import { createHmac } from 'node:crypto';
import { sql } from 'kysely';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeXlsx } from '#platform/sheets/write-xlsx.ts';
import { type Answer, type House, NOW, openHouse } from '../attacks/house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

type Body = Record<string, unknown>;

async function count(query: ReturnType<typeof sql>): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${query}`.execute(
    house.database.db,
  );
  return rows[0]?.n ?? 0;
}

async function sheet(rows: readonly (readonly string[])[]): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  async function* lines(): AsyncGenerator<string[]> {
    for (const row of rows) yield [...row];
  }
  for await (const chunk of writeXlsx([
    { name: '工单', headerRows: 2, columns: [], rows: lines() },
  ]))
    chunks.push(chunk);
  return new Uint8Array(Buffer.concat(chunks));
}

async function bring(file: Uint8Array, query = ''): Promise<Answer> {
  return await house.real.ask(
    'POST',
    `/api/v1/voices/sheet?name=${encodeURIComponent('热线工单.xlsx')}${query}`,
    { as: 'eastOffice', body: file, headers: { 'content-type': 'application/octet-stream' } },
  );
}

const HEADER = [
  '工单编号',
  '受理时间',
  '诉求内容',
  '事发地点',
  '所属乡镇',
  '诉求类型',
  '诉求人',
  '联系电话',
];
const ROWS = [
  ['东岭县5月热线工单'],
  HEADER,
  [
    'R-001',
    '2026-05-03',
    '柳河镇北街路灯不亮',
    '北街口',
    '柳河镇',
    '求助',
    '甄可信',
    '13800138000',
  ],
  ['R-002', '2026/5/4', '建议集市日加一班公交', '', '柳河镇', '意见建议', '', ''],
  ['R-003', '2026-05-04', '加微信可办贷款', '', '', '求助', '', ''],
  ['R-004', '2026-05-05', '举报某局长受贿', '', '', '检举控告', '钱某', '13900139000'],
  ['R-005', '2026-05-05', '某单位作风差', '', '', '作风投诉', '', ''],
  ['R-006', '2026-05-05', '。。。', '', '', '求助', '', ''],
  ['R-007', '去年', '西街积水', '', '不存在的镇', '求助', '', ''],
  ['R-008', '2026-05-06', '青石镇桥坏了', '', '青石镇', '求助', '', ''],
  [
    'R-001',
    '2026-05-03',
    '柳河镇北街路灯不亮',
    '北街口',
    '柳河镇',
    '求助',
    '甄可信',
    '13800138000',
  ],
  ['合计', '9', '', '', '', '', '', ''],
];

test('a sheet is looked at first and writes nothing; taken in once, twice changes nothing; people are sealed', async () => {
  const file = await sheet(ROWS);
  const before = await count(sql`voice`);
  const looked = await bring(file);
  expect(looked.body).toMatchObject({ sheet: '工单', title: '东岭县5月热线工单', headerRow: 2 });
  expect(looked.body['summary']).toMatchObject({
    rows: 8,
    ready: 4,
    held: 1,
    known: 0,
    faulty: 4,
    sealed: 1,
  });
  // The row of the other county is found and refused, not placed elsewhere.
  const faults = (looked.body['summary'] as { faults: { row: number; message: string }[] }).faults;
  expect(faults.map(({ row }) => row)).toEqual([6, 7, 8, 9, 9, 10]);
  expect(faults.find(({ row }) => row === 6)?.message).toContain('12388');
  expect(looked.text).not.toContain('甄可信');
  expect(looked.text).not.toContain('13800138000');
  expect(await count(sql`voice`)).toBe(before);

  const taken = await bring(file, '&take=true');
  expect(taken.body).toMatchObject({ taken: 4 });
  const { rows } = await sql<Body>`
    select v.channel, v.kind, v.state, v.received_on, v.title, u.short_name as place from voice v
    join unit u on u.org_path = v.org_path where v.channel = 'sheet' order by v.received_on, v.title collate "C"`.execute(
    house.database.db,
  );
  expect(rows).toEqual([
    {
      channel: 'sheet',
      kind: 'request',
      state: 'received',
      received_on: '2026-05-03',
      title: '柳河镇北街路灯不亮',
      place: '柳河镇',
    },
    {
      channel: 'sheet',
      kind: 'request',
      state: 'held',
      received_on: '2026-05-04',
      title: '加微信可办贷款',
      place: '东岭县',
    },
    {
      channel: 'sheet',
      kind: 'opinion',
      state: 'received',
      received_on: '2026-05-04',
      title: '建议集市日加一班公交',
      place: '柳河镇',
    },
    {
      channel: 'sheet',
      kind: 'request',
      state: 'received',
      received_on: '2026-05-22',
      title: '西街积水',
      place: '东岭县',
    },
  ]);
  const again = await bring(file, '&take=true');
  expect(again.body).toMatchObject({ taken: 0, summary: { ready: 0, known: 4 } });
  expect(await count(sql`voice`)).toBe(before + 4);
  // The name stands nowhere outside the vault, the accusation nowhere at all.
  for (const table of ['voice', 'voice_text', 'voice_event', 'submission', 'idempotency', 'job'])
    for (const word of ['甄可信', '13800138000', '钱某', '受贿'])
      expect(await count(sql`${sql.table(table)} t where t::text like ${`%${word}%`}`)).toBe(0);
});

test('a number with other words is told, not taken over; rows without numbers are known by what they say', async () => {
  const changed = await bring(
    await sheet([HEADER, ['R-002', '2026-05-04', '建议加两班公交']]),
    '&take=true',
  );
  expect(changed.body).toMatchObject({ taken: 0, summary: { faulty: 1 } });
  const plain = [
    ['意见建议', '地点'],
    ['村口没有路灯', '桥头村'],
    ['村口没有路灯', '桥头村'],
    ['图书室周末开门', ''],
  ];
  const first = await bring(await sheet(plain), '&take=true&channel=box');
  expect(first.body).toMatchObject({ taken: 3 });
  const more = await bring(
    await sheet([...plain, ['村口没有路灯', '桥头村']]),
    '&take=true&channel=box',
  );
  expect(more.body).toMatchObject({ taken: 1, summary: { known: 3 } });
});

test('columns that nobody knows are told by hand; what is no column of ours, no sheet, or out of reach is refused', async () => {
  const odd = await sheet([
    ['序号', '甲', '说的话'],
    ['1', '柳河镇', '水管漏水'],
  ]);
  expect((await bring(odd)).body['code']).toBe('no-header');
  const found = await sheet([
    ['编号', '地点', '说的话'],
    ['1', '东街', '水管漏水'],
  ]);
  expect((await bring(found, '&take=true')).body['code']).toBe('mapping-needed');
  expect((await bring(found, '&map=2:nonsense')).body['code']).toBe('mapping-needed');
  expect((await bring(found, '&map=0:key&map=1:place&map=2:words')).body).toMatchObject({
    summary: { ready: 1 },
  });
  const town = house.city.unit.westTown.id;
  expect((await bring(found, `&placeUnit=${town}`)).body['code']).toBe('out-of-reach');
  expect((await bring(new TextEncoder().encode('\u0000\u0001nothing'))).status).toBe(422);
  const secret = await sheet([['秘密★一年'], HEADER, ['1', '', '水管漏水']]);
  expect((await bring(secret)).body['code']).toBe('classified-file');
});

async function said(more: Body): Promise<Body> {
  const form = (await house.real.ask('GET', '/api/v1/say/form')).body;
  const { body, text, status } = await house.real.ask('POST', '/api/v1/say', {
    body: { nonce: form['nonce'], kind: 'request', words: '集市日没有公交', ...more },
  });
  if (status !== 200) throw new Error(text);
  return body;
}

test('a campaign has a window and a code; what is said under it opens by its filter; complaints are under none', async () => {
  const make = (body: Body, as: 'eastOffice' | 'secretary' = 'eastOffice'): Promise<Answer> =>
    house.real.ask('POST', '/api/v1/collections', { as, body });
  const window = { fromOn: '2026-05-20', toOn: '2026-06-20' };
  const made = await make({ topic: '集市日出行', subject: 'roads', ...window });
  expect(made.body).toMatchObject({ state: 'open', voices: 0, unit: { name: '东岭县' } });
  expect(
    (await make({ topic: '倒着的', fromOn: '2026-06-20', toOn: '2026-06-01' })).body['code'],
  ).toBe('window-backwards');
  expect((await make({ topic: '支部不发起', ...window }, 'secretary')).status).toBe(403);
  expect(
    (await make({ topic: '管不到', unit: house.city.unit.west.id, ...window })).body['code'],
  ).toBe('out-of-reach');
  const code = String(made.body['code']);
  const shown = await house.real.ask('GET', `/api/v1/say/collections/${code.toLowerCase()}`);
  expect(shown.body).toMatchObject({ topic: '集市日出行', unit: '东岭县', state: 'open' });
  expect((await house.real.ask('GET', '/api/v1/say/collections/22222222')).status).toBe(404);
  await said({ collection: code });
  await said({ collection: code, kind: 'complaint', words: '窗口推诿', about: '东岭县住建局' });
  await said({ collection: 'AAAAAAAA' });
  const id = String(made.body['id']);
  const listed = await house.real.ask('GET', `/api/v1/voices?collection=${id}`, {
    as: 'eastOffice',
  });
  expect(listed.body['items']).toMatchObject([
    { title: '集市日没有公交', subject: 'roads', placeUnit: { name: '东岭县' } },
  ]);
  const views = await house.real.ask('GET', '/api/v1/collections', { as: 'eastOffice' });
  expect(views.body['items']).toMatchObject([{ code, voices: 1 }]);
  const others = await house.real.ask('GET', '/api/v1/collections', { as: 'westOffice' });
  expect(others.body['items']).toMatchObject([{ code, voices: 0 }]);
  const end = (as: 'westOffice' | 'eastOffice'): Promise<Answer> =>
    house.real.ask('POST', `/api/v1/collections/${id}/end`, { as, body: {} });
  expect((await end('westOffice')).status).toBe(404);
  expect((await end('eastOffice')).body['state']).toBe('over');
  // Said after the end it is a voice all the same.
  await said({ collection: code, words: '路口没有信号灯' });
  const after = await house.real.ask('GET', `/api/v1/voices?collection=${id}`, {
    as: 'eastOffice',
  });
  expect(after.body['items']).toHaveLength(1);
});

test('a visit becomes a voice, a problem or is settled there; the same note twice is one; who asked is sealed', async () => {
  const note = (body: Body, as: 'secretary' | 'townLiaison' = 'townLiaison'): Promise<Answer> =>
    house.real.ask('POST', '/api/v1/visits', {
      as,
      body: { kind: 'enterprise', raised: '厂门口的桥限重，货车绕行十公里', ...body },
    });
  const voice = {
    key: 'visit-0001',
    outcome: 'voice',
    help: '请公路部门看看',
    name: '林可名',
    contact: '13800138001',
  };
  const first = await note(voice);
  expect(first.body['visit']).toMatchObject({ outcome: 'voice', unit: { name: '柳河镇' } });
  expect(first.text).not.toMatch(/林可名|13800138001/);
  const second = await note(voice);
  expect(second.body).toEqual(first.body);
  expect((await note({ ...voice, raised: '另一件事' })).body['code']).toBe('key-reused');
  const followed = await house.real.ask('POST', '/api/v1/follow', {
    body: { code: first.body['code'] },
  });
  expect(followed.body).toMatchObject({ state: 'received', sealed: true });
  const problem = await note({ key: 'visit-0002', outcome: 'problem' });
  expect(problem.body['visit']).toMatchObject({
    outcome: 'problem',
    no: expect.stringMatching(/^P/),
  });
  expect(problem.body['code']).toBeUndefined();
  expect((await note({ key: 'visit-0003', outcome: 'settled' })).body['code']).toBe('no-reason');
  await note(
    { key: 'visit-0003', outcome: 'settled', settled: '已当场联系供电所接通' },
    'secretary',
  );
  const mine = await house.real.ask('GET', '/api/v1/visits', { as: 'townLiaison' });
  expect((mine.body['items'] as Body[]).map((one) => one['outcome'])).toEqual([
    'settled',
    'problem',
    'voice',
  ]);
  const theirs = await house.real.ask('GET', '/api/v1/visits', { as: 'westOffice' });
  expect(theirs.body['items']).toEqual([]);
  expect(await count(sql`visit_note t where t::text ~ '林可名|13800138001'`)).toBe(0);
});

interface Key {
  readonly id: string;
  readonly secret: string;
}

async function doorKey(unit: string): Promise<Key> {
  const { body, text, status } = await house.real.ask('POST', '/api/v1/door-keys', {
    as: 'system_admin',
    body: { name: '12345 平台', unit },
  });
  if (status !== 200) throw new Error(text);
  return { id: String(body['id']), secret: String(body['secret']) };
}

function signedBy(key: Key, body: string | Uint8Array, at = NOW): Record<string, string> {
  const stamp = String(Math.floor(at.getTime() / 1000));
  const sum = createHmac('sha256', key.secret).update(`${stamp}.`).update(body).digest('hex');
  return { 'luoshi-key': key.id, 'luoshi-timestamp': stamp, 'luoshi-signature': `sha256=${sum}` };
}

test('a signed request is taken once; unsigned, old, altered, revoked or foreign ones get one and the same answer', async () => {
  const key = await doorKey(house.city.unit.east.id);
  const body = JSON.stringify({
    key: 'A-1',
    words: '自来水发黄',
    place: '柳河镇南街',
    contact: '13800138002',
  });
  const send = (text: string, headers: Record<string, string>): Promise<Answer> =>
    house.real.ask('POST', '/api/v1/doors/voices', { body: text, headers });
  const first = await send(body, signedBy(key, body));
  expect(first.body).toMatchObject({ state: 'kept' });
  expect(first.text).not.toContain('13800138002');
  const replayed = await send(body, signedBy(key, body));
  expect(replayed.body).toEqual({ state: 'already', code: first.body['code'] });
  const other = JSON.stringify({ key: 'A-1', words: '别的事' });
  expect((await send(other, signedBy(key, other))).body['code']).toBe('key-reused');
  const out = JSON.stringify({ key: 'A-2', words: '西边的事', placeUnit: house.city.unit.west.id });
  expect((await send(out, signedBy(key, out))).body['code']).toBe('out-of-reach');
  const wrong = [
    await send(body, {}),
    await send(body, signedBy(key, `${body} `)),
    await send(body, signedBy(key, body, new Date(NOW.getTime() - 301_000))),
    await send(body, signedBy({ ...key, id: '01900000-0000-7000-8000-000000000000' }, body)),
    await send(body, { ...signedBy(key, body), 'luoshi-timestamp': 'NaN' }),
  ];
  await house.real.ask('POST', `/api/v1/door-keys/${key.id}/revoke`, {
    as: 'system_admin',
    body: {},
  });
  wrong.push(await send(body, signedBy(key, body)));
  expect(new Set(wrong.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
  expect(wrong[0]).toMatchObject({ status: 401, body: { code: 'bad-signature' } });
  const listed = await house.real.ask('GET', '/api/v1/door-keys', { as: 'system_admin' });
  expect(listed.text).not.toContain(key.secret);
  const mine = (listed.body['keys'] as Body[]).find((one) => one['id'] === key.id);
  expect(mine).toMatchObject({ lastUsedOn: '2026-05-22' });
  expect(await count(sql`door_key t where t::text like ${`%${key.secret}%`}`)).toBe(0);
  expect((await house.real.ask('GET', '/api/v1/door-keys', { as: 'eastOffice' })).status).toBe(403);
});

test('who has no key is turned away before his mail is read', async () => {
  const key = await doorKey(house.city.unit.east.id);
  // Larger than any mail may be: told only to who has shown a key.
  const mail = new Uint8Array(25_000_001).fill(65);
  const codeOf = async (headers: Record<string, string>): Promise<unknown> => {
    const sent = { 'content-type': 'message/rfc822', ...headers };
    const answer = await house.real.ask('POST', '/api/v1/doors/mail', {
      body: mail,
      headers: sent,
    });
    return answer.body['code'];
  };
  const good = signedBy(key, mail);
  const stranger = { ...good, 'luoshi-key': '01900000-0000-7000-8000-000000000000' };
  const old = signedBy(key, mail, new Date(NOW.getTime() - 301_000));
  for (const headers of [{}, stranger, old, { ...good, 'luoshi-signature': 'sha256=' }])
    expect(await codeOf(headers)).toBe('bad-signature');
  expect(await codeOf(good)).toBe('file-too-large');
});

test('a mail says what it says: its sender sealed, quotes and signature gone, pictures drawn anew, the rest refused', async () => {
  const key = await doorKey(house.city.unit.east.id);
  const photo = await sharp({ create: { width: 64, height: 48, channels: 3, background: 'gray' } })
    .withExif({ IFD0: { Artist: '金丝雀' } })
    .jpeg()
    .toBuffer();
  const mail = Buffer.from(
    [
      'From: =?utf-8?B?5p6X5Y+v5ZCN?= <canary@example.cn>',
      'To: say@city.example.cn',
      `Subject: =?utf-8?B?${Buffer.from('回复：北街垃圾没人清').toString('base64')}?=`,
      'Message-ID: <m1@example.cn>',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      'Content-Type: text/plain; charset=gb18030',
      'Content-Transfer-Encoding: base64',
      '',
      // 已经三天了。 in GB18030, then what is quoted.
      Buffer.concat([
        Buffer.from('d2d1bead c8fdccec c1cba1a3'.replaceAll(' ', ''), 'hex'),
        Buffer.from('\n> quoted\n-- \nsignature 13800138003\n'),
      ]).toString('base64'),
      '--b',
      'Content-Type: image/jpeg; name="Li Si.jpg"',
      'Content-Transfer-Encoding: base64',
      'Content-Disposition: attachment; filename="Li Si.jpg"',
      '',
      photo.toString('base64'),
      '--b',
      'Content-Type: application/pdf; name="a.pdf"',
      'Content-Transfer-Encoding: base64',
      'Content-Disposition: attachment; filename="a.pdf"',
      '',
      Buffer.from('%PDF-1.4 nothing').toString('base64'),
      '--b--',
      '',
    ].join('\r\n'),
  );
  const send = (headers: Record<string, string>, bytes: Uint8Array = mail): Promise<Answer> =>
    house.real.ask('POST', '/api/v1/doors/mail', {
      body: new Uint8Array(bytes),
      headers: { 'content-type': 'message/rfc822', ...headers },
    });
  expect((await send({})).body['code']).toBe('bad-signature');
  const first = await send(signedBy(key, mail));
  expect(first.body).toMatchObject({ state: 'kept', photos: 1, refused: 1 });
  expect((await send(signedBy(key, mail))).body).toMatchObject({
    state: 'already',
    code: first.body['code'],
  });
  const { rows } = await sql<{ words: string }>`
    select s.words from submission s join voice v on v.id = s.voice_id where v.channel = 'email'`.execute(
    house.database.db,
  );
  expect(rows).toEqual([{ words: '北街垃圾没人清\n已经三天了。' }]);
  for (const table of ['voice', 'voice_text', 'voice_event', 'submission', 'voice_photo'])
    expect(
      await count(sql`${sql.table(table)} t where t::text ~* 'canary|林可名|Li Si|13800138003'`),
    ).toBe(0);
  const empty = Buffer.from('From: a@b.cn\r\nSubject: \r\n\r\n> only quoted\r\n');
  expect((await send(signedBy(key, empty), empty)).body['code']).toBe('mail-unreadable');
  expect(JSON.stringify(house.log)).not.toMatch(/canary|林可名/);
});
