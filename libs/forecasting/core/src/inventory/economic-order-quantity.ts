import { DomainError } from '@bellwether/errors';
import { checkPositive } from './check-positive.js';

export interface OrderQuantityOptions {
  /** K > 0, money an order. */
  readonly fixedCost: number;
  /** h > 0, money a unit and period. */
  readonly holding: number;
  /** λ > 0, units a period, steady. */
  readonly demandRate: number;
}

export interface OrderQuantity {
  /** Units an order. */
  readonly quantity: number;
  /** Money a period, without the price of the units. */
  readonly cost: number;
}

/**
 * Q* = √(2Kλ/h), at √(2Kλh) a period.
 *
 * @throws INVALID_ARGUMENT unless every option is above 0.
 * @see Snyder & Shen (2019), Fundamentals of Supply Chain Theory, 2nd ed., equations 3.4 and 3.5.
 */
export function economicOrderQuantity({ fixedCost, holding, demandRate }: OrderQuantityOptions): OrderQuantity {
  checkPositive({ fixedCost, holding, demandRate });
  return {
    quantity: Math.sqrt((2 * fixedCost * demandRate) / holding),
    cost: Math.sqrt(2 * fixedCost * demandRate * holding),
  };
}

/**
 * Planned backorders at p a unit and period: Q* = √(2Kλ(h + p)/(hp)), of which the share h/(h + p) is owed when the order
 * comes, at √(2Kλ hp/(h + p)) a period.
 *
 * @throws INVALID_ARGUMENT unless every option is above 0.
 * @see Snyder & Shen (2019), equations 3.27 to 3.29.
 */
export function orderQuantityWithBackorders(
  options: OrderQuantityOptions & { readonly penalty: number },
): OrderQuantity & { readonly backorderedShare: number } {
  const { fixedCost, holding, demandRate, penalty } = options;
  checkPositive({ fixedCost, holding, demandRate, penalty });
  const both = holding + penalty;
  return {
    quantity: Math.sqrt((2 * fixedCost * demandRate * both) / (holding * penalty)),
    backorderedShare: holding / both,
    cost: Math.sqrt((2 * fixedCost * demandRate * holding * penalty) / both),
  };
}

/**
 * The units come at a rate μ > λ rather than at once: {@link economicOrderQuantity} with h(1 − λ/μ) in place of h.
 *
 * @throws INVALID_ARGUMENT unless every option is above 0 and the production rate is above the demand's.
 * @see Snyder & Shen (2019), equations 3.31 and 3.32.
 */
export function productionQuantity(options: OrderQuantityOptions & { readonly productionRate: number }): OrderQuantity {
  const { holding, demandRate, productionRate } = options;
  checkPositive({ holding, demandRate, productionRate });
  if (productionRate <= demandRate) {
    throw new DomainError(
      'INVALID_ARGUMENT',
      `productionRate must be above demandRate = ${demandRate}, got ${productionRate}`,
    );
  }
  return economicOrderQuantity({ ...options, holding: holding * (1 - demandRate / productionRate) });
}
