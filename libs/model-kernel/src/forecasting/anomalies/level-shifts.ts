import { DomainError } from '@bellwether/errors';
import { quantile } from '../../numerics/quantile.js';

/** A step in the level of a series. */
export interface LevelShift {
  /** The first position of the new level. */
  readonly at: number;
  /** Medians of the window before it and of the window from it on, in the unit of the series. */
  readonly before: number;
  readonly after: number;
  /** |after − before| in deviations of the values around their own medians; see {@link levelShifts}. */
  readonly severity: number;
}

export interface LevelShiftOptions {
  /** Values on each side that are compared; a level must last this long. */
  readonly window: number;
  /** The least severity that is told. */
  readonly threshold: number;
}

/** Of a normal: √(π/2), how much wider a median spreads than a mean; and 1.4826, what makes a median absolute deviation σ. */
const MEDIAN_SPREAD = Math.sqrt(Math.PI / 2);
const MAD_TO_DEVIATION = 1.4826;

/**
 * Level shifts of a series without its season and trend: where the median of the window after differs from that of the window before
 * by at least `threshold` standard errors of such a difference, s √(2/w) √(π/2), with s the robust deviation of both windows around
 * their medians. Of candidates less than
 * a window apart the one is told whose windows' means differ most. Medians, so that a spike is no shift.
 *
 * @param y seasonally adjusted, or the remainder and trend of a decomposition; shape (n,), finite.
 * @throws INVALID_ARGUMENT for a window that is no whole number ≥ 3, a threshold that is not above 0, or a value that is not finite.
 * @see Chen & Liu (1993), Joint estimation of model parameters and outlier effects in time series, JASA 88(421), for the kinds of outlier.
 */
export function levelShifts(y: ArrayLike<number>, { window, threshold }: LevelShiftOptions): LevelShift[] {
  if (!Number.isInteger(window) || window < 3) {
    throw new DomainError('INVALID_ARGUMENT', `window must be a whole number from 3 on, got ${window}`);
  }
  if (!(threshold > 0)) throw new DomainError('INVALID_ARGUMENT', `threshold must be above 0, got ${threshold}`);
  const values = Float64Array.from(y);
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw new DomainError('INVALID_ARGUMENT', `y[${bad}] must be finite, got ${values[bad]}`);
  const candidates: Candidate[] = [];
  for (let at = window; at + window <= values.length; at++) {
    const shift = compare(values, at, window);
    if (shift.severity >= threshold) candidates.push(shift);
  }
  return oneEach(candidates, window);
}

interface Candidate extends LevelShift {
  /** |mean after − mean before|: largest where the windows meet at the step itself. */
  readonly gap: number;
}

function compare(values: Float64Array, at: number, window: number): Candidate {
  const [left, right] = [values.subarray(at - window, at), values.subarray(at, at + window)];
  const [before, after] = [quantile(left, 0.5), quantile(right, 0.5)];
  const around = [...left.map((value) => Math.abs(value - before)), ...right.map((value) => Math.abs(value - after))];
  const deviation = MAD_TO_DEVIATION * quantile(around, 0.5);
  const difference = Math.abs(after - before);
  // Where most values are equal no noise is left to count in: then any step is beyond all bounds.
  const error = deviation * Math.sqrt(2 / window) * MEDIAN_SPREAD;
  const gap = Math.abs(right.reduce((sum, value, i) => sum + value - left[i]!, 0)) / window;
  return { at, before, after, severity: difference === 0 ? 0 : difference / error, gap };
}

/** The sides of a step stay severe for some positions around it: of candidates less than a window apart the largest gap is the step. */
function oneEach(candidates: readonly Candidate[], window: number): LevelShift[] {
  const kept: LevelShift[] = [];
  for (const { gap: _, ...shift } of candidates.toSorted((a, b) => b.gap - a.gap || a.at - b.at)) {
    if (kept.every(({ at }) => Math.abs(at - shift.at) >= window)) kept.push(shift);
  }
  return kept.sort((a, b) => a.at - b.at);
}
