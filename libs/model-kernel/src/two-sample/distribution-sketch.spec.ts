import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createRng } from '../numerics/index.js';
import { mergeSketches, sketchOf } from './distribution-sketch.js';
import { empiricalDistribution, type EmpiricalDistribution } from './empirical-distribution.js';
import { kolmogorovSmirnov } from './kolmogorov-smirnov.js';

const samples = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true, min: -100, max: 100 }), {
  minLength: 1,
  maxLength: 400,
});
const few = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 400 });
const distribution = (sample: readonly number[]) => empiricalDistribution(Float64Array.from(sample));

/** sup |F − G|, walked here by itself. */
function distance(a: EmpiricalDistribution, b: EmpiricalDistribution): number {
  const at = ({ values, counts, total }: EmpiricalDistribution, x: number) =>
    values.reduce((sum, value, i) => (value <= x ? sum + counts[i]! : sum), 0) / total;
  return Math.max(...[...a.values, ...b.values].map((x) => Math.abs(at(a, x) - at(b, x))));
}

describe('a sketch of a distribution', () => {
  it('is the distribution itself where that is small', () => {
    const small = distribution([3, 1, 1, 2]);
    expect(sketchOf(small, 3)).toEqual({ ...small, rankError: 0 });
  });

  it('has no more values than asked for, the weight of all, and is no further off than it says', () => {
    fc.assert(
      fc.property(fc.oneof(samples, few), fc.integer({ min: 2, max: 40 }), (sample, most) => {
        const whole = distribution(sample);
        const sketch = sketchOf(whole, most);
        expect(sketch.values.length).toBeLessThanOrEqual(most);
        expect(sketch.counts.reduce((sum, count) => sum + count, 0)).toBe(sample.length);
        expect(distance(whole, sketch)).toBeLessThanOrEqual(sketch.rankError + 1e-12);
        expect(sketch.rankError).toBeLessThanOrEqual(2 / most);
      }),
    );
  });

  it('of two hundred values is off by half a percent at most', () => {
    const rng = createRng(1);
    const whole = empiricalDistribution(Float64Array.from({ length: 50_000 }, () => rng.normal()));
    const sketch = sketchOf(whole, 200);
    expect(sketch.rankError).toBeLessThan(0.0055);
    expect(kolmogorovSmirnov(whole, sketch).statistic).toBeLessThanOrEqual(sketch.rankError + 1e-12);
  });
});

describe('sketches merged', () => {
  it('are one of the whole sample, in either order, no further off than they say', () => {
    fc.assert(
      fc.property(samples, fc.oneof(samples, few), fc.integer({ min: 2, max: 40 }), (left, right, most) => {
        const [a, b] = [sketchOf(distribution(left), most), sketchOf(distribution(right), most)];
        const merged = mergeSketches(a, b, most);
        expect(mergeSketches(b, a, most)).toEqual(merged);
        expect(merged.total).toBe(left.length + right.length);
        expect(distance(distribution([...left, ...right]), merged)).toBeLessThanOrEqual(merged.rankError + 1e-12);
      }),
    );
  });

  it('know one zero', () => {
    const [minus, plus] = [sketchOf(distribution([-0]), 2), sketchOf(distribution([0]), 2)];
    expect(mergeSketches(minus, plus, 2)).toEqual({ ...distribution([0, 0]), rankError: 0 });
    expect(mergeSketches(minus, plus, 2)).toEqual(mergeSketches(plus, minus, 2));
  });

  it('of 64 shards are as far off as the levels of their merging say, not as the shards are many', () => {
    const rng = createRng(2);
    const shards = Array.from({ length: 64 }, () => Array.from({ length: 1_000 }, () => rng.normal()));
    let level = shards.map((shard) => sketchOf(distribution(shard), 400));
    while (level.length > 1) {
      level = Array.from({ length: level.length / 2 }, (_, i) => mergeSketches(level[2 * i]!, level[2 * i + 1]!, 400));
    }
    const [merged] = level;
    expect(merged!.rankError).toBeLessThan(0.02);
    const whole = kolmogorovSmirnov(distribution(shards.flat()), merged!).statistic;
    expect(whole).toBeLessThan(merged!.rankError);
  });
});
