/**
 * Writes src/domain/text/traditional.ts: every character that OpenCC's t2s dictionary changes when it
 * stands alone. Run it again after an upgrade of opencc-js.
 */
import { writeFileSync } from 'node:fs';
import { Converter } from 'opencc-js/t2cn';

const WIDTH = 44;
const toSimplified = Converter({ from: 't', to: 'cn' });

const pairs: string[] = [];
for (let code = 0x2e80; code <= 0x323af; code += 1) {
  if (code >= 0xd800 && code <= 0xfaff) continue;
  const traditional = String.fromCodePoint(code);
  const simplified = toSimplified(traditional);
  if (simplified !== traditional && [...simplified].length === 1)
    pairs.push(traditional + simplified);
}

const rows: string[] = [];
for (let at = 0; at < pairs.length; at += WIDTH) {
  rows.push(`  '${pairs.slice(at, at + WIDTH).join('')}'`);
}
const source = `// Made by scripts/make-traditional.ts from opencc-js (Apache-2.0, OpenCC t2s); not edited by hand.

/** Pairs 繁简: a traditional character followed by its simplified form, one pair after the other. */
const PAIRS =
${rows.join(' +\n')};

/**
 * Traditional to simplified (繁体→简体), one character at a time. Word rules (乾隆, 著名 against 着) are
 * left out on purpose: a table per character keeps every offset.
 */
export const TRADITIONAL: ReadonlyMap<string, string> = new Map(
  Array.from(PAIRS).flatMap((from, at, all): [string, string][] =>
    at % 2 === 0 ? [[from, all[at + 1] ?? from]] : [],
  ),
);
`;
writeFileSync(new URL('../src/domain/text/traditional.ts', import.meta.url), source);
console.log(`${pairs.length} pairs`);
