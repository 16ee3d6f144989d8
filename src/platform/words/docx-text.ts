import { unescapeXml } from '../sheets/xlsx-text.ts';
import type { ZipFile } from '../sheets/zip-file.ts';
import { docxNumbering } from './docx-numbering.ts';
import { UnreadableFile } from './unreadable-file.ts';

const TOKEN =
  /<w:(p|tc|tr|del|moveFrom|instrText|t|tab|br|cr|pStyle|numId|ilvl|noBreakHyphen)(?=[\s/>])([^>]*)>|<\/w:(p|tc|tr|del|moveFrom|instrText|t)>|([^<]+)/gu;

/**
 * The text of a .docx: paragraphs as lines with their automatic numbers (一、 （一） 1.) written out, table
 * cells parted by tabs, deleted and moved-away words left out.
 */
export async function docxText(zip: ZipFile): Promise<string> {
  const body = await part(zip, 'word/document.xml');
  if (body === undefined) throw new UnreadableFile('damaged');
  const numbers = docxNumbering(
    (await part(zip, 'word/numbering.xml')) ?? '',
    (await part(zip, 'word/styles.xml')) ?? '',
  );
  return flowing(body, numbers);
}

async function part(zip: ZipFile, name: string): Promise<string | undefined> {
  const xml = await zip.text(name);
  if (xml !== undefined && /<!DOCTYPE/iu.test(xml)) throw new UnreadableFile('damaged');
  return xml;
}

interface Paragraph {
  text: string;
  style: string | undefined;
  numId: string | undefined;
  level: string | undefined;
}

function flowing(
  xml: string,
  numberOf: (style?: string, numId?: string, level?: string) => string,
): string {
  const out: string[] = [];
  let cell: string[] | undefined;
  let row: string[] = [];
  let skip = 0;
  let inText = false;
  const open: Paragraph[] = [];
  const blank = (): Paragraph => ({
    text: '',
    style: undefined,
    numId: undefined,
    level: undefined,
  });
  for (const [, start, attributes = '', end, text] of xml.matchAll(TOKEN)) {
    const current = open.at(-1);
    const closed = attributes.endsWith('/');
    if (text !== undefined) {
      if (inText && skip === 0 && current !== undefined) current.text += unescapeXml(text);
    } else if (start === 'del' || start === 'moveFrom' || start === 'instrText') {
      if (!closed) skip += 1;
    } else if (end === 'del' || end === 'moveFrom' || end === 'instrText') skip -= 1;
    else if (start === 't') inText = !closed;
    else if (end === 't') inText = false;
    else if (start === 'p' && !closed) open.push(blank());
    else if (end === 'p') {
      const paragraph = open.pop() ?? blank();
      const line = numberOf(paragraph.style, paragraph.numId, paragraph.level) + paragraph.text;
      if (cell === undefined) out.push(line);
      else cell.push(line);
    } else if (start === 'tc') cell = [];
    else if (end === 'tc') {
      row.push((cell ?? []).join(' '));
      cell = undefined;
    } else if (end === 'tr') {
      out.push(row.join('\t'));
      row = [];
    } else if (current !== undefined) mark(current, start ?? '', attributes, skip);
  }
  return out.join('\n');
}

function mark(paragraph: Paragraph, name: string, attributes: string, skip: number): void {
  const value = /w:val="([^"]*)"/u.exec(attributes)?.[1];
  if (name === 'pStyle') paragraph.style = value;
  else if (name === 'numId') paragraph.numId = value;
  else if (name === 'ilvl') paragraph.level = value;
  else if (skip > 0) return;
  else if (name === 'tab') paragraph.text += '\t';
  else if (name === 'noBreakHyphen') paragraph.text += '-';
  else if (name === 'br' || name === 'cr') paragraph.text += '\n';
}
