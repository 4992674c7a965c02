import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { actionPriority, ACTIONS, proposeActions, rankActions, type ActionSubject } from './actions.js';
import type { FeatureValue } from './factor-texts.js';

function subjectOf(features: Record<string, FeatureValue>, amount = 1_000): ActionSubject {
  return { amount, feature: (name) => features[name] };
}

const OPEN = {
  loyalty_tier: 'none',
  payment_method: 'cash',
  special_requests_count: 0,
  discount_applied: 0,
  total_amount: 1_000,
  average_daily_rate: 250,
  price_vs_avg_ratio: 1.2,
};

describe('the actions proposed', () => {
  it('fit the booking: no discount for members under another name, no card for who pays by card', () => {
    const names = (features: Record<string, FeatureValue>) => [
      ...new Set(proposeActions(subjectOf(features)).map(({ action }) => action)),
    ];
    expect(names(OPEN)).toEqual([
      'offer_discount',
      'invite_to_loyalty_programme',
      'ask_for_card_guarantee',
      'ask_for_special_requests',
    ]);
    expect(names({ ...OPEN, loyalty_tier: 'gold', payment_method: 'credit_card', special_requests_count: 2 })).toEqual([
      'apply_loyalty_discount',
    ]);
  });

  it('change features alone that say what would be: a discount of 10 % is a tenth off every price', () => {
    const ten = proposeActions(subjectOf(OPEN)).find((candidate) => candidate.discountPercentage === 10)!;
    expect(ten.changes).toEqual({
      total_amount: 900,
      average_daily_rate: 225,
      price_vs_avg_ratio: 1.08,
      discount_applied: 10,
    });
    expect(ten.costIfStayed).toBe(100);
  });

  it('ask nothing of what is not known', () => {
    expect(
      proposeActions(subjectOf({ loyalty_tier: null, payment_method: null, special_requests_count: null })).filter(
        ({ discountPercentage }) => discountPercentage === undefined,
      ),
    ).toEqual([]);
  });

  it.each(Object.keys(ACTIONS))('%s costs something and never pays the hotel', (name) => {
    for (const tier of ['none', 'gold']) {
      for (const candidate of ACTIONS[name]!(subjectOf({ ...OPEN, loyalty_tier: tier }))) {
        expect(candidate.action).toBe(name);
        expect(candidate.costIfStayed + candidate.costAlways).toBeGreaterThan(0);
      }
    }
  });
});

describe('the actions ranked', () => {
  it('lower the probability, pay for themselves, and come best first, each in one strength', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 10, maxLength: 10 }),
        fc.double({ min: 1, max: 1e6, noNaN: true }),
        (probability, draws, amount) => {
          const candidates = proposeActions(subjectOf({ ...OPEN, total_amount: amount }, amount));
          const after = candidates.map((_, i) => draws[i % draws.length]! * 1.2 * probability);
          const ranked = rankActions(candidates, probability, after, amount);
          expect(new Set(ranked.map(({ action }) => action)).size).toBe(ranked.length);
          ranked.forEach((action, i) => {
            expect(action.impact).toBeGreaterThan(0);
            expect(action.impact).toBeLessThanOrEqual(probability);
            expect(action.netGain).toBeGreaterThan(0);
            if (i > 0) expect(action.netGain).toBeLessThanOrEqual(ranked[i - 1]!.netGain);
          });
        },
      ),
    );
  });

  it('count the price of a discount only where the guest then stays', () => {
    const [candidate] = proposeActions(subjectOf(OPEN)).filter(({ discountPercentage }) => discountPercentage === 5);
    const [ranked] = rankActions([candidate!], 0.5, [0.3], 1_000);
    // 1,000 · 0.2 kept, less 50 with probability 0.7.
    expect(ranked!.netGain).toBeCloseTo(165, 9);
    expect(actionPriority(ranked!, 1_000)).toBe('high');
  });

  it('leave out what costs more than it keeps', () => {
    const candidates = proposeActions(subjectOf(OPEN)).filter(({ discountPercentage }) => discountPercentage === 15);
    expect(rankActions(candidates, 0.5, [0.45], 1_000)).toEqual([]);
  });
});
