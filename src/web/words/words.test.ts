import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { en } from './en.ts';
import { zh } from './zh.ts';

/** One room's words: `rooms/<room>-zh.ts` and `rooms/<room>-en.ts`, each exporting `<room>Zh`, `<room>En`. */
interface Told {
  readonly room: string;
  readonly zh: object;
  readonly en: object;
}

const ROOMS = join(import.meta.dirname, 'rooms');

async function onlyExport(file: string): Promise<object> {
  const [words] = Object.values((await import(join(ROOMS, file))) as Record<string, object>);
  if (words === undefined) throw new Error(`${file} exports nothing`);
  return words;
}

const told: readonly Told[] = [
  { room: 'the shell', zh, en },
  ...(await Promise.all(
    (existsSync(ROOMS) ? readdirSync(ROOMS) : [])
      .filter((file) => file.endsWith('-zh.ts'))
      .map(async (file) => ({
        room: file.replace('-zh.ts', ''),
        zh: await onlyExport(file),
        en: await onlyExport(file.replace('-zh.ts', '-en.ts')),
      })),
  )),
];

const WEB = join(import.meta.dirname, '..');

/** Every message by its path: `ledger.asOf`. */
function leaves(tree: object, path = ''): [string, unknown][] {
  return Object.entries(tree).flatMap(([name, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null
      ? leaves(value, `${path}${name}.`)
      : [[`${path}${name}`, value] as [string, unknown]],
  );
}

function said(message: unknown): string {
  if (typeof message !== 'function') return String(message);
  const args = Array.from({ length: message.length }, (_, i) => (i + 1) * 11);
  return String((message as (...args: unknown[]) => unknown)(...args));
}

const source = ['kit', 'desk'].flatMap((part) =>
  readdirSync(join(WEB, part), { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile() && /\.tsx?$/.test(file.name) && !file.name.includes('.test.'))
    .map((file) => readFileSync(join(file.parentPath, file.name), 'utf8')),
);
const code = source.join('\n');

describe.each(told)('the words of $room', ({ zh: chinese, en: english }) => {
  test('English says everything that Chinese says, and takes the same', () => {
    const shape = (tree: object): [string, string][] =>
      leaves(tree).map(([path, message]) => [path, typeof message]);
    expect(shape(english)).toEqual(shape(chinese));
  });

  test('every message uses what it is given, in both languages', () => {
    const deaf = [chinese, english]
      .flatMap((tree) => leaves(tree))
      .flatMap(([path, message]) => {
        if (typeof message !== 'function') return [];
        const numbers = Array.from({ length: message.length }, (_, i) => String((i + 1) * 11));
        return numbers.every((n) => said(message).includes(n)) ? [] : [path];
      });
    expect(deaf).toEqual([]);
  });

  test('no message is empty, none in English is Chinese', () => {
    for (const [path, message] of [...leaves(chinese), ...leaves(english)])
      expect(`${path}=${said(message)}`).not.toMatch(/=\s*$/);
    const notEnglish = leaves(english).filter(
      ([path, message]) => /\p{Script=Han}/u.test(said(message)) && path !== 'app.language',
    );
    // The marks of the navigation are drawn characters, the same in every language.
    expect(notEnglish.filter(([path]) => !path.startsWith('nav.')).map(([path]) => path)).toEqual(
      [],
    );
  });

  test('every message is used', () => {
    // Groups are looked up by value (`w.state[state]`, `r.kind[kind]`); single messages by name.
    const grouped = new Set(
      [
        ...code.matchAll(/\b(?:w|r|nav|[wr]\.\w+)\.(\w+)\[/g),
        ...code.matchAll(/\b[dwr]\.(\w+)\[/g),
        ...code.matchAll(/\.\.\.[wr]\.(\w+)\b/g),
      ].map((found) => found[1] ?? ''),
    );
    const unused = leaves(chinese)
      .map(([path]) => path)
      .filter((path) => {
        const steps = path.split('.');
        if (steps.slice(0, -1).some((step) => grouped.has(step))) return false;
        return !new RegExp(`\\b(?:[wr]\\.)?${steps.join('\\??\\.')}\\b`).test(code);
      });
    expect(unused).toEqual([]);
  });
});
