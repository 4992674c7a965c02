import { DomainError } from '@bellwether/errors';

/**
 * √mean_i (Σ_{k≤L} e_{i,k})²: the deviation of the error that a forecast makes of the SUM over the lead time, measured on the
 * sums themselves. √L times the deviation of one step is smaller wherever errors of neighbouring steps go together, as they
 * do when the level was misjudged; a bias counts as error too.
 *
 * @param errors y − ŷ by origin and step ahead, shape (origins, at least L), in units.
 * @param leadTime L, whole steps ≥ 1.
 * @throws INVALID_ARGUMENT when there is no origin, or one with fewer than L finite errors.
 * @see Hyndman & Athanasopoulos (2021), Forecasting: Principles and Practice, 3rd ed., §5.10, for rolling origins; Prak, Teunter &
 *   Syntetos (2017), On the calculation of safety stocks when demand is forecasted, EJOR 256(2), for why the sum counts.
 */
export function leadTimeErrorDeviation(errors: readonly ArrayLike<number>[], leadTime: number): number {
  if (!Number.isInteger(leadTime) || leadTime < 1) {
    throw new DomainError('INVALID_ARGUMENT', `leadTime must be a whole number of steps from 1 on, got ${leadTime}`);
  }
  if (errors.length === 0) throw new DomainError('INVALID_ARGUMENT', 'errors must hold at least one origin, got none');
  let squares = 0;
  errors.forEach((steps, origin) => {
    let sum = 0;
    for (let k = 0; k < leadTime; k++) sum += steps[k] ?? NaN;
    if (!Number.isFinite(sum)) {
      throw new DomainError('INVALID_ARGUMENT', `errors[${origin}] must hold ${leadTime} finite errors`);
    }
    squares += sum * sum;
  });
  return Math.sqrt(squares / errors.length);
}

/** Demand over a lead time that may last this long, with this probability. */
export interface LeadTimeCase {
  readonly probability: number;
  /** Expected demand over it: the forecasts added up, in units. */
  readonly mean: number;
  /** Deviation of the error of that sum, in units, ≥ 0: see {@link leadTimeErrorDeviation}. */
  readonly deviation: number;
}

/**
 * Mean and deviation of the demand over a random lead time: E[D] = Σ P_L μ_L, and
 * Var D = Σ P_L σ_L² + Σ P_L (μ_L − E[D])². With μ_L = μL and σ_L² = σ²L it is the textbook's E[L]σ² + μ² Var L.
 *
 * @throws INVALID_ARGUMENT for probabilities that are negative or do not add up to 1, or a deviation below 0.
 * @see Snyder & Shen (2019), Fundamentals of Supply Chain Theory, 2nd ed., ch. 5, for the textbook's form.
 */
export function leadTimeDemand(cases: readonly LeadTimeCase[]): { readonly mean: number; readonly deviation: number } {
  checkCases(cases);
  const mean = cases.reduce((sum, each) => sum + each.probability * each.mean, 0);
  const variance = cases.reduce(
    (sum, each) => sum + each.probability * (each.deviation ** 2 + (each.mean - mean) ** 2),
    0,
  );
  return { mean, deviation: Math.sqrt(variance) };
}

function checkCases(cases: readonly LeadTimeCase[]): void {
  cases.forEach(({ probability, mean, deviation }, at) => {
    if (!(probability >= 0 && Number.isFinite(mean) && deviation >= 0 && deviation < Infinity)) {
      throw new DomainError(
        'INVALID_ARGUMENT',
        `cases[${at}] must have probability ≥ 0, a finite mean and deviation ≥ 0, got ${probability}, ${mean}, ${deviation}`,
      );
    }
  });
  const total = cases.reduce((sum, { probability }) => sum + probability, 0);
  if (!(Math.abs(total - 1) < 1e-9)) {
    throw new DomainError(
      'INVALID_ARGUMENT',
      `the probabilities of the cases must add up to 1, they add up to ${total}`,
    );
  }
}
