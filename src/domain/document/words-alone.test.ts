import { expect, test } from 'vitest';
import { wordsAlone } from './words-alone.ts';

const WORDS = '新建水渠3.5公里增长5%完成2项';

test.each([
  ['as written', '新建水渠3.5公里，增长5%。\n完成2项。'],
  ['broken by the page', '新建水渠3.5公\n里，增\n— 12 —\n长5%。完成 2 项。'],
  ['full-width marks', '新建水渠３．５公里，增长５％。\r\n完成２项。'],
  ['half-width marks', '新建水渠3.5公里,增长5%. 完成2项.'],
  ['on a web page', '打印\n来源：某某网\n新建水渠3.5公里，增长5%。完成2项。\n相关报道：'],
])('%s', (_, text) => {
  expect(wordsAlone(text)).toBe(WORDS);
});

test('another figure is another text', () => {
  expect(wordsAlone('新建水渠35公里，增长5%。完成2项。')).not.toBe(WORDS);
});
