import { describe, expect, it } from '@jest/globals';
import { describeSeries, thinned, type Point } from './series.js';

describe('a chart in words', () => {
  it('says where each line begins, ends and goes', () => {
    const points: Point[] = [
      [0, 0.5],
      [1, 0.9],
      [2, 0.7],
    ];
    expect(describeSeries([{ name: 'auc', points }])).toBe('auc: 3 points from 0.5 to 0.7, between 0.5 and 0.9');
    expect(
      describeSeries([
        { name: 'a', points: [[0, 1]] },
        { name: 'b', points: [] },
      ]),
    ).toBe('a: one point, 1; b: no points');
  });
});

it('points are thinned evenly, the ends kept', () => {
  const points = Array.from({ length: 1_001 }, (_, i): Point => [i, i]);
  const few = thinned(points, 11);
  expect(few.map(([x]) => x)).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1_000]);
  expect(thinned(points, 2_000)).toBe(points);
});
