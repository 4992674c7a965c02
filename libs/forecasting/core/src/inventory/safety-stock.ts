import { DomainError } from '@bellwether/errors';
import { normalTail } from '@bellwether/model-kernel/numerics';
import { leadTimeDemand, type LeadTimeCase } from './lead-time-demand.js';

export interface SafetyStock {
  /** Order when the inventory position is here, in units. */
  readonly reorderPoint: number;
  /** The part of it above the expected demand over the lead time; negative for a service level low enough. */
  readonly safetyStock: number;
  readonly expectedDemand: number;
  /** Of the demand over the lead time, its uncertain length included. */
  readonly deviation: number;
}

/**
 * The reorder point r with P(demand over the lead time ≤ r) = the service level, demand being normal given the lead time:
 * Σ P_L Φ((r − μ_L)/σ_L) = level. Where the lead time is sure this is μ + zσ; where it is not the mixture is solved itself,
 * as a single normal of its mean and variance is far off when a lead time has two humps.
 *
 * @param serviceLevel the share of order cycles without a stock-out, in (0, 1).
 * @throws INVALID_ARGUMENT for a service level outside (0, 1), or as {@link leadTimeDemand}.
 * @see Snyder & Shen (2019), Fundamentals of Supply Chain Theory, 2nd ed., ch. 4 and 5.
 */
export function safetyStock(cases: readonly LeadTimeCase[], serviceLevel: number): SafetyStock {
  if (!(serviceLevel > 0 && serviceLevel < 1)) {
    throw new DomainError('INVALID_ARGUMENT', `serviceLevel must be in (0, 1), got ${serviceLevel}`);
  }
  const { mean, deviation } = leadTimeDemand(cases);
  const met = (level: number): number =>
    cases.reduce((sum, each) => sum + each.probability * probabilityAtMost(level, each), 0);
  let [low, high] = [mean - 1, mean + 1];
  for (let step = 1 + deviation; met(low) >= serviceLevel; step *= 2) low -= step;
  for (let step = 1 + deviation; met(high) < serviceLevel; step *= 2) high += step;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) break;
    if (met(middle) < serviceLevel) low = middle;
    else high = middle;
  }
  return { reorderPoint: high, safetyStock: high - mean, expectedDemand: mean, deviation };
}

function probabilityAtMost(level: number, { mean, deviation }: LeadTimeCase): number {
  if (deviation === 0) return level >= mean ? 1 : 0;
  return normalTail((mean - level) / deviation);
}
