import { open } from 'node:fs/promises';
import { Refusal } from '#domain/refusal.ts';
import { SheetFault } from '../sheets/sheet-fault.ts';
import { SHEET_LIMITS } from '../sheets/sheet-limits.ts';
import { openZip, type ZipFile } from '../sheets/zip-file.ts';

const OOXML = 'application/vnd.openxmlformats-officedocument';
const KINDS = [
  { part: 'word/document.xml', mediaType: `${OOXML}.wordprocessingml.document` },
  { part: 'xl/workbook.xml', mediaType: `${OOXML}.spreadsheetml.sheet` },
] as const;

/** Stricter than for import: evidence is kept and opened by others, not read by us. */
const LIMITS = { ...SHEET_LIMITS, unpackedBytes: 200_000_000, ratio: 100, ratioFrom: 1_000_000 };
const MAX_RELATIONS = 2_000_000;
const ACTIVE_PART =
  /vbaproject|vbadata|macrosheets\/|activex\/|\.(exe|dll|js|vbs|hta|bat|cmd|ps1|jar|swf)$/i;

/**
 * The media type of a .docx or .xlsx, judged by its zip directory and by what comes out of it. Any other
 * package, a bomb, an encrypted one, and one that would run something or fetch something from elsewhere is refused.
 */
export async function examineOffice(path: string, name: string): Promise<string> {
  const file = await open(path, 'r');
  try {
    const zip = await openZip(file, LIMITS);
    return await examine(zip, name);
  } catch (error) {
    throw error instanceof SheetFault ? refusalOf(error, name) : error;
  } finally {
    await file.close();
  }
}

async function examine(zip: ZipFile, name: string): Promise<string> {
  const types = await zip.text('[Content_Types].xml');
  const kind = KINDS.find(({ part }) => zip.entries.has(part));
  if (types === undefined || kind === undefined) throw new Refusal('file-archive', { name });
  const parts = [...zip.entries.values()];
  if (parts.some((part) => part.name.split('/').includes('..')))
    throw new Refusal('file-broken', { name });
  if (/macroEnabled|vbaProject/i.test(types) || parts.some((part) => ACTIVE_PART.test(part.name)))
    throw new Refusal('file-active', { name });
  for (const { name: part, size } of parts) {
    if (!part.endsWith('.rels')) continue;
    if (size > MAX_RELATIONS) throw new Refusal('file-bomb', { name });
    if (reachesOut((await zip.text(part)) ?? '')) throw new Refusal('file-active', { name });
  }
  await unpackAll(zip, name);
  return kind.mediaType;
}

/** Let every part out once and keep nothing: a directory that lies about sizes or content shows itself. */
async function unpackAll(zip: ZipFile, name: string): Promise<void> {
  let total = 0;
  for (const part of zip.entries.keys()) {
    let first = true;
    for await (const piece of zip.stream(part)) {
      if (first && /\.xml$/i.test(part) && declaresEntities(piece))
        throw new Refusal('file-active', { name });
      first = false;
      total += piece.length;
      if (total > LIMITS.unpackedBytes) throw new SheetFault('expands-too-much', { part });
    }
  }
}

/** No office program writes a document type; one there is to make a reader fetch or expand something. */
function declaresEntities(head: Buffer): boolean {
  return /<!DOCTYPE/i.test(head.toString('latin1', 0, 4096).replaceAll('\0', ''));
}

/**
 * Does opening the document fetch something (a template, an object, a picture) from elsewhere? Links
 * that wait for a click are let be, and so are paths on the writer's own disk, which Word leaves behind.
 */
function reachesOut(relations: string): boolean {
  if (/<!DOCTYPE/i.test(relations)) return true;
  return [...relations.matchAll(/<Relationship\b[^>]*>/gi)].some(([relation]) => {
    if (!/TargetMode\s*=\s*["']External["']/i.test(relation)) return false;
    if (/Type\s*=\s*["'][^"']*\/hyperlink["']/i.test(relation)) return false;
    const target = /Target\s*=\s*["']([^"']*)["']/i.exec(relation)?.[1] ?? '';
    return (
      !/^(file:\/\/\/)?[a-z]:[\\/]/i.test(target) && /^([a-z][a-z0-9+.-]*:|\\\\|\/\/)/i.test(target)
    );
  });
}

function refusalOf(fault: SheetFault, name: string): Refusal {
  if (fault.code === 'encrypted') return new Refusal('file-encrypted', { name });
  if (fault.code === 'expands-too-much' || fault.code === 'too-many-parts')
    return new Refusal('file-bomb', { name });
  return new Refusal('file-broken', { name });
}
