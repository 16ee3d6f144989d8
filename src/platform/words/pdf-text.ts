import { paragraphsOfPages } from './page-lines.ts';
import { UnreadableFile } from './unreadable-file.ts';

const MAX_PAGES = 400;

/** The text of a .pdf. A scan has none, which the caller says; a locked or cut file is told apart. */
export async function pdfText(bytes: Uint8Array): Promise<string> {
  const { getDocumentProxy } = await import('unpdf');
  const document = await getDocumentProxy(new Uint8Array(bytes), {
    isEvalSupported: false,
    verbosity: 0,
  }).catch((error: unknown) => {
    const locked = error instanceof Error && /password/iu.test(`${error.name} ${error.message}`);
    throw new UnreadableFile(locked ? 'encrypted' : 'damaged');
  });
  if (document.numPages > MAX_PAGES) {
    throw new UnreadableFile('long', {
      count: `${document.numPages} 页`,
      limit: `${MAX_PAGES} 页`,
    });
  }
  const pages: string[][] = [];
  for (let number = 1; number <= document.numPages; number += 1) {
    const page = await document.getPage(number);
    const { items } = await page.getTextContent();
    let line = '';
    const lines: string[] = [];
    for (const item of items) {
      if (!('str' in item)) continue;
      line += item.str;
      if (item.hasEOL) {
        lines.push(line.trim());
        line = '';
      }
    }
    lines.push(line.trim());
    pages.push(lines);
  }
  return paragraphsOfPages(pages);
}
