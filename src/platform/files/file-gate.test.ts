import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Refusal, type RefusalCode } from '#domain/refusal.ts';
import { zipStream } from '../sheets/zip-stream.ts';
import { type FileGate, fileGate } from './file-gate.ts';
import { folderStore } from './folder-store.ts';

let dir = '';
let gate: FileGate;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), '落实 files '));
  gate = fileGate({
    store: folderStore(join(dir, 'kept')),
    spool: join(dir, 'spool'),
    classified: (file) => Promise.resolve(file.name.includes('密')),
  });
});
afterAll(() => rm(dir, { recursive: true, force: true }));

function bodyOf(...pieces: (Buffer | string)[]): ReadableStream<Uint8Array> {
  return new Blob(pieces.map((piece) => new Uint8Array(Buffer.from(piece as string)))).stream();
}

async function bytesOf(sha256: string): Promise<Buffer> {
  const content = await gate.store.open(sha256);
  if (content === undefined) throw new Error('not kept');
  return Buffer.from(await new Response(content).arrayBuffer());
}

async function zipOf(parts: Record<string, string>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const list = Object.entries(parts).map(([name, text]) => ({ name, text: [text] }));
  for await (const chunk of zipStream(list, 6)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const DOCX = {
  '[Content_Types].xml': '<Types/>',
  'word/document.xml': '<w:document>整改报告</w:document>',
};
const external = (type: string, target: string): string =>
  `<Relationships><Relationship Id="r1" Type="http://x/${type}" Target="${target}" TargetMode="External"/></Relationships>`;

/** The code of the refusal; nothing may be left in the spool. */
async function refusal(body: Buffer | string, name = 'a.bin'): Promise<RefusalCode> {
  const error: unknown = await gate.take(bodyOf(body), name).catch((thrown: unknown) => thrown);
  if (!(error instanceof Refusal)) throw new Error(`${name} was taken`, { cause: error });
  expect(await readdir(join(dir, 'spool'))).toEqual([]);
  return error.code;
}

test('a photograph is kept upright, smaller, and without the place where it was taken', async () => {
  const photo = await sharp({
    create: { width: 4000, height: 3000, channels: 3, background: '#a33' },
  })
    .withMetadata({ orientation: 6 })
    .withExifMerge({
      IFD0: { Make: 'SECRET-CAMERA' },
      IFD3: { GPSLatitude: '30/1 15/1 0/1', GPSLatitudeRef: 'N' },
    })
    .jpeg()
    .toBuffer();
  expect(photo.includes('SECRET-CAMERA')).toBe(true);
  const kept = await gate.take(bodyOf(photo), 'C:\\照片\\整改后.HEIC');
  expect(kept).toMatchObject({ name: '整改后.jpg', mediaType: 'image/jpeg' });
  const bytes = await bytesOf(kept.sha256);
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(kept.sha256);
  expect(bytes.length).toBe(kept.bytes);
  const seen = await sharp(bytes).metadata();
  expect([seen.width, seen.height, seen.orientation, seen.exif]).toEqual([
    1920,
    2560,
    undefined,
    undefined,
  ]);
  expect(bytes.includes('SECRET-CAMERA')).toBe(false);
  const file = await stat(
    join(dir, 'kept', kept.sha256.slice(0, 2), kept.sha256.slice(2, 4), kept.sha256),
  );
  expect(file.mode & 0o777).toBe(0o600);
});

test.each(['png', 'webp', 'gif', 'avif'] as const)('a %s is drawn anew', async (format) => {
  const picture = await sharp({
    create: { width: 20, height: 10, channels: 3, background: '#3a3' },
  })
    .toFormat(format)
    .toBuffer();
  const polyglot = Buffer.concat([picture, Buffer.from('<script>alert(1)</script>PK\x03\x04')]);
  const kept = await gate.take(bodyOf(polyglot), `图.${format}`);
  expect(kept.mediaType).toBe(
    { png: 'image/png', webp: 'image/webp', gif: 'image/png', avif: 'image/jpeg' }[format],
  );
  expect((await bytesOf(kept.sha256)).includes('alert')).toBe(false);
});

describe('documents are known by their content', () => {
  test.each([
    [
      'pdf',
      '%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF',
      '批复.docx',
      'application/pdf',
      '批复.docx.pdf',
    ],
    ['text', '路灯不亮,已修复\n', '清单.csv', 'text/plain', '清单.csv'],
    [
      'GB18030 text',
      Buffer.from('c2b7b5c6b2bbc1c1a3acd2d1d0deb8b4', 'hex'),
      '说明',
      'text/plain',
      '说明.txt',
    ],
  ])('%s', async (_, body, sent, mediaType, name) => {
    expect(await gate.take(bodyOf(body), sent)).toMatchObject({ mediaType, name });
  });

  test('a Word document with links, and with the template of the writer’s own disk', async () => {
    const body = await zipOf({
      ...DOCX,
      'word/_rels/document.xml.rels': external('hyperlink', 'https://example.cn/'),
      'word/_rels/settings.xml.rels': external(
        'attachedTemplate',
        'file:///C:\\Users\\a\\Normal.dotm',
      ),
    });
    const kept = await gate.take(bodyOf(body), '报告');
    expect(kept.name).toBe('报告.docx');
    expect((await bytesOf(kept.sha256)).equals(body)).toBe(true);
  });
});

test('what is not evidence is refused with its reason, whatever it is called', async () => {
  expect(await refusal('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', 'a.png')).toBe(
    'file-type',
  );
  expect(await refusal('\ufeff <!DOCTYPE html><p>x', 'a.jpg')).toBe('file-type');
  expect(await refusal(Buffer.from('<html><script>1</script>', 'utf16le'), 'a.txt')).toBe(
    'file-type',
  );
  expect(await refusal(`说明文字 ${'。'.repeat(9000)}<script src=x></script>`, 'a.txt')).toBe(
    'file-type',
  );
  expect(await refusal(Buffer.from('4d5a90000300', 'hex'), 'a.pdf')).toBe('file-type');
  expect(await refusal('#!/bin/sh\n', 'a.txt')).toBe('file-type');
  expect(await refusal(Buffer.from([0, 1, 2, 3, 0xff, 0xfe, 0]), 'a.txt')).toBe('file-type');
  expect(await refusal(Buffer.from('526172211a0700', 'hex'), 'a.docx')).toBe('file-archive');
  expect(await refusal(await zipOf({ 'a.txt': 'x' }), 'a.docx')).toBe('file-archive');
  expect(await refusal(Buffer.from('d0cf11e0a1b11ae100', 'hex'), 'a.docx')).toBe('file-old-office');
  expect(await refusal('%PDF-1.4\ntrailer<</Encrypt 5 0 R>>\n%%EOF', 'a.pdf')).toBe(
    'file-encrypted',
  );
  expect(await refusal('%PDF-1.4 and no end', 'a.pdf')).toBe('file-broken');
  expect(await refusal(Buffer.from('ffd8ffe000104a464946', 'hex'), 'a.jpg')).toBe('file-broken');
  expect(await refusal('', 'a.jpg')).toBe('file-empty');
  expect(await refusal('密级：秘密\n', '密件.txt')).toBe('classified-file');
});

test('a document that would run or fetch something is refused', async () => {
  expect(await refusal(await zipOf({ ...DOCX, 'word/vbaProject.bin': 'x' }))).toBe('file-active');
  expect(
    await refusal(
      await zipOf({
        ...DOCX,
        '[Content_Types].xml': 'application/vnd.ms-word.document.macroEnabled.main+xml',
      }),
    ),
  ).toBe('file-active');
  for (const target of ['http://evil.example/t.dotm', '\\\\evil\\t.dotm', 'file://evil/t.dotm'])
    expect(
      await refusal(
        await zipOf({
          ...DOCX,
          'word/_rels/settings.xml.rels': external('attachedTemplate', target),
        }),
      ),
    ).toBe('file-active');
  expect(await refusal(await zipOf({ ...DOCX, '../../etc/cron.d/x': 'x' }))).toBe('file-broken');
});

test('a sign is found wherever the pieces of the file are cut', async () => {
  for (let before = 65_530; before <= 65_540; before += 1) {
    const pdf = `%PDF-1.4${' '.repeat(before - 8)}/Encrypt 5 0 R ${' '.repeat(70_000)}%%EOF`;
    expect(await refusal(pdf, 'a.pdf')).toBe('file-encrypted');
  }
});

test('bombs are refused by what they declare', async () => {
  expect(await refusal(await zipOf({ ...DOCX, 'word/media/a.bin': '0'.repeat(30_000_000) }))).toBe(
    'file-bomb',
  );
  const wide = await sharp({
    create: { width: 9000, height: 9000, channels: 3, background: '#fff' },
  })
    .png({ compressionLevel: 1 })
    .toBuffer();
  expect(await refusal(wide, 'wide.png')).toBe('picture-too-large');
});

test('the limit holds while the body comes, and is wider for a picture', async () => {
  const spent: number[] = [];
  const endless = (head: string): ReadableStream<Uint8Array> =>
    new ReadableStream({
      start: (out) => out.enqueue(Buffer.from(head, 'latin1')),
      pull: (out) => {
        spent.push(1e6);
        out.enqueue(new Uint8Array(1e6).fill(65));
      },
    });
  await expect(gate.take(endless('aaaa'), 'a.txt')).rejects.toMatchObject({
    code: 'file-too-large',
    details: { limit: '20 MB' },
  });
  expect(spent.length).toBeLessThan(25);
  await expect(gate.take(endless('\xff\xd8\xff'), 'a.jpg')).rejects.toMatchObject({
    details: { limit: '40 MB' },
  });
  expect(await readdir(join(dir, 'spool'))).toEqual([]);
});

test('what a killed process has left in the spool goes after an hour', async () => {
  const left = join(dir, 'spool', 'left');
  await writeFile(left, 'x');
  expect(await gate.tidy(new Date())).toBe(0);
  const before = new Date(Date.now() - 3_700_000);
  await utimes(left, before, before);
  expect(await gate.tidy(new Date())).toBe(1);
});
