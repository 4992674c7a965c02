import { readFileSync } from 'node:fs';

export interface BinaryCase {
  readonly name: string;
  readonly labels: number[];
  readonly margins: number[];
  readonly weights: number[];
  readonly rocAuc: number;
  readonly averagePrecision: number;
  readonly logLoss: number;
  readonly brierLoss: number;
  readonly expectedCalibrationError: number;
  readonly precisionRecallF1: { precision: number; recall: number; f1: number };
  readonly confusion: { truePositive: number; falsePositive: number; trueNegative: number; falseNegative: number };
  readonly calibrationLine: {
    intercept: number;
    slope: number;
    interceptStandardError: number;
    slopeStandardError: number;
  };
  readonly platt: { intercept: number; slope: number };
  readonly isotonic: { margins: number[]; probabilities: number[]; grid: number[]; onGrid: number[] };
}

export interface PointCase {
  readonly actual: number[];
  readonly predicted: number[];
  readonly weights: number[];
  readonly rmse: number;
  readonly mae: number;
  readonly mape: number;
  readonly smape: number;
  readonly r2: number;
}

interface MetricsFixture {
  readonly binary: BinaryCase[];
  readonly reliability: {
    labels: number[];
    probabilities: number[];
    positiveRate: number[];
    meanProbability: number[];
  };
  readonly point: PointCase[];
  readonly quantile: { sample: number[]; p: number[]; linear: number[]; higher: number[] };
}

/** scikit-learn's, NumPy's and SciPy's answers, by tools/fixtures/metrics_sklearn.py. */
export const fixture = JSON.parse(
  readFileSync(new URL('./fixtures/metrics.json', import.meta.url), 'utf8'),
) as MetricsFixture;
