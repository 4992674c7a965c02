import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { commonestPaths } from './commonest-paths.js';
import { funnelDropOff } from './drop-off.js';

describe('a funnel', () => {
  it('says how many came to each step and where they left', () => {
    const steps = funnelDropOff([['view', 60], ['click', 20], ['cart', 15], ['purchase', 5]]); // prettier-ignore
    expect(steps.map(({ sessions }) => sessions)).toEqual([100, 40, 20, 5]);
    expect(steps.map(({ dropOff }) => dropOff)).toEqual([0.6, 0.5, 0.75, 0]);
    expect(steps.map(({ shareOfFirst }) => shareOfFirst)).toEqual([1, 0.4, 0.2, 0.05]);
  });

  it('narrows, and keeps at each step what does not leave', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1_000), { minLength: 1, maxLength: 6 }), (ended) => {
        const steps = funnelDropOff(ended.map((count, i) => [`${i}`, count]));
        steps.slice(1).forEach((step, i) => {
          const before = steps[i]!;
          expect(step.sessions).toBeLessThanOrEqual(before.sessions);
          expect(before.sessions * (1 - before.dropOff)).toBeCloseTo(step.sessions, 6);
        });
      }),
    );
  });

  it('refuses no steps', () => {
    expect(() => funnelDropOff([])).toThrow('a step or more');
  });
});

it('counts journeys by what they saw one after the other, the commonest first', () => {
  const path = (channels: string, conversions: number, lost: number) => ({
    ...{ touches: [...channels].map((channel) => ({ channel, daysBefore: 0 })), conversions, value: conversions, lost },
  });
  expect(commonestPaths([path('aab', 1, 0), path('ab', 1, 2), path('ba', 0, 3), path('c', 1, 0)], 2)).toEqual([
    { channels: ['a', 'b'], journeys: 4, conversions: 2, value: 2 },
    { channels: ['b', 'a'], journeys: 3, conversions: 0, value: 0 },
  ]);
});
