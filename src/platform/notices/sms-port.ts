import { postPinnedText } from '../webhooks/post-pinned.ts';
import { signatureHeaders } from '../webhooks/sign-webhook.ts';
import { faultOf, type NoticePort, PORT_TIMEOUT_MS, PortFault } from './notice-port.ts';
import { ownHost } from './own-host.ts';

export interface SmsSettings {
  /** The city's own gateway, which knows how its carrier is spoken to. */
  readonly url: URL;
  readonly secret: string;
  /** The template that the carrier has admitted, where its gateway asks for one. */
  readonly template?: string | undefined;
  readonly timeoutMs?: number;
}

/** Text messages: one JSON POST, signed as our webhooks are; the gateway drops what comes twice under one id. */
export function smsPort({
  url,
  secret,
  template,
  timeoutMs = PORT_TIMEOUT_MS,
}: SmsSettings): NoticePort {
  const guard = ownHost(url);
  return {
    name: 'sms',
    async send({ id, to, text }, now) {
      const body = JSON.stringify({
        id,
        to,
        text,
        ...(template === undefined ? {} : { template }),
      });
      const headers = signatureHeaders(secret, body, now, id);
      const { status } = await postPinnedText({
        url: url.href,
        body,
        headers,
        guard,
        timeoutMs,
      }).catch((error: unknown) => {
        throw faultOf(error);
      });
      if (status < 200 || status > 299) throw statusFault(status);
    },
  };
}

/** 422 is the gateway's word for a number that it cannot reach. */
export function statusFault(status: number): PortFault {
  if (status === 422) return new PortFault('address');
  if (status === 401 || status === 403) return new PortFault('auth');
  if (status === 429 || status === 503) return new PortFault('busy');
  return new PortFault('refused');
}
