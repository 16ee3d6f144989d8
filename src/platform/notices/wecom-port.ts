import { postPinnedText } from '../webhooks/post-pinned.ts';
import { faultOf, type NoticePort, PORT_TIMEOUT_MS, PortFault } from './notice-port.ts';
import { ownHost } from './own-host.ts';
import { statusFault } from './sms-port.ts';

export interface WecomSettings {
  /** `https://qyapi.weixin.qq.com`, or where a private 政务微信 answers. */
  readonly url: URL;
  readonly corpId: string;
  readonly agentId: number;
  readonly secret: string;
  readonly timeoutMs?: number;
}

interface Answered {
  readonly errcode?: unknown;
  readonly access_token?: unknown;
  readonly expires_in?: unknown;
  readonly invaliduser?: unknown;
}

/** The longest text that WeCom takes, in bytes. */
const LONGEST = 2048;
/** Within so many seconds WeCom drops a second message of the same words to the same user: one tried twice. */
const SAME_WITHIN = 1800;
const BAD_TOKEN = [40014, 42001];
const BAD_APP = [40001, 40013, 40056, 301002, 60020];
const BAD_USER = [40003, 60111, 81013];
const BUSY = [-1, 45009, 45033];

/** 企业微信 by a self-built application: its token is kept until it ends, and fetched anew when it is refused. */
export function wecomPort(settings: WecomSettings): NoticePort {
  const { agentId, timeoutMs = PORT_TIMEOUT_MS } = settings;
  let held: { readonly token: string; readonly until: number } | undefined;

  async function tokenAt(now: Date): Promise<string> {
    if (held !== undefined && held.until > now.getTime()) return held.token;
    const { corpId, secret } = settings;
    const query = new URLSearchParams({ corpid: corpId, corpsecret: secret });
    const answer = await ask(settings, `gettoken?${query}`, undefined, timeoutMs);
    insistDone(answer);
    const { access_token: token, expires_in: seconds } = answer;
    if (typeof token !== 'string' || token === '' || typeof seconds !== 'number')
      throw new PortFault('bad-answer');
    held = { token, until: now.getTime() + Math.max(0, seconds - 300) * 1000 };
    return token;
  }

  const put = async (message: object, now: Date): Promise<Answered> => {
    const query = new URLSearchParams({ access_token: await tokenAt(now) });
    return await ask(settings, `message/send?${query}`, message, timeoutMs);
  };

  return {
    name: 'wecom',
    async send({ to, text }, now) {
      if (Buffer.byteLength(text) > LONGEST) throw new PortFault('refused');
      const message = {
        touser: to,
        msgtype: 'text',
        agentid: agentId,
        text: { content: text },
        enable_duplicate_check: 1,
        duplicate_check_interval: SAME_WITHIN,
      };
      let answer = await put(message, now);
      if (BAD_TOKEN.includes(Number(answer.errcode))) {
        held = undefined;
        answer = await put(message, now);
      }
      insistDone(answer);
      if (typeof answer.invaliduser === 'string' && answer.invaliduser !== '')
        throw new PortFault('address');
    },
  };
}

async function ask(
  { url }: WecomSettings,
  path: string,
  message: object | undefined,
  timeoutMs: number,
): Promise<Answered> {
  const base = url.href.replace(/\/+$/, '');
  const { status, text } = await postPinnedText({
    url: `${base}/cgi-bin/${path}`,
    body: message === undefined ? '' : JSON.stringify(message),
    method: message === undefined ? 'GET' : 'POST',
    headers: {},
    guard: ownHost(url),
    timeoutMs,
  }).catch((error: unknown) => {
    throw faultOf(error);
  });
  if (status !== 200) throw statusFault(status === 422 ? 400 : status);
  try {
    const answer: unknown = JSON.parse(text);
    if (typeof answer === 'object' && answer !== null) return answer;
  } catch {
    // falls through: what is not JSON is no answer
  }
  throw new PortFault('bad-answer');
}

/** @throws PortFault unless WeCom says that it was done. */
function insistDone({ errcode }: Answered): void {
  const code = errcode ?? 0;
  if (code === 0) return;
  if (typeof code !== 'number') throw new PortFault('bad-answer');
  if (BAD_USER.includes(code)) throw new PortFault('address');
  if (BAD_APP.includes(code) || BAD_TOKEN.includes(code)) throw new PortFault('auth');
  if (BUSY.includes(code)) throw new PortFault('busy');
  throw new PortFault('refused');
}
