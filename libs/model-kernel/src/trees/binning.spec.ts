import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createRng } from '../numerics/index.js';
import { findCategories } from './category-bins.js';
import { findCuts } from './numeric-cuts.js';
import { sortFloats } from './sort-floats.js';

const floats = fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 400 });

describe('sortFloats', () => {
  it('sorts as the engine does', () => {
    fc.assert(
      fc.property(floats, (values) => {
        expect(sortFloats(Float32Array.from(values))).toEqual(Float32Array.from(values).sort());
      }),
    );
  });
});

describe('findCuts', () => {
  it('gives every distinct value a bin where they fit', () => {
    fc.assert(
      fc.property(floats, (values) => {
        const distinct = [...new Set(Float32Array.from(values).sort())].map((x) => x + 0);
        const cuts = findCuts(Float32Array.from(values).sort(), 400);
        expect(cuts.length).toBe(new Set(distinct).size - 1);
        cuts.forEach((cut, k) => expect(distinct[k]! <= cut && cut < distinct[k + 1]!).toBe(true));
      }),
    );
  });

  it('divides many values into bins of nearly equal counts', () => {
    const rng = createRng(1);
    const sorted = Float32Array.from({ length: 20_000 }, () => rng.normal()).sort();
    const cuts = findCuts(sorted, 50);
    const counts = new Uint32Array(50);
    for (const x of sorted) counts[cuts.filter((cut) => x > cut).length]! += 1;
    expect(cuts.length).toBe(49);
    expect(Math.min(...counts)).toBeGreaterThan(350);
    expect(Math.max(...counts)).toBeLessThan(450);
  });

  it('gives a frequent value a bin with hardly anything else and keeps cutting the rest', () => {
    const rng = createRng(2);
    const sorted = Float32Array.from({ length: 5000 }, () => (rng.next() < 0.5 ? 0 : rng.normal())).sort();
    const cuts = findCuts(sorted, 20);
    const alone = cuts.filter((cut) => cut < 0).at(-1)!;
    const next = cuts.find((cut) => cut >= 0)!;
    const others = sorted.filter((x) => x > alone && x <= next && x !== 0);
    // Neighbours join it only where they are fewer than half a bin.
    expect(others.length).toBeLessThan(2500 / 19 / 2);
    expect(cuts.length).toBeGreaterThanOrEqual(17);
  });

  it('needs no cut for a constant or absent feature', () => {
    expect(findCuts(new Float32Array(9).fill(3), 255).length).toBe(0);
    expect(findCuts(new Float32Array(0), 255).length).toBe(0);
  });
});

describe('findCategories', () => {
  it('keeps the most frequent codes, ties by code', () => {
    const { codes, hasRest } = findCategories(Float32Array.of(5, 5, 3, NaN, 9, 3, 1));
    expect([...codes]).toEqual([3, 5, 1, 9]);
    expect(hasRest).toBe(false);
    expect(findCategories(Float32Array.from({ length: 300 }, (_, i) => i)).hasRest).toBe(true);
  });
});
