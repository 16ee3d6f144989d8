/** 限流: what is counted, over what, and what happens above each mark. */
export interface Limit {
  /** Counted by what: a network of callers, one tracking code, one text, or everything. */
  readonly per: 'network' | 'code' | 'text' | 'city';
  readonly seconds: number;
  /** Above this: with proof of work it goes on, without it is held for somebody to look at. Nothing is lost. */
  readonly ease: number;
  /** Above this: refused, with the time to wait. */
  readonly stop: number;
  readonly why: string;
}

/**
 * Every limit of the citizens' doors. A county may stand behind one address: honest submitting is never refused
 * there, at worst it waits for a look; only reading codes and sending files has a stop that a flood reaches.
 */
export const LIMITS = {
  say: [
    {
      per: 'network',
      seconds: 600,
      ease: 60,
      stop: 120_000,
      why: 'a county seat in a busy ten minutes; nobody is refused for what others behind his address do',
    },
    { per: 'city', seconds: 600, ease: 1200, stop: 120_000, why: 'a flood from many networks' },
    { per: 'text', seconds: 3600, ease: 8, stop: 2000, why: 'the same text again and again' },
  ],
  survey: [
    {
      per: 'network',
      seconds: 600,
      ease: 120,
      stop: 120_000,
      why: 'a school class behind one address; nobody is refused for what others there do',
    },
    { per: 'city', seconds: 600, ease: 2400, stop: 120_000, why: 'a flood from many networks' },
  ],
  form: [
    {
      per: 'code',
      seconds: 86_400,
      ease: 1,
      stop: 1_000_000,
      why: 'who sends a form again with other words is told that it is one more, and is never refused for it',
    },
  ],
  proof: [
    {
      per: 'code',
      seconds: 86_400,
      ease: 3,
      stop: 1_000_000,
      why: 'work that was done for one form does not open the door to thousands',
    },
  ],
  photo: [
    { per: 'network', seconds: 600, ease: 300, stop: 600, why: 'a picture costs a second of CPU' },
    { per: 'city', seconds: 600, ease: 1500, stop: 3000, why: 'the machine has two cores' },
  ],
  look: [
    {
      per: 'network',
      seconds: 600,
      ease: 6000,
      stop: 6000,
      why: 'it compares with public problems',
    },
  ],
  public: [{ per: 'network', seconds: 600, ease: 6000, stop: 6000, why: 'one public problem' }],
  table: [{ per: 'network', seconds: 600, ease: 900, stop: 900, why: 'a whole table at once' }],
  follow: [
    { per: 'network', seconds: 600, ease: 600, stop: 600, why: 'guessing codes; wrong ones only' },
  ],
  speak: [
    { per: 'code', seconds: 3600, ease: 20, stop: 20, why: 'one reporter needs no more an hour' },
  ],
  me_too: [
    {
      per: 'network',
      seconds: 86_400,
      ease: 200,
      stop: 400,
      why: 'a count nobody can inflate cheaply',
    },
  ],
} as const satisfies Record<string, readonly Limit[]>;
export type Door = keyof typeof LIMITS;

/** How a try is met. */
export type Meeting = 'open' | 'eased' | 'stopped';

/** The strictest meeting that these counts bring; `seconds` is how long a stop lasts at most. */
export function meetingOf(limits: readonly { readonly limit: Limit; readonly n: number }[]): {
  readonly meeting: Meeting;
  readonly seconds: number;
} {
  const stopped = limits.filter(({ limit, n }) => n > limit.stop);
  if (stopped.length > 0)
    return { meeting: 'stopped', seconds: Math.max(...stopped.map(({ limit }) => limit.seconds)) };
  return { meeting: limits.some(({ limit, n }) => n > limit.ease) ? 'eased' : 'open', seconds: 0 };
}

/** Leading zero bits that a proof of work must show: about a second on a cheap phone. */
export const PROOF_BITS = 16;

/**
 * The network of an address: the first 24 bits of IPv4, the first 48 of IPv6, so that turning through the
 * addresses of one network is one caller. Anything else is itself.
 */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:/, '');
  if (/^\d+\.\d+\.\d+\.\d+$/.test(plain)) return plain.split('.').slice(0, 3).join('.');
  if (!plain.includes(':')) return plain;
  const [head = ''] = plain.split('::');
  return [...head.split(':'), '0', '0', '0'].slice(0, 3).join(':');
}
