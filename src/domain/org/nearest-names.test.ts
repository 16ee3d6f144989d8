import { expect, test } from 'vitest';
import { NameIndex, nearestNames } from './nearest-names.ts';

const NAMES = [
  '住房和城乡建设局',
  '住建局',
  '石匣镇',
  '石匣镇槐树村党支部',
  '槐树村',
  '交通运输局',
  '农业农村局',
  '石匣镇',
];

test('the names nearest to a slip of the pen come first, each once, the shorter before the longer', () => {
  expect(nearestNames('住房与城乡建设局', NAMES, 3)[0]).toBe('住房和城乡建设局');
  expect(nearestNames('石匣', NAMES, 2)).toEqual(['石匣镇', '石匣镇槐树村党支部']);
  expect(nearestNames('槐树村支部', NAMES, 9).filter((name) => name === '槐树村')).toHaveLength(1);
});

test('nothing is offered for what is like nothing, and never more than was asked for', () => {
  expect(nearestNames('QQQ', NAMES, 3)).toEqual([]);
  expect(nearestNames('局', NAMES, 2)).toHaveLength(2);
});

test('an index answers like a list, whatever was asked before', () => {
  const index = new NameIndex();
  for (const name of NAMES) index.add(name);
  for (const wanted of ['住建', '石匣', '党支部', '住建'])
    expect(index.nearest(wanted, 3)).toEqual(nearestNames(wanted, NAMES, 3));
});
