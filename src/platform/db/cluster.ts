import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { chown, mkdir, mkdtemp, realpath, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Account, asAccount, databaseAccount, mayReach } from './account.ts';
import { type Binaries, findBinaries } from './binaries.ts';
import { couldNotStart, held, inUse, unsupported } from './cluster-faults.ts';
import { isAlive, lastOwner, readOwner, thisProcess, writeOwner } from './cluster-owner.ts';
import { bareEnvironment, CLUSTER_FOLDER, makeCluster, pathFor } from './make-cluster.ts';
import { isReady, postmasterPid, servesFolder } from './postmaster-file.ts';

/** A private PostgreSQL cluster (内嵌库) in a folder, reached over a unix socket only. */
export interface Cluster {
  /** Folder of the unix socket; the port is always 5432. */
  readonly socketDir: string;
  /** False when another process runs it and we only joined. */
  readonly owned: boolean;
  /** Postmaster's process id; changes if it had to be started again. */
  pid(): number;
  stop(): Promise<void>;
}

export interface ClusterOptions {
  /** Join a cluster that another live process runs, instead of refusing. */
  readonly join?: boolean;
  /** PostgreSQL settings over the defaults below. */
  readonly settings?: Readonly<Record<string, string>>;
}

const SETTINGS = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  shared_buffers: '128MB',
  max_connections: '40',
  max_wal_size: '1GB',
  jit: 'off',
  timezone: 'Asia/Shanghai',
  log_timezone: 'Asia/Shanghai',
  lc_messages: 'C',
  log_line_prefix: '%m [%p] ',
};

/** flock's exit code when somebody else holds the cluster; postgres itself never uses it. */
const HELD = 99;
/** A postmaster that has just lost its owner needs this long at most to write its checkpoint. */
const PATIENCE_MS = 30_000;
const SOCKET_FOLDER = 'luoshi-pg-';
const LOG_LIMIT = 8 * 1024 * 1024;

/**
 * Open the cluster in `dataDir`, making it the first time. It dies with this process, however that
 * ends, and reopens after any crash. One process owns it: a second is refused with the first's PID,
 * or joins it. Call from the main thread: the death signal is bound to the thread that starts it.
 *
 * @throws ExplainedError in both languages, e.g. `cluster-in-use`, `no-database-account`.
 */
export async function openCluster(dataDir: string, options: ClusterOptions = {}): Promise<Cluster> {
  if (process.platform === 'win32') throw unsupported();
  const account = databaseAccount();
  // Evidence lies beside the cluster: nobody else of this machine has business in this folder.
  await mkdir(dataDir, { recursive: true, mode: process.platform === 'linux' ? 0o700 : 0o711 });
  const place = await realpath(dataDir);
  const binaries = await findBinaries(account, join(place, 'pg-programs'));
  await makeCluster(place, binaries, account);
  return await new Postmaster(place, binaries, account, options).open();
}

class Postmaster implements Cluster {
  readonly owned = true;
  readonly #data: string;
  readonly #ownerFile: string;
  readonly #log: string;
  readonly #command: readonly string[];
  readonly #account: Account | undefined;
  readonly #options: ClusterOptions;
  readonly #given: string;
  #socketDir = '';
  #child: ChildProcess | undefined;
  #stopping = false;
  #reviving: Promise<void> = Promise.resolve();
  readonly #onExit = (): void => void this.#child?.kill('SIGINT');

  constructor(
    place: string,
    binaries: Binaries,
    account: Account | undefined,
    options: ClusterOptions,
  ) {
    this.#data = join(place, CLUSTER_FOLDER);
    this.#ownerFile = join(place, `${CLUSTER_FOLDER}.owner`);
    this.#log = join(place, 'postgres.log');
    this.#account = account;
    this.#options = options;
    this.#given = pathFor(account, place, this.#data);
    this.#command = [...guards(), join(binaries.folder, 'bin/postgres')];
  }

  get socketDir(): string {
    return this.#socketDir;
  }

  pid(): number {
    return this.#child?.pid ?? 0;
  }

  async open(): Promise<Cluster> {
    const giveUp = Date.now() + PATIENCE_MS;
    this.#socketDir = await this.#makeSocketDir();
    const before = lastOwner(this.#ownerFile);
    for (;;) {
      const trouble = await this.#start();
      if (trouble === undefined) break;
      const owner = readOwner(this.#ownerFile);
      if (trouble === 'held' && owner !== undefined) {
        await rm(this.#socketDir, { recursive: true, force: true });
        if (this.#options.join !== true) throw inUse(this.#data, owner.pid);
        return joined(owner.socketDir, postmasterPid(this.#data) ?? 0);
      }
      if (trouble !== 'held' || Date.now() > giveUp) {
        await rm(this.#socketDir, { recursive: true, force: true });
        throw trouble === 'held'
          ? held(this.#data, postmasterPid(this.#data))
          : couldNotStart(this.#data, trouble);
      }
      this.#hurryOrphan();
      await sleep(100);
    }
    process.once('exit', this.#onExit);
    this.#watch();
    // The socket folder of an owner that could not tidy up.
    if (before !== undefined && basename(before.socketDir).startsWith(SOCKET_FOLDER)) {
      await rm(before.socketDir, { recursive: true, force: true });
    }
    return this;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#reviving;
    process.removeListener('exit', this.#onExit);
    const child = this.#child;
    if (child !== undefined && child.exitCode === null && child.signalCode === null) {
      child.ref();
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGINT');
      const slow = setTimeout(() => child.kill('SIGQUIT'), PATIENCE_MS);
      await gone;
      clearTimeout(slow);
    }
    await rm(this.#socketDir, { recursive: true, force: true });
    await rm(this.#ownerFile, { force: true });
  }

  /** Start once. Undefined: ready. 'held': somebody else has it, perhaps only for a moment. */
  async #start(): Promise<string | undefined> {
    await this.#dropForeignPidFile();
    const log = openSync(this.#log, 'a');
    const from = fstatSync(log).size;
    const settings = {
      ...SETTINGS,
      unix_socket_directories: this.#socketDir,
      ...this.#options.settings,
    };
    const [program = '', ...args] = this.#command;
    args.push('-D', this.#given);
    for (const [key, value] of Object.entries(settings)) args.push('-c', `${key}=${value}`);
    // Detached: Ctrl-C in a terminal must reach us alone, so that we can finish before the server.
    const child = spawn(program, args, {
      ...asAccount(this.#account),
      cwd: this.#data,
      env: bareEnvironment(),
      stdio: ['ignore', log, log],
      detached: true,
    });
    closeSync(log);
    const spawned: { error?: Error } = {};
    child.once('error', (error) => (spawned.error = error));
    while (!spawned.error && child.exitCode === null && child.signalCode === null) {
      if (isReady(this.#data, child.pid)) {
        this.#child = child;
        child.unref();
        writeOwner(this.#ownerFile, { ...thisProcess(), socketDir: this.#socketDir });
        return undefined;
      }
      await sleep(5);
    }
    if (spawned.error) return spawned.error.message;
    const told = tail(this.#log, from);
    const busy = /lock file "postmaster.pid" already exists|shared memory block/.test(told);
    return child.exitCode === HELD || busy ? 'held' : told;
  }

  #watch(): void {
    this.#child?.once('exit', () => {
      if (!this.#stopping) this.#reviving = this.#revive();
    });
  }

  /** The server died under us (killed, out of memory): start it again, the pools will reconnect. */
  async #revive(): Promise<void> {
    for (let wait = 100; !this.#stopping; wait = Math.min(wait * 2, 10_000)) {
      // Where the machine itself is short of something (files, memory) it is tried again as well.
      const trouble = await this.#start().catch(String);
      if (trouble === undefined) {
        if (this.#stopping) this.#child?.kill('SIGINT');
        else this.#watch();
        return;
      }
      await sleep(wait, undefined, { ref: false });
    }
  }

  /** Ask a server whose owner is dead to end, where nothing else tells it to (no setpriv). */
  #hurryOrphan(): void {
    const pid = postmasterPid(this.#data);
    if (pid === undefined || !isAlive(pid) || !servesFolder(pid, this.#data)) return;
    process.kill(pid, 'SIGINT');
  }

  /** After a reboot the number in postmaster.pid may be some other program's; postgres would refuse. */
  async #dropForeignPidFile(): Promise<void> {
    const pid = postmasterPid(this.#data);
    if (pid !== undefined && isAlive(pid) && !servesFolder(pid, this.#data)) {
      await rm(join(this.#data, 'postmaster.pid'), { force: true });
    }
    if (existsSync(this.#log) && statSync(this.#log).size > LOG_LIMIT) await truncate(this.#log, 0);
  }

  /** Private and short: the whole socket path must stay below 108 bytes. */
  async #makeSocketDir(): Promise<string> {
    const roof = [tmpdir(), '/tmp', '/var/tmp', '/run'].find(
      (dir) => Buffer.byteLength(dir) < 70 && mayReach(this.#account, dir, 'x'),
    );
    if (roof === undefined) throw couldNotStart(this.#data, 'no usable temporary folder');
    const dir = await mkdtemp(join(roof, SOCKET_FOLDER));
    if (this.#account !== undefined) await chown(dir, this.#account.uid, this.#account.gid);
    return dir;
  }
}

/**
 * Programs of util-linux that exec each other into postgres: setpriv makes it end with its parent;
 * flock holds the data folder for as long as any process of the cluster lives, also against another
 * container on the same disk, which process numbers cannot see.
 */
function guards(): string[] {
  if (process.platform !== 'linux') return [];
  const guard: string[] = [];
  if (spawnSync('setpriv', ['--version']).status === 0)
    guard.push('setpriv', '--pdeathsig', 'INT', '--');
  if (spawnSync('flock', ['--version']).status === 0) {
    guard.push('flock', '--no-fork', '--nonblock', '--conflict-exit-code', String(HELD), '.');
  }
  return guard;
}

function joined(socketDir: string, pid: number): Cluster {
  return { socketDir, owned: false, pid: () => pid, stop: () => Promise.resolve() };
}

function tail(file: string, from: number): string {
  const fd = openSync(file, 'r');
  try {
    const buffer = Buffer.alloc(Math.min(8192, Math.max(0, fstatSync(fd).size - from)));
    readSync(fd, buffer, 0, buffer.length, from);
    const lines = buffer.toString('utf8').split('\n');
    const telling = lines.filter((line) => /FATAL|PANIC|ERROR|HINT|DETAIL|error while/.test(line));
    return (telling.length > 0 ? telling : lines).join('\n').trim();
  } finally {
    closeSync(fd);
  }
}
