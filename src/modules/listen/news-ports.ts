import { createHash } from 'node:crypto';
import type { InputOf, Sent } from '#contract/operation.ts';
import * as contract from '#contract/news-port.ts';
import { NEWS_PORTS, toldTotal, wayTo } from '#domain/voice/news.ts';
import { FAULT_NAMES, NEWS_WORDS, PORT_NAMES } from '#domain/voice/news-words.ts';
import { Refusal } from '#domain/refusal.ts';
import { recordOrg } from '#modules/org/org-event.ts';
import type { Query } from '#platform/command.ts';
import type { Finding } from '#platform/db/doctor.ts';
import type { Db } from '#platform/db/open.ts';
import type { Direct } from '#platform/http.ts';
import { langOf } from '#platform/http-problem.ts';
import { once } from '#platform/idempotency.ts';
import { newId } from '#platform/ids.ts';
import { faultOf } from '#platform/notices/notice-port.ts';
import type { Notices } from '#platform/notices/notices-from-environment.ts';
import { take } from './vault/claim-news.ts';
import { portTotals } from './vault/news-store.ts';

type List = Sent<(typeof contract.listNewsPorts)['output']>;

/** 提醒通道, as far as an administrator may know of them. */
export async function listNewsPorts(notices: Notices | undefined, q: Query): Promise<List> {
  const { cityId } = q;
  const all = await q.db.transaction().execute((tx) => portTotals({ tx, cityId }));
  return {
    ports: NEWS_PORTS.map((port) => {
      const it = all.find((one) => one.port === port);
      const [sent, failed] = [toldTotal(it?.sent ?? 0), toldTotal(it?.failed ?? 0)];
      return {
        port,
        on: notices?.ports.some(({ name }) => name === port) === true,
        ...(sent === undefined ? {} : { sent }),
        ...(failed === undefined ? {} : { failed }),
        ...(it?.fault === undefined || it.faultOn === undefined
          ? {}
          : {
              fault: it.fault as NonNullable<List['ports'][number]['fault']>,
              faultOn: it.faultOn,
            }),
      };
    }),
  };
}

/** 体检: which ways out are on, and what last went wrong with each; none of it where none is configured. */
export async function portFindings(
  notices: Notices | undefined,
  { db, cityId, today }: { readonly db: Db; readonly cityId: number; readonly today: string },
): Promise<Finding[]> {
  if (notices === undefined) return [];
  const all = await db.transaction().execute((tx) => portTotals({ tx, cityId }));
  return notices.ports.map(({ name }) => {
    const { fault, faultOn } = all.find(({ port }) => port === name) ?? {};
    const check = `news-${name}`;
    const well = {
      zh: `提醒通道：${PORT_NAMES.zh[name]}，已配置`,
      en: `way to tell reporters: ${PORT_NAMES.en[name]}, set up`,
    };
    if (fault === undefined || faultOn === undefined)
      return {
        check,
        ok: true,
        zh: `提醒通道 ${name} 已配置`,
        en: `notices by ${name} are set up`,
      };
    return {
      check,
      // One address that was refused, or a server that was busy, is no fault of the port; an old one has passed.
      ok: faultOn !== today || fault === 'address' || fault === 'busy',
      zh: `${well.zh}；最近一次出错 ${faultOn}，${faultName(fault, 'zh')}`,
      en: `${well.en}; last fault ${faultOn}, ${faultName(fault, 'en')}`,
      mend: {
        zh: `请核对该通道的环境变量和对方服务，再执行 luoshi news-ports try ${name} 后接自己的地址，试发一条。`,
        en: `Check the port's environment variables and its server, then run luoshi news-ports try ${name} with an address of your own.`,
      },
    };
  });
}

function faultName(fault: string, lang: 'zh' | 'en'): string {
  const named: Readonly<Record<string, string>> = FAULT_NAMES[lang];
  return named[fault] ?? fault;
}

/**
 * 试发: to an address that the administrator gives himself. That he tried is recorded, the address is not; asked again
 * under its key it is sent again under its id, which a gateway drops.
 */
export async function tryNewsPort(
  notices: Notices | undefined,
  call: Direct,
  input: InputOf<typeof contract.tryNewsPort>,
): Promise<Sent<(typeof contract.tryNewsPort)['output']>> {
  const { actor, cityId, now, today } = call;
  if (actor === undefined) throw new Refusal('not-signed-in');
  const key = call.request.headers.get('idempotency-key') ?? '';
  if (key === '' || key.length > 255) throw new Refusal('key-missing');
  const port = notices?.ports.find(({ name }) => name === input.port);
  if (notices === undefined || port === undefined) throw new Refusal('no-news-port');
  const way = wayTo(input.port === 'wecom' ? `wecom:${input.to}` : input.to, [input.port]);
  if (way === undefined) throw new Refusal('news-address');
  const hash = createHash('sha256')
    .update(JSON.stringify([contract.tryNewsPort.id, input]))
    .digest('hex');
  const { id } = await once(call.db, { actor, cityId, now, today }, { key, hash }, async (ctx) => {
    if ((await take(ctx, input.port)) > now) throw new Refusal('too-many');
    await recordOrg(ctx, { kind: 'news_port.try', payload: { port: input.port } });
    return { id: newId(now.getTime()) };
  });
  const words = NEWS_WORDS[langOf(call.request)];
  const { sign, page } = notices;
  try {
    await port.send(
      { id, to: way.to, subject: words.subject(sign), text: words.text(sign, page) },
      now,
    );
    return { sent: true };
  } catch (error) {
    return { sent: false, fault: faultOf(error).code };
  }
}
