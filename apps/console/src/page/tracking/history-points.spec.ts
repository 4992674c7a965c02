import { expect, it } from '@jest/globals';
import { axisOf, historyPoints } from './history-points.js';

const point = (step: number, timestamp: number, value: number) => ({ step, timestamp, value });

it('a metric is drawn over its steps, in order, without what is no number', () => {
  const history = [point(2, 9_000, 0.1), point(1, 8_000, NaN), point(0, 7_000, 0.3)];
  expect(axisOf([history])).toBe('step');
  expect(historyPoints(history, 'step')).toEqual([
    [0, 0.3],
    [2, 0.1],
  ]);
});

it('where no step was counted, over the seconds since its first point', () => {
  const history = [point(0, 9_500, 0.1), point(0, 7_000, 0.3)];
  expect(axisOf([history, []])).toBe('seconds');
  expect(historyPoints(history, 'seconds')).toEqual([
    [0, 0.3],
    [2.5, 0.1],
  ]);
});
