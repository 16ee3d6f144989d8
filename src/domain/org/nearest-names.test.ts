import fc from 'fast-check';
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

test('the names offered are those that a comparison with each of them finds', () => {
  const name = fc.string({
    unit: fc.constantFrom(...Array.from('住建局镇村a１·')),
    minLength: 1,
    maxLength: 7,
  });
  fc.assert(
    fc.property(
      name,
      fc.array(name, { maxLength: 12 }),
      fc.integer({ min: 1, max: 5 }),
      (wanted, names, most) => {
        const near = [...new Set(names)]
          .map((one) => ({ one, alike: dice(piecesOf(wanted), piecesOf(one)) }))
          .filter(({ alike }) => alike >= 0.2)
          .toSorted(
            (a, b) => b.alike - a.alike || a.one.length - b.one.length || (a.one < b.one ? -1 : 1),
          );
        expect(nearestNames(wanted, names, most)).toEqual(
          near.slice(0, most).map(({ one }) => one),
        );
      },
    ),
    { numRuns: 500 },
  );
});

/** The characters of a name, and each two that stand side by side. */
function piecesOf(name: string): Set<string> {
  const runs = name.replaceAll('１', '1').split('·');
  return new Set(
    runs
      .flatMap((run) => Array.from(run).flatMap((one, at) => [one, run.slice(at, at + 2)]))
      .filter(Boolean),
  );
}

function dice(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  return a.size + b.size === 0 ? 0 : (2 * a.intersection(b).size) / (a.size + b.size);
}
