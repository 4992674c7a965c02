import type { BuyTillYouDieName } from '@bellwether/model-kernel/buy-till-you-die';
import {
  fitPurchaseValue,
  forecastPurchaseValue,
  type PurchaseValueForecast,
  type PurchaseValueModel,
} from './purchase-value.js';
import type { PurchaseSummary } from './summarize-purchases.js';

/** The models of customers who buy whenever they like. */
export const PURCHASE_MODELS = ['bg-nbd', 'mbg-nbd', 'pareto-nbd'] as const satisfies readonly BuyTillYouDieName[];
export type PurchaseModelName = (typeof PURCHASE_MODELS)[number];
export type PurchaseModels = Readonly<Record<PurchaseModelName, PurchaseValueModel>>;

/** @throws FAILED_PRECONDITION as {@link fitPurchaseValue}. */
export function fitPurchaseModels(summary: PurchaseSummary): PurchaseModels {
  return Object.fromEntries(PURCHASE_MODELS.map((name) => [name, fitPurchaseValue(name, summary)])) as PurchaseModels;
}

/** The model of highest likelihood: all have four parameters. */
export function likeliestModel(models: PurchaseModels): PurchaseModelName {
  const likelihood = (name: PurchaseModelName): number => models[name].purchases.logLikelihood;
  return PURCHASE_MODELS.reduce((best, name) => (likelihood(name) > likelihood(best) ? name : best));
}

/** The mean of what the models expect: their likelihoods hardly tell them apart, and their errors differ. */
export function forecastByModels(
  models: PurchaseModels,
  summary: PurchaseSummary,
  horizonWeeks: number,
): PurchaseValueForecast {
  const forecasts = PURCHASE_MODELS.map((name) => forecastPurchaseValue(models[name], summary, horizonWeeks));
  const mean = (name: keyof PurchaseValueForecast): Float64Array =>
    summary.frequency.map((_, i) => forecasts.reduce((sum, each) => sum + each[name][i]!, 0) / forecasts.length);
  return { alive: mean('alive'), purchases: mean('purchases'), spend: mean('spend'), value: mean('value') };
}
