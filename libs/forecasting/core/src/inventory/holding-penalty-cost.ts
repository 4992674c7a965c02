import { meanDemand, type DiscreteDemand } from './discrete-demand.js';

/** What a unit costs when it is over and when it is short, in money a unit (and period). */
export interface UnitCosts {
  /** h > 0: a unit left over. */
  readonly holding: number;
  /** p > 0: a unit short. */
  readonly penalty: number;
}

/**
 * y ↦ h E[(y − D)⁺] + p E[(D − y)⁺], in money a period, for whole y, also negative: convex, in constant time a call.
 *
 * @see Snyder & Shen (2019), Fundamentals of Supply Chain Theory, 2nd ed., equation 4.6.
 */
export function holdingPenaltyCost(demand: DiscreteDemand, { holding, penalty }: UnitCosts): (y: number) => number {
  const mean = meanDemand(demand);
  const over = expectedLeftovers(demand);
  return (y) => {
    const k = y - demand.first;
    const left = k <= 0 ? 0 : k < over.length ? over[k]! : y - mean;
    // E[(D − y)⁺] = E[(y − D)⁺] − (y − μ).
    return holding * left + penalty * Math.max(0, left - (y - mean));
  };
}

/** E[(first + k − D)⁺] for k = 0 …, by its differences P(D ≤ y). */
function expectedLeftovers({ probabilities }: DiscreteDemand): Float64Array {
  const over = new Float64Array(probabilities.length + 1);
  let below = 0;
  for (const [k, probability] of probabilities.entries()) {
    below += probability;
    over[k + 1] = over[k]! + below;
  }
  return over;
}
