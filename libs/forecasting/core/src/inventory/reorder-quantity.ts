import { checkPositive } from './check-positive.js';
import { demandQuantile, poissonDemand } from './discrete-demand.js';
import { holdingPenaltyCost, type UnitCosts } from './holding-penalty-cost.js';

export interface ReorderQuantityOptions extends UnitCosts {
  /** K > 0, money an order. */
  readonly fixedCost: number;
  /** λ > 0: units ask one by one, a Poisson process, units a period. */
  readonly demandRate: number;
  /** L > 0, periods between an order and its arrival. */
  readonly leadTime: number;
}

/** Order Q units whenever the inventory position (on hand + on order − owed) falls to r. */
export interface ReorderQuantityPolicy {
  readonly reorderPoint: number;
  readonly quantity: number;
  /** Money a period, on average. */
  readonly cost: number;
}

/**
 * The best (r, Q) under continuous review, exactly: the position is uniform on r + 1 … r + Q, so a policy costs
 * (Kλ + Σ_{y=r+1}^{r+Q} g(y))/Q with g(y) = h E[(y − D)⁺] + p E[(D − y)⁺] and D the demand over the lead time. As g is convex,
 * the best r for Q + 1 adds to the best run of Q positions the cheaper of its two neighbours; it pays while that neighbour
 * costs less than the average so far.
 *
 * @throws INVALID_ARGUMENT unless every option is above 0.
 * @see Federgruen & Zheng (1992), An efficient algorithm for computing an optimal (r, Q) policy in continuous review
 *   stochastic inventory systems, Operations Research 40(4).
 */
export function reorderQuantity(options: ReorderQuantityOptions): ReorderQuantityPolicy {
  const { fixedCost, demandRate, leadTime, holding, penalty } = options;
  checkPositive({ fixedCost, demandRate, leadTime, holding, penalty });
  const demand = poissonDemand(demandRate * leadTime);
  const costAt = holdingPenaltyCost(demand, options);
  const cheapestPosition = demandQuantile(demand, penalty / (penalty + holding));
  let lowest = cheapestPosition;
  let quantity = 1;
  let total = fixedCost * demandRate + costAt(cheapestPosition);
  for (;;) {
    const below = costAt(lowest - 1);
    const above = costAt(lowest + quantity);
    if (Math.min(below, above) >= total / quantity) break;
    total += Math.min(below, above);
    if (below < above) lowest -= 1;
    quantity += 1;
  }
  return { reorderPoint: lowest - 1, quantity, cost: total / quantity };
}
