import {
  decileCalibrationError,
  groupByPrediction,
  mae,
  normalizedGini,
  rmse,
  type PredictionGroup,
} from '@bellwether/model-kernel/metrics';
import { DomainError } from '@bellwether/errors';
import { forecastValues, type ValueForecasts, type ValueMethod } from './forecast-values.js';
import type { PurchaseLedger } from './purchase-ledger.js';
import { purchasesBetween, WEEK_DAYS } from './summarize-purchases.js';

/** How a method did on a later period. */
export interface ValueScores {
  readonly method: ValueMethod;
  /** Of the number of purchases; absent of methods that do not count. */
  readonly purchasesRmse?: number;
  /** In money. */
  readonly rmse: number;
  /** In money. */
  readonly mae: number;
  readonly gini: number;
  readonly decileCalibrationError: number;
  /** Value of all by the forecast, over what came. */
  readonly totalRatio: number;
}

export interface ValueEvaluation {
  readonly forecasts: ValueForecasts;
  readonly horizonWeeks: number;
  /** What came, shape (customers,) each. */
  readonly actual: { readonly purchases: Float64Array; readonly value: Float64Array };
  readonly scores: readonly ValueScores[];
  /** The method of least RMSE of value. */
  readonly best: ValueMethod;
}

/**
 * Forecasts as of the end of the calibration period, against what came after it up to `end`.
 *
 * @param calibrationEnd its last day; @param end the last day that is known; days since 1970-01-01.
 * @throws FAILED_PRECONDITION where nothing was bought after the calibration, or as {@link forecastValues}.
 */
export function evaluateValues(ledger: PurchaseLedger, calibrationEnd: number, end: number, seed = 0): ValueEvaluation {
  const horizonWeeks = (end - calibrationEnd) / WEEK_DAYS;
  const forecasts = forecastValues(ledger, calibrationEnd, horizonWeeks, seed);
  const actual = purchasesBetween(ledger, forecasts.summary.customers, calibrationEnd, end);
  const total = actual.value.reduce((sum, value) => sum + value, 0);
  if (!(total > 0)) {
    throw new DomainError(
      'FAILED_PRECONDITION',
      'customers of the calibration must buy something after it, got nothing',
    );
  }
  const scores = methodsOf(forecasts).map((method): ValueScores => {
    const { value, purchases } = forecasts.forecasts[method]!;
    return {
      method,
      ...(purchases && { purchasesRmse: rmse(actual.purchases, purchases) }),
      rmse: rmse(actual.value, value),
      mae: mae(actual.value, value),
      gini: normalizedGini(actual.value, value),
      decileCalibrationError: decileCalibrationError(actual.value, value),
      totalRatio: value.reduce((sum, each) => sum + each, 0) / total,
    };
  });
  const best = scores.reduce((best, row) => (row.rmse < best.rmse ? row : best)).method;
  return { forecasts, horizonWeeks, actual, scores, best };
}

/** Deciles of a method's forecasts, lowest first. */
export function valueDeciles({ forecasts, actual }: ValueEvaluation, method: ValueMethod): PredictionGroup[] {
  return groupByPrediction(actual.value, forecasts.forecasts[method]!.value);
}

const methodsOf = ({ forecasts }: ValueForecasts): ValueMethod[] => Object.keys(forecasts) as ValueMethod[];
