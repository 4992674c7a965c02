/**
 * Writes sin(2πit/P) and cos(2πit/P), i = 1 … N, one after the other: 2N features of a season with period P.
 *
 * @param day t, days since 1970-01-01: a season keeps its phase however the history is cut.
 * @param out written from `offset` on.
 * @see Taylor & Letham (2018), Forecasting at scale, The American Statistician 72(1), §3.2.
 */
export function writeFourier(day: number, periodDays: number, order: number, out: Float64Array, offset: number): void {
  for (let i = 1; i <= order; i++) {
    const angle = (2 * Math.PI * i * day) / periodDays;
    out[offset + 2 * (i - 1)] = Math.sin(angle);
    out[offset + 2 * (i - 1) + 1] = Math.cos(angle);
  }
}
