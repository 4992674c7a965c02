import { describe, expect, it } from '@jest/globals';
import { compactRows } from './compact-rows.js';

describe('rows without the names of their columns', () => {
  it('are in the order of the first one, however the others are written', () => {
    const rows = [
      { id: 1, note: null },
      { note: 'x', id: 2 },
    ];
    expect(compactRows(rows)).toEqual({
      columns: ['id', 'note'],
      values: [
        [1, null],
        [2, 'x'],
      ],
    });
  });

  it.each([
    ['one has a column more', [{ a: 1 }, { a: 1, b: 2 }]],
    ['one has a column less', [{ a: 1, b: 2 }, { a: 1 }]],
    ['one has another column', [{ a: 1 }, { b: 1 }]],
    ['a value is undefined, which is to be the default', [{ a: undefined }]],
    ['a name would have to be quoted', [{ 'a b': 1 }]],
    ['there is no column', [{}]],
    ['there is no row', []],
  ])('are none where %s', (_, rows) => {
    expect(compactRows(rows)).toBeNull();
  });
});
