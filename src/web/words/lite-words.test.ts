import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { citizenEn } from './citizen-en.ts';
import { citizenZh } from './citizen-zh.ts';
import { labelsZh } from './labels-zh.ts';
import { liteEn } from './lite-en.ts';
import { liteZh } from './lite-zh.ts';

const SRC = join(import.meta.dirname, '..', '..');

/** The pages, and the routes that fill them. */
const pages = [join(SRC, 'web/lite'), join(SRC, 'lite')].flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.ts') && !name.includes('.test.'))
    .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') })),
);

/** Every path of words that the code of these pages names, to a message or to a whole group of them. */
function named(mine: (name: string) => boolean): ReadonlySet<string> {
  const code = pages.flatMap(({ name, text }) => (mine(name) ? [text] : [])).join('\n');
  return new Set([...code.matchAll(/\bw\.((?:\w+\.)*\w+)/g)].map((found) => found[1] ?? ''));
}

const isCitizens = (name: string): boolean => name.startsWith('citizen');
const TELLERS = [
  { who: 'phones and paper', zh: liteZh, en: liteEn, used: named((name) => !isCitizens(name)) },
  { who: 'citizens', zh: citizenZh, en: citizenEn, used: named(isCitizens) },
];

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

/** A message, and the groups that it stands in. */
function withGroups(path: string): readonly string[] {
  const parts = path.split('.');
  return parts.map((_, i) => parts.slice(0, i + 1).join('.'));
}

describe.each(TELLERS)('$who', ({ zh, en, used }) => {
  test('English says everything that Chinese says, and takes the same', () => {
    const shape = (tree: object): [string, string][] =>
      leaves(tree).map(([path, message]) => [path, typeof message]);
    expect(shape(en)).toEqual(shape(zh));
  });

  test('every message uses what it is given, none is empty, none in English is Chinese', () => {
    for (const [path, message] of [...leaves(zh), ...leaves(en)]) {
      expect(`${path}=${said(message)}`).not.toMatch(/=\s*$/);
      if (typeof message === 'function')
        for (let i = 1; i <= message.length; i += 1)
          expect(`${path}: ${said(message)}`).toContain(String(i * 11));
    }
    const chinese = leaves(en).filter(([, message]) => /\p{Script=Han}/u.test(said(message)));
    expect(chinese.map(([path]) => path)).toEqual(['page.otherLang']);
  });

  test('every message of these pages is used', () => {
    const own = leaves(zh)
      .map(([path]) => path)
      .filter((path) => !Object.hasOwn(labelsZh, path.split('.')[0] ?? ''));
    expect(own.filter((path) => !withGroups(path).some((part) => used.has(part)))).toEqual([]);
  });
});
