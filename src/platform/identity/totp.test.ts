import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matchingStep, newTotpSecret, totpCode, totpStep, totpUri } from './totp.ts';

/** '12345678901234567890' in base32: the SHA-1 secret of RFC 6238, appendix B. */
const RFC_SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

test.each([
  [59, '287082'],
  [1111111109, '081804'],
  [1111111111, '050471'],
  [1234567890, '005924'],
  [2000000000, '279037'],
  [20000000000, '353130'],
])('at %i s the code is that of RFC 6238', (seconds, code) => {
  expect(totpCode(RFC_SECRET, totpStep(new Date(seconds * 1000)))).toBe(code);
});

test('a code passes one step early or late, once, and never after a later one', () => {
  const present = fc.integer({ min: 10, max: 2 ** 31 });
  const away = fc.integer({ min: -3, max: 3 });
  const spent = fc.option(fc.integer({ min: -3, max: 3 }), { nil: undefined });
  const wrong = fc.sample(fc.tuple(present, away, spent), 300).filter(([step, offset, last]) => {
    const lastStep = last === undefined ? undefined : step + last;
    const code = totpCode(RFC_SECRET, step + offset);
    const found = matchingStep(RFC_SECRET, code, new Date(step * 30_000 + 15_000), lastStep);
    const due = Math.abs(offset) <= 1 && (lastStep === undefined || step + offset > lastStep);
    // By chance two steps may share a code; what counts is the code and the step it is taken for.
    return due
      ? found === undefined || totpCode(RFC_SECRET, found) !== code
      : found === step + offset;
  });
  expect(wrong).toEqual([]);
});

test('what is no six digits passes never', () => {
  for (const code of ['', '12345', '1234567', '１２３４５６', '12345a'])
    expect(matchingStep(RFC_SECRET, code, new Date(59_000), undefined)).toBeUndefined();
});

test('secrets are 160 bits of base32, and the address names city and login', () => {
  const secret = newTotpSecret();
  expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  expect(newTotpSecret()).not.toBe(secret);
  expect(totpUri(secret, '落实 云溪市', 'zhou')).toBe(
    `otpauth://totp/${encodeURIComponent('落实 云溪市')}:zhou?secret=${secret}&issuer=${encodeURIComponent('落实 云溪市')}`,
  );
});
