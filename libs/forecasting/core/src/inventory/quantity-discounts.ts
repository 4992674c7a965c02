import { DomainError } from '@bellwether/errors';
import { checkPositive } from './check-positive.js';
import type { OrderQuantity } from './economic-order-quantity.js';

export interface DiscountOptions {
  /** K > 0, money an order. */
  readonly fixedCost: number;
  /** i > 0: holding a unit for a period costs this share of its price. */
  readonly holdingRate: number;
  /** λ > 0, units a period. */
  readonly demandRate: number;
  /** From which quantity on a price holds: the first from 0, ascending, prices falling. */
  readonly prices: readonly { readonly from: number; readonly price: number }[];
}

/** `cost` holds the price of the units too: it depends on the quantity here. `tier` counts from 0. */
export interface DiscountedQuantity extends OrderQuantity {
  readonly tier: number;
}

/**
 * All units at the price of the tier that the quantity reaches: the least of c_j λ + Kλ/Q + i c_j Q/2, each tier's at its
 * own √(2Kλ/(i c_j)) or, where that is too small for the tier, at the tier's first quantity.
 *
 * @throws INVALID_ARGUMENT for a number that is not above 0, or prices that are not as {@link DiscountOptions} says.
 * @see Snyder & Shen (2019), Fundamentals of Supply Chain Theory, 2nd ed., ch. 3, all-units discounts.
 */
export function allUnitsDiscount(options: DiscountOptions): DiscountedQuantity {
  checkDiscounts(options);
  const { fixedCost, holdingRate, demandRate, prices } = options;
  return cheapest(
    prices.map(({ from, price }, tier) => {
      const holding = holdingRate * price;
      const quantity = Math.max(from, Math.sqrt((2 * fixedCost * demandRate) / holding));
      const cost = price * demandRate + (fixedCost * demandRate) / quantity + (holding * quantity) / 2;
      return { quantity, cost, tier };
    }),
    prices,
  );
}

/**
 * Each unit at the price of the tier that it falls in: an order of Q in tier j costs v_j + c_j Q with
 * v_j = Σ_{k≤j} (c_{k−1} − c_k) b_k, so that Q_j = √(2(K + v_j)λ/(i c_j)), at
 * c_j λ + i v_j/2 + (K + v_j)λ/Q + i c_j Q/2.
 *
 * @throws INVALID_ARGUMENT as {@link allUnitsDiscount}.
 * @see Snyder & Shen (2019), ch. 3, incremental discounts.
 */
export function incrementalDiscount(options: DiscountOptions): DiscountedQuantity {
  checkDiscounts(options);
  const { fixedCost, holdingRate, demandRate, prices } = options;
  let lump = 0;
  return cheapest(
    prices.map(({ from, price }, tier) => {
      if (tier > 0) lump += (prices[tier - 1]!.price - price) * from;
      const holding = holdingRate * price;
      const quantity = Math.sqrt((2 * (fixedCost + lump) * demandRate) / holding);
      const cost =
        price * demandRate +
        (holdingRate * lump) / 2 +
        ((fixedCost + lump) * demandRate) / quantity +
        (holding * quantity) / 2;
      return { quantity, cost, tier };
    }),
    prices,
  );
}

/** The cheapest of the candidates that lie in their own tier. The last tier has no end, so there always is one. */
function cheapest(candidates: readonly DiscountedQuantity[], prices: DiscountOptions['prices']): DiscountedQuantity {
  return candidates
    .filter(({ quantity, tier }) => quantity >= prices[tier]!.from && quantity < (prices[tier + 1]?.from ?? Infinity))
    .reduce((best, candidate) => (candidate.cost < best.cost ? candidate : best));
}

function checkDiscounts({ fixedCost, holdingRate, demandRate, prices }: DiscountOptions): void {
  checkPositive({ fixedCost, holdingRate, demandRate });
  if (prices[0]?.from !== 0) {
    throw new DomainError('INVALID_ARGUMENT', `prices[0].from must be 0, got ${prices[0]?.from ?? 'no price'}`);
  }
  prices.forEach(({ from, price }, tier) => {
    checkPositive({ [`prices[${tier}].price`]: price });
    const before = prices[tier - 1];
    if (before && !(from > before.from && price < before.price)) {
      throw new DomainError(
        'INVALID_ARGUMENT',
        `prices[${tier}] must start later and be lower than the one before, got ${price} from ${from}`,
      );
    }
  });
}
