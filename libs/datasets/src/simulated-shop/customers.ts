import { portableExp, type Rng } from '@bellwether/model-kernel/numerics';
import { isoDate, type Day } from '../calendar/day.js';
import { cumulativeSum, weightedChoice } from '../drawing/weighted-choice.js';
import { CATEGORY_FACTS, SHOP_CATEGORIES } from './categories.js';
import { DIMENSIONS } from './products.js';
import type { ShopCustomerRow } from './tables.js';

export interface ShopCustomer {
  readonly row: ShopCustomerRow;
  readonly joined: Day;
  readonly visitRate: number;
  readonly churnHazard: number;
  readonly tastes: readonly number[];
  /** Running totals of what it looks at, by category. */
  readonly categories: Float64Array;
}

/** Visits a day: Gamma(1.2, 0.04), as frequency varies in Pareto/NBD; a tenth of them end the relation, on the average. */
const RATE = { shape: 1.2, scale: 0.04 };
export const MEAN_RATE = RATE.shape * RATE.scale;
const CHURN = { a: 1, b: 24 };
const INTEREST_SPREAD = 0.8;
/** Share of the customers that were there when the history begins. */
const FOUNDING_SHARE = 0.4;

const drawTier = weightedChoice({ budget: 0.35, regular: 0.45, premium: 0.2 });
const drawCountry = weightedChoice({ DE: 0.3, FR: 0.2, NL: 0.12, ES: 0.14, IT: 0.14, PL: 0.1 });

/** C001 and on; each depends on the seed and its number alone. */
export function buildCustomers(rng: Rng, count: number, start: Day, asOf: Day): ShopCustomer[] {
  return Array.from({ length: count }, (_, index) => {
    const own = rng.fork(index);
    const joined = own.next() < FOUNDING_SHARE ? start : start + own.int(asOf - start);
    const interest = SHOP_CATEGORIES.map(
      (category) => CATEGORY_FACTS[category].share * portableExp(own.normal(0, INTEREST_SPREAD)),
    );
    return {
      row: {
        customer_id: `C${String(index + 1).padStart(3, '0')}`,
        joined_on: isoDate(joined),
        tier: drawTier(own),
        country: drawCountry(own),
      },
      joined,
      visitRate: own.gamma(RATE.shape, RATE.scale),
      churnHazard: own.beta(CHURN.a, CHURN.b),
      tastes: Array.from({ length: DIMENSIONS }, () => own.normal()),
      categories: cumulativeSum(interest),
    };
  });
}
