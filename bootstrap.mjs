// The first step of every npm script. It runs under whatever Node (20 or later) the machine has,
// needs nothing installed, installs what the lockfile asks for when that is missing or older, and
// hands over to the project's own Node, which runs TypeScript as it is.
//
//   node bootstrap.mjs <start | any other command of src/cli.ts> [arguments]
//   node bootstrap.mjs test [arguments of vitest]
//   node bootstrap.mjs install

import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { underClaim } from './src/platform/claim.mjs';

const TOP = fileURLToPath(new URL('.', import.meta.url));
const MODULES = join(TOP, 'node_modules');
const NODE = join(MODULES, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
const CHINESE = /^zh/i.test(
  process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || '',
);
const BROWSERS = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
];
const BROWSERS_ELSEWHERE = [
  '/usr/bin/chromium',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** One line to the operator; never on stdout, which belongs to the command's own answer. */
function tell(zh, en) {
  process.stderr.write(`${CHINESE ? zh : en}\n`);
}

function fail(zh, en) {
  tell(zh, en);
  process.exit(1);
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Is every package of the lockfile there in its version? Those for other platforms may be absent. */
function isInstalled() {
  const wanted = readJson(join(TOP, 'package-lock.json'))?.packages;
  const present = readJson(join(MODULES, '.package-lock.json'))?.packages;
  if (wanted === undefined || present === undefined) return false;
  return Object.entries(wanted).every(([path, { version, optional, devOptional }]) => {
    if (path === '') return true;
    if (present[path] === undefined) return optional === true || devOptional === true;
    return present[path].version === version;
  });
}

function npm(...args) {
  const script = process.env.npm_execpath;
  const viaNode = script !== undefined && /npm-cli\.c?js$/.test(script);
  const [program, first] = viaNode ? [process.execPath, [script]] : ['npm', []];
  return spawnSync(program, [...first, ...args], {
    cwd: TOP,
    stdio: ['ignore', 2, 2],
    shell: !viaNode && process.platform === 'win32',
  });
}

function npmInstall() {
  if (isInstalled()) return 0;
  tell(
    '正在安装所需的软件包（首次约一分钟）……',
    'Installing the packages needed (about a minute the first time) ...',
  );
  // Not `npm ci`: it refuses the lockfile where a registry lacks a binary of some other platform.
  return npm('install', '--no-save', '--include=dev', '--include=optional', '--loglevel=error')
    .status;
}

function install() {
  if (!isInstalled()) {
    // Two starts at once would install over each other: the second waits, and finds it done.
    const status = underClaim(join(TOP, '.installing'), npmInstall, () =>
      tell(
        '另一个启动正在安装软件包，等它完成……',
        'Another start is installing the packages; waiting for it ...',
      ),
    );
    if (status !== 0) {
      fail(
        '软件包没有装上，原因见上。请检查网络或 npm 镜像（npm config get registry）后重试。',
        'The packages could not be installed; see above. Check the network or the registry (npm config get registry) and try again.',
      );
    }
  }
  // npm may have been told not to run install scripts; the project's Node arrives by one.
  if (!existsSync(NODE)) npm('rebuild', 'node', '--ignore-scripts=false', '--loglevel=error');
  if (!existsSync(NODE)) {
    fail(
      '项目自带的 Node 没有装上。请删除 node_modules 后重试；如 npm 禁止安装脚本，请运行 npm rebuild node --ignore-scripts=false。',
      "The project's own Node is missing. Delete node_modules and try again; if npm is forbidden install scripts, run npm rebuild node --ignore-scripts=false.",
    );
  }
}

function findBrowser() {
  const given = process.env.CHROME_PATH;
  if (given !== undefined && existsSync(given)) return given;
  const folders = (process.env.PATH ?? '').split(delimiter);
  const inPath = BROWSERS.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...inPath, ...BROWSERS_ELSEWHERE].find((path) => existsSync(path));
}

/** A browser for the tests: found, or installed where that is ours to do (root on Debian or Ubuntu). */
function browser() {
  const found = findBrowser();
  if (found !== undefined) return found;
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0)
    return undefined;
  tell(
    '没有找到 Chromium，正在用 apt-get 安装……',
    'No Chromium found; installing it with apt-get ...',
  );
  const how = {
    stdio: ['ignore', 2, 2],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  spawnSync('apt-get', ['update', '-qq'], how);
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], how);
  return findBrowser();
}

/**
 * How the server's process keeps its memory: V8 clears away what an import of hundreds of thousands of rows leaves
 * behind before it asks for more, and what the C library was lent goes back to the system.
 */
function serverProcess() {
  return JSON.parse(readFileSync(join(TOP, 'server-process.json'), 'utf8'));
}

/** Run to the end, passing signals on, and end as it ended. On Linux it gets SIGTERM if we are killed. */
function handOver(args, env, after = () => undefined) {
  const guarded = process.platform === 'linux' && spawnSync('setpriv', ['--version']).status === 0;
  const [program, before] = guarded ? ['setpriv', ['--pdeathsig', 'TERM', '--', NODE]] : [NODE, []];
  const child = spawn(program, [...before, ...args], { env, stdio: 'inherit' });
  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT']) {
    // A terminal sends Ctrl-C to the child as well; a second one would mean "at once".
    process.on(signal, () =>
      signal === 'SIGINT' && process.stdin.isTTY ? undefined : child.kill(signal),
    );
  }
  child.on('error', (error) =>
    fail(`无法启动：${error.message}`, `Cannot start: ${error.message}`),
  );
  child.on('exit', (code, signal) => {
    after();
    // It could not say so itself: out of memory, or killed by somebody.
    if (signal !== null) tell(`进程被 ${signal} 终止。`, `The process was ended by ${signal}.`);
    process.exit(code ?? 128 + (constants.signals[signal] ?? 0));
  });
}

function test(args) {
  const chrome = browser();
  const missing = () =>
    tell(
      '未能运行：浏览器测试（本机没有 Chromium）。请安装 chromium，或用 CHROME_PATH 指明它的位置，再运行一次。',
      'Could not run: the browser tests (no Chromium on this machine). Install chromium, or say where it is in CHROME_PATH, and run again.',
    );
  if (chrome === undefined) missing();
  const env = { ...process.env, ...(chrome === undefined ? {} : { CHROME_PATH: chrome }) };
  const vitest = join(MODULES, 'vitest', 'vitest.mjs');
  handOver(
    [vitest, 'run', '--root', TOP, ...args],
    env,
    chrome === undefined ? missing : undefined,
  );
}

if (Number(process.versions.node.split('.')[0]) < 20) {
  fail(
    `需要 Node 20 或更高版本，本机是 ${process.version}。`,
    `Node 20 or later is needed; this is ${process.version}.`,
  );
}
install();
const [command, ...rest] = process.argv.slice(2);
if (command === 'test') test(rest);
else if (command !== 'install') {
  const { flags, env } = command === 'start' ? serverProcess() : { flags: [], env: {} };
  const cli = join(TOP, 'src', 'cli.ts');
  handOver([...flags, cli, ...process.argv.slice(2)], { ...env, ...process.env });
}
