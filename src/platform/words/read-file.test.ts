import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Document, LevelFormat, Packer, Paragraph, Table, TableCell, TableRow } from 'docx';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readTextFile, UnreadableFile } from './read-file.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'luoshi-words-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function given(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

async function reasonFor(name: string, content: string | Uint8Array): Promise<string> {
  const path = await given(name, content);
  const fault = await readTextFile(path).then(
    () => undefined,
    (error: unknown) => error,
  );
  return fault instanceof UnreadableFile ? fault.reason : 'read';
}

test('UTF-8 and GB18030 text read alike', async () => {
  const utf8 = await given('a.txt', '修渠种树，今年完成。');
  // 修渠 in GB18030, then a comma of ASCII and 种树.
  const bytes = Uint8Array.from([0xd0, 0xde, 0xc7, 0xfe, 0x2c, 0xd6, 0xd6, 0xca, 0xf7]);
  const gb = await given('b.txt', bytes);
  expect((await readTextFile(utf8)).text).toBe('修渠种树，今年完成。');
  expect((await readTextFile(gb)).text).toBe('修渠,种树');
});

test('a web page gives its article and headline, not its menus', async () => {
  const path = await given(
    'page.html',
    `<!DOCTYPE html><html><head><meta charset="utf-8"><title>修渠通知_某县政府网</title></head>
     <body><nav>首页</nav><div id="zoom"><p>各镇：</p><p>今年修渠${'，清淤固堤'.repeat(20)}。</p></div>
     <footer>版权所有</footer></body></html>`,
  );
  const { text, format } = await readTextFile(path);
  expect(format).toBe('html');
  expect(text.split('\n').slice(0, 2)).toEqual(['修渠通知', '各镇：']);
  expect(text).not.toMatch(/首页|版权/);
});

test('a part of a page without a body is read; a page of cells only is a table', async () => {
  const part = await given('part.html', `<div><p>各镇：</p><p>今年修渠三条。</p></div>`);
  expect((await readTextFile(part)).text).toBe('各镇：\n今年修渠三条。');
  const cells = `<table>${'<tr><td>单位</td>\n\t<td>目标</td></tr>'.repeat(9)}</table>`;
  expect(await reasonFor('cells.html', cells)).toBe('table');
});

test('a .docx keeps its automatic numbers and parts its cells', async () => {
  const numbered = (text: string): Paragraph =>
    new Paragraph({ text, numbering: { reference: 'list', level: 0 } });
  const file = new Document({
    numbering: {
      config: [
        {
          reference: 'list',
          levels: [{ level: 0, format: LevelFormat.CHINESE_COUNTING, text: '%1、' }],
        },
      ],
    },
    sections: [
      {
        children: [
          new Paragraph('某县工作要点'),
          numbered('修渠'),
          numbered('种树'),
          new Paragraph('今年完成。'),
          new Table({
            rows: [
              new TableRow({
                children: ['镇', '亩'].map(
                  (text) => new TableCell({ children: [new Paragraph(text)] }),
                ),
              }),
            ],
          }),
        ],
      },
    ],
  });
  const path = await given('list.doc', await Packer.toBuffer(file));
  const { text, format } = await readTextFile(path);
  expect(format).toBe('docx');
  expect(text.split('\n').slice(0, 5)).toEqual([
    '某县工作要点',
    '一、修渠',
    '二、种树',
    '今年完成。',
    '镇\t亩',
  ]);
});

test.each([
  ['empty.txt', '', 'empty'],
  ['blank.txt', ' \n\u3000', 'empty'],
  ['mark.txt', '机密★5年\n某市文件\n修渠。', 'secret'],
  ['picture.docx', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a]), 'foreign'],
  ['cut.pdf', '%PDF-1.7\n1 0 obj\n<<', 'damaged'],
  ['cut.docx', Uint8Array.from([0x50, 0x4b, 0x03, 0x04, 1, 2, 3]), 'damaged'],
  ['english.txt', 'The quick brown fox jumps over the lazy dog. '.repeat(9), 'language'],
  ['noise.txt', Uint8Array.from({ length: 400 }, (_, at) => (at * 7) % 256), 'encoding'],
])('%s is refused with a sentence', async (name, content, reason) => {
  expect(await reasonFor(name, content)).toBe(reason);
});

test('a missing file is said so', async () => {
  await expect(readTextFile(join(folder, 'none.txt'))).rejects.toMatchObject({
    reason: 'missing',
    message: '找不到这个文件。',
  });
});
