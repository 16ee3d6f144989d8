import type { NewsPort, PortFaultCode } from './news.ts';

/** What is told outside: that there is news, by whom, and where to look. Nothing of the matter itself, ever. */
export const NEWS_WORDS = {
  zh: {
    subject: (sign: string) => `【${sign}】有新进展`,
    text: (sign: string, page: string) =>
      `【${sign}】您反映的事有新进展，请打开 ${page} ，输入查询码查看。`,
  },
  en: {
    subject: (sign: string) => `[${sign}] There is news`,
    text: (sign: string, page: string) =>
      `[${sign}] There is news on what you told us: open ${page} and type in your tracking code.`,
  },
} as const;

type Named<K extends string> = Readonly<Record<'zh' | 'en', Readonly<Record<K, string>>>>;

/** The ways out, as an administrator reads them, at the desk and from the doctor. */
export const PORT_NAMES: Named<NewsPort> = {
  zh: { mail: '邮件', sms: '短信', wecom: '企业微信' },
  en: { mail: 'E-mail', sms: 'Text message', wecom: 'WeCom' },
};

/** What went wrong with one. */
export const FAULT_NAMES: Named<PortFaultCode> = {
  zh: {
    unreachable: '连不上对方',
    timeout: '等不到对方回答',
    tls: '没能建立加密连接',
    auth: '账号或密钥不对',
    busy: '对方正忙',
    refused: '对方不收',
    'bad-answer': '看不懂对方的回答',
    address: '地址无效',
  },
  en: {
    unreachable: 'cannot be reached',
    timeout: 'did not answer in time',
    tls: 'no encryption came about',
    auth: 'account or secret is wrong',
    busy: 'is busy',
    refused: 'refused it',
    'bad-answer': 'did not answer properly',
    address: 'no such address',
  },
};
