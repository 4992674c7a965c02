import {
  forecastPurchaseValue,
  forecastValues,
  purchaseValueIntervals,
  type PurchaseLedger,
  type ValueEvaluation,
} from '@bellwether/customer-analytics-core';
import { createRng } from '@bellwether/model-kernel/numerics';
import type { ClvOptions } from '../commands/clv.js';

/** What is said of a customer, from the last day of the file on; its columns in this order. */
export interface CustomerForecast {
  readonly id: string;
  readonly frequency: number;
  readonly recency_weeks: number;
  readonly age_weeks: number;
  readonly mean_value: number;
  readonly probability_alive: number;
  readonly purchases: number;
  readonly purchases_lower: number;
  readonly purchases_upper: number;
  readonly spend: number;
  /** By the likeliest model of purchases, discounted. */
  readonly value: number;
  /** Absent where all spend the same. */
  readonly value_lower?: number;
  readonly value_upper?: number;
  /** By the method that was best on the hold-out, undiscounted. */
  readonly best_value: number;
}

/** Models are fitted anew, to everything that is in the file. */
export function customerForecasts(
  ledger: PurchaseLedger,
  end: number,
  { best, horizonWeeks }: ValueEvaluation,
  { horizon, discount, level, seed }: ClvOptions,
): CustomerForecast[] {
  const weeks = horizon ?? horizonWeeks;
  const { summary, models, likeliest, forecasts } = forecastValues(ledger, end, weeks, seed);
  const model = models[likeliest];
  const forecast = forecastPurchaseValue(model, summary, weeks, discount);
  const { purchases, value } = purchaseValueIntervals(model, summary, weeks, createRng(seed), level / 100);
  // The best may need a past to learn from that the whole file lacks; it has more of it than the calibration, which did not.
  const bestValue = (forecasts[best] ?? forecasts[likeliest]!).value;
  return Array.from(summary.customers, (customer, i) => ({
    id: ledger.customers[customer]!,
    frequency: summary.frequency[i]!,
    recency_weeks: summary.recency[i]!,
    age_weeks: summary.age[i]!,
    mean_value: summary.meanValue[i]!,
    probability_alive: forecast.alive[i]!,
    purchases: forecast.purchases[i]!,
    purchases_lower: purchases.lower[i]!,
    purchases_upper: purchases.upper[i]!,
    spend: forecast.spend[i]!,
    value: forecast.value[i]!,
    ...(value && { value_lower: value.lower[i]!, value_upper: value.upper[i]! }),
    best_value: bestValue[i]!,
  }));
}
