import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { gateway, type Gateway } from '#test/gateway.ts';
import { smtpCatcher, type SmtpCatcher } from '#test/smtp-catcher.ts';
import { isSignedBy } from '../webhooks/sign-webhook.ts';
import { mailPort } from './mail-port.ts';
import { type NoticePort, PortFault } from './notice-port.ts';
import { noticesFromEnvironment } from './notices-from-environment.ts';
import { ownHost } from './own-host.ts';
import { smsPort } from './sms-port.ts';
import { wecomPort } from './wecom-port.ts';

const NOW = new Date('2026-05-22T04:00:00Z');
const SECRET = 'a-secret-of-the-gateway';
const CANARY = '13987650001';
const notice = {
  id: '7d9c0d1e-0000-4000-8000-000000000001',
  to: CANARY,
  subject: '【云渡】有新进展',
  text: '【云渡】您反映的事有新进展',
};

let mail: SmtpCatcher;
let http: Gateway;
beforeAll(async () => {
  [mail, http] = [await smtpCatcher(), await gateway()];
});
afterAll(async () => {
  await mail.close();
  await http.close();
});
beforeEach(() => {
  mail.mails.length = 0;
  mail.silent = false;
  http.calls.length = 0;
  http.statuses.length = 0;
  http.says = () => ({});
});

/** What a sending ended with: nothing, or the one word of a fault that says no more. */
async function outcome(port: NoticePort, more: Partial<typeof notice> = {}): Promise<string> {
  try {
    await port.send({ ...notice, ...more }, NOW);
    return 'sent';
  } catch (error) {
    if (!(error instanceof PortFault)) throw error;
    const told = `${String(error)} ${error.message} ${String(error.cause)}`;
    expect(told).not.toMatch(/1398765|127\.0\.0\.1|secret|canary/i);
    return error.code;
  }
}

const letter = { to: 'canary@example.cn' };
const post = (more: { timeoutMs?: number; user?: string } = {}): NoticePort =>
  mailPort({
    url: new URL(`smtp://${more.user ?? ''}127.0.0.1:${mail.port}`),
    from: '云渡市民之声 <office@example.cn>',
    ...more,
  });

test('a letter arrives: plain text, from the office, under the notice’s id, with nothing that names this machine', async () => {
  expect(await outcome(post(), letter)).toBe('sent');
  const [got] = mail.mails;
  expect(got).toMatchObject({ from: 'office@example.cn', to: ['canary@example.cn'] });
  const data = got?.data ?? '';
  expect(data).toContain(`Message-ID: <${notice.id}@example.cn>`);
  expect(data).toMatch(/Auto-Submitted: auto-generated/);
  expect(data).not.toMatch(/X-Mailer|nodemailer|text\/html/i);
  const body = data.split('\r\n\r\n')[1] ?? '';
  const text = /base64/.test(data) ? Buffer.from(body, 'base64').toString('utf8') : body;
  expect(text.trim()).toBe(notice.text);
});

test('a mail server that refuses, is busy, silent, endless or gone ends in one word', async () => {
  mail.answers.rcpt.push('550 5.1.1 <canary@example.cn> unknown here');
  expect(await outcome(post(), letter)).toBe('address');
  mail.answers.rcpt.push('451 4.3.0 <canary@example.cn> later');
  expect(await outcome(post(), letter)).toBe('busy');
  mail.answers.data.push('554 5.7.1 canary@example.cn looks like spam');
  expect(await outcome(post(), letter)).toBe('refused');
  mail.answers.greeting.push(`220 ${'x'.repeat(200_000)}`);
  expect(await outcome(post(), letter)).not.toBe('sent');
  mail.silent = true;
  expect(await outcome(post({ timeoutMs: 300 }), letter)).toBe('timeout');
  mail.silent = false;
  expect(await outcome(post({ user: 'who:secret@' }), letter)).toBe('auth');
  const gone = mailPort({ url: new URL('smtp://127.0.0.1:9'), from: 'office@example.cn' });
  expect(await outcome(gone, letter)).toBe('unreachable');
});

const sms = (more: { template?: string; timeoutMs?: number } = {}): NoticePort =>
  smsPort({ url: http.url, secret: SECRET, ...more });

test('a text message is one signed call that a gateway can tell from a forged one', async () => {
  expect(await outcome(sms({ template: 'T1' }))).toBe('sent');
  const [call] = http.calls;
  expect(JSON.parse(call?.body ?? '')).toEqual({
    id: notice.id,
    to: CANARY,
    text: notice.text,
    template: 'T1',
  });
  const { 'luoshi-timestamp': at, 'luoshi-signature': sum, ...rest } = call?.headers ?? {};
  expect(isSignedBy(SECRET, call?.body ?? '', String(at), String(sum), NOW)).toBe(true);
  expect(isSignedBy('another', call?.body ?? '', String(at), String(sum), NOW)).toBe(false);
  expect(rest['luoshi-delivery']).toBe(notice.id);
});

test.each([
  [422, 'address'],
  [401, 'auth'],
  [429, 'busy'],
  [503, 'busy'],
  [500, 'refused'],
  [302, 'refused'],
  ['endless', 'bad-answer'],
  ['never', 'timeout'],
] as const)('a gateway that answers %s is %s', async (status, code) => {
  http.statuses.push(status, 200);
  expect(await outcome(sms({ timeoutMs: 400 }))).toBe(code);
  expect(await outcome(sms())).toBe('sent');
});

test('a port calls the host it was configured with and no other', () => {
  const guard = ownHost(new URL('https://10.1.2.3/send'));
  expect(guard.insistUrl('https://10.1.2.3/cgi-bin/gettoken').host).toBe('10.1.2.3');
  guard.insistAddresses(new URL('https://10.1.2.3/'), ['10.1.2.3']);
  for (const other of ['https://10.1.2.4/', 'http://10.1.2.3/', 'https://10.1.2.3:8443/'])
    expect(() => guard.insistUrl(other)).toThrow(/./);
  expect(() => guard.insistAddresses(new URL('https://10.1.2.3/'), [])).toThrow(/./);
});

const wecom = (): NoticePort =>
  wecomPort({ url: new URL('/', http.url), corpId: 'ww1', agentId: 1_000_002, secret: SECRET });

/** 企业微信 as its document has it: a token for corporation and secret, a message for a token that is valid. */
function speakWecom(state: { valid: string; send?: object }): void {
  http.says = ({ method, path, body }) => {
    const url = new URL(path, 'http://x');
    if (url.pathname === '/cgi-bin/gettoken')
      return method === 'GET' && url.searchParams.get('corpsecret') === SECRET
        ? { errcode: 0, errmsg: 'ok', access_token: state.valid, expires_in: 7200 }
        : { errcode: 40001, errmsg: `invalid secret ${SECRET}` };
    if (url.searchParams.get('access_token') !== state.valid)
      return { errcode: 42001, errmsg: 'access_token expired' };
    expect(JSON.parse(body)).toMatchObject({
      msgtype: 'text',
      agentid: 1_000_002,
      touser: 'zhang',
    });
    return state.send ?? { errcode: 0, errmsg: 'ok', invaliduser: '' };
  };
}

test('企业微信: one token serves many messages, and is fetched anew when it is refused', async () => {
  const state: Parameters<typeof speakWecom>[0] = { valid: 'token-1' };
  speakWecom(state);
  const port = wecom();
  const say = (): Promise<string> => outcome(port, { to: 'zhang' });
  expect([await say(), await say()]).toEqual(['sent', 'sent']);
  expect(http.calls.filter(({ method }) => method === 'GET')).toHaveLength(1);
  state.valid = 'token-2';
  expect(await say()).toBe('sent');
  expect(http.calls.filter(({ method }) => method === 'GET')).toHaveLength(2);
});

test.each([
  [{ errcode: 0, invaliduser: 'zhang' }, 'address'],
  [{ errcode: 60111, errmsg: 'userid canary not found' }, 'address'],
  [{ errcode: 45009 }, 'busy'],
  [{ errcode: 40014 }, 'auth'],
  [{ errcode: 48002 }, 'refused'],
  [{ errcode: 'NaN' }, 'bad-answer'],
] as const)('企业微信 that answers %o is %s', async (send, code) => {
  speakWecom({ valid: 'token', send });
  expect(await outcome(wecom(), { to: 'zhang' })).toBe(code);
});

test('企业微信: a wrong secret, an answer that is no JSON, a text that is too long', async () => {
  http.says = () => ({ errcode: 40001, errmsg: `invalid ${SECRET}` });
  expect(await outcome(wecom(), { to: 'zhang' })).toBe('auth');
  http.statuses.push('endless');
  expect(await outcome(wecom(), { to: 'zhang' })).toBe('bad-answer');
  http.says = () => [];
  expect(await outcome(wecom(), { to: 'zhang' })).toBe('bad-answer');
  speakWecom({ valid: 'token' });
  const calls = http.calls.length;
  expect(await outcome(wecom(), { to: 'zhang', text: '云'.repeat(683) })).toBe('refused');
  expect(http.calls).toHaveLength(calls);
});

const HOUSE = new URL('https://ls.example.cn');
const MAIL = {
  LUOSHI_SMTP_URL: 'smtps://u:p%40ss@mx.example.cn',
  LUOSHI_SMTP_FROM: 'a@example.cn',
};
const SMS = { LUOSHI_SMS_URL: 'https://10.0.0.9/sms', LUOSHI_SMS_SECRET: SECRET };
const WECOM = {
  LUOSHI_WECOM_CORP: 'ww1',
  LUOSHI_WECOM_AGENT: '1000002',
  LUOSHI_WECOM_SECRET: SECRET,
};
const SIGN = { LUOSHI_NEWS_SIGN: '云渡市民之声' };

test('nothing is configured by default; each way by itself, or all of them', () => {
  expect(noticesFromEnvironment({}, undefined)).toBeUndefined();
  expect(noticesFromEnvironment({ LUOSHI_SMTP_URL: '', ...SIGN }, HOUSE)).toBeUndefined();
  const all = noticesFromEnvironment({ ...MAIL, ...SMS, ...WECOM, ...SIGN }, HOUSE);
  expect(all?.ports.map(({ name }) => name)).toEqual(['mail', 'sms', 'wecom']);
  expect(all).toMatchObject({ sign: '云渡市民之声', page: 'https://ls.example.cn/follow' });
});

test.each([
  ['LUOSHI_SMTP_URL', { ...MAIL, LUOSHI_SMTP_URL: `https://u:${SECRET}@mx.example.cn` }],
  ['LUOSHI_SMTP_URL', { ...MAIL, LUOSHI_SMTP_URL: `smtps://u:%zz${SECRET}@mx.example.cn` }],
  ['LUOSHI_SMTP_FROM', { ...MAIL, LUOSHI_SMTP_FROM: 'the office' }],
  ['LUOSHI_SMTP_FROM', { ...MAIL, LUOSHI_SMTP_FROM: 'a@example.cn\r\nBcc: b@example.cn' }],
  ['LUOSHI_SMS_URL', { ...SMS, LUOSHI_SMS_URL: 'http://10.0.0.9/sms' }],
  ['LUOSHI_SMS_URL', { ...SMS, LUOSHI_SMS_URL: `https://u:${SECRET}@10.0.0.9/sms` }],
  ['LUOSHI_SMS_SECRET', { ...SMS, LUOSHI_SMS_SECRET: 'short' }],
  ['LUOSHI_WECOM_URL', { ...WECOM, LUOSHI_WECOM_URL: 'ftp://x' }],
  ['LUOSHI_WECOM_AGENT', { ...WECOM, LUOSHI_WECOM_AGENT: '__proto__' }],
  ['LUOSHI_WECOM_SECRET', { ...WECOM, LUOSHI_WECOM_SECRET: ' ' }],
  ['LUOSHI_NEWS_SIGN', { ...MAIL, LUOSHI_NEWS_SIGN: '【云渡】' }],
])('an unusable %s stops the start, and its value is not repeated', (name, env) => {
  const read = (): unknown => noticesFromEnvironment({ ...SIGN, ...env }, HOUSE);
  expect(read).toThrow(expect.objectContaining({ code: 'bad-setting' }));
  expect(read).toThrow(name);
  expect(read).not.toThrow(SECRET);
});

test('without an address of the house there is nowhere to send anybody', () => {
  expect(() => noticesFromEnvironment({ ...MAIL, ...SIGN }, undefined)).toThrow(
    /LUOSHI_PUBLIC_URL/,
  );
});
