import { DomainError } from '@bellwether/errors';

/** How many factors are shown at the least and at the most, where that many have any impact. */
export interface FactorLimits {
  readonly least: number;
  readonly most: number;
  /** Share of the total absolute impact that the shown ones carry, unless `most` is reached first. */
  readonly share: number;
}

export const DEFAULT_FACTOR_LIMITS: FactorLimits = { least: 3, most: 8, share: 0.8 };

export interface ShownFactors {
  /** Indices of the features shown, strongest first. */
  readonly features: readonly number[];
  /** Sum of the impacts not shown. */
  readonly rest: number;
}

/**
 * Chooses the factors to show: the strongest, until they carry most of the total effect.
 *
 * @param impacts on the probability, by feature, shape (F,).
 * @throws INVALID_ARGUMENT when the limits exclude each other.
 */
export function shownFactors(impacts: ArrayLike<number>, limits: FactorLimits = DEFAULT_FACTOR_LIMITS): ShownFactors {
  if (limits.least > limits.most) {
    throw new DomainError('INVALID_ARGUMENT', `least must not exceed most, got ${limits.least} and ${limits.most}`);
  }
  const order: number[] = [];
  let total = 0;
  for (let j = 0; j < impacts.length; j++) {
    if (impacts[j] === 0) continue;
    total += Math.abs(impacts[j]!);
    order.push(j);
  }
  order.sort((a, b) => Math.abs(impacts[b]!) - Math.abs(impacts[a]!) || a - b);
  let shown = 0;
  let carried = 0;
  while (shown < order.length && shown < limits.most && (shown < limits.least || carried < limits.share * total)) {
    carried += Math.abs(impacts[order[shown++]!]!);
  }
  let rest = 0;
  for (let k = shown; k < order.length; k++) rest += impacts[order[k]!]!;
  return { features: order.slice(0, shown), rest };
}
