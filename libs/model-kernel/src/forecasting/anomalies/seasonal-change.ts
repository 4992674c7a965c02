import { DomainError } from '@bellwether/errors';
import { chiSquareTail } from '../../numerics/gamma.js';
import { checkSeries } from '../check-series.js';

/** Whether the season of the last cycles is still that of those before. */
export interface SeasonalChange {
  readonly changed: boolean;
  /** Probability of a difference as large, or larger, of a season that stayed as it was. */
  readonly pValue: number;
  /** Differences in deviations, root mean square over the season: 0 is the same shape, 1 differs by the noise of a single value. */
  readonly severity: number;
  /** Seasonal effects before and since, around 0, shape (m,), in the unit of the series; position 0 is that of y[0]. */
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/**
 * Compares the seasonal effects of the last `recent` cycles with those of the cycles before: effects are means by position of
 * y less its cycle's mean, and χ² = Σ_p (after_p − before_p)²/(s²(1/k_a + 1/k_b)) of m − 1 degrees of freedom, with s² the variance
 * around both sets of effects, k cycles in each. The cycle's mean takes out the level; a trend within a cycle is the same before and
 * after unless it changed.
 *
 * @param y shape (n,), finite, oldest first; what is over whole cycles is left out at its start.
 * @param options recent: cycles since, ≥ 1; at least two cycles before it are needed. significance: below which p there is a change.
 * @throws INVALID_ARGUMENT when there are fewer cycles, m < 2, or a value is not finite.
 * @see Canova & Hansen (1995), Are seasonal patterns constant over time?, Journal of Business & Economic Statistics 13(3), for the question;
 *   this is the plain comparison of two periods by a χ² test, which asks for a known moment of change.
 */
export function seasonalChange(
  y: Float64Array,
  m: number,
  { recent, significance = 0.01 }: { readonly recent: number; readonly significance?: number },
): SeasonalChange {
  if (!Number.isInteger(recent) || recent < 1) {
    throw new DomainError('INVALID_ARGUMENT', `recent must be a whole number of cycles from 1 on, got ${recent}`);
  }
  if (m < 2) throw new DomainError('INVALID_ARGUMENT', `the seasonal period m must be at least 2, got ${m}`);
  checkSeries(y, m, (recent + 2) * m);
  const cycles = Math.floor(y.length / m);
  const effects = centredCycles(y.subarray(y.length - cycles * m), m);
  const [old, late] = [effects.slice(0, cycles - recent), effects.slice(cycles - recent)];
  const [before, after] = [meanCycle(old), meanCycle(late)];
  const squares = sumOfSquares(old, before) + sumOfSquares(late, after);
  // Each cycle gives m − 1 free values, and both sets of effects take as many.
  const variance = squares / ((cycles - 2) * (m - 1));
  const apart = before.reduce((sum, value, p) => sum + (after[p]! - value) ** 2, 0);
  // Without any noise a season is either exactly the same or changed beyond doubt.
  const chiSquare = apart === 0 ? 0 : apart / (variance * (1 / late.length + 1 / old.length));
  const pValue = chiSquareTail(chiSquare, m - 1);
  const shift = (y.length - cycles * m) % m;
  return {
    changed: pValue < significance,
    pValue,
    severity: apart === 0 ? 0 : Math.sqrt(apart / m / variance),
    before: rotate(before, shift),
    after: rotate(after, shift),
  };
}

function centredCycles(y: Float64Array, m: number): Float64Array[] {
  return Array.from({ length: y.length / m }, (_, cycle) => {
    const values = y.subarray(cycle * m, (cycle + 1) * m);
    const mean = values.reduce((sum, value) => sum + value, 0) / m;
    return values.map((value) => value - mean);
  });
}

function meanCycle(cycles: readonly Float64Array[]): number[] {
  return Array.from(cycles[0]!, (_, p) => cycles.reduce((sum, cycle) => sum + cycle[p]!, 0) / cycles.length);
}

function sumOfSquares(cycles: readonly Float64Array[], around: readonly number[]): number {
  return cycles.reduce(
    (sum, cycle) => sum + cycle.reduce((inner, value, p) => inner + (value - around[p]!) ** 2, 0),
    0,
  );
}

/** Effects from the first whole cycle's start, told from the start of the series. */
function rotate(effects: readonly number[], shift: number): number[] {
  return effects.map((_, p) => effects[(p - shift + effects.length) % effects.length]!);
}
