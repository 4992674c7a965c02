import { DomainError } from '@bellwether/errors';
import { normalDensity, normalQuantile } from '@bellwether/model-kernel/numerics';
import { checkPositive } from './check-positive.js';
import { demandQuantile, type DiscreteDemand } from './discrete-demand.js';
import { holdingPenaltyCost, type UnitCosts } from './holding-penalty-cost.js';

export interface NewsvendorOrder {
  /** How much to have, in units. */
  readonly order: number;
  /** Expected cost of what is over or short at that order, in money. */
  readonly cost: number;
  /** The critical ratio p/(p + h): the probability that demand is met in full. */
  readonly serviceLevel: number;
}

/**
 * S* = μ + z σ with Φ(z) = p/(p + h), at the cost (h + p) σ φ(z).
 *
 * @param demand mean and deviation of normal demand in units, deviation > 0.
 * @throws INVALID_ARGUMENT unless the costs and the deviation are above 0.
 * @see Snyder & Shen (2019), Fundamentals of Supply Chain Theory, 2nd ed., equations 4.30 and 4.37.
 */
export function newsvendorNormal(
  demand: { readonly mean: number; readonly deviation: number },
  costs: UnitCosts,
): NewsvendorOrder {
  checkPositive({ holding: costs.holding, penalty: costs.penalty, deviation: demand.deviation });
  const serviceLevel = criticalRatio(costs);
  const z = normalQuantile(serviceLevel);
  return {
    order: demand.mean + z * demand.deviation,
    cost: (costs.holding + costs.penalty) * demand.deviation * normalDensity(z),
    serviceLevel,
  };
}

/**
 * The smallest S with P(D ≤ S) ≥ p/(p + h), for any demand in whole units.
 *
 * @throws INVALID_ARGUMENT unless the costs are above 0.
 * @see Snyder & Shen (2019), ch. 4; Example 4.7 is one with Poisson demand.
 */
export function newsvendorDiscrete(demand: DiscreteDemand, costs: UnitCosts): NewsvendorOrder {
  checkPositive({ holding: costs.holding, penalty: costs.penalty });
  const serviceLevel = criticalRatio(costs);
  const order = demandQuantile(demand, serviceLevel);
  return { order, cost: holdingPenaltyCost(demand, costs)(order), serviceLevel };
}

/**
 * {@link newsvendorDiscrete} for demand that need not come in whole units: of n equally probable values the
 * ⌈n p/(p + h)⌉-th smallest.
 *
 * @param sample finite, in units, shape (n,), n ≥ 1: what was seen, or paths simulated of a forecast.
 * @throws INVALID_ARGUMENT for an empty sample, a value that is not finite, or costs that are not above 0.
 */
export function newsvendorOfSample(sample: ArrayLike<number>, costs: UnitCosts): NewsvendorOrder {
  checkPositive({ holding: costs.holding, penalty: costs.penalty });
  const sorted = Float64Array.from(sample).sort();
  const bad = sorted.findIndex((value) => !Number.isFinite(value));
  if (sorted.length === 0 || bad >= 0) {
    throw new DomainError('INVALID_ARGUMENT', `sample must hold finite values, got ${sorted[bad] ?? 'none'}`);
  }
  const serviceLevel = criticalRatio(costs);
  // n p/(p + h) is often a whole number that rounding lifts by an ulp.
  const order = sorted[Math.max(0, Math.ceil(sorted.length * serviceLevel - 1e-9) - 1)]!;
  let cost = 0;
  for (const value of sorted) cost += value < order ? costs.holding * (order - value) : costs.penalty * (value - order);
  return { order, cost: cost / sorted.length, serviceLevel };
}

function criticalRatio({ holding, penalty }: UnitCosts): number {
  return penalty / (penalty + holding);
}
