import { ExplainedError } from '../db/explained-error.ts';
import { mailPort } from './mail-port.ts';
import type { NoticePort } from './notice-port.ts';
import { isLoopback } from './own-host.ts';
import { smsPort } from './sms-port.ts';
import { wecomPort } from './wecom-port.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** The ways out that are configured, and what is said by all of them. */
export interface Notices {
  readonly ports: readonly NoticePort[];
  /** 签名: who tells, as it stands before every message. */
  readonly sign: string;
  /** Where a reporter looks, by his tracking code. */
  readonly page: string;
}

const WECOM = 'https://qyapi.weixin.qq.com';
const LONGEST_SIGN = 20;
const MAIL_ADDRESS = /^(?:[^<>\r\n]*<)?[^\s<>@]+@[^\s<>@]+\.[^\s<>@]+>?$|^[^\s<>@]+@localhost$/;

/**
 * Ports by which reporters who wish it are told that there is news. None is needed: without LUOSHI_SMTP_URL,
 * LUOSHI_SMS_URL and LUOSHI_WECOM_CORP undefined is answered, and nothing ever leaves the house.
 *
 * @throws ExplainedError for what cannot be meant; the value itself is never repeated, since it may hold a secret.
 */
export function noticesFromEnvironment(env: Env, publicUrl: URL | undefined): Notices | undefined {
  const set = (name: string): string => (env[name] ?? '').trim();
  const ports = [mailOf(set), smsOf(set), wecomOf(set)].filter((port) => port !== undefined);
  if (ports.length === 0) return undefined;
  if (publicUrl === undefined)
    throw wrong('LUOSHI_PUBLIC_URL', '提醒里要写明到哪里查看', 'a notice must say where to look');
  const sign = set('LUOSHI_NEWS_SIGN');
  if (sign === '' || Array.from(sign).length > LONGEST_SIGN || /[【】[\]\p{Cc}]/u.test(sign))
    throw wrong(
      'LUOSHI_NEWS_SIGN',
      `写明是谁在提醒（如“云州市民之声”），不超过 ${LONGEST_SIGN} 个字，不带括号`,
      `who tells, at most ${LONGEST_SIGN} characters, without brackets`,
    );
  return { ports, sign, page: new URL('/follow', publicUrl).href };
}

type Setting = (name: string) => string;

function mailOf(set: Setting): NoticePort | undefined {
  const text = set('LUOSHI_SMTP_URL');
  const from = set('LUOSHI_SMTP_FROM');
  if (text === '' && from === '') return undefined;
  const url = urlOf(text, ['smtp:', 'smtps:']);
  if (url === undefined || !decodes(url))
    throw wrong(
      'LUOSHI_SMTP_URL',
      'smtps://账号:密码@服务器:465，账号和密码中的特殊字符用 %XX 写',
      'smtps://user:password@host:465, with special characters of both written as %XX',
    );
  if (!MAIL_ADDRESS.test(from))
    throw wrong(
      'LUOSHI_SMTP_FROM',
      '发件地址，如 云州市民之声 <shengyin@example.cn>',
      'a sender, such as Office <office@example.cn>',
    );
  return mailPort({ url, from });
}

function smsOf(set: Setting): NoticePort | undefined {
  const text = set('LUOSHI_SMS_URL');
  const secret = set('LUOSHI_SMS_SECRET');
  if (text === '' && secret === '') return undefined;
  const url = webOf(text);
  if (url === undefined) throw wrong('LUOSHI_SMS_URL', ...HTTPS);
  if (secret.length < 16)
    throw wrong('LUOSHI_SMS_SECRET', '至少 16 个字符', 'at least 16 characters');
  const template = set('LUOSHI_SMS_TEMPLATE');
  return smsPort({ url, secret, template: template === '' ? undefined : template });
}

function wecomOf(set: Setting): NoticePort | undefined {
  const [corpId, agent, secret] = ['CORP', 'AGENT', 'SECRET'].map((part) =>
    set(`LUOSHI_WECOM_${part}`),
  );
  if (!corpId && !agent && !secret && set('LUOSHI_WECOM_URL') === '') return undefined;
  const url = webOf(set('LUOSHI_WECOM_URL') || WECOM);
  if (url === undefined) throw wrong('LUOSHI_WECOM_URL', ...HTTPS);
  if (!corpId) throw wrong('LUOSHI_WECOM_CORP', '企业 ID', 'the corporation’s id');
  if (!agent || !/^\d{1,9}$/.test(agent))
    throw wrong(
      'LUOSHI_WECOM_AGENT',
      '应用的 AgentId（数字）',
      'the application’s AgentId, a number',
    );
  if (!secret) throw wrong('LUOSHI_WECOM_SECRET', '应用的 Secret', 'the application’s secret');
  return wecomPort({ url, corpId, agentId: Number(agent), secret });
}

const HTTPS = ['https 地址，不含账号密码', 'an https address without credentials'] as const;

function urlOf(text: string, protocols: readonly string[]): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url !== undefined && url.hostname !== '' && protocols.includes(url.protocol)
    ? url
    : undefined;
}

function webOf(text: string): URL | undefined {
  const url = urlOf(text, ['https:', 'http:']);
  if (url === undefined || url.username !== '' || url.password !== '' || url.hash !== '')
    return undefined;
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  return url.protocol === 'https:' || isLoopback(host) ? url : undefined;
}

function decodes({ username, password }: URL): boolean {
  try {
    decodeURIComponent(username + password);
    return (username === '') === (password === '');
  } catch {
    return false;
  }
}

function wrong(name: string, zh: string, en: string): ExplainedError {
  return new ExplainedError(
    'bad-setting',
    `环境变量 ${name} 未设置或无法使用，应为：${zh}。不需要提醒时，请去掉所有 LUOSHI_SMTP_、LUOSHI_SMS_、LUOSHI_WECOM_ 变量。`,
    `The environment variable ${name} is missing or cannot be used; expected: ${en}. To tell nobody, unset all of LUOSHI_SMTP_*, LUOSHI_SMS_* and LUOSHI_WECOM_*.`,
  );
}
