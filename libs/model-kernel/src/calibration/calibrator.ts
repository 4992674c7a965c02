/** What every fitted calibration carries; the rest of its parameters are its own. */
export interface CalibrationParams {
  readonly kind: string;
}

/**
 * A way to turn a model's margin (its raw score, in log-odds) into a probability. The parameters are plain data: JSON
 * keeps them bit for bit.
 */
export interface Calibrator<P extends CalibrationParams> {
  /**
   * @param margins finite, shape (n,), n ≥ 1: scores of rows the model was not trained on.
   * @param labels 0 or 1, shape (n,).
   * @param weights ≥ 0, shape (n,); equal when absent.
   * @throws INVALID_ARGUMENT for malformed columns; FAILED_PRECONDITION when the sample cannot determine the fit.
   */
  fit(margins: ArrayLike<number>, labels: ArrayLike<number>, weights?: ArrayLike<number>): P;
  /** The probability of 1 at a margin, in [0, 1], never falling as the margin grows; allocates nothing. */
  calibrate(params: P, margin: number): number;
}

/**
 * The vector form of a calibrator.
 *
 * @param out where to write, shape (n,); a new array when absent, `margins` itself if wanted.
 */
export function calibrateAll<P extends CalibrationParams>(
  calibrator: Calibrator<P>,
  params: P,
  margins: Float64Array,
  out: Float64Array = new Float64Array(margins.length),
): Float64Array {
  for (let i = 0; i < margins.length; i++) out[i] = calibrator.calibrate(params, margins[i]!);
  return out;
}
