import { DomainError } from '@bellwether/errors';
import type { TreeDataset } from './dataset.js';
import { DEFAULT_ENGINE, type TreeEngine } from './engine.js';
import type { TreeObjective } from './ensemble.js';
import { isTreeObjective, OBJECTIVES } from './objectives.js';

/** What early stopping watches on the validation rows. */
export type ValidationMetric = 'logloss' | 'auc' | 'rmse' | 'deviance';

export interface EarlyStopping {
  readonly validation: TreeDataset;
  /** Stop after this many trees without a better value. Default 50. */
  readonly rounds?: number;
  /** Default logloss for 'binary', rmse for 'squared', the mean Tweedie loss (deviance) for 'tweedie'. */
  readonly metric?: ValidationMetric;
}

/** How to fit; every field has a default. */
export interface TreeOptions {
  /** Default 'binary'. */
  readonly objective?: TreeObjective;
  /** Of 'tweedie': p in (1, 2), the variance of a label is proportional to its mean to the power p. Default 1.5. */
  readonly variancePower?: number;
  /** Number of trees. Default 100. */
  readonly trees?: number;
  /** Most leaves of a tree. Default 31. */
  readonly leaves?: number;
  /** Default 0.1. */
  readonly learningRate?: number;
  /** Most splits on a path; 0 is no limit. Default 0. */
  readonly maxDepth?: number;
  /** Fewest rows of a leaf, estimated as LightGBM does from its share of the hessian. Default 20. */
  readonly minChildSamples?: number;
  /** Smallest sum of hessians of a leaf. Default 1e-3. */
  readonly minChildWeight?: number;
  /** Smallest gain of a split. Default 0. */
  readonly minSplitGain?: number;
  /** L2 penalty of leaf values. Default 1. */
  readonly lambda?: number;
  /** Share of the features that each tree may use. Default 1. */
  readonly featureFraction?: number;
  /** Share of those that each split may use, drawn anew. Default 1. */
  readonly nodeFeatureFraction?: number;
  /** Share of the rows that each tree is grown on, drawn without replacement. Default 1. */
  readonly baggingFraction?: number;
  /** 'balanced' weighs each class n / (2 n_class); `positive` multiplies the weight of positive rows. Default 'none'. */
  readonly classWeight?: 'none' | 'balanced' | { readonly positive: number };
  /** One of −1, 0, 1 per feature: the margin must not rise, is free, must not fall with it. */
  readonly monotone?: readonly number[];
  readonly earlyStopping?: EarlyStopping;
  /** Of the feature and row draws. Default 0. */
  readonly seed?: number;
  /** Most value bins of a numeric feature, at most 255. Default 255. */
  readonly maxBins?: number;
  /** Added to a category's hessian before categories are ordered by g / h, and the fewest rows of one. Default 10. */
  readonly categorySmoothing?: number;
  /** Extra L2 penalty of splits by category sets. Default 10. */
  readonly categoryL2?: number;
  /** Most categories of the smaller side of a split. Default 32. */
  readonly maxCategoriesPerSplit?: number;
  /** Up to this many categories are tried one against the rest. Default 4. */
  readonly maxOneHotCategories?: number;
  /** Fewest rows between two candidate category sets. Default 100. */
  readonly minCategoryGroup?: number;
  readonly engine?: TreeEngine;
  /**
   * Called after each tree with its index from 0 and, with early stopping, the validation metric. Answering false ends the
   * fit with ABORTED. Called synchronously: it must not wait for anything.
   */
  readonly onProgress?: (tree: number, validationMetric: number | undefined) => boolean | void;
}

/** Options with every default filled in. */
export interface ResolvedOptions extends Required<Omit<TreeOptions, 'earlyStopping' | 'onProgress' | 'monotone'>> {
  /** Absent when no feature is constrained. */
  readonly monotone: Int8Array | undefined;
  readonly earlyStopping: Required<EarlyStopping> | undefined;
  readonly onProgress: TreeOptions['onProgress'];
}

const DEFAULTS = {
  objective: 'binary',
  variancePower: 1.5,
  trees: 100,
  leaves: 31,
  learningRate: 0.1,
  maxDepth: 0,
  minChildSamples: 20,
  minChildWeight: 1e-3,
  minSplitGain: 0,
  lambda: 1,
  featureFraction: 1,
  nodeFeatureFraction: 1,
  baggingFraction: 1,
  classWeight: 'none',
  seed: 0,
  maxBins: 255,
  categorySmoothing: 10,
  categoryL2: 10,
  maxCategoriesPerSplit: 32,
  maxOneHotCategories: 4,
  minCategoryGroup: 100,
  engine: DEFAULT_ENGINE,
} as const satisfies TreeOptions;

/** The rule of each numeric option, and how to say it. */
const RULES: readonly (readonly [keyof typeof DEFAULTS, string, (value: number) => boolean])[] = [
  ['trees', 'an integer in 1–100000', (v) => Number.isInteger(v) && v >= 1 && v <= 100_000],
  ['variancePower', 'in (1, 2)', (v) => v > 1 && v < 2],
  ['leaves', 'an integer in 2–4096', (v) => Number.isInteger(v) && v >= 2 && v <= 4096],
  ['learningRate', 'in (0, 1]', (v) => v > 0 && v <= 1],
  ['maxDepth', 'an integer in 0–4096', (v) => Number.isInteger(v) && v >= 0 && v <= 4096],
  ['minChildSamples', 'at least 0', (v) => v >= 0 && v < Infinity],
  ['minChildWeight', 'at least 0', (v) => v >= 0 && v < Infinity],
  ['minSplitGain', 'at least 0', (v) => v >= 0 && v < Infinity],
  ['lambda', 'at least 0', (v) => v >= 0 && v < Infinity],
  ['featureFraction', 'in (0, 1]', (v) => v > 0 && v <= 1],
  ['nodeFeatureFraction', 'in (0, 1]', (v) => v > 0 && v <= 1],
  ['baggingFraction', 'in (0, 1]', (v) => v > 0 && v <= 1],
  ['seed', 'an integer in 0–2^53 − 1', (v) => Number.isSafeInteger(v) && v >= 0],
  ['maxBins', 'an integer in 2–255', (v) => Number.isInteger(v) && v >= 2 && v <= 255],
  ['categorySmoothing', 'at least 0', (v) => v >= 0 && v < Infinity],
  ['categoryL2', 'at least 0', (v) => v >= 0 && v < Infinity],
  ['maxCategoriesPerSplit', 'an integer in 1–255', (v) => Number.isInteger(v) && v >= 1 && v <= 255],
  ['maxOneHotCategories', 'an integer in 0–255', (v) => Number.isInteger(v) && v >= 0 && v <= 255],
  ['minCategoryGroup', 'at least 0', (v) => v >= 0 && v < Infinity],
];

function invalid(message: string): DomainError {
  return new DomainError('INVALID_ARGUMENT', message);
}

function resolveMonotone(options: TreeOptions, data: TreeDataset): Int8Array | undefined {
  const { monotone } = options;
  if (monotone === undefined) return undefined;
  if (monotone.length !== data.features) {
    throw invalid(`monotone must hold ${data.features} constraints, got ${monotone.length}`);
  }
  monotone.forEach((direction, f) => {
    if (direction !== -1 && direction !== 0 && direction !== 1) {
      throw invalid(`monotone must be −1, 0 or 1, got ${direction} for feature ${f}`);
    }
    if (direction !== 0 && data.categorical?.includes(f)) {
      throw invalid(`monotone must be 0 for the categorical feature ${f}, got ${direction}: categories have no order`);
    }
  });
  return monotone.some((direction) => direction !== 0) ? Int8Array.from(monotone) : undefined;
}

function resolveEarlyStopping(options: TreeOptions, objective: TreeObjective): Required<EarlyStopping> | undefined {
  const { earlyStopping } = options;
  if (earlyStopping === undefined) return undefined;
  const { metrics } = OBJECTIVES[objective];
  const { validation, rounds = 50, metric = metrics[0]! } = earlyStopping;
  if (!(Number.isInteger(rounds) && rounds >= 1)) {
    throw invalid(`earlyStopping.rounds must be a positive integer, got ${rounds}`);
  }
  if (!metrics.includes(metric)) {
    throw invalid(
      `earlyStopping.metric must suit the objective ${objective} (${metrics.join(' or ')}), got ${String(metric)}`,
    );
  }
  return { validation, rounds, metric };
}

/**
 * Fills in the defaults and checks every option.
 *
 * @throws INVALID_ARGUMENT naming the option, its rule and the value.
 */
export function resolveOptions(options: TreeOptions, data: TreeDataset): ResolvedOptions {
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as TreeOptions;
  const merged = { ...DEFAULTS, ...given };
  for (const [name, rule, holds] of RULES) {
    const value = merged[name];
    if (!(typeof value === 'number' && holds(value))) throw invalid(`${name} must be ${rule}, got ${String(value)}`);
  }
  if (!isTreeObjective(merged.objective)) {
    throw invalid(`objective must be ${Object.keys(OBJECTIVES).join(', ')}, got ${String(merged.objective)}`);
  }
  if (merged.engine !== 'wasm' && merged.engine !== 'javascript') {
    throw invalid(`engine must be wasm or javascript, got ${String(merged.engine)}`);
  }
  const { classWeight } = merged;
  if (classWeight !== 'none' && merged.objective !== 'binary') {
    throw invalid(`classWeight must be none for the objective ${merged.objective}, got ${JSON.stringify(classWeight)}`);
  }
  if (typeof classWeight === 'object' && !(classWeight.positive > 0 && classWeight.positive < Infinity)) {
    throw invalid(`classWeight.positive must be positive, got ${classWeight.positive}`);
  }
  return {
    ...merged,
    monotone: resolveMonotone(options, data),
    earlyStopping: resolveEarlyStopping(options, merged.objective),
    onProgress: options.onProgress,
  };
}
