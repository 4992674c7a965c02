import { expect, it } from '@jest/globals';
import { createRng } from '@bellwether/model-kernel/numerics';
import { weightedChoice } from './weighted-choice.js';

it('weightedChoice draws each item in proportion to its weight, and never one of weight 0', () => {
  const rng = createRng(1);
  const draw = weightedChoice({ never: 0, often: 3, seldom: 1, last: 0 });
  const counts: Record<string, number> = { never: 0, often: 0, seldom: 0, last: 0 };
  for (let i = 0; i < 10_000; i++) counts[draw(rng)]! += 1;
  expect([counts['never'], counts['last']]).toEqual([0, 0]);
  // Four standard errors of a share of 3/4.
  expect(Math.abs(counts['often']! / 10_000 - 0.75)).toBeLessThan(4 * 0.00433);
});
