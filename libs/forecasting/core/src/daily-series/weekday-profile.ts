import { weekdayOf, type DailySeries } from './daily-series.js';

/** No weekday counts for less than this, so that a rate can be told by it. */
const LEAST = 0.05;
/** Units that are taken to have come evenly beside those that did: the profile of few sales is nearly even. */
const PRIOR = 20;

/**
 * Seasonal indices by weekday, estimated on all series of a kind together: a product that sells twice a month says nothing of
 * Saturdays by itself. p_w ∝ S_w/days_w + prior, S_w the sum of all series
 * over the weekdays w.
 *
 * @returns shape (7,), from Sunday on, mean 1.
 * @see Dekker, van Donselaar & Ouwehand (2004), How to use aggregation and combined forecasting to improve seasonal demand
 *   forecasts, International Journal of Production Economics 90(2), for group seasonal indices.
 */
export function weekdayProfile(panel: readonly DailySeries[]): number[] {
  const sums = new Float64Array(7);
  const days = new Float64Array(7);
  for (const { startDay, values } of panel) {
    values.forEach((value, t) => {
      const weekday = weekdayOf(startDay + t);
      sums[weekday]! += value;
      days[weekday]! += 1;
    });
  }
  const total = sums.reduce((sum, value) => sum + value, 0);
  if (total === 0) return Array.from({ length: 7 }, () => 1);
  const length = days.reduce((sum, value) => sum + value, 0);
  // As though PRIOR more units had come, spread evenly over all days.
  const even = PRIOR / length;
  const rates = Array.from(
    sums,
    (sum, weekday) => (days[weekday] === 0 ? total / length : sum / days[weekday]!) + even,
  );
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / 7;
  const raised = rates.map((rate) => Math.max(LEAST, rate / mean));
  const level = raised.reduce((sum, rate) => sum + rate, 0) / 7;
  return raised.map((rate) => rate / level);
}
