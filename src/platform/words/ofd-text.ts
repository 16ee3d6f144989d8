import { posix } from 'node:path';
import { unescapeXml } from '../sheets/xlsx-text.ts';
import type { ZipFile } from '../sheets/zip-file.ts';
import { linesOfPage, paragraphsOfPages, type Placed } from './page-lines.ts';
import { UnreadableFile } from './unreadable-file.ts';

const MAX_PAGES = 400;

/** The text of an .ofd (GB/T 33190): the text objects of every page, by their baselines. */
export async function ofdText(zip: ZipFile): Promise<string> {
  const root = await part(zip, 'OFD.xml');
  if (root === undefined) throw new UnreadableFile('damaged');
  const pages: string[][] = [];
  for (const [, place = ''] of root.matchAll(/<(?:\w+:)?DocRoot>\s*([^<]+?)\s*</gu)) {
    const path = resolve('', place);
    const document = (await part(zip, path)) ?? '';
    for (const [, location = ''] of document.matchAll(
      /<(?:\w+:)?Page\b[^>]*\bBaseLoc="([^"]+)"/gu,
    )) {
      if (pages.length >= MAX_PAGES) {
        throw new UnreadableFile('long', { count: `${MAX_PAGES} 多页`, limit: `${MAX_PAGES} 页` });
      }
      pages.push(
        linesOfPage(textObjects((await part(zip, resolve(posix.dirname(path), location))) ?? '')),
      );
    }
  }
  return paragraphsOfPages(pages);
}

async function part(zip: ZipFile, name: string): Promise<string | undefined> {
  const found = zip.entries.has(name)
    ? name
    : [...zip.entries.keys()].find((one) => one.toLowerCase() === name.toLowerCase());
  const xml = found === undefined ? undefined : await zip.text(found);
  if (xml !== undefined && /<!DOCTYPE/iu.test(xml)) throw new UnreadableFile('damaged');
  return xml;
}

function resolve(folder: string, place: string): string {
  return posix.normalize(place.startsWith('/') ? place.slice(1) : posix.join(folder, place));
}

function textObjects(xml: string): Placed[] {
  const placed: Placed[] = [];
  for (const [, attributes = '', body = ''] of xml.matchAll(
    /<(?:\w+:)?TextObject\b([^>]*)>([\s\S]*?)<\/(?:\w+:)?TextObject>/gu,
  )) {
    const [left = 0, top = 0] = numbers(/Boundary="([^"]+)"/u.exec(attributes)?.[1] ?? '0 0');
    const size = Number(/\bSize="([\d.]+)"/u.exec(attributes)?.[1] ?? 3.5);
    const matrix = numbers(/CTM="([^"]+)"/u.exec(attributes)?.[1] ?? '1 0 0 1 0 0');
    const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = matrix;
    for (const [, place = '', text = ''] of body.matchAll(
      /<(?:\w+:)?TextCode\b([^>]*)>([^<]*)</gu,
    )) {
      const x = Number(/\bX="([-\d.]+)"/u.exec(place)?.[1] ?? 0);
      const y = Number(/\bY="([-\d.]+)"/u.exec(place)?.[1] ?? 0);
      placed.push({
        x: left + a * x + c * y + e,
        y: top + b * x + d * y + f,
        size: size * Math.abs(d === 0 ? 1 : d),
        text: unescapeXml(text),
      });
    }
  }
  return placed;
}

function numbers(list: string): number[] {
  return list.trim().split(/\s+/u).map(Number);
}
