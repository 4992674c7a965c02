import { DomainError } from '@bellwether/errors';
import type { BuyTillYouDieName } from '@bellwether/model-kernel/buy-till-you-die';
import { ensembleWeights } from './ensemble-weights.js';
import { crossFit, LEARNED_HEADS, type LearnedHeadName } from './learned-heads.js';
import { learningPeriod, type LearningPeriod } from './learning-period.js';
import type { PurchaseLedger } from './purchase-ledger.js';
import {
  fitPurchaseValue,
  forecastPurchaseValue,
  type PurchaseValueForecast,
  type PurchaseValueModel,
} from './purchase-value.js';
import { summarizePurchases, type PurchaseSummary } from './summarize-purchases.js';
import { valueFeatures } from './value-features.js';

/** The models of customers who buy whenever they like. */
export const PURCHASE_MODELS = ['bg-nbd', 'mbg-nbd', 'pareto-nbd'] as const satisfies readonly BuyTillYouDieName[];
export type PurchaseModelName = (typeof PURCHASE_MODELS)[number];

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
  readonly models: Readonly<Record<PurchaseModelName, PurchaseValueModel>>;
  /** The most likely of the models. */
  readonly likeliest: PurchaseModelName;
  /** Of the ensemble's members; absent where there is none. */
  readonly weights?: Readonly<Partial<Record<ValueMethod, number>>>;
  /** Why learned heads, and with them the ensemble, are missing; absent where they are not. */
  readonly refused?: string;
}

/**
 * The value of every customer within a horizon by each method, from what is known by the end of a day and nothing after it. Learned
 * heads are taught by an earlier day and what came after it; where that period is shorter than the horizon, their forecasts grow
 * as the purchases that the likeliest model expects of all do.
 *
 * @param asOf days since 1970-01-01. @param horizonWeeks > 0.
 * @throws FAILED_PRECONDITION as {@link fitPurchaseValue}.
 */
export function forecastValues(ledger: PurchaseLedger, asOf: number, horizonWeeks: number, seed = 0): ValueForecasts {
  const summary = summarizePurchases(ledger, asOf);
  const models = Object.fromEntries(PURCHASE_MODELS.map((name) => [name, fitPurchaseValue(name, summary)])) as Record<
    PurchaseModelName,
    PurchaseValueModel
  >;
  const likelihood = (name: PurchaseModelName): number => models[name].purchases.logLikelihood;
  const likeliest = PURCHASE_MODELS.reduce((best, name) => (likelihood(name) > likelihood(best) ? name : best));
  const byModel = Object.fromEntries(
    PURCHASE_MODELS.map((name) => [name, forecastPurchaseValue(models[name], summary, horizonWeeks)]),
  ) as Record<PurchaseModelName, PurchaseValueForecast>;
  const plain = { summary, models, likeliest };
  const simple = { ...withoutModel(summary, horizonWeeks), ...byModel };
  try {
    const period = learningPeriod(ledger, asOf, horizonWeeks);
    const model = models[likeliest];
    const growth = growthOf(model, summary, period.weeks, horizonWeeks);
    const learned = learn({ ledger, summary, asOf, period, model, growth, byModel: byModel[likeliest], seed });
    return { ...plain, forecasts: { ...simple, ...learned.forecasts }, weights: learned.weights };
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

/** How much more all customers buy within the horizon than within the weeks that were learned from. */
function growthOf(model: PurchaseValueModel, summary: PurchaseSummary, weeks: number, horizonWeeks: number): number {
  if (weeks === horizonWeeks) return 1;
  const [short, long] = [weeks, horizonWeeks].map((horizon) =>
    sum(forecastPurchaseValue(model, summary, horizon).value),
  );
  return long! / short!;
}

/** The horizon's forecast of each learned head, and of the mix of them with the likeliest model. */
function learn({ ledger, summary, asOf, period, model, growth, byModel, seed }: Lesson) {
  const modelThen = fitPurchaseValue(model.purchases.model, period.summary);
  const earlier = forecastPurchaseValue(modelThen, period.summary, period.weeks);
  const then = valueFeatures(ledger, period.summary, period.origin, earlier);
  const now = valueFeatures(ledger, summary, asOf, forecastPurchaseValue(model, summary, period.weeks));
  const names = Object.keys(LEARNED_HEADS) as LearnedHeadName[];
  const heads = names.map((name) => {
    const head = LEARNED_HEADS[name];
    const held = crossFit(head, then, period.value, seed);
    // A lognormal tail, or a short history, may miss the level of all: what was forecast of rows held out tells by how much.
    const level = sum(period.value) / sum(held);
    const value = head
      .learn(
        then,
        period.value,
        seed,
      )(now)
      .map((forecast) => level * growth * forecast);
    return { name, value, held: held.map((forecast) => level * forecast) };
  });
  const weights = ensembleWeights([earlier.value, ...heads.map(({ held }) => held)], period.value);
  const members = [byModel.value, ...heads.map(({ value }) => value)];
  const mixed = byModel.value.map((_, i) => weights.reduce((mix, weight, m) => mix + weight * members[m]![i]!, 0));
  return {
    forecasts: {
      ...Object.fromEntries(heads.map(({ name, value }) => [name, { value }])),
      ensemble: { value: mixed },
    } satisfies Partial<Record<ValueMethod, ValueForecast>>,
    weights: Object.fromEntries([model.purchases.model, ...names].map((name, m) => [name, weights[m]!])),
  };
}

/** What learning takes: the customers now, the period they are learned from, and the likeliest model with its forecast. */
interface Lesson {
  readonly ledger: PurchaseLedger;
  readonly summary: PurchaseSummary;
  readonly asOf: number;
  readonly period: LearningPeriod;
  readonly model: PurchaseValueModel;
  readonly growth: number;
  readonly byModel: ValueForecast;
  readonly seed: number;
}

const sum = (column: Float64Array): number => column.reduce((total, each) => total + each, 0);
