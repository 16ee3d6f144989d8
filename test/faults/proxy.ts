import { mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { type Address } from '#platform/db/driver.ts';
import { type Database, connectTo } from '#platform/db/open.ts';
import { withDatabase } from '../global-setup.ts';

/** What the line to the database does: carries, drops every connection at once, or swallows all bytes. */
export type LineMode = 'pass' | 'refuse' | 'swallow';

/** A line to the database that a test can disturb. */
export interface FaultLine {
  mode: LineMode;
  /** Looks at what the client sends: true lets it arrive, then loses the answer and the connection. */
  loseReplyTo: ((sent: Buffer) => boolean) | undefined;
  /** Answers lost so far. */
  lost: number;
  /** Break what is connected now. */
  breakAll(): void;
}

const SOCKET = '.s.PGSQL.5432';

/**
 * A second way into a test's database, through a proxy of ours: over TCP where the run has a server
 * (LUOSHI_TEST_URL), over a unix socket where it has its own cluster.
 */
export async function disturbed(database: Database): Promise<{
  readonly line: FaultLine;
  readonly through: Database;
  readonly close: () => Promise<void>;
}> {
  const { rows } = await database.pool.query<{ name: string }>('select current_database() as name');
  const { admin, kind } = inject('databases');
  const direct = withDatabase(admin, rows[0]?.name ?? '');
  const dir = await mkdtemp(join(tmpdir(), 'luoshi-line-'));
  const { line, server } = lineTo(targetOf(direct));
  const address = await listen(server, direct, dir);
  const through = await connectTo(address, kind, () => Promise.resolve());
  return {
    line,
    through,
    close: async () => {
      line.mode = 'pass';
      line.loseReplyTo = undefined;
      await through.close();
      line.breakAll();
      await new Promise((closed) => server.close(closed));
      await rm(dir, { recursive: true, force: true });
    },
  };
}

function targetOf(address: Address): net.NetConnectOpts {
  if (!('url' in address)) return { path: join(address.socketDir, SOCKET) };
  const { hostname, port } = new URL(address.url);
  return { host: hostname, port: Number(port === '' ? 5432 : port) };
}

async function listen(server: net.Server, direct: Address, dir: string): Promise<Address> {
  if (!('url' in direct)) {
    await new Promise<void>((ready) => server.listen(join(dir, SOCKET), ready));
    return { ...direct, socketDir: dir };
  }
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const url = new URL(direct.url);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as net.AddressInfo).port);
  return { url: url.href };
}

function lineTo(target: net.NetConnectOpts): { line: FaultLine; server: net.Server } {
  const open = new Set<net.Socket>();
  const line: FaultLine = {
    mode: 'pass',
    loseReplyTo: undefined,
    lost: 0,
    breakAll: () => {
      for (const socket of open) socket.destroy();
    },
  };
  const server = net.createServer((client) => {
    if (line.mode === 'refuse') {
      client.destroy();
      return;
    }
    carry(line, open, client, net.connect(target));
  });
  return { line, server };
}

/** Long enough for the server to have taken what was sent. */
const ARRIVAL_MS = 15;

function carry(
  line: FaultLine,
  open: Set<net.Socket>,
  client: net.Socket,
  server: net.Socket,
): void {
  let deaf = false;
  for (const socket of [client, server]) {
    open.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      open.delete(socket);
      client.destroy();
      server.destroy();
    });
  }
  client.on('data', (sent) => {
    if (line.mode === 'swallow') return;
    server.write(sent);
    if (line.loseReplyTo?.(sent) !== true) return;
    deaf = true;
    line.lost += 1;
    setTimeout(() => client.destroy(), ARRIVAL_MS);
  });
  server.on('data', (answer) => {
    if (!deaf && line.mode !== 'swallow') client.write(answer);
  });
}

/** Is this the driver's COMMIT? */
export function isCommit(sent: Buffer): boolean {
  return sent.includes('commit\0');
}
