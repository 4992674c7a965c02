import type { PurchaseLedger } from './purchase-ledger.js';
import type { PurchaseValueForecast } from './purchase-value.js';
import { purchasesBetween, WEEK_DAYS, type PurchaseSummary } from './summarize-purchases.js';

/** What a learned head sees of a customer, all of it known by the day that the summary is of. */
export const VALUE_FEATURES = [
  'log_frequency',
  'recency_weeks',
  'silence_weeks',
  'age_weeks',
  'silence_of_gaps',
  'log_mean_value',
  'log_total_value',
  'log_first_value',
  'purchases_last_4_weeks',
  'purchases_last_13_weeks',
  'log_value_last_13_weeks',
  'log_value_per_week',
  'alive',
  'log_expected_purchases',
  'log_expected_value',
] as const;

/** Keeps the logarithm of next to nothing finite. */
const SMALL = 1e-3;

/**
 * Rows of {@link VALUE_FEATURES}, shape (n, features), finite.
 *
 * @param asOf the day of the summary. @param expected what a model fitted as of that day expects of each customer.
 */
export function valueFeatures(
  ledger: PurchaseLedger,
  summary: PurchaseSummary,
  asOf: number,
  expected: PurchaseValueForecast,
): Float64Array {
  const { customers, frequency, recency, age, meanValue, totalValue } = summary;
  const last = (weeks: number) => purchasesBetween(ledger, customers, asOf - weeks * WEEK_DAYS, asOf);
  const month = last(4);
  const quarter = last(13);
  const width = VALUE_FEATURES.length;
  const matrix = new Float64Array(customers.length * width);
  customers.forEach((_, i) => {
    const x = frequency[i]!;
    const silence = age[i]! - recency[i]!;
    const first = totalValue[i]! - x * meanValue[i]!;
    matrix.set(
      [
        Math.log1p(x),
        recency[i]!,
        silence,
        age[i]!,
        // The silence in units of the customer's own mean gap; of one purchase, of its whole age.
        x === 0 ? 1 : Math.min(20, silence / (recency[i]! / x)),
        Math.log1p(meanValue[i]!),
        Math.log1p(totalValue[i]!),
        Math.log1p(Math.max(0, first)),
        month.purchases[i]!,
        quarter.purchases[i]!,
        Math.log1p(quarter.value[i]!),
        Math.log1p(totalValue[i]! / (age[i]! + 1)),
        expected.alive[i]!,
        Math.log(expected.purchases[i]! + SMALL),
        Math.log(expected.value[i]! + SMALL),
      ],
      i * width,
    );
  });
  return matrix;
}
