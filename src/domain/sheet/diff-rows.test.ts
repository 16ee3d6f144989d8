import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Cell } from './cell.ts';
import { cellPrints, returnedRows, type ReturnedColumns } from './diff-rows.ts';

const COLUMNS: ReturnedColumns = {
  id: 0,
  version: 1,
  prints: 2,
  editable: [
    { column: 3, field: 'title', label: '存在问题', print: 0 },
    { column: 4, field: 'deadline', label: '整改时限', print: 1 },
    { column: 5, field: 'progress', label: '整改进展', print: 2 },
  ],
  printed: 3,
  locked: [{ column: 6, label: '牵头单位' }],
};
const LEAD = { text: '住建局' };

function exported(id: string, version: number, texts: readonly string[]): (Cell | undefined)[] {
  const cells = texts.map((text) => ({ text }));
  return [
    { text: id },
    { text: String(version), number: version },
    { text: cellPrints(cells, [LEAD]) },
    ...cells,
    LEAD,
  ];
}

test('an export brought back untouched changes nothing, however an office program rewrote it', () => {
  const cells = exported('p1', 3, ['路灯不亮\n巷子黑', '2021-11-30', '']);
  const rewritten = [
    ...cells.slice(0, 3),
    { text: '路灯不亮  \r\n巷子黑 ' },
    { text: '2021-11-30', date: '2021-11-30' },
    undefined,
    LEAD,
  ];
  const read = returnedRows(COLUMNS);
  expect(read({ row: 5, cells: rewritten })).toEqual({ row: 5, is: 'unchanged', id: 'p1' });
});

test('only the cells edited come back, with the version the office saw', () => {
  const cells = exported('p1', 3, ['路灯不亮', '2021-11-30', '未开工']);
  const read = returnedRows(COLUMNS);
  expect(read({ row: 5, cells: [...cells.slice(0, 5), { text: '已装 12 盏' }, LEAD] })).toEqual({
    row: 5,
    is: 'changed',
    id: 'p1',
    version: 3,
    changes: [{ column: 5, field: 'progress', label: '整改进展', to: '已装 12 盏' }],
    locked: [],
  });
});

test('a row without an id is new, a copied one is known, a damaged one is not guessed at', () => {
  const cells = exported('p1', 3, ['a', 'b', 'c']);
  const read = returnedRows(COLUMNS);
  expect(read({ row: 5, cells }).is).toBe('unchanged');
  expect(read({ row: 6, cells })).toEqual({ row: 6, is: 'twice', id: 'p1', first: 5 });
  expect(read({ row: 7, cells: [undefined, undefined, undefined, { text: '新问题' }] }).is).toBe(
    'new',
  );
  expect(read({ row: 8, cells: [{ text: 'p2' }, { text: 'x' }, { text: '' }] }).is).toBe(
    'unreadable',
  );
});

test('what was changed in a column that is only read is said, and moves nothing', () => {
  const cells = exported('p1', 3, ['a', 'b', 'c']);
  const edited = { row: 5, cells: [...cells.slice(0, 6), { text: '城管局' }] };
  expect(returnedRows(COLUMNS)(edited)).toMatchObject({
    is: 'changed',
    changes: [],
    locked: [{ label: '牵头单位', text: '城管局' }],
  });
  // With one of those columns gone nothing can be said of the others.
  expect(returnedRows({ ...COLUMNS, locked: undefined })(edited).is).toBe('unchanged');
});

test('a column that was taken away is not emptied, one that was moved is followed', () => {
  const cells = exported('p1', 3, ['a', 'b', 'c']);
  const [title, , progress] = COLUMNS.editable;
  if (title === undefined || progress === undefined) throw new Error('no columns');
  const read = returnedRows({
    ...COLUMNS,
    editable: [
      { ...progress, column: 3 },
      { ...title, column: 5 },
    ],
  });
  const moved = [...cells.slice(0, 3), cells[5], undefined, { text: 'A' }, LEAD];
  expect(read({ row: 5, cells: moved })).toMatchObject({
    is: 'changed',
    changes: [{ field: 'title', to: 'A' }],
  });
});

test('exactly the edited cells are found', () => {
  const text = fc.string({
    unit: fc.constantFrom('路', '灯', '不', '亮', '1', '\n', 'a'),
    maxLength: 12,
  });
  const texts = fc.tuple(text, text, text);
  fc.assert(
    fc.property(texts, texts, (before, after) => {
      const head = exported('p1', 1, before).slice(0, 3);
      const found = returnedRows(COLUMNS)({
        row: 2,
        cells: [...head, ...after.map((one) => ({ text: one })), LEAD],
      });
      const changed = found.is === 'changed' ? found.changes.map(({ column }) => column - 3) : [];
      const expected = [0, 1, 2].filter((k) => before[k]?.trim() !== after[k]?.trim());
      expect(changed).toEqual(expected);
    }),
  );
});

test('a sheet exported years ago is still compared: prints never change', () => {
  const texts = ['主街路灯有3盏不亮', 'a', '', '逐盏检修\n立行立改', 'x'.repeat(300)];
  const before = 'sv1dsl1twdwow.1r9wi7gvey8ky.0.72s1t3az95v9.15wcelxo6y25p';
  const cells = texts.map((text) => ({ text }));
  const now = cellPrints(cells, [LEAD]);
  expect(now.slice(0, before.length + 1)).toBe(`${before}.`);
  // Those sheets have no print of what is only read.
  const editable = texts.map((_, print) => ({ column: print + 3, field: 'f', label: 'F', print }));
  const read = returnedRows({
    ...COLUMNS,
    printed: 5,
    editable,
    locked: [{ column: 8, label: 'L' }],
  });
  const head = [{ text: 'p1' }, { text: '3' }, { text: before }];
  expect(read({ row: 2, cells: [...head, ...cells, { text: '什么都行' }] }).is).toBe('unchanged');
});
