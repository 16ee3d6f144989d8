import { nearestNames } from './nearest-names.ts';
import type { UnitFault, UnitLine } from './unit-sheet.ts';

/** A unit that is already in the tree. */
export interface KnownUnit {
  readonly code: string;
  readonly name: string;
}

/** A line whose place is settled; `parentCode` undefined means right under the city. */
export interface PlacedLine {
  readonly line: UnitLine;
  readonly parentCode: string | undefined;
}

/**
 * Put the lines of a sheet into an order in which every parent comes before its children. A parent is
 * a unit of the sheet or of the tree, by code, else by a name that only one unit bears. A line without
 * a good parent is a fault, and so are all lines below it.
 */
export function arrangeUnits(
  lines: readonly UnitLine[],
  known: readonly KnownUnit[],
): { readonly placed: readonly PlacedLine[]; readonly faults: readonly UnitFault[] } {
  const faults: UnitFault[] = [];
  const byCode = new Map<string, UnitLine>();
  for (const line of lines) {
    const first = byCode.get(line.code);
    if (first === undefined) byCode.set(line.code, line);
    else faults.push(repeated(line, first));
  }
  const codes = new Set([...byCode.keys(), ...known.map((unit) => unit.code)]);
  const codesByName = namesOf([...byCode.values(), ...known]);

  const nearest = fewNearest([...codesByName.keys()]);
  const parents = new Map<string, string | undefined>();
  for (const line of byCode.values()) {
    const parent = parentOf(line, codes, codesByName, nearest);
    if (typeof parent === 'object') faults.push(parent);
    else parents.set(line.code, parent);
  }

  const placed = new Map<string, PlacedLine>();
  const bad = new Set<string>();
  for (const line of byCode.values())
    for (const code of chainOf(line.code, byCode, parents, placed, bad)) {
      const link = byCode.get(code);
      if (link !== undefined) placed.set(code, { line: link, parentCode: parents.get(code) });
    }
  for (const line of byCode.values())
    if (!placed.has(line.code) && parents.has(line.code)) faults.push(orphan(line));
  return { placed: [...placed.values()], faults: faults.toSorted((a, b) => a.row - b.row) };
}

/**
 * The lines still to be placed from the outermost ancestor down to `code`; none if an ancestor has no
 * place or the way up comes round to itself.
 */
function chainOf(
  code: string,
  lines: ReadonlyMap<string, UnitLine>,
  parents: ReadonlyMap<string, string | undefined>,
  placed: ReadonlyMap<string, unknown>,
  bad: Set<string>,
): string[] {
  const chain: string[] = [];
  const seen = new Set<string>();
  let at: string | undefined = code;
  while (at !== undefined && lines.has(at) && !placed.has(at)) {
    if (seen.has(at) || bad.has(at) || !parents.has(at)) {
      for (const each of seen) bad.add(each);
      bad.add(at);
      return [];
    }
    seen.add(at);
    chain.push(at);
    at = parents.get(at);
  }
  return chain.toReversed();
}

function namesOf(
  units: readonly { readonly code: string; readonly name: string }[],
): Map<string, Set<string>> {
  const names = new Map<string, Set<string>>();
  for (const unit of units) {
    const codes = names.get(unit.name);
    if (codes === undefined) names.set(unit.name, new Set([unit.code]));
    else codes.add(unit.code);
  }
  return names;
}

function parentOf(
  line: UnitLine,
  codes: ReadonlySet<string>,
  codesByName: ReadonlyMap<string, ReadonlySet<string>>,
  nearest: (name: string) => readonly string[],
): string | undefined | UnitFault {
  if (line.parentCode !== undefined)
    return codes.has(line.parentCode)
      ? line.parentCode
      : {
          row: line.row,
          column: '上级编码',
          zh: `没有编码为“${line.parentCode}”的单位`,
          en: `There is no unit with the code ${line.parentCode}`,
        };
  if (line.parentName === undefined) return undefined;
  const found = [...(codesByName.get(line.parentName) ?? [])].filter((code) => code !== line.code);
  const [only] = found;
  if (found.length === 1 && only !== undefined) return only;
  if (found.length > 1)
    return {
      row: line.row,
      column: '上级名称',
      zh: `有 ${found.length} 个单位叫“${line.parentName}”（${found.slice(0, 3).join('、')}），请改填上级编码`,
      en: `${found.length} units are called ${line.parentName} (${found.slice(0, 3).join(', ')}); give the parent's code`,
    };
  const near = nearest(line.parentName);
  return {
    row: line.row,
    column: '上级名称',
    zh: `没有叫“${line.parentName}”的单位${near.length === 0 ? '' : `，您是否要找：${near.join('、')}`}`,
    en: `There is no unit called ${line.parentName}${near.length === 0 ? '' : `; did you mean ${near.join(', ')}`}`,
  };
}

/** A sheet of the wrong city would ask ten thousand times: only the first names are looked up. */
const LOOKED_UP = 100;

function fewNearest(names: readonly string[]): (name: string) => readonly string[] {
  const asked = new Map<string, readonly string[]>();
  return (name) => {
    const before = asked.get(name);
    if (before !== undefined) return before;
    const near = asked.size < LOOKED_UP ? nearestNames(name, names, 3) : [];
    asked.set(name, near);
    return near;
  };
}

function repeated(line: UnitLine, first: UnitLine): UnitFault {
  return {
    row: line.row,
    column: '编码',
    zh: `编码“${line.code}”与第 ${first.row} 行重复`,
    en: `The code ${line.code} is that of row ${first.row}`,
  };
}

function orphan(line: UnitLine): UnitFault {
  return {
    row: line.row,
    column: '上级编码',
    zh: '上级单位未能导入，或上下级互为循环',
    en: 'The parent could not be brought in, or the rows form a circle',
  };
}
