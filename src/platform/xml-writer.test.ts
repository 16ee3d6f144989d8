import { expect, test } from 'vitest';
import { writeXml } from './xml-writer.ts';

test('text cannot end an element, begin one or name an entity', () => {
  expect(writeXml('a', `<b>&"'\r\n]]>`)).toBe(
    '<?xml version="1.0" encoding="utf-8"?>\n<a>&lt;b&gt;&amp;&quot;&apos;&#13;\n]]&gt;</a>',
  );
});

test('characters that XML cannot hold are left out, others kept', () => {
  expect(writeXml('a', '灯\u0000\u000B\uD800🙂\uFFFE')).toContain('<a>灯🙂</a>');
});

test('lists repeat their element, nothing is an empty one', () => {
  expect(writeXml('rs', { r: [{ id: 1, none: null }, { id: 2 }], s: [] })).toContain(
    '<rs><r><id>1</id><none/></r><r><id>2</id></r></rs>',
  );
});
