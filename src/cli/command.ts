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
  /** @returns the exit code. */
  readonly run: (args: string[], io: Io, config: () => Config) => Promise<number>;
}

/** Chinese unless the operator's locale says otherwise. */
export function inChinese(env = process.env): boolean {
  const locale = env['LC_ALL'] ?? env['LC_MESSAGES'] ?? env['LANG'] ?? 'zh';
  return !/^en/i.test(locale);
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

/** The arguments that are neither options nor the values of `named` ones. */
export function plainArgs(args: readonly string[], named: readonly string[]): string[] {
  return args.filter(
    (arg, i) => !arg.startsWith('--') && !named.some((name) => args[i - 1] === `--${name}`),
  );
}
