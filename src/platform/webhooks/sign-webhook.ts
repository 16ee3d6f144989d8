import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * The headers by which a receiver knows that a delivery is ours, whole and fresh: HMAC-SHA256 with the
 * shared secret over `<timestamp>.<body>`, the timestamp in seconds since 1970.
 */
export function signatureHeaders(
  secret: string,
  body: string,
  now: Date,
  deliveryId: string,
): Record<string, string> {
  const timestamp = String(Math.floor(now.getTime() / 1000));
  return {
    'luoshi-delivery': deliveryId,
    'luoshi-timestamp': timestamp,
    'luoshi-signature': `sha256=${sign(secret, timestamp, body)}`,
  };
}

/** What a receiver does: the signature fits and is at most five minutes old. */
export function isSignedBy(
  secret: string,
  body: string | Uint8Array,
  timestamp: string,
  signature: string,
  now: Date,
): boolean {
  const age = Math.abs(now.getTime() / 1000 - Number(timestamp));
  const expected = Buffer.from(`sha256=${sign(secret, timestamp, body)}`);
  const given = Buffer.from(signature);
  return age <= 300 && given.length === expected.length && timingSafeEqual(given, expected);
}

function sign(secret: string, timestamp: string, body: string | Uint8Array): string {
  return createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex');
}
