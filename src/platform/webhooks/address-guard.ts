import { BlockList, isIP } from 'node:net';
import { Refusal } from '#domain/refusal.ts';

/** Which addresses calls may go out to (出站地址核验). */
export interface AddressGuard {
  /** A URL that may be called, as far as can be told before its name is looked up. */
  insistUrl(url: string): URL;
  /** The addresses a name stands for: each of them must be allowed, or none is called. */
  insistAddresses(url: URL, addresses: readonly string[]): void;
}

/** Everything that is not the public internet, by IANA's special-purpose registries. */
const NOT_PUBLIC_V4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];
/** Of version 6 only 2000::/3 is in public use; these parts of it carry or stand for other addresses. */
const PUBLIC_V6 = '2000::/3';
const NOT_PUBLIC_V6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];
const LOOPBACK = ['127.0.0.0/8', '::1/128'];
const LONGEST = 500;

/**
 * Calls go to public addresses over https. LUOSHI_WEBHOOK_ALLOW (networks such as `10.20.0.0/16`, with
 * commas) opens a government network besides; LUOSHI_WEBHOOK_ALLOW_LOOPBACK=1 this machine, for tests.
 */
export function addressGuard(env: Readonly<Record<string, string | undefined>>): AddressGuard {
  const opened = networks((env['LUOSHI_WEBHOOK_ALLOW'] ?? '').split(/[\s,]+/).filter(Boolean));
  const loopback = networks(env['LUOSHI_WEBHOOK_ALLOW_LOOPBACK'] === '1' ? LOOPBACK : []);
  return {
    insistUrl(text) {
      const refuse = (why: string): Refusal => refused(text, why);
      if (text.length > LONGEST || !URL.canParse(text)) throw refuse('不是网址 / not a URL');
      const url = new URL(text);
      const isPlain = url.protocol === 'http:' && isLoopbackName(url, loopback);
      if (url.protocol !== 'https:' && !isPlain) throw refuse('须为 https / must be https');
      if (url.username !== '' || url.password !== '')
        throw refuse('不得含账号密码 / must carry no credentials');
      if (url.hash !== '') throw refuse('不得含 # / must have no fragment');
      const literal = hostOf(url);
      if (isIP(literal) !== 0) this.insistAddresses(url, [literal]);
      return url;
    },
    insistAddresses(url, addresses) {
      if (addresses.length === 0) throw refused(url.href, '无法解析 / the name is not known');
      const isOpen = (address: string): boolean =>
        has(opened, address) || has(loopback, address) || isPublic(address);
      if (!addresses.every(isOpen))
        throw refused(url.href, '内部或保留地址 / a private or reserved address');
    },
  };
}

/** The host without the brackets of version 6. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1');
}

function isLoopbackName(url: URL, loopback: BlockList): boolean {
  return isIP(hostOf(url)) !== 0 && has(loopback, hostOf(url));
}

const notPublicV4 = networks(NOT_PUBLIC_V4);
const publicV6 = networks([PUBLIC_V6]);
const notPublicV6 = networks(NOT_PUBLIC_V6);

function isPublic(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !has(notPublicV4, address);
    case 6:
      return !address.includes('%') && has(publicV6, address) && !has(notPublicV6, address);
    default:
      return false;
  }
}

function has(list: BlockList, address: string): boolean {
  return list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

function networks(parts: readonly string[]): BlockList {
  const list = new BlockList();
  for (const part of parts) {
    const [address = '', bits = ''] = part.split('/');
    const version = isIP(address);
    if (version === 0 || !/^\d{1,3}$/.test(bits))
      throw new RangeError(`not a network such as 10.20.0.0/16: ${part}`);
    list.addSubnet(address, Number(bits), version === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}

function refused(url: string, why: string): Refusal {
  return new Refusal('address-refused', { url: url.slice(0, 100), why });
}
