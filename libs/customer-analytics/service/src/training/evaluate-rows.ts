import { DomainError } from '@bellwether/errors';
import { conformalPValue, type ClassConditionalScores } from '@bellwether/model-kernel/conformal';
import {
  averagePrecision,
  brierLoss,
  calibrationSlopeIntercept,
  expectedCalibrationError,
  logLoss,
  precisionRecallF1,
  profitCurve,
  rocAuc,
} from '@bellwether/model-kernel/metrics';
import type { ModelConfig } from './model-config.js';

/** Confidence at which the coverage of the conformal sets is measured. */
const COVERAGE_LEVEL = 0.9;

/**
 * What a model is worth on rows it has not seen: ranking, calibration, decisions at one half and at the best threshold,
 * profit as a share of the bookings' price, coverage of the conformal sets at 90 %.
 *
 * @param labels 0 or 1, both present, shape (n,). @param probabilities shape (n,).
 */
export function evaluateRows(
  labels: Float64Array,
  probabilities: Float64Array,
  profit: ModelConfig['profit'],
  conformal?: ClassConditionalScores,
): Readonly<Record<string, number>> {
  const atHalf = precisionRecallF1(labels, probabilities, 0.5);
  const best = bestThreshold(labels, probabilities);
  const curve = profitCurve(labels, probabilities, {
    truePositive: profit.true_positive,
    falsePositive: profit.false_positive,
    trueNegative: profit.true_negative,
    falseNegative: profit.false_negative,
  });
  return {
    auc: rocAuc(labels, probabilities),
    average_precision: averagePrecision(labels, probabilities),
    log_loss: logLoss(labels, probabilities),
    brier: brierLoss(labels, probabilities),
    ece: expectedCalibrationError(labels, probabilities),
    ...calibrationLine(labels, probabilities),
    precision: atHalf.precision,
    recall: atHalf.recall,
    f1_score: atHalf.f1,
    best_f1_threshold: best.threshold,
    best_f1_precision: best.precision,
    best_f1_recall: best.recall,
    best_f1_score: best.f1,
    // A threshold above every probability acts on nobody.
    profit_threshold: curve.best.threshold ?? 1,
    profit_per_booking: curve.best.profit / labels.length,
    profit_acted_share: curve.best.acted / labels.length,
    base_rate: labels.reduce((sum, label) => sum + label, 0) / labels.length,
    test_rows: labels.length,
    ...(conformal && { conformal_coverage_90: coverage(labels, probabilities, conformal) }),
  };
}

/** Left out where no line is determined, as for a constant probability. */
function calibrationLine(labels: Float64Array, probabilities: Float64Array): Record<string, number> {
  try {
    const { slope, intercept } = calibrationSlopeIntercept(labels, probabilities);
    return { calibration_slope: slope, calibration_intercept: intercept };
  } catch (error) {
    if (error instanceof DomainError && error.code === 'FAILED_PRECONDITION') return {};
    throw error;
  }
}

/** The threshold in steps of 0.01 with the highest F1; the lowest among equals. */
function bestThreshold(labels: Float64Array, probabilities: Float64Array) {
  let best = { threshold: 0, ...precisionRecallF1(labels, probabilities, 0) };
  for (let percent = 1; percent < 100; percent++) {
    const here = precisionRecallF1(labels, probabilities, percent / 100);
    if (here.f1 > best.f1) best = { threshold: percent / 100, ...here };
  }
  return best;
}

/** Share of rows whose outcome is in the conformal set: whose p-value exceeds 1 − level. */
function coverage(labels: Float64Array, probabilities: Float64Array, scores: ClassConditionalScores): number {
  const covered = labels.filter((label, i) => {
    const p = probabilities[i]!;
    const pValue = label === 1 ? conformalPValue(scores.positive, 1 - p) : conformalPValue(scores.negative, p);
    return pValue > 1 - COVERAGE_LEVEL;
  });
  return covered.length / labels.length;
}
