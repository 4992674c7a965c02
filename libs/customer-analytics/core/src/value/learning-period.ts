import { DomainError } from '@bellwether/errors';
import type { PurchaseLedger } from './purchase-ledger.js';
import { purchasesBetween, summarizePurchases, WEEK_DAYS, type PurchaseSummary } from './summarize-purchases.js';

/** Fewer customers, or fewer with a purchase or without one, are too few to learn from. */
const FEWEST_CUSTOMERS = 100;
const FEWEST_OF_EACH = 20;

/** An earlier day, and what its customers did after it, all of it before the day of the forecast. */
export interface LearningPeriod {
  readonly origin: number;
  /** Not more than the horizon, nor than half of what is known. */
  readonly weeks: number;
  readonly summary: PurchaseSummary;
  readonly purchases: Float64Array;
  readonly value: Float64Array;
}

/** @throws FAILED_PRECONDITION where the past is too short, or has too few customers, to learn from. */
export function learningPeriod(ledger: PurchaseLedger, asOf: number, horizonWeeks: number): LearningPeriod {
  const first = ledger.days.reduce((least, day) => Math.min(least, day), Infinity);
  const weeks = Math.min(horizonWeeks, Math.floor((asOf - first) / (2 * WEEK_DAYS)));
  const origin = asOf - Math.round(weeks * WEEK_DAYS);
  const summary = summarizePurchases(ledger, origin);
  const { purchases, value } = purchasesBetween(ledger, summary.customers, origin, asOf);
  const customers = summary.customers.length;
  const buyers = value.reduce((sum, y) => sum + (y > 0 ? 1 : 0), 0);
  if (weeks < 1 || customers < FEWEST_CUSTOMERS || Math.min(buyers, customers - buyers) < FEWEST_OF_EACH) {
    throw new DomainError(
      'FAILED_PRECONDITION',
      `the ${weeks} weeks before must have ${FEWEST_CUSTOMERS} customers, ${FEWEST_OF_EACH} of them with value and as ` +
        `many without, to learn from; got ${customers}, ${buyers} with value`,
    );
  }
  return { origin, weeks, summary, purchases, value };
}
