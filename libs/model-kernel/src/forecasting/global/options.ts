import { DomainError } from '@bellwether/errors';
import { checkHorizon } from '../check-series.js';
import type { TreeOptions } from '../../trees/index.js';

/** How steps further than the next are reached. */
export type Strategy = 'direct' | 'recursive';
export type Learner = 'boosted_trees' | 'random_forest';
export type GlobalObjective = 'squared' | 'tweedie';

/** What the trees look at, and how many rows they see; every field but h has a default. */
export interface GlobalOptions {
  /** Steps ahead that the fit is for; a recursive one takes any. */
  readonly h: number;
  /** Values before the first step that is not known: 1 is the last known one. [1, 7, 14, 28]. */
  readonly lags?: readonly number[];
  /** Seasonal periods in steps: the last known values at the phase of the step that is forecast. [7]. */
  readonly seasons?: readonly number[];
  /** Lengths of trailing windows with a mean and a deviation each. [7, 14, 30]. */
  readonly windows?: readonly number[];
  /** Known values before the first origin that is learned from. 8. */
  readonly minHistory?: number;
  /** Rows to learn from: of more, about so many are drawn. 100,000. */
  readonly maxRows?: number;
  /** Of the Tweedie objective, in (1, 2). 1.5. */
  readonly variancePower?: number;
  readonly trees?: Pick<
    TreeOptions,
    | 'trees'
    | 'leaves'
    | 'learningRate'
    | 'minChildSamples'
    | 'lambda'
    | 'featureFraction'
    | 'baggingFraction'
    | 'maxBins'
  >;
  /** 0. */
  readonly seed?: number;
}

export type ResolvedGlobalOptions = Required<GlobalOptions>;

/** @throws INVALID_ARGUMENT naming the option, its rule and the value. */
export function resolveGlobalOptions(options: GlobalOptions): ResolvedGlobalOptions {
  const { h, lags = [1, 7, 14, 28], seasons = [7], windows = [7, 14, 30], trees = {}, ...rest } = options;
  const { minHistory = 8, maxRows = 100_000, variancePower = 1.5, seed = 0 } = rest;
  checkHorizon(h);
  for (const [name, values, fewest] of [
    ['lags', lags, 1],
    ['seasons', seasons, 2],
    ['windows', windows, 2],
  ] as const) {
    const bad = values.find((value) => !Number.isInteger(value) || value < fewest || value > LONGEST);
    if (bad !== undefined) throw invalid(`${name} must hold whole numbers in ${fewest}–${LONGEST}, got ${bad}`);
  }
  for (const [name, value] of Object.entries({ minHistory, maxRows })) {
    if (!Number.isInteger(value) || value < 1) throw invalid(`${name} must be a whole number from 1 on, got ${value}`);
  }
  if (windows.length === 0) throw invalid('windows must hold a length: values are scaled by what is in the longest');
  return { h, lags, seasons, windows, minHistory, maxRows, variancePower, trees, seed };
}

/** Of a lag, season or window, in steps: ten years of days. */
const LONGEST = 3660;

function invalid(message: string): DomainError {
  return new DomainError('INVALID_ARGUMENT', message);
}
