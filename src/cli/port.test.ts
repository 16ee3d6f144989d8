import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, test } from 'vitest';
import { demandPort } from './port.ts';

test('a taken port is told before anything starts, and is free again afterwards', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  await expect(demandPort('127.0.0.1', port)).rejects.toMatchObject({ code: 'port-taken' });
  other.close();
  await once(other, 'close');
  await demandPort('127.0.0.1', port);
  await demandPort('127.0.0.1', port);
});
