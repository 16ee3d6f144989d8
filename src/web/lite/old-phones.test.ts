import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformWithOxc } from 'vite';
import { describe, expect, test } from 'vitest';

/**
 * 旧手机: what phones and citizens are sent must be read by a phone of 2018: the browser inside WeChat (Chromium 66)
 * and Safari of iOS 12. Too new a word in a script and none of it runs; in a list of selectors and the rule is gone.
 */
const TARGET = ['chrome66', 'safari12'];
const HERE = import.meta.dirname;

/** Calls that came later. A fallback stands beside the few that are worth it, and they are not written here. */
const LATER_CALLS: readonly RegExp[] = [
  /\bglobalThis\b/,
  /\bstructuredClone\b/,
  /\.replaceChildren\b/,
  /\.replaceAll\b/,
  /\.flatMap?\b/,
  /\.at\(/,
  /\bObject\.(fromEntries|hasOwn)\b/,
  /\bPromise\.(allSettled|any)\b/,
  /\bmatchAll\b/,
  /\bAbortSignal\.(timeout|any)\b/,
  /\brandomUUID\b/,
  /\bqueueMicrotask\b/,
  /\b(toSorted|toReversed|toSpliced|findLast|findLastIndex)\b/,
  /\b(ResizeObserver|requestIdleCallback|createImageBitmap|OffscreenCanvas|showModal|requestSubmit)\b/,
  // Of a Blob; a Response has them since long.
  /\.slice\([^()]*\)\.(arrayBuffer|text|stream)\b/,
];

/** Of style: what these browsers do not know and what takes more than its own line with it, or leaves no room. */
const LATER_STYLE: readonly RegExp[] = [
  /:(is|where)\(/,
  /:not\([^()]*,/,
  /@(layer|container|property|starting-style|supports selector)\b/,
  /\b(oklch|oklab|lch|lab|color-mix|light-dark|min|max|clamp)\(/,
  /\b\d*\.?\d+(dvh|svh|lvh|dvw|cqw|cqi)\b/,
  /(^|[\s;{])(inset|aspect-ratio|translate|rotate|scale|place-content|(margin|padding|border)-(inline|block)[a-z-]*)\s*:/m,
  // A rule within a rule.
  /\{[^{}@]*\n\s+&/,
];

const scripts = readdirSync(HERE).filter((name) => name.endsWith('.js'));
const sheets = readdirSync(HERE).filter((name) => name.endsWith('.css'));

function read(name: string): string {
  return readFileSync(join(HERE, name), 'utf8');
}

async function isOld(code: string): Promise<boolean> {
  const made = async (target: string | string[]): Promise<string> =>
    (await transformWithOxc(code, 'it.js', { target, sourcemap: false })).code;
  return (await made(TARGET)) === (await made('esnext'));
}

function without(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '');
}

/** What a sheet says that an old phone cannot follow. */
function laterStyle(sheet: string): string[] {
  const text = without(sheet);
  const found = LATER_STYLE.flatMap((word) => word.exec(text)?.[0] ?? []);
  for (const [, selectors = '', body = ''] of text.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
    // One unknown selector takes the whole list with it.
    if (selectors.includes(',') && /:has\(|:focus-visible/.test(selectors))
      found.push(selectors.trim());
    // Between the things of a row there is no gap: their margins make it. In a grid there is.
    if (/display:\s*(inline-)?flex/.test(body) && /(^|[\s;])(row-|column-)?gap:/.test(body))
      found.push(`${selectors.trim()} gap`);
    if (/overflow-wrap:\s*anywhere/.test(body) && !/overflow-wrap:\s*break-word/.test(body))
      found.push(`${selectors.trim()} overflow-wrap`);
  }
  return found;
}

describe.each(scripts)('%s', (name) => {
  test('is written in words that old phones know', async () => {
    expect(await isOld(read(name))).toBe(true);
  });
  test('calls nothing that came later', () => {
    const text = without(read(name));
    expect(LATER_CALLS.flatMap((call) => call.exec(text)?.[0] ?? [])).toEqual([]);
  });
});

test.each(sheets)('%s is followed by old phones', (name) => {
  expect(laterStyle(read(name))).toEqual([]);
});

test('what is too new is seen', async () => {
  const codes = ['a?.b', 'a ?? b', 'a ??= b', 'class A { #b = 1 }', 'class A { static {} }'];
  expect(await Promise.all(codes.map(isOld))).toEqual(codes.map(() => false));
  expect(await isOld('const f = async ({ a }) => { try { await `${a}`; } catch {} };')).toBe(true);
  const tooNew = [
    '.a:is(.b) { color: red; }',
    'input:not([a], [b]) { color: red; }',
    '.a { display: flex; gap: 4px; }',
    '.a, .b:has(c) { color: red; }',
    '.a { inset: 0; }',
    '.a { color: color-mix(in srgb, red, blue); }',
    '.a { height: 100dvh; }',
    '@layer a { .b { color: red; } }',
    '.a {\n  color: red;\n  & b { color: blue; }\n}',
  ];
  expect(tooNew.filter((sheet) => laterStyle(sheet).length === 0)).toEqual([]);
  expect(laterStyle('.a { display: grid; gap: 4px; }\n.b:has(c) { color: red; }')).toEqual([]);
});
