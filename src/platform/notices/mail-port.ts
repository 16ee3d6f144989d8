import { createTransport } from 'nodemailer';
import { type NoticePort, PORT_TIMEOUT_MS, PortFault, faultOf } from './notice-port.ts';
import { isLoopback } from './own-host.ts';

export interface MailSettings {
  /** `smtps://user:password@host:465`, or `smtp://…` which turns to TLS before anything is said. */
  readonly url: URL;
  /** The sender, an address or `name <address>`. */
  readonly from: string;
  readonly timeoutMs?: number;
}

const CONNECT_MS = 10_000;
const MAX_ANSWER = 65_536;

/** E-mail by SMTP: plain text, a connection each, encrypted unless the server is this machine. */
export function mailPort({ url, from, timeoutMs = PORT_TIMEOUT_MS }: MailSettings): NoticePort {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const secure = url.protocol === 'smtps:';
  const domain = /@([^@>\s]+)>?\s*$/.exec(from)?.[1] ?? host;
  const transport = createTransport({
    host,
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    // A relay on this machine often offers encryption under a name that is not its own: nothing is won by it there.
    ...(isLoopback(host) ? { ignoreTLS: true } : { requireTLS: !secure }),
    ...(url.username === ''
      ? {}
      : {
          forceAuth: true,
          auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) },
        }),
    name: domain,
    connectionTimeout: Math.min(CONNECT_MS, timeoutMs),
    greetingTimeout: Math.min(CONNECT_MS, timeoutMs),
    dnsTimeout: Math.min(CONNECT_MS, timeoutMs),
    socketTimeout: timeoutMs,
    socketCloseTimeout: 0,
    maxResponseSize: MAX_ANSWER,
    disableFileAccess: true,
    disableUrlAccess: true,
    logger: false,
  });
  return {
    name: 'mail',
    async send({ id, to, subject, text }) {
      try {
        await transport.sendMail({
          from,
          to: { name: '', address: to },
          subject,
          text,
          messageId: `<${id}@${domain}>`,
          xMailer: false,
          headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
          signal: AbortSignal.timeout(timeoutMs),
        });
      } catch (error) {
        throw mailFault(error);
      }
    },
  };
}

/** Which of our words it was, from nodemailer's; whatever the server said stays here. */
function mailFault(error: unknown): PortFault {
  const { code, responseCode, originalCode } = error as {
    code?: string;
    responseCode?: number;
    /** What Node said of a connection, where nodemailer has put a word of its own in its place. */
    originalCode?: string;
  };
  if (code === 'EAUTH' || code === 'ENOAUTH') return new PortFault('auth');
  if (code === 'ETLS' || code === 'EREQUIRETLS') return new PortFault('tls');
  if (responseCode !== undefined && responseCode >= 400 && responseCode < 500)
    return new PortFault('busy');
  if (code === 'EENVELOPE') return new PortFault('address');
  if (code === 'EMESSAGE') return new PortFault('refused');
  if (code === 'EPROTOCOL' || code === 'EMAXLIMIT') return new PortFault('bad-answer');
  return faultOf(originalCode === undefined ? error : { code: originalCode });
}
