import type { Config } from '../config.ts';

/** Where a command speaks: results to `out`, what is going on to `err`. */
export interface Io {
  out(line: string): void;
  err(line: string): void;
}

/** One command of the line (命令). */
export interface Command {
  readonly name: string;
  readonly usage: string;
  readonly zh: string;
  readonly en: string;
  /** It serves others: that nobody reads what it says any more is no reason to end. */
  readonly goesOnUnheard?: boolean;
  /** @returns the exit code. */
  readonly run: (args: string[], io: Io, config: () => Config) => Promise<number>;
}

/** Chinese unless the operator's locale says otherwise. */
export function inChinese(env = process.env): boolean {
  const locale = env['LC_ALL'] ?? env['LC_MESSAGES'] ?? env['LANG'] ?? 'zh';
  return !/^en/i.test(locale);
}

const FILE_TROUBLES: Readonly<Record<string, readonly [string, string]>> = {
  EISDIR: ['给出的是文件夹，这里需要文件', 'A folder was given where a file is needed'],
  ENOENT: ['没有这个文件', 'There is no such file'],
  EACCES: ['没有权限读写这个文件', 'This file may not be read or written'],
  EPERM: ['没有权限读写这个文件', 'This file may not be read or written'],
  EROFS: ['这个位置是只读的', 'This place is read-only'],
  ENOSPC: ['磁盘已满', 'The disk is full'],
};

/** What the operating system has against a file that was named, in words; `undefined` for anything else. */
export function fileTrouble(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  const said = FILE_TROUBLES[String(error.code)];
  if (said === undefined) return undefined;
  const path = 'path' in error && typeof error.path === 'string' ? error.path : undefined;
  const words = inChinese() ? said[0] : said[1];
  return path === undefined ? words : `${words}${inChinese() ? '：' : ': '}${path}`;
}

/** A progress line that overwrites itself on a terminal, and is silent elsewhere. */
export function progressBar(io: Io, label: string): (done: number, total?: number) => void {
  let last = 0;
  return (done, total) => {
    const now = Date.now();
    if (now - last < 200 && done !== total) return;
    last = now;
    const share =
      total === undefined || total === 0 ? '' : ` / ${total}  ${Math.floor((done / total) * 100)}%`;
    if (process.stderr.isTTY)
      process.stderr.write(`\r${label} ${done}${share}${done === total ? '\n' : ''}`);
    else if (done === total) io.err(`${label} ${done}`);
  };
}

/** The value of `--name value` or `--name=value`. */
export function optionOf(args: readonly string[], name: string): string | undefined {
  const joined = args.find((arg) => arg.startsWith(`--${name}=`));
  if (joined !== undefined) return joined.slice(name.length + 3);
  const at = args.indexOf(`--${name}`);
  return at < 0 ? undefined : args[at + 1];
}

/**
 * The first option that the usage of a command does not name: a slip such as `--dryrun` must not make an import
 * real. `--json` and `--help` are understood everywhere.
 */
export function unknownOption(args: readonly string[], usage: string): string | undefined {
  const known = new Set([...(usage.match(/--[a-z-]+/g) ?? []), '--json', '--help']);
  return args
    .filter((arg) => arg.startsWith('--'))
    .map((arg) => arg.replace(/=.*$/s, ''))
    .find((arg) => !known.has(arg));
}

/** The arguments that are neither options nor the values of `named` ones. */
export function plainArgs(args: readonly string[], named: readonly string[]): string[] {
  return args.filter(
    (arg, i) => !arg.startsWith('--') && !named.some((name) => args[i - 1] === `--${name}`),
  );
}
