import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fromHalf, toHalf } from './half.js';

describe('numbers of 16 bits', () => {
  it('go there and back without change, all 65,536 of them', () => {
    for (let bits = 0; bits < 65_536; bits++) {
      const value = fromHalf(bits);
      if (Number.isNaN(value)) expect(Number.isNaN(fromHalf(toHalf(value)))).toBe(true);
      else if (toHalf(value) !== bits) throw new Error(`${bits} became ${toHalf(value)}`);
    }
  });

  it('are the nearest, ties to even', () => {
    const halves = Array.from({ length: INFINITE }, (_, bits) => fromHalf(bits));
    fc.assert(
      fc.property(fc.double({ min: 0, max: 65_504, noNaN: true }), (value) => {
        const bits = toHalf(value);
        const error = Math.abs(halves[bits]! - value);
        for (const other of [bits - 1, bits + 1]) {
          const otherError = Math.abs((halves[other] ?? Infinity) - value);
          expect(error < otherError || (error === otherError && bits % 2 === 0)).toBe(true);
        }
      }),
    );
  });

  it.each([
    [1, 0x3c00],
    [-2, 0xc000],
    [65_504, 0x7bff],
    [65_519, 0x7bff],
    [65_520, 0x7c00],
    [-Infinity, 0xfc00],
    [-0, 0x8000],
    [2 ** -24, 0x0001],
    [2 ** -25, 0x0000],
    [1 + 2 ** -11, 0x3c00],
    [1 + 3 * 2 ** -11, 0x3c02],
  ])('%d is %d', (value, bits) => expect(toHalf(value)).toBe(bits));
});

const INFINITE = 0x7c00;
