import { ensembleWeights } from './ensemble-weights.js';
import { crossFit, LEARNED_HEADS, type LearnedHeadName } from './learned-heads.js';
import { learningPeriod } from './learning-period.js';
import type { PurchaseLedger } from './purchase-ledger.js';
import { fitPurchaseModels, forecastByModels, type PurchaseModels } from './purchase-models.js';
import type { PurchaseSummary } from './summarize-purchases.js';
import { valueFeatures } from './value-features.js';

/** What is learned, and how it is mixed with the models of purchases; in money, shape (n,) each. */
export interface LearnedValues {
  readonly heads: Readonly<Record<LearnedHeadName, Float64Array>>;
  readonly ensemble: Float64Array;
  readonly weights: Readonly<Record<'purchase-models' | LearnedHeadName, number>>;
}

/**
 * Learned heads are taught by an earlier day and what came after it. Where that period is shorter than the horizon, their
 * forecasts grow as what the models of purchases expect of all customers does.
 *
 * @param models fitted to `summary`.
 * @throws FAILED_PRECONDITION as {@link learningPeriod}.
 */
export function learnValues(
  ledger: PurchaseLedger,
  summary: PurchaseSummary,
  asOf: number,
  horizonWeeks: number,
  models: PurchaseModels,
  seed: number,
): LearnedValues {
  const period = learningPeriod(ledger, asOf, horizonWeeks);
  const earlier = forecastByModels(fitPurchaseModels(period.summary), period.summary, period.weeks);
  const shorter = forecastByModels(models, summary, period.weeks);
  const { value: byModels } = forecastByModels(models, summary, horizonWeeks);
  const growth = sum(byModels) / sum(shorter.value);
  const then = valueFeatures(ledger, period.summary, period.origin, earlier);
  const now = valueFeatures(ledger, summary, asOf, shorter);
  const names = Object.keys(LEARNED_HEADS) as LearnedHeadName[];
  const heads = names.map((name) => {
    const head = LEARNED_HEADS[name];
    const held = crossFit(head, then, period.value, seed);
    // A lognormal tail, or a short history, may miss the level of all: what was forecast of rows held out tells by how much.
    const level = sum(period.value) / sum(held);
    const predict = head.learn(then, period.value, seed);
    return { value: scaled(predict(now), level * growth), held: scaled(held, level) };
  });
  const weights = ensembleWeights([earlier.value, ...heads.map(({ held }) => held)], period.value);
  const members = [byModels, ...heads.map(({ value }) => value)];
  return {
    heads: Object.fromEntries(names.map((name, k) => [name, heads[k]!.value])) as LearnedValues['heads'],
    ensemble: byModels.map((_, i) => weights.reduce((mix, weight, m) => mix + weight * members[m]![i]!, 0)),
    weights: Object.fromEntries(
      ['purchase-models', ...names].map((name, m) => [name, weights[m]!]),
    ) as LearnedValues['weights'],
  };
}

const sum = (column: Float64Array): number => column.reduce((total, each) => total + each, 0);
const scaled = (column: Float64Array, factor: number): Float64Array => column.map((each) => factor * each);
