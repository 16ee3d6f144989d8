import { isIP } from 'node:net';
import { Refusal } from '#domain/refusal.ts';
import type { AddressGuard } from '../webhooks/address-guard.ts';

/** Is it this machine itself? There nothing need be encrypted. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/**
 * The one place a port may call: the very origin that its operator has configured, wherever in his networks it lies,
 * and nothing else. What an answer names is never called.
 */
export function ownHost(configured: URL): AddressGuard {
  return {
    insistUrl(text) {
      const url = new URL(text);
      if (url.origin !== configured.origin) throw refused();
      return url;
    },
    insistAddresses(_url, addresses) {
      if (addresses.length === 0) throw refused();
    },
  };
}

function refused(): Refusal {
  return new Refusal('address-refused', {
    url: '',
    why: '不是所配置的地址 / not the one configured',
  });
}
