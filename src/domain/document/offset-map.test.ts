import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalise } from './normalise.ts';
import { packOffsets, unpackOffsets } from './offset-map.ts';

const piece = fc.constantFrom(
  '全市',
  '１２',
  ' ',
  '\n',
  '農',
  '(xiang)',
  '?笆濉睍r',
  '，',
  'abc',
  '率3%o',
);

test('packed offsets come back as they were', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const normal = normalise(pieces.join(''));
      const back = unpackOffsets(packOffsets(normal), normal.text.length);
      expect(back.starts).toEqual(normal.starts);
      expect(back.ends).toEqual(normal.ends);
    }),
  );
});

test('a plain text is one run', () => {
  expect([...packOffsets(normalise('全市上下一盘棋'))]).toEqual([0, 0, 1, 1]);
});
