import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Document, Packer, Paragraph, Table, TableCell, TableRow } from 'docx';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Refusal, refusalSentence } from '#domain/refusal.ts';
import type { Database } from '#platform/db/open.ts';
import { folderStore } from '#platform/files/folder-store.ts';
import type { Direct } from '#platform/http.ts';
import { newId } from '#platform/ids.ts';
import { DocumentReader } from '#platform/workers/document-reader.ts';
import {
  bombFile,
  docxFile,
  FILE_MAKERS,
  lockedFile,
  pdfFile,
  scannedFile,
} from '#test/documents/make-files.ts';
import { testDatabase } from '#test/template.ts';
import { type TinyCity, tinyCity } from '#test/tiny-city.ts';
import { listDocuments } from './read-documents.ts';
import { type DocumentParts, uploadDocument } from './take-document.ts';

let database: Database;
let city: TinyCity;
let dir = '';
let parts: DocumentParts;
const reader = new DocumentReader();

beforeAll(async () => {
  database = await testDatabase();
  city = await tinyCity(database.db);
  dir = await mkdtemp(join(tmpdir(), 'luoshi-bring-'));
  const store = folderStore(join(dir, 'files'));
  parts = { store, spool: join(dir, 'spool'), reader, model: undefined };
});
afterAll(async () => {
  await reader.close();
  await database.close();
  await rm(dir, { recursive: true, force: true });
});

type Given = string | Uint8Array;

function give(name: string, bytes: Given, lang: 'zh' | 'en' = 'zh') {
  const headers = { 'idempotency-key': newId(), 'accept-language': lang };
  const body = bytes as BodyInit;
  const init = { method: 'POST', headers, body, duplex: 'half' as const };
  const request = new Request('http://127.0.0.1/api/v1/documents', init);
  const { db, actor, cityId, now, today } = city.ask(database.db, 'cityOffice');
  const call: Direct = { db, actor, cityId, now, today, request, from: 'local' };
  return uploadDocument(parts, call, { name });
}

/** Everything that is there: files kept and documents listed. */
async function there(): Promise<readonly [number, number]> {
  let files = 0;
  for await (const _file of parts.store.list()) files += 1;
  const { documents } = await listDocuments(city.ask(database.db, 'cityOffice'), {
    limit: 100,
    all: true,
  });
  return [files, documents.length];
}

const lines = (word: string): string[] => [
  `${word}2026年工作要点`,
  '一、2026年工作安排',
  `${word}新建水塔5座，请市水务局牵头。`,
];

function docx(children: readonly (Paragraph | Table)[]): Promise<Uint8Array> {
  return Packer.toBuffer(new Document({ sections: [{ children: [...children] }] }));
}

const GB18030 = new URL('../../../test/documents/gb18030.txt', import.meta.url);

const WORDS = ['甲', '乙', '丙', '丁', '戊', '己', '庚'];
const KINDS: readonly (readonly [string, string, () => Given | Promise<Given>])[] = [
  ...FILE_MAKERS.map(
    ([ending, make], i) => [`要点.${ending}`, ending, () => make(lines(WORDS[i] ?? ''))] as const,
  ),
  ['改了名.doc', 'docx', () => docxFile(lines('辛'))],
  ['国标.txt', 'txt', () => readFile(GB18030)],
  ['带标记.txt', 'txt', () => `\ufeff${lines('壬').join('\r\n')}`],
];

test.each(KINDS)(
  '%s is read as %s, and again opens the earlier reading',
  async (name, kind, make) => {
    const bytes = await make();
    const first = await give(name, bytes);
    const { document } = first as { document: { id: string; name: string; title: string } };
    expect(document.name.endsWith(`.${kind}`)).toBe(true);
    expect(document.title).toContain('2026年工作要点');
    expect(document).toMatchObject({ state: 'open', counts: { tasks: 1, targets: 1 } });
    const before = await there();
    expect(await give(`又一次${name}`, bytes)).toMatchObject({
      known: true,
      document: { id: document.id },
    });
    expect(await there()).toEqual(before);
  },
);

test.each(FILE_MAKERS.map(([ending, make], i) => [ending, make, WORDS[i] ?? ''] as const))(
  'the words of %s are known from whatever file they came in before',
  async (_, make, word) => {
    const written = lines(`${word}再`);
    const { document } = await give('原稿.txt', written.join('\n'));
    expect(await give('另一种', await make(written))).toMatchObject({
      known: true,
      document: { id: document.id },
    });
  },
);

test('a reading of before the words were summed alone is found by its words too', async () => {
  const written = lines('旧');
  const { document } = await give('旧稿.txt', written.join('\n'));
  await database.db
    .updateTable('document')
    .set({ text_sha256: '0'.repeat(64), words_rule: 1 })
    .where('id', '=', document.id)
    .execute();
  expect(await give('旧稿.docx', await docxFile(written))).toMatchObject({
    known: true,
    document: { id: document.id },
  });
});

const row = (words: readonly string[]): TableRow =>
  new TableRow({
    children: words.map((text) => new TableCell({ children: [new Paragraph(text)] })),
  });

const cut = async (): Promise<Uint8Array> =>
  (await docx(lines('庚').map((text) => new Paragraph(text)))).slice(0, 900);

const REFUSED: readonly (readonly [string, string, string, () => Given | Promise<Given>])[] = [
  ['空.txt', '空', 'empty', () => ''],
  ['白.txt', '空的', 'empty', () => ' \n\u3000'],
  ['加密.docx', '密码', 'password', lockedFile],
  ['太长.pdf', '拆成', 'Split', () => pdfFile(lines('癸'), 500)],
  ['半截.docx', '损坏', 'damaged', cut],
  ['半截.pdf', '损坏', 'damaged', () => '%PDF-1.7\n1 0 obj\n<<'],
  ['扫描件.pdf', '没有文字', 'no text', scannedFile],
  ['炸弹.docx', '炸弹', 'bomb', bombFile],
  ['照片.docx', 'PNG', 'PNG', () => Buffer.from('89504e470d0a1a0a0000', 'hex')],
  ['外文.txt', '中文', 'Chinese', () => 'Plans for the year ahead are set out here. '.repeat(20)],
  [
    '只有表.docx',
    '只有表格',
    'table',
    () => docx([new Table({ rows: Array.from({ length: 12 }, (_, i) => row(['镇', `${i}`])) })]),
  ],
  ['密件.txt', '密', 'secrecy mark', () => `机密★10年\n${lines('辛').join('\n')}`],
  [
    '绝密.docx',
    '密',
    'secrecy mark',
    () => docx(['绝密', ...lines('壬')].map((t) => new Paragraph(t))),
  ],
  ['乱码.txt', '编码', 'encoding', () => new Uint8Array(300).fill(0xff)],
];

test.each(REFUSED)(
  '%s is refused with a sentence in each language, and nothing is kept or lost',
  async (name, zh, en, make) => {
    const bytes = await make();
    const before = await there();
    for (const [lang, says] of [
      ['zh', zh],
      ['en', en],
    ] as const) {
      const error: unknown = await give(name, bytes, lang).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(Refusal);
      const { code, details } = error as Refusal;
      expect(refusalSentence(code, details, lang)).toContain(says);
    }
    expect(await there()).toEqual(before);
  },
);
