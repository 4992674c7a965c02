import { describe, expect, it } from '@jest/globals';
import { createRng } from '@bellwether/model-kernel/numerics';
import { columnDrift } from './column-drift.js';
import { referenceOf, summaryOfReference } from './column-reference.js';

const rng = createRng(1);
const normals = (count: number, mean = 0) => Float64Array.from({ length: count }, () => rng.normal() + mean);

describe('the reference of a column', () => {
  it('counts what is missing, and keeps every value of few rows', () => {
    const column = Float64Array.of(9, 3, 9, NaN, 9, 1, 9, 3);
    expect(referenceOf(column, 1, 2)).toEqual({ missing: 1, values: [1, 3], counts: [1, 2], rank_error: 0 });
    expect(referenceOf(normals(1_000), 0, 1).values).toHaveLength(1_000);
  });

  it('keeps at most 200 values of many rows, in JSON well below ten kilobytes', () => {
    const { values, counts, rank_error } = referenceOf(normals(40_000), 0, 1);
    expect(values!.length).toBeLessThanOrEqual(200);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(40_000);
    expect(rank_error).toBeLessThan(0.006);
    expect(JSON.stringify({ values, counts }).length).toBeLessThan(10_000);
  });

  it('counts categories by code, and names them again', () => {
    const column = Float64Array.of(0, 1, 1, NaN);
    const reference = referenceOf(column, 0, 1, ['a', 'b', 'c']);
    expect(reference).toEqual({ missing: 1, counts: [1, 2, 0] });
    const summary = summaryOfReference(reference, ['a', 'b', 'c']);
    expect(summary).toEqual({
      kind: 'categorical',
      counts: new Map([
        ['a', 1],
        ['b', 2],
      ]),
      missing: 1,
    });
  });

  it('tells drift as the rows themselves would, and of nothing tells that it is nothing', () => {
    const reference = summaryOfReference(referenceOf(normals(40_000), 0, 1));
    const against = (rows: Float64Array) => columnDrift(reference, summaryOfReference(referenceOf(rows, 0, 1)));
    expect(against(normals(3_000))).toMatchObject({ method: 'wasserstein', drifted: false });
    const moved = against(normals(3_000, 0.3));
    expect(moved.drifted).toBe(true);
    expect(Math.abs(moved.score - 0.3)).toBeLessThan(0.06);
    const nothing = summaryOfReference(referenceOf(Float64Array.of(NaN), 0, 1));
    expect(nothing).toEqual({ kind: 'numeric', distribution: null, missing: 1 });
  });
});
