import type { FileHandle } from 'node:fs/promises';
import type { Merge } from '#domain/sheet/cell.ts';
import { SheetFault } from './sheet-fault.ts';
import type { SheetLimits } from './sheet-limits.ts';
import { NO_OUTLINE, type SheetInfo, type SheetOutline, type SheetReader } from './sheet-reader.ts';
import { xlsxRows } from './xlsx-rows.ts';
import { loadSharedStrings, type SharedStrings } from './xlsx-shared-strings.ts';
import { readStyles } from './xlsx-styles.ts';
import { attribute, tagsNamed } from './xlsx-text.ts';
import type { ZipFile } from './zip-file.ts';

interface WorkbookSheet extends SheetInfo {
  readonly part: string;
}

/** A reader of an Office Open XML workbook; owns `file`. */
export async function openXlsx(
  file: FileHandle,
  zip: ZipFile,
  limits: SheetLimits,
): Promise<SheetReader> {
  const workbookPart = await findWorkbook(zip);
  const workbook = await zip.text(workbookPart);
  if (workbook === undefined) throw new SheetFault('damaged', { part: workbookPart });
  const folder = workbookPart.slice(0, workbookPart.lastIndexOf('/') + 1);
  const relations = await readRelations(zip, workbookPart);
  const sheets = workbookSheets(workbook, folder, relations).filter(({ part }) =>
    zip.entries.has(part),
  );
  const stylesPart = [...relations.values()].find(({ type }) => type === 'styles');
  const styles = readStyles(
    (await zip.text(resolvePart(folder, stylesPart?.target ?? 'styles.xml'))) ?? '',
  );
  const sharedPart = [...relations.values()].find(({ type }) => type === 'sharedStrings');
  const sharedName = sharedPart && resolvePart(folder, sharedPart.target);
  const date1904 = tagsNamed(workbook, 'workbookPr').some((tag) =>
    /^(1|true)$/.test(attribute(tag, 'date1904') ?? ''),
  );
  let shared: Promise<SharedStrings> | undefined;

  return {
    sheets: sheets.map(({ name, hidden }) => ({ name, hidden })),
    outline: (index) => {
      const sheet = sheets[index];
      return sheet === undefined ? Promise.resolve(NO_OUTLINE) : readOutline(zip, sheet.part);
    },
    async *batches(index) {
      const sheet = sheets[index];
      if (sheet === undefined) return;
      shared ??= loadSharedStrings(
        sharedName !== undefined && zip.entries.has(sharedName)
          ? zip.stream(sharedName)
          : undefined,
        limits,
      );
      const context = { sheet: sheet.name, shared: await shared, styles, date1904, limits };
      yield* xlsxRows(zip.stream(sheet.part), context);
    },
    close: () => file.close(),
  };
}

interface Relation {
  readonly type: string;
  readonly target: string;
}

async function findWorkbook(zip: ZipFile): Promise<string> {
  const roots = await readRelations(zip, '');
  const named = [...roots.values()].find(({ type }) => type === 'officeDocument');
  const part = named && resolvePart('', named.target);
  return part !== undefined && zip.entries.has(part) ? part : 'xl/workbook.xml';
}

async function readRelations(zip: ZipFile, part: string): Promise<Map<string, Relation>> {
  const cut = part.lastIndexOf('/') + 1;
  const xml = await zip.text(`${part.slice(0, cut)}_rels/${part.slice(cut)}.rels`);
  const relations = new Map<string, Relation>();
  for (const tag of tagsNamed(xml ?? '', 'Relationship')) {
    const type = attribute(tag, 'Type') ?? '';
    relations.set(attribute(tag, 'Id') ?? '', {
      type: type.slice(type.lastIndexOf('/') + 1),
      target: attribute(tag, 'Target') ?? '',
    });
  }
  return relations;
}

function resolvePart(folder: string, target: string): string {
  const steps: string[] = [];
  const path = target.startsWith('/') ? target.slice(1) : folder + target;
  for (const step of path.split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '.' && step !== '') steps.push(step);
  }
  return steps.join('/');
}

function workbookSheets(
  workbook: string,
  folder: string,
  relations: ReadonlyMap<string, Relation>,
): WorkbookSheet[] {
  return tagsNamed(workbook, 'sheet').flatMap((tag) => {
    const relation = relations.get(/:id\s*=\s*["']([^"']*)/.exec(tag)?.[1] ?? '');
    if (relation?.type !== 'worksheet') return [];
    const name = attribute(tag, 'name') ?? '';
    const hidden = /hidden/i.test(attribute(tag, 'state') ?? '');
    return [{ name, hidden, part: resolvePart(folder, relation.target) }];
  });
}

/** What precedes and follows the rows, by one pass over the part that looks at nothing else. */
async function readOutline(zip: ZipFile, part: string): Promise<SheetOutline> {
  let head: string | undefined;
  let end = '';
  let tail = '';
  let before = '';
  for await (const chunk of zip.stream(part)) {
    // Everything looked for is ASCII.
    if (head === undefined) {
      head = chunk.toString('latin1', 0, HEAD_BYTES);
      end = `</${/<(\w+:)?worksheet[\s>]/.exec(head)?.[1] ?? ''}sheetData>`;
    }
    if (tail !== '') tail += chunk.toString('latin1');
    else {
      const border = before + chunk.toString('latin1', 0, BORDER_BYTES);
      const place = chunk.indexOf(end);
      if (place >= 0 || border.includes(end)) {
        tail = before + chunk.toString('latin1', Math.max(0, place - BORDER_BYTES));
      }
      before = chunk.toString('latin1', Math.max(0, chunk.length - BORDER_BYTES));
    }
    if (tail.length > MAX_TAIL) throw new SheetFault('expands-too-much', { part });
  }
  const last = [...tail.matchAll(/<(?:\w+:)?row\s[^>]*?\br="(\d+)"/g)].at(-1)?.[1];
  return {
    merges: tagsNamed(tail, 'mergeCell').flatMap((tag) => parseMerge(attribute(tag, 'ref') ?? '')),
    hiddenColumns: hiddenColumns(head?.split('sheetData', 1)[0] ?? ''),
    lastRow: Number(last ?? 0),
  };
}

const HEAD_BYTES = 65_536;
const BORDER_BYTES = 4096;
const MAX_TAIL = 32_000_000;

function hiddenColumns(head: string): number[] {
  return tagsNamed(head, 'col')
    .filter(
      (tag) =>
        /^(1|true)$/.test(attribute(tag, 'hidden') ?? '') ||
        /^0(\.0+)?$/.test(attribute(tag, 'width') ?? ''),
    )
    .flatMap((tag) => {
      const first = Number(attribute(tag, 'min')) - 1;
      const last = Math.min(Number(attribute(tag, 'max')) - 1, first + 511);
      return Array.from({ length: Math.max(0, last - first + 1) }, (_, k) => first + k);
    });
}

/** `B3:B7` as a merge; nothing for a reference that is not one. */
function parseMerge(reference: string): Merge[] {
  const found = /^\$?([A-Z]+)\$?(\d+):\$?([A-Z]+)\$?(\d+)$/.exec(reference);
  if (found === null) return [];
  const [, left = '', top, right = '', bottom] = found;
  return [
    { top: Number(top), left: columnOf(left), bottom: Number(bottom), right: columnOf(right) },
  ];
}

function columnOf(letters: string): number {
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}
