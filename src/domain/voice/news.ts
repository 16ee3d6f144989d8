import type { VoiceKind } from './voice.ts';
import type { VoiceMove, VoiceState } from './lifecycle.ts';
import { LEAST_CELL } from './suppress.ts';

/** 邮件, 短信, 企业微信: ways out by which a reporter may be told that there is news. Mail first: a locked phone shows a text message to whoever holds it. */
export const NEWS_PORTS = ['mail', 'sms', 'wecom'] as const;
export type NewsPort = (typeof NEWS_PORTS)[number];

/** 连不上, 超时, 加密不成, 认证不过, 对方忙, 被拒绝, 回答不对, 地址无效: why one did not send, in a word that tells of nobody. */
export const PORT_FAULTS = [
  'unreachable',
  'timeout',
  'tls',
  'auth',
  'busy',
  'refused',
  'bad-answer',
  'address',
] as const;
export type PortFaultCode = (typeof PORT_FAULTS)[number];

/** Which moves of a voice are news to its reporter (提醒); the others he finds on his page. A move without a line does not compile. */
const MOVE_TELLS = {
  register: false,
  hold: false,
  pass: false,
  dismiss: true,
  route: false,
  accept: false,
  decline: false,
  arbitrate: false,
  link: false,
  unlink: false,
  ask: true,
  answer: true,
  adopt: true,
  tidy: false,
  end: true,
  reply: false,
  add: false,
  rate: false,
  reopen: false,
  ask_review: false,
  withdraw: false,
} as const satisfies Record<VoiceMove, boolean>;

/** That somebody may look at who he is: he is to learn of it while it is going on. */
const NOTES_THAT_TELL = ['unseal_approve'] as const;

export const KINDS_THAT_TELL: readonly string[] = [
  ...Object.entries(MOVE_TELLS).flatMap(([move, tells]) => (tells ? [move] : [])),
  ...NOTES_THAT_TELL,
];

/** May its reporter be told outside? Never of a complaint about conduct: who runs the way out may be who is complained of. */
export function mayBeTold(kind: VoiceKind): boolean {
  return kind !== 'complaint';
}

const MAIL = /[\w.%+-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}/gi;
const MOBILE = /(?<!\d)(?:\+?86[ -]?)?(1[3-9]\d)[ -]?(\d{4})[ -]?(\d{4})(?!\d)/g;
const WECOM = /^\s*(?:企业微信|政务微信|wecom)\s*:\s*([a-z0-9][\w@.-]{0,63})\s*$/i;

/** The address that a contact holds for each way out: where it holds two of a kind nobody knows which is meant, and none is taken. */
function addressesIn(contact: string): Partial<Record<NewsPort, string>> {
  const text = contact.normalize('NFKC');
  const wecom = WECOM.exec(text)?.[1];
  if (wecom !== undefined) return { wecom };
  const [mail, mailElse] = text.match(MAIL) ?? [];
  const [mobile, mobileElse] = [...text.replaceAll(MAIL, ' ').matchAll(MOBILE)];
  return {
    ...(mail === undefined || mailElse !== undefined ? {} : { mail }),
    ...(mobile === undefined || mobileElse !== undefined ? {} : { sms: mobile.slice(1).join('') }),
  };
}

/** By which of these ways what was left as a contact can be reached, and at what address. */
export function wayTo(
  contact: string,
  ports: readonly NewsPort[],
): { readonly port: NewsPort; readonly to: string } | undefined {
  const found = addressesIn(contact);
  for (const port of NEWS_PORTS) {
    const to = found[port];
    if (to !== undefined && ports.includes(port)) return { port, to };
  }
  return undefined;
}

/**
 * Whose box an address is, for counting what is sent to one: `a.b+1@…` and `AB@…` come to one person where mail services
 * let him add to his name, and whoever wishes to flood a stranger writes them all.
 */
export function boxOf(to: string): string {
  const [name = '', ...host] = to.toLowerCase().split('@');
  const plain = name.replace(/\+.*$/, '').replaceAll('.', '');
  return host.length === 0 ? to.toLowerCase() : [plain, ...host].join('@');
}

/**
 * Is it of a flood that was held and turned away without having been let in? The contacts in it are those of strangers,
 * and nobody may write to thousands by our hand.
 */
export function isTurnedAway(state: VoiceState, heldFor: string | null): boolean {
  return state === 'dismissed' && (heldFor === 'flood' || heldFor === 'repeat');
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** China keeps one time all year. */
const SHANGHAI = 8 * HOUR;
const FROM_HOUR = 8;
const TO_HOUR = 21;

/** The first moment from now on at which somebody may be written to: by day, and not twice on one day. */
export function sendMoment(now: Date, lastSentOn: string | undefined): Date {
  const local = now.getTime() + SHANGHAI;
  const today = Math.floor(local / DAY);
  const opens = (day: number): Date => new Date(day * DAY + FROM_HOUR * HOUR - SHANGHAI);
  if (lastSentOn !== undefined) {
    const after = Math.floor(Date.parse(lastSentOn) / DAY) + 1;
    if (after > today) return opens(after);
  }
  const hour = (local - today * DAY) / HOUR;
  if (hour >= TO_HOUR) return opens(today + 1);
  return hour < FROM_HOUR ? opens(today) : now;
}

/** What is older is told no more: after a restored backup, or a long silence, it would only confuse. */
const STALE_DAYS = 3;

export function staleBefore(now: Date): Date {
  return new Date(now.getTime() - STALE_DAYS * DAY);
}

/** He has seen what happened up to a few seconds before he looked: a move carries the moment at which it began. */
export const SEEN_SLACK_MS = 5000;

const TRY_AGAIN_MINUTES = [1, 5, 15, 60, 180, 360, 720] as const;

/** When to try again after so many tries; undefined: never. */
export function tryAgainAt(tries: number, now: Date): Date | undefined {
  const minutes = TRY_AGAIN_MINUTES[tries - 1];
  return minutes === undefined ? undefined : new Date(now.getTime() + minutes * 60_000);
}

/**
 * How many a port may send: so many at once, and so many a minute (令牌桶). The job comes once a minute, so a minute's worth
 * goes at once, and no minute sees more than two of them: WeCom allows an application 200 a minute.
 */
export const NEWS_RATE = {
  mail: { burst: 60, perMinute: 60 },
  sms: { burst: 120, perMinute: 120 },
  wecom: { burst: 100, perMinute: 100 },
} as const satisfies Record<NewsPort, { readonly burst: number; readonly perMinute: number }>;

export interface Bucket {
  readonly tokens: number;
  readonly filledAt: Date;
}

/** Take one out of a bucket as it stands now; `undefined` in `taken` says that it is empty until `free`. */
export function takeToken(
  port: NewsPort,
  bucket: Bucket | undefined,
  now: Date,
): { readonly taken: Bucket | undefined; readonly free: Date } {
  const { burst, perMinute } = NEWS_RATE[port];
  const minutes =
    bucket === undefined ? 0 : Math.max(0, now.getTime() - bucket.filledAt.getTime()) / 60_000;
  const filled = Math.min(burst, (bucket?.tokens ?? burst) + minutes * perMinute);
  if (filled >= 1) return { taken: { tokens: filled - 1, filledAt: now }, free: now };
  return {
    taken: undefined,
    free: new Date(now.getTime() + Math.ceil(((1 - filled) / perMinute) * 60_000)),
  };
}

/** A total as an administrator sees it: in whole fives, so that nobody can watch a single person being told. */
export function toldTotal(n: number): number | undefined {
  const shown = Math.floor(n / LEAST_CELL) * LEAST_CELL;
  return shown < LEAST_CELL ? undefined : shown;
}
