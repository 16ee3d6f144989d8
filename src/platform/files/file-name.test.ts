import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fileName } from './file-name.ts';

test.each([
  ['../../etc/passwd', 'text/plain', 'passwd.txt'],
  ['C:\\temp\\整改 报告.PDF', 'application/pdf', '整改 报告.PDF'],
  ['gpj.\u202eexe.jpg', 'image/jpeg', 'gpj.exe.jpg'],
  ['a\r\nSet-Cookie: x.png', 'image/png', 'aSet-Cookie_ x.png'],
  ['照片.gif', 'image/png', '照片.png'],
  ['...', 'image/png', '未命名.png'],
  ['', 'application/pdf', '未命名.pdf'],
  ['病毒.exe', 'text/plain', '病毒.exe.txt'],
])('%j as %s is kept as %j', (sent, mediaType, kept) => {
  expect(fileName(sent, mediaType)).toBe(kept);
});

test('any name is short, visible, without folders, and stays itself when given again', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (sent) => {
      const name = fileName(sent, 'image/png');
      expect(name.length).toBeLessThanOrEqual(200);
      expect(name).toMatch(/^[^\p{Cc}\p{Cf}\p{Cs}/\\<>:"|?*]+\.png$/iu);
      expect(name.isWellFormed()).toBe(true);
      expect(fileName(name, 'image/png')).toBe(name);
    }),
  );
});
