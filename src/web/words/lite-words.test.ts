import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { labelsZh } from './labels-zh.ts';
import { liteEn } from './lite-en.ts';
import { liteZh } from './lite-zh.ts';

const LITE = join(import.meta.dirname, '..', 'lite');

const SERVER = join(import.meta.dirname, '..', '..', 'lite');

/** The pages, and the routes that fill them. */
const code = [
  ...readdirSync(LITE).map((name) => join(LITE, name)),
  ...readdirSync(SERVER).map((name) => join(SERVER, name)),
]
  .filter((path) => path.endsWith('.ts') && !path.includes('.test.'))
  .map((path) => readFileSync(path, 'utf8'))
  .join('\n');

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

test('English says everything that Chinese says, and takes the same', () => {
  const shape = (tree: object): [string, string][] =>
    leaves(tree).map(([path, message]) => [path, typeof message]);
  expect(shape(liteEn)).toEqual(shape(liteZh));
});

test('every message uses what it is given, none is empty, none in English is Chinese', () => {
  for (const [path, message] of [...leaves(liteZh), ...leaves(liteEn)]) {
    expect(`${path}=${said(message)}`).not.toMatch(/=\s*$/);
    if (typeof message === 'function')
      for (let i = 1; i <= message.length; i += 1)
        expect(`${path}: ${said(message)}`).toContain(String(i * 11));
  }
  const chinese = leaves(liteEn).filter(([, message]) => /\p{Script=Han}/u.test(said(message)));
  expect(chinese.map(([path]) => path)).toEqual(['page.otherLang']);
});

test('every message of these pages is used', () => {
  const grouped = new Set(
    [...code.matchAll(/\bw\.(\w+)(?:\[| })/g)].map((found) => found[1] ?? ''),
  );
  const own = leaves(liteZh)
    .map(([path]) => path)
    .filter((path) => !Object.hasOwn(labelsZh, path.split('.')[0] ?? ''));
  const unused = own.filter(
    (path) =>
      !grouped.has(path.split('.')[0] ?? '') &&
      !new RegExp(`\\bw\\.${path.replace('.', String.raw`\.`)}\\b`).test(code),
  );
  expect(unused).toEqual([]);
});
