import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  KINDS_THAT_TELL,
  mayBeTold,
  NEWS_PORTS,
  NEWS_RATE,
  sendMoment,
  staleBefore,
  takeToken,
  toldTotal,
  tryAgainAt,
  wayTo,
} from './news.ts';
import { NEWS_WORDS } from './news-words.ts';

test('what is told: what the office asks, answers or ends, and that somebody may see who he is; not its housekeeping', () => {
  expect(KINDS_THAT_TELL.toSorted()).toEqual([
    'adopt',
    'answer',
    'ask',
    'dismiss',
    'end',
    'unseal_approve',
  ]);
  expect((['request', 'opinion', 'complaint'] as const).map(mayBeTold)).toEqual([
    true,
    true,
    false,
  ]);
});

test.each([
  ['13987650001', 'sms', '13987650001'],
  ['１３９ ８７６５ ０００１', 'sms', '13987650001'],
  ['电话：+86 139-8765-0001，晚上打', 'sms', '13987650001'],
  ['zhang.san@example.cn', 'mail', 'zhang.san@example.cn'],
  ['邮箱 ｚｈａｎｇ＠example.cn 或 13987650001', 'mail', 'zhang@example.cn'],
  ['企业微信：ZhangSan_01', 'wecom', 'ZhangSan_01'],
  ['wecom: zhang@corp', 'wecom', 'zhang@corp'],
])('%s is reached by %s', (contact, port, to) => {
  expect(wayTo(contact, NEWS_PORTS)).toEqual({ port, to });
});

test.each([
  ['0357-2012345'],
  ['139876500011'],
  ['13987650001 13987650002'],
  ['微信 zhangsan'],
  ['a@b.cn c@d.cn'],
  ['a@b'],
  ['村口老槐树下第二家'],
  [''],
])('%s is reached by nothing: nobody guesses', (contact) => {
  expect(wayTo(contact, NEWS_PORTS)).toBeUndefined();
});

test('a contact is reached only by a way that there is, and an address never holds a second one', () => {
  expect(wayTo('a@example.cn 13987650001', ['sms'])).toEqual({ port: 'sms', to: '13987650001' });
  expect(wayTo('13987650001', ['mail'])).toBeUndefined();
  const signs = fc.constantFrom(...'a1@.,;: <>\r\n"\'（），。＠３邮wecom:'.split(''));
  fc.assert(
    fc.property(fc.string({ unit: signs, maxLength: 40 }), (text) => {
      const way = wayTo(`${text}13987650001 x@example.cn`, NEWS_PORTS);
      expect(way?.to ?? '').toMatch(/^[\w.%+@-]*$/);
    }),
  );
});

const at = (text: string): Date => new Date(`2026-05-22T${text}+08:00`);

test('nobody is written to at night, nor twice on one day', () => {
  expect(sendMoment(at('10:00:00'), undefined)).toEqual(at('10:00:00'));
  expect(sendMoment(at('08:00:00'), undefined)).toEqual(at('08:00:00'));
  expect(sendMoment(at('07:59:59'), undefined)).toEqual(at('08:00:00'));
  expect(sendMoment(at('20:59:59'), '2026-05-21')).toEqual(at('20:59:59'));
  const next = new Date('2026-05-23T08:00:00+08:00');
  expect(sendMoment(at('21:00:00'), undefined)).toEqual(next);
  expect(sendMoment(at('10:00:00'), '2026-05-22')).toEqual(next);
  fc.assert(
    fc.property(
      fc.date({ min: at('00:00:00'), max: new Date('2999-01-01'), noInvalidDate: true }),
      (now) => {
        const moment = sendMoment(now, undefined);
        const hour = new Date(moment.getTime() + 8 * 3_600_000).getUTCHours();
        expect(moment >= now && hour >= 8 && hour < 21).toBe(true);
        expect(sendMoment(moment, undefined)).toEqual(moment);
      },
    ),
  );
});

test('tried again ever later, then given up; what is days old is told no more', () => {
  const now = at('10:00:00');
  const waits = Array.from({ length: 8 }, (_, i) => tryAgainAt(i + 1, now)?.getTime());
  const given = waits.filter((wait) => wait !== undefined);
  expect(given).toHaveLength(7);
  expect(given.toSorted((a, b) => a - b)).toEqual(given);
  expect(staleBefore(now)).toEqual(new Date('2026-05-19T10:00:00+08:00'));
});

test('a bucket gives no more than it holds, and fills with time', () => {
  const { burst, perMinute } = NEWS_RATE.wecom;
  let bucket: Parameters<typeof takeToken>[1];
  const now = at('10:00:00');
  for (let i = 0; i < burst; i += 1) bucket = takeToken('wecom', bucket, now).taken;
  const empty = takeToken('wecom', bucket, now);
  expect(empty.taken).toBeUndefined();
  expect(takeToken('wecom', bucket, empty.free).taken).toBeDefined();
  const later = new Date(now.getTime() + 3_600_000);
  expect(takeToken('wecom', bucket, later).taken?.tokens).toBe(burst - 1);
  expect(perMinute).toBeGreaterThan(0);
  // A clock put back gives nothing and takes nothing.
  expect(takeToken('wecom', bucket, new Date(now.getTime() - 60_000)).taken).toBeUndefined();
});

test('totals go in fives', () => {
  expect([0, 4, 5, 9, 10, 12].map(toldTotal)).toEqual([undefined, undefined, 5, 5, 10, 10]);
});

test('the message holds the sign and the page and nothing else, and is short', () => {
  for (const lang of ['zh', 'en'] as const) {
    const text = NEWS_WORDS[lang].text('云'.repeat(20), `https://example.cn/${'x'.repeat(400)}`);
    expect(new TextEncoder().encode(text).length).toBeLessThan(2048);
    expect(NEWS_WORDS[lang].subject('云渡市民之声')).toContain('云渡市民之声');
  }
});
