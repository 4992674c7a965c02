import { DomainError } from '@bellwether/errors';
import { checkPositive } from './check-positive.js';
import { demandQuantile, type DiscreteDemand } from './discrete-demand.js';
import { holdingPenaltyCost, type UnitCosts } from './holding-penalty-cost.js';

export interface OrderUpToOptions extends UnitCosts {
  /** K > 0, money an order. */
  readonly fixedCost: number;
  /** Demand of one period, independent from period to period; not always 0. */
  readonly demand: DiscreteDemand;
  /**
   * Demand over the lead time and the period after it, on which a period's cost falls; that of one period when absent,
   * as where orders come at once.
   */
  readonly protectionDemand?: DiscreteDemand;
}

/** Order up to S whenever the inventory position is at s or below at the start of a period. */
export interface OrderUpToPolicy {
  readonly reorderPoint: number;
  readonly orderUpTo: number;
  /** Money a period, on average. */
  readonly cost: number;
}

/**
 * The best (s, S) under periodic review, exactly. With G the one-period cost, m(j) the renewal density of the demand and
 * M(j) = Σ_{i<j} m(i), a policy costs c(s, S) = (K + Σ_{j=0}^{S−s−1} m(j) G(S − j))/M(S − s). The search starts at the least
 * of G, lowers s until it is the best for that S, then raises S, keeping the better policy and its s, until G(S) alone
 * exceeds the best cost.
 *
 * @throws INVALID_ARGUMENT unless K, h and p are above 0 and demand is sometimes above 0.
 * @see Zheng & Federgruen (1991), Finding optimal (s, S) policies is about as simple as evaluating a single policy,
 *   Operations Research 39(4).
 */
export function orderUpTo(options: OrderUpToOptions): OrderUpToPolicy {
  const { fixedCost, holding, penalty, demand, protectionDemand = demand } = options;
  checkPositive({ fixedCost, holding, penalty });
  const density = renewalDensity(demand);
  const periodCost = holdingPenaltyCost(protectionDemand, options);
  const policyCost = (s: number, S: number): number => {
    let cost = fixedCost;
    let periods = 0;
    for (let j = 0; j < S - s; j++) {
      cost += density(j) * periodCost(S - j);
      periods += density(j);
    }
    return cost / periods;
  };

  let best = demandQuantile(protectionDemand, penalty / (penalty + holding));
  let s = best - 1;
  while (policyCost(s, best) > periodCost(s)) s -= 1;
  let cost = policyCost(s, best);
  for (let S = best + 1; periodCost(S) <= cost; S++) {
    if (policyCost(s, S) >= cost) continue;
    best = S;
    while (policyCost(s, best) <= periodCost(s + 1)) s += 1;
    cost = policyCost(s, best);
  }
  return { reorderPoint: s, orderUpTo: best, cost };
}

/** m(j): the expected number of periods that start j units below S, m(j) = (1[j = 0] + Σ_{k≥1} P(D = k) m(j − k))/(1 − P(D = 0)). */
function renewalDensity({ first, probabilities }: DiscreteDemand): (j: number) => number {
  const probability = (units: number): number => probabilities[units - first] ?? 0;
  if (!(probability(0) < 1)) throw new DomainError('INVALID_ARGUMENT', 'demand must not always be 0');
  const known: number[] = [];
  return (j) => {
    for (let i = known.length; i <= j; i++) {
      let sum = i === 0 ? 1 : 0;
      for (let k = 1; k <= i; k++) sum += probability(k) * known[i - k]!;
      known.push(sum / (1 - probability(0)));
    }
    return known[j]!;
  };
}
