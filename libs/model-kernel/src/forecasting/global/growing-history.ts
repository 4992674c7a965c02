import type { PanelSeries } from './panel.js';

/**
 * What is known of a series, step by step, with running sums: whatever is asked of it as of step t reads nothing after t.
 * Steps are counted from the beginning of the series.
 */
export class GrowingHistory {
  readonly y: Float64Array;
  /** Values so far, those not known included. */
  length = 0;
  /** By step: how many values are known before it, their sum, that of their squares and of their sizes. */
  private readonly counts: Float64Array;
  private readonly sums: Float64Array;
  private readonly squares: Float64Array;
  private readonly sizes: Float64Array;
  private readonly zeros: Float64Array;
  /** By step: the last one up to it with a value that is not 0; −1 where there is none. */
  private readonly lastNonzero: Float64Array;
  /** The first known value: sums of squares are about it, so that a high level does not cost their digits. */
  private pivot = NaN;

  /** @param room steps that may be added beyond those of the series. */
  constructor(
    readonly series: PanelSeries,
    room: number,
  ) {
    const steps = series.y.length + room;
    this.y = new Float64Array(steps);
    this.counts = new Float64Array(steps + 1);
    this.sums = new Float64Array(steps + 1);
    this.squares = new Float64Array(steps + 1);
    this.sizes = new Float64Array(steps + 1);
    this.zeros = new Float64Array(steps + 1);
    this.lastNonzero = new Float64Array(steps);
    for (const value of series.y) this.push(value);
  }

  push(value: number): void {
    const t = this.length++;
    const known = Number.isNaN(value) ? 0 : 1;
    if (known === 1 && Number.isNaN(this.pivot)) this.pivot = value;
    const about = known === 1 ? value - this.pivot : 0;
    this.y[t] = value;
    this.counts[t + 1] = this.counts[t]! + known;
    this.sums[t + 1] = this.sums[t]! + about;
    this.squares[t + 1] = this.squares[t]! + about * about;
    this.sizes[t + 1] = this.sizes[t]! + (known === 1 ? Math.abs(value) : 0);
    this.zeros[t + 1] = this.zeros[t]! + (value === 0 ? 1 : 0);
    this.lastNonzero[t] = known === 1 && value !== 0 ? t : t === 0 ? -1 : this.lastNonzero[t - 1]!;
  }

  /** The value of a step; NaN where it is not known or before the beginning. */
  at(step: number): number {
    return step < 0 ? NaN : this.y[step]!;
  }

  /** Known values of the `window` steps up to t. */
  count(t: number, window: number): number {
    return this.over(this.counts, t, window);
  }

  /** Mean of the known values among the `window` steps up to t; NaN where there is none. */
  mean(t: number, window: number): number {
    return this.pivot + this.over(this.sums, t, window) / this.over(this.counts, t, window);
  }

  /** Standard deviation about their mean, by their number; NaN where there is none. */
  deviation(t: number, window: number): number {
    const n = this.over(this.counts, t, window);
    const mean = this.over(this.sums, t, window) / n;
    return Math.sqrt(Math.max(0, this.over(this.squares, t, window) / n - mean * mean));
  }

  /** Share of zeros among the known values. */
  zeroShare(t: number, window: number): number {
    return this.over(this.zeros, t, window) / this.over(this.counts, t, window);
  }

  /** Steps since the last value that was not 0, itself at 0; NaN where there is none. */
  sinceNonzero(t: number): number {
    return this.lastNonzero[t]! < 0 ? NaN : t - this.lastNonzero[t]!;
  }

  /**
   * The scale of the series as of t: the mean size |y| over the window up to t, with the mean of all sizes up to t as one value
   * more, which keeps it above 0 where the window is all zeros. 0 where nothing but zeros was known.
   */
  scale(t: number, window: number): number {
    const all = this.sizes[t + 1]! / this.counts[t + 1]!;
    if (!(all > 0)) return 0;
    return (this.over(this.sizes, t, window) + all) / (this.over(this.counts, t, window) + 1);
  }

  private over(sums: Float64Array, t: number, window: number): number {
    return sums[t + 1]! - sums[Math.max(0, t + 1 - window)]!;
  }
}
