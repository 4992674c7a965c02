import { additivePickup, advancedAdditivePickup } from './additive.js';
import { averagePickup } from './average.js';
import type { PickupMethod } from './method.js';
import { advancedMultiplicativePickup, multiplicativePickup } from './multiplicative.js';
import { regressionPickup } from './regression.js';
import { remainingShare } from './remaining-share.js';
import { washedPickup } from './washed.js';

const regression = regressionPickup({ weeks: 8, halfLifeDays: 120, penalty: 10 });
const washed = washedPickup({ weeks: 8 });
const remaining_share = remainingShare({ weeks: 8, around: 10 });

/**
 * Every pickup method by name: one line each. `combined` is the one to take; the others are its parts and its rivals.
 *
 * The settings were chosen while the public hotel bookings could be seen. There, 6 to 13 weeks and 7 to 14 days around last year's move
 * the errors of `combined` by a tenth of themselves at most.
 */
export const PICKUP_METHODS = {
  additive: additivePickup({ weeks: 8 }),
  additive_recent: additivePickup({ weeks: 12, halfLife: 3 }),
  additive_advanced: advancedAdditivePickup({ weeks: 8 }),
  multiplicative: multiplicativePickup({ weeks: 8 }),
  multiplicative_recent: multiplicativePickup({ weeks: 12, halfLife: 3 }),
  multiplicative_advanced: advancedMultiplicativePickup({ weeks: 8 }),
  washed,
  regression,
  remaining_share,
  combined: averagePickup('Mean of regression, share of the free rooms and gross pickup net of the wash', [
    { method: regression, weight: 1 },
    { method: remaining_share, weight: 1 },
    { method: washed, weight: 1 },
  ]),
} as const satisfies Readonly<Record<string, PickupMethod>>;

export type PickupMethodName = keyof typeof PICKUP_METHODS;

/** A method by name, for who does not look into its fits. */
export function pickupMethod(name: PickupMethodName): PickupMethod {
  return PICKUP_METHODS[name];
}
