import { createServer } from 'node:net';
import { ExplainedError } from '#platform/db/explained-error.ts';

/** Asked before anything is built or loaded, so that a taken port costs nobody a minute.
 * @throws ExplainedError port-taken or port-refused, with what to do. */
export async function demandPort(host: string, port: number): Promise<void> {
  const cause = await tryPort(host, port);
  if (cause === undefined) return;
  const place = `${host}:${port}`;
  if (cause.code === 'EADDRINUSE')
    throw new ExplainedError(
      'port-taken',
      `${place} 已被别的程序占用，没有启动。请停掉那个程序，或用 PORT 换一个端口再启动。`,
      `${place} is taken by another program; nothing was started. Stop it, or set PORT to another port and start again.`,
      cause,
    );
  throw new ExplainedError(
    'port-refused',
    `不能在 ${place} 监听（${cause.code ?? cause.message}），没有启动。请用 PORT、LUOSHI_HOST 换成本机可用的地址。`,
    `Cannot listen on ${place} (${cause.code ?? cause.message}); nothing was started. Set PORT and LUOSHI_HOST to an address of this machine.`,
    cause,
  );
}

function tryPort(host: string, port: number): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', resolve);
    probe.listen(port, host, () => probe.close(() => resolve(undefined)));
  });
}
