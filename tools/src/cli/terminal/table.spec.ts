import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { renderPairs, renderTable, wrapText } from './table.js';

describe('tables', () => {
  it('puts numbers under each other and ends no line in spaces', () => {
    const table = renderTable(
      [{ title: 'model' }, { title: 'AUC', align: 'right' }],
      [
        ['churn_predictor', '0.79'],
        ['x', '10.001'],
      ],
    );
    expect(table).toBe(
      ['model               AUC', '───────────────  ──────', 'churn_predictor    0.79', 'x                10.001'].join(
        '\n',
      ),
    );
  });

  it('shows every cell whole', () => {
    const cell = fc.string({ unit: 'grapheme-ascii' }).map((text) => text.replaceAll(/\s/g, '_'));
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell)), (rows) => {
        const table = renderTable([{ title: 'a' }, { title: 'b' }], rows);
        expect(rows.flat().every((text) => table.includes(text))).toBe(true);
        expect(table.split('\n')).toHaveLength(rows.length + 2);
      }),
    );
  });

  it('aligns values beside their names', () => {
    expect(
      renderPairs([
        ['a', '1'],
        ['long', '2'],
      ]),
    ).toBe('a     1\nlong  2');
  });
});

describe('wrapped text', () => {
  it('stays within the width, loses no word and keeps their order', () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { maxLength: 40 });
    fc.assert(
      fc.property(words, fc.integer({ min: 14, max: 80 }), (list, width) => {
        const wrapped = wrapText(list.join(' '), width, '  ');
        expect(wrapped.split(/\s+/).filter((word) => word !== '')).toEqual(list);
        for (const line of wrapped.split('\n')) expect(line.length).toBeLessThanOrEqual(width);
      }),
    );
  });
});
