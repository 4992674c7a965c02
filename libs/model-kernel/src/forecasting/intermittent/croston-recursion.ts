/** Where Croston's two smoothings stand. */
export interface CrostonState {
  /** Smoothed size of a demand that is not 0, in the unit of the series; 0 before the first. */
  size: number;
  /** Smoothed steps from one demand to the next. */
  interval: number;
  /** Steps since the last demand. */
  waiting: number;
}

/**
 * Croston's recursion: at a demand z after q steps, ẑ += α (z − ẑ) and p̂ += α (q − p̂), and nothing between demands. The first
 * demand starts both, with the steps from the beginning of the series to it as its interval.
 *
 * @param forecasts takes the rate ẑ/p̂ before each step, shape (n,); NaN before the first demand.
 * @see Croston (1972), Forecasting and stock control for intermittent demands, Operational Research Quarterly 23(3).
 */
export function runCroston(y: Float64Array, alpha: number, forecasts: Float64Array): CrostonState {
  const state: CrostonState = { size: 0, interval: 1, waiting: 0 };
  let seen = false;
  for (let t = 0; t < y.length; t++) {
    forecasts[t] = seen ? state.size / state.interval : NaN;
    state.waiting += 1;
    if (y[t] === 0) continue;
    state.size = seen ? state.size + alpha * (y[t]! - state.size) : y[t]!;
    state.interval = seen ? state.interval + alpha * (state.waiting - state.interval) : state.waiting;
    state.waiting = 0;
    seen = true;
  }
  return state;
}
