import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AddressGuard, addressGuard } from './address-guard.ts';

const strict = addressGuard({});
const refusal = { code: 'address-refused' };

test.each([
  'http://example.cn/hook',
  'ftp://example.cn/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'https://user:pass@example.cn/',
  'https://example.cn/#x',
  'not a url',
  `https://example.cn/${'a'.repeat(600)}`,
  'https://127.0.0.1/',
  'https://2130706433/',
  'https://0x7f.1/',
  'https://0177.0.0.1/',
  'https://127.1/',
  'https://①②⑦.0.0.1/',
  'https://0/',
  'https://10.1.2.3/',
  'https://172.31.255.255/',
  'https://192.168.1.1/',
  'https://169.254.169.254/latest/meta-data/',
  'https://100.64.0.1/',
  'https://224.0.0.1/',
  'https://255.255.255.255/',
  'https://[::1]/',
  'https://[::]/',
  'https://[::ffff:127.0.0.1]/',
  'https://[::ffff:8.8.8.8]/',
  'https://[64:ff9b::7f00:1]/',
  'https://[2002:7f00:1::]/',
  'https://[fe80::1]/',
  'https://[fc00::1]/',
  'https://[ff02::1]/',
  'https://[2001:db8::1]/',
])('%s is refused', (url) => {
  expect(() => strict.insistUrl(url)).toThrow(expect.objectContaining(refusal));
});

test.each(['https://example.cn/hook?x=1', 'https://8.8.8.8:8443/', 'https://[2400:3200::1]/'])(
  '%s may be called',
  (url) => {
    expect(strict.insistUrl(url).href).toBe(url);
  },
);

function admits(guard: AddressGuard, ...addresses: string[]): boolean {
  try {
    guard.insistAddresses(new URL('https://example.cn'), addresses);
    return true;
  } catch {
    return false;
  }
}

test('one inner address among a name’s addresses is enough to refuse it, and so is none', () => {
  expect(admits(strict, '8.8.8.8', '10.0.0.1')).toBe(false);
  expect(admits(strict)).toBe(false);
  expect(admits(strict, '8.8.8.8')).toBe(true);
});

describe('what the operator opens', () => {
  test('a government network, and nothing beside it', () => {
    const guard = addressGuard({ LUOSHI_WEBHOOK_ALLOW: '10.20.0.0/16, fd00:1::/64' });
    expect(admits(guard, '10.20.3.4')).toBe(true);
    expect(admits(guard, 'fd00:1::9')).toBe(true);
    expect(admits(guard, '10.21.0.1')).toBe(false);
    expect(() => guard.insistUrl('http://10.20.3.4/')).toThrow(expect.objectContaining(refusal));
    expect(() => addressGuard({ LUOSHI_WEBHOOK_ALLOW: '10.20.*' })).toThrow(/10.20/);
  });

  test('loopback, where http will do', () => {
    const guard = addressGuard({ LUOSHI_WEBHOOK_ALLOW_LOOPBACK: '1' });
    expect(guard.insistUrl('http://127.0.0.1:8080/x').port).toBe('8080');
    expect(() => guard.insistUrl('http://example.cn/')).toThrow(expect.objectContaining(refusal));
    expect(admits(guard, '10.0.0.1')).toBe(false);
  });
});

test('no address of version 4 is let in by being written as one of version 6', () => {
  fc.assert(
    fc.property(fc.ipV4(), fc.constantFrom('::ffff:', '::', '64:ff9b::'), (address, prefix) => {
      expect(admits(strict, `${prefix}${address}`)).toBe(false);
    }),
  );
});
