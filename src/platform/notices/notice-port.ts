import type { NewsPort, PortFaultCode } from '#domain/voice/news.ts';

/** One message to one address; its id is the same however often it is tried. */
export interface Notice {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** A way out by which short messages are sent (提醒通道). */
export interface NoticePort {
  readonly name: NewsPort;
  /** @throws PortFault, and nothing else. */
  send(notice: Notice, now: Date): Promise<void>;
}

/**
 * A port did not send. It carries one of a few words and nothing that the other side said: mail servers quote
 * addresses, and a host or a secret may stand in an error's text. It has no cause for the same reason.
 */
export class PortFault extends Error {
  override name = 'PortFault';
  readonly code: PortFaultCode;

  constructor(code: PortFaultCode) {
    super(code);
    this.code = code;
  }

  /** Is it this address alone that cannot be reached? Then trying again is no use, and others may go on. */
  get ofAddress(): boolean {
    return this.code === 'address';
  }
}

/** What went wrong below HTTP, by the words of Node's own errors; the text of an error is never handed on. */
export function faultOf(error: unknown): PortFault {
  if (error instanceof PortFault) return error;
  const { name = '', code = '', message = '' } = error as Partial<Record<string, string>>;
  if (name === 'TimeoutError' || name === 'AbortError') return new PortFault('timeout');
  if (code.includes('TIMEDOUT')) return new PortFault('timeout');
  if (/^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/.test(code))
    return new PortFault('tls');
  if (message.startsWith('the answer is over')) return new PortFault('bad-answer');
  return new PortFault('unreachable');
}

/** How many seconds a whole sending may take. */
export const PORT_TIMEOUT_MS = 20_000;
