import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nextOrder, parseOrder, sorted, writeOrder, type SortValue } from './sort.js';

describe('rows in order', () => {
  it('have those without a value last, upwards and downwards', () => {
    const rows: SortValue[] = [3, undefined, 1, NaN, 2];
    expect(sorted(rows, (row) => row, false)).toEqual([1, 2, 3, undefined, NaN]);
    expect(sorted(rows, (row) => row, true)).toEqual([3, 2, 1, undefined, NaN]);
  });

  it('count as people do where numbers stand in texts', () => {
    expect(sorted(['run 10', 'run 9'], (row) => row, false)).toEqual(['run 9', 'run 10']);
  });

  it('are the same rows, and equals stay as they were', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ max: 3, min: 0 }), fc.nat())), fc.boolean(), (rows, isDescending) => {
        const once = sorted(rows, ([key]) => key, isDescending);
        expect([...once].sort()).toEqual([...rows].sort());
        expect(sorted(once, ([key]) => key, isDescending)).toEqual(once);
      }),
    );
  });
});

it('an order is written as it is read, and a second click turns it round', () => {
  expect(parseOrder('-loss')).toEqual({ by: 'loss', isDescending: true });
  expect(parseOrder(undefined)).toBeUndefined();
  const first = nextOrder(undefined, 'loss');
  const second = nextOrder(first, 'loss');
  expect([writeOrder(first), writeOrder(second), writeOrder(nextOrder(second, 'rows'))]).toEqual([
    'loss',
    '-loss',
    'rows',
  ]);
});
