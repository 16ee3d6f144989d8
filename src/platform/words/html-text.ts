import { declaredCharset, decodeText } from './decode-text.ts';

/** Where the publishing systems of governments put the article. */
const CONTAINERS = [
  '#UCAP-CONTENT',
  '.pages_content',
  '.TRS_Editor',
  '.Custom_UnionStyle',
  '#zoom',
  '.article-content',
  '.article_content',
  '.news_content',
  'font.font_txt_zw',
  'article',
];
const DROPPED = 'script,style,noscript,iframe,svg,form,button,nav,header,footer';
const BLOCKS = /^(?:P|DIV|BR|TR|LI|H[1-6]|TABLE|SECTION|ARTICLE|BLOCKQUOTE|UL|OL|DD|DT|HR|TITLE)$/u;

interface NodeLike {
  readonly nodeType: number;
  readonly nodeName: string;
  readonly textContent: string | null;
  readonly childNodes: Iterable<NodeLike>;
}

/** The article of a saved web page as lines, its headline first. */
export async function htmlText(bytes: Uint8Array): Promise<string> {
  const charset = declaredCharset(bytes);
  return await pageText(
    charset?.startsWith('gb') === true
      ? new TextDecoder('gb18030').decode(bytes)
      : decodeText(bytes),
  );
}

/** The same of a page that is text already, whatever encoding it says that it was in. */
export async function pageText(source: string): Promise<string> {
  const { parseHTML } = await import('linkedom');
  // A part of a page, as copied from one, has no body of its own.
  const whole = /<(?:body|html)[\s>]/iu.test(source)
    ? source
    : `<html><body>${source}</body></html>`;
  const { document } = parseHTML(whole);
  for (const node of document.querySelectorAll(DROPPED)) node.remove();
  const found = CONTAINERS.map((selector) => document.querySelector(selector)).find(
    (node) => (node?.textContent ?? '').trim().length > 80,
  );
  const title = headline(document.querySelector('title')?.textContent ?? '');
  const text = lines(found ?? document.body ?? document.documentElement);
  return title === '' || text.slice(0, 400).includes(title) ? text : `${title}\n${text}`;
}

/** The page title without the name of the site after _ or -. */
function headline(title: string): string {
  return (title.trim().split(/[_|]|\s[-–—]\s/u)[0] ?? '').trim();
}

function lines(root: NodeLike): string {
  const out: string[] = [];
  let line = '';
  const flush = (): void => {
    const text = line
      .replaceAll(/[\n\r ]+/gu, ' ')
      .replaceAll(/ ?\t ?/gu, '\t')
      .trim();
    if (text !== '') out.push(text);
    line = '';
  };
  const walk = (node: NodeLike): void => {
    if (node.nodeType === 3) {
      // A tab parts cells; in the words of a page it is mere indentation.
      line += (node.textContent ?? '').replaceAll('\t', ' ');
      return;
    }
    const block = BLOCKS.test(node.nodeName);
    if (block) flush();
    for (const child of node.childNodes) walk(child);
    if (node.nodeName === 'TD' || node.nodeName === 'TH') line += '\t';
    if (block) flush();
  };
  walk(root);
  flush();
  return out.join('\n');
}
