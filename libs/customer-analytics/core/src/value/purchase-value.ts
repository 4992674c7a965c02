import { DomainError } from '@bellwether/errors';
import {
  customerIntervals,
  discountedPurchases,
  expectedPurchases,
  expectedSpend,
  fitBuyTillYouDie,
  fitGammaGamma,
  probabilityAlive,
  type BuyTillYouDieFit,
  type BuyTillYouDieName,
  type CustomerIntervals,
  type GammaGammaFit,
} from '@bellwether/model-kernel/buy-till-you-die';
import type { Rng } from '@bellwether/model-kernel/numerics';
import type { PurchaseSummary } from './summarize-purchases.js';

/** How often customers buy and what they spend, as plain JSON; times in weeks. */
export interface PurchaseValueModel {
  readonly purchases: BuyTillYouDieFit;
  /** Gamma-gamma, or where repeat purchases leave nothing to learn from, one spend for all. */
  readonly spend: GammaGammaFit | { readonly model: 'one-spend'; readonly value: number };
}

type Behaviour = Pick<PurchaseSummary, 'frequency' | 'recency' | 'age' | 'meanValue'>;

/**
 * Fits a model of purchases and gamma-gamma spend to what is known of customers.
 *
 * @throws FAILED_PRECONDITION as {@link fitBuyTillYouDie}.
 */
export function fitPurchaseValue(name: BuyTillYouDieName, summary: PurchaseSummary): PurchaseValueModel {
  return { purchases: fitBuyTillYouDie(name, summary), spend: fitSpend(summary) };
}

function fitSpend({ frequency, meanValue, totalValue }: PurchaseSummary): PurchaseValueModel['spend'] {
  try {
    const spend = fitGammaGamma({ purchases: frequency, meanValue });
    // The spend of one who has not bought again is p v / (q − 1).
    if (spend.parameters['q']! > 1) return spend;
  } catch (error) {
    if (!(error instanceof DomainError && error.code === 'FAILED_PRECONDITION')) throw error;
  }
  const purchases = frequency.reduce((sum, x) => sum + x + 1, 0);
  return { model: 'one-spend', value: totalValue.reduce((sum, value) => sum + value, 0) / purchases };
}

/** Forecasts of each customer, shape (n,) each. */
export interface PurchaseValueForecast {
  /** P(alive), in [0, 1]. */
  readonly alive: Float64Array;
  readonly purchases: Float64Array;
  /** Of a purchase, in money. */
  readonly spend: Float64Array;
  /** Within the horizon, in money, discounted. */
  readonly value: Float64Array;
}

/**
 * @param horizonWeeks ≥ 0.
 * @param annualDiscount value that comes a year later counts 1 / (1 + annualDiscount); ≥ 0.
 */
export function forecastPurchaseValue(
  { purchases, spend }: PurchaseValueModel,
  summary: Behaviour,
  horizonWeeks: number,
  annualDiscount = 0,
): PurchaseValueForecast {
  const expected = expectedPurchases(purchases, summary, horizonWeeks);
  const rate = (1 + annualDiscount) ** (1 / WEEKS_PER_YEAR) - 1;
  const counted = rate === 0 ? expected : discountedPurchases(purchases, summary, horizonWeeks, { rate });
  const spends =
    spend.model === 'one-spend'
      ? expected.map(() => spend.value)
      : expectedSpend(spend, { purchases: summary.frequency, meanValue: summary.meanValue });
  return {
    alive: probabilityAlive(purchases, summary),
    purchases: expected,
    spend: spends,
    value: counted.map((count, i) => count * spends[i]!),
  };
}

const WEEKS_PER_YEAR = 365.25 / 7;

/** Intervals of purchases and, where spend differs between customers, of value, undiscounted. */
export function purchaseValueIntervals(
  { purchases, spend }: PurchaseValueModel,
  summary: Behaviour,
  horizonWeeks: number,
  rng: Rng,
  coverage: number,
): CustomerIntervals {
  const histories = { purchases: summary.frequency, meanValue: summary.meanValue };
  return customerIntervals(purchases, summary, horizonWeeks, rng, {
    coverage,
    ...(spend.model === 'gamma-gamma' && { spend: { fit: spend, histories } }),
  });
}
