import { z } from 'zod';
import { IsoDate } from '../fields.js';

/** A feature of a model's input, in the order of the model's columns. */
export const BundleFeature = z.strictObject({
  name: z.string(),
  kind: z.enum(['numeric', 'categorical']),
  unit: z.string(),
  /** When the value becomes known, in words: `at booking`, `at arrival + 1 day of earlier bookings`. */
  available_at: z.string(),
  /** Categories by code, as fitted on the training rows; only of a categorical feature. */
  categories: z.array(z.string()).optional(),
  /**
   * How the training rows are spread, for drift: rows without a value; the values of a numeric feature's sketch, ascending,
   * and how many rows each stands for; or the rows of each category, by code.
   */
  reference: z.strictObject({
    missing: z.int(),
    values: z.array(z.number()).optional(),
    counts: z.array(z.number()),
    /** How far the sketch's distribution function may be off, in [0, 1]; only of a numeric feature. */
    rank_error: z.number().optional(),
  }),
});
export type BundleFeature = z.output<typeof BundleFeature>;

/** Maps the margin of a model to a probability. */
export const BundleCalibration = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('identity') }),
  z.strictObject({ kind: z.literal('platt'), slope: z.number(), intercept: z.number() }),
  z.strictObject({ kind: z.literal('isotonic'), margins: z.array(z.number()), probabilities: z.array(z.number()) }),
]);
export type BundleCalibration = z.output<typeof BundleCalibration>;

/** Nonconformity scores 1 − p̂(true class) of the calibration rows by true class, ascending (label-conditional split conformal). */
export const BundleConformal = z.strictObject({
  variant: z.literal('label-conditional-lac'),
  scores: z.strictObject({ negative: z.array(z.number()), positive: z.array(z.number()) }),
});
export type BundleConformal = z.output<typeof BundleConformal>;

export const BundleTraining = z.strictObject({
  source: z.string(),
  range: z.strictObject({ start: IsoDate, end: IsoDate }),
  rows: z.int(),
  /** Of a binary target. */
  positives: z.int().optional(),
  /** SHA-256 over the training rows in canonical order. */
  data_fingerprint: z.string(),
  seed: z.int(),
  hyperparameters: z.record(z.string(), z.union([z.number(), z.string()])),
  code_version: z.string(),
});

/** `bellwether.json` of a model bundle: all that serving needs beside the ONNX file, and where the model comes from. */
export const BundleManifest = z.strictObject({
  format: z.literal('bellwether-bundle/1'),
  model_name: z.string(),
  model_type: z.string(),
  task: z.enum(['binary', 'regression', 'forecast']),
  /** Feature view that computes the input, offline and online. */
  view: z.string(),
  /** What a positive means, or what the numbers are of, in words. */
  target: z.string(),
  /** None of a forecast, which takes a series. */
  features: z.array(BundleFeature),
  /** Of a binary target: those without one are probabilities as they come. */
  calibration: BundleCalibration.default({ kind: 'identity' }),
  conformal: BundleConformal.optional(),
  /** Measured on rows later than all training rows, under `protocol`. */
  metrics: z.record(z.string(), z.number()),
  protocol: z.string(),
  training: BundleTraining,
  /** SHA-256 (hexadecimal) and size in bytes of every other file of the bundle, by its path in it. */
  files: z.record(z.string(), z.strictObject({ sha256: z.string(), bytes: z.int() })),
});
export type BundleManifest = z.output<typeof BundleManifest>;
