import { DomainError } from '@bellwether/errors';
import type { LearnedHeadName } from './learned-heads.js';
import { learnValues, type LearnedValues } from './learned-values.js';
import type { PurchaseLedger } from './purchase-ledger.js';
import {
  fitPurchaseModels,
  likeliestModel,
  PURCHASE_MODELS,
  type PurchaseModelName,
  type PurchaseModels,
} from './purchase-models.js';
import { forecastPurchaseValue } from './purchase-value.js';
import { summarizePurchases, type PurchaseSummary } from './summarize-purchases.js';

export type ValueMethod = 'always-zero' | 'own-rate' | PurchaseModelName | LearnedHeadName | 'ensemble';

/** What customers are expected to buy within the horizon, shape (n,) each. */
export interface ValueForecast {
  /** In money, undiscounted. */
  readonly value: Float64Array;
  /** Absent of methods that do not count. */
  readonly purchases?: Float64Array;
}

export interface ValueForecasts {
  readonly summary: PurchaseSummary;
  readonly forecasts: Readonly<Partial<Record<ValueMethod, ValueForecast>>>;
  readonly models: PurchaseModels;
  readonly likeliest: PurchaseModelName;
  /** Of the ensemble's members; absent where there is none. */
  readonly weights?: LearnedValues['weights'];
  /** Why learned heads, and with them the ensemble, are missing; absent where they are not. */
  readonly refused?: string;
}

/**
 * The value of every customer within a horizon by each method, from what is known by the end of a day and nothing after it.
 *
 * @param asOf days since 1970-01-01. @param horizonWeeks > 0.
 * @throws FAILED_PRECONDITION as {@link fitPurchaseModels}.
 */
export function forecastValues(ledger: PurchaseLedger, asOf: number, horizonWeeks: number, seed = 0): ValueForecasts {
  const summary = summarizePurchases(ledger, asOf);
  const models = fitPurchaseModels(summary);
  const plain = { summary, models, likeliest: likeliestModel(models) };
  const byModel = PURCHASE_MODELS.map((name) => [name, forecastPurchaseValue(models[name], summary, horizonWeeks)]);
  const simple = {
    ...withoutModel(summary, horizonWeeks),
    ...(Object.fromEntries(byModel) as ValueForecasts['forecasts']),
  };
  try {
    const learned = learnValues(ledger, summary, asOf, horizonWeeks, models, seed);
    const heads = Object.entries(learned.heads).map(([name, value]) => [name, { value }]);
    const forecasts = { ...simple, ...Object.fromEntries(heads), ensemble: { value: learned.ensemble } };
    return { ...plain, forecasts: forecasts as ValueForecasts['forecasts'], weights: learned.weights };
  } catch (error) {
    if (!(error instanceof DomainError && error.code === 'FAILED_PRECONDITION')) throw error;
    return { ...plain, forecasts: simple, refused: error.message };
  }
}

/** Nothing, and the customer's own rate so far: a week counts as its first, so that one who has just come has one. */
function withoutModel({ frequency, age, totalValue }: PurchaseSummary, horizonWeeks: number) {
  const perWeek = (column: Float64Array): Float64Array =>
    column.map((amount, i) => (horizonWeeks * amount) / Math.max(1, age[i]!));
  return {
    'always-zero': { value: frequency.map(() => 0), purchases: frequency.map(() => 0) },
    'own-rate': { value: perWeek(totalValue), purchases: perWeek(frequency.map((x) => x + 1)) },
  };
}
