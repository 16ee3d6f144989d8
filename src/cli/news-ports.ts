import type { listNewsPorts } from '#contract/news-port.ts';
import type { Parsed } from '#contract/operation.ts';
import { FAULT_NAMES, PORT_NAMES } from '#domain/voice/news-words.ts';
import { withApi } from './api.ts';
import { type Command, inChinese, plainArgs } from './command.ts';

type Listed = Parsed<(typeof listNewsPorts)['output']>;

/** news-ports: how the ways stand by which reporters are told of news, or a trial to an address of one's own. */
export const newsPorts: Command = {
  name: 'news-ports',
  usage: 'news-ports [try mail|sms|wecom ADDRESS] [--json]',
  zh: '查看提醒通道，或向自己的地址试发一条',
  en: 'how the ways of telling reporters stand; or send a trial to an address of your own',
  run: (args, io, readConfig) =>
    withApi(readConfig(), io, async (api) => {
      const [what, port, to] = plainArgs(args, []);
      if (what === undefined) {
        const { ports } = await api.get<Listed>('/news-ports');
        if (args.includes('--json')) io.out(JSON.stringify({ ports }));
        else for (const one of ports) io.out(lineOf(one));
        return 0;
      }
      if (what !== 'try' || port === undefined || to === undefined) {
        io.err(newsPorts.usage);
        return 2;
      }
      const answer = await api.post(`/news-ports/${encodeURIComponent(port)}/try`, { to });
      io.out(JSON.stringify(answer));
      return answer['sent'] === true ? 0 : 1;
    }),
};

function lineOf({ port, on, sent, failed, fault, faultOn }: Listed['ports'][number]): string {
  const lang = inChinese() ? 'zh' : 'en';
  const number = (n: number | undefined): string => (n === undefined ? '<5' : `${n}+`);
  const last = fault === undefined ? '' : `  ${faultOn ?? ''} ${FAULT_NAMES[lang][fault]}`;
  const name = `${port.padEnd(6)} ${PORT_NAMES[lang][port]}`;
  return lang === 'zh'
    ? `${name}  ${on ? '已配置' : '未配置'}  已发 ${number(sent)}，未送达 ${number(failed)}${last}`
    : `${name}  ${on ? 'on' : 'off'}  sent ${number(sent)}, given up ${number(failed)}${last}`;
}
