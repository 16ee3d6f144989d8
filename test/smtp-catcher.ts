import net from 'node:net';
import tls from 'node:tls';

/** One message as a mail server took it. */
export interface CaughtMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly data: string;
}

export interface SmtpCatcher {
  readonly port: number;
  readonly mails: CaughtMail[];
  /** What the next commands of a kind are answered, in turn, in place of a yes. */
  readonly answers: { greeting: string[]; rcpt: string[]; data: string[] };
  /** Connections are taken and nothing is ever said. */
  silent: boolean;
  close(): Promise<void>;
}

/** How a mail server encrypts: from the first byte on (smtps), or when it is asked to (STARTTLS). */
export interface Encrypting {
  readonly key: string;
  readonly cert: string;
  readonly from: 'first byte' | 'STARTTLS';
}

/** A mail server that keeps what it is given, over a real socket; it offers no encryption unless it is given a certificate. */
export async function smtpCatcher(encrypting?: Encrypting): Promise<SmtpCatcher> {
  const mails: CaughtMail[] = [];
  const answers: SmtpCatcher['answers'] = { greeting: [], rcpt: [], data: [] };
  const state = { silent: false };
  const sockets = new Set<net.Socket>();
  const keep = (socket: net.Socket): void => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
  };
  const context = encrypting && tls.createSecureContext(encrypting);
  const encrypted = (socket: net.Socket): net.Socket => {
    const inner = new tls.TLSSocket(socket, {
      isServer: true,
      ...(context && { secureContext: context }),
    });
    keep(inner);
    return inner;
  };
  const server = net.createServer((socket) => {
    keep(socket);
    if (state.silent) return;
    if (encrypting?.from === 'first byte') talk(encrypted(socket), false);
    else talk(socket, encrypting !== undefined);
  });
  /** Speak with one who has connected; `plain`: encryption is offered and not begun. */
  const talk = (socket: net.Socket, plain: boolean, greet = true): void => {
    const say = (line: string): void => void socket.write(`${line}\r\n`);
    let rest = '';
    let mail = { from: '', to: [] as string[] };
    let data: string[] | undefined;
    if (greet) say(answers.greeting.shift() ?? '220 catcher');
    const take = (line: string): void => {
      if (data !== undefined) {
        if (line !== '.') return void data.push(line.replace(/^\./, ''));
        mails.push({ ...mail, data: data.join('\r\n') });
        [data, mail] = [undefined, { from: '', to: [] }];
        return say(answers.data.shift() ?? '250 kept');
      }
      const address = /<([^>]*)>/.exec(line)?.[1] ?? '';
      if (/^(EHLO|HELO)/i.test(line))
        return say(plain ? '250-catcher\r\n250 STARTTLS' : '250 catcher');
      if (plain && /^STARTTLS/i.test(line)) {
        socket.removeAllListeners('data');
        say('220 go on');
        return talk(encrypted(socket), false, false);
      }
      if (/^MAIL/i.test(line)) {
        mail.from = address;
        return say('250 ok');
      }
      if (/^RCPT/i.test(line)) {
        const answer = answers.rcpt.shift() ?? '250 ok';
        if (answer.startsWith('2')) mail.to.push(address);
        return say(answer);
      }
      if (/^DATA/i.test(line)) {
        data = [];
        return say('354 go on');
      }
      say(/^QUIT/i.test(line) ? '221 bye' : '502 not here');
    };
    socket.on('data', (chunk) => {
      rest += chunk.toString('utf8');
      const lines = rest.split('\r\n');
      rest = lines.pop() ?? '';
      lines.forEach(take);
    });
  };
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    port: (server.address() as net.AddressInfo).port,
    mails,
    answers,
    get silent() {
      return state.silent;
    },
    set silent(value) {
      state.silent = value;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
}
