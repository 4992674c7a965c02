import { DomainError } from '@bellwether/errors';
import { fitForest, fitTrees, toPlainTrees, type PlainTrees, type TreeDataset } from '../../trees/index.js';
import { featuresOf, traitsOf, type Traits } from './features.js';
import {
  resolveGlobalOptions,
  type GlobalObjective,
  type GlobalOptions,
  type Learner,
  type ResolvedGlobalOptions,
  type Strategy,
} from './options.js';
import { checkPanel, inOrder, type Panel } from './panel.js';
import { trainingRows } from './training-rows.js';

/** What makes one global method differ from another. */
export interface GlobalKind {
  readonly strategy: Strategy;
  readonly learner: Learner;
  /** A forest is of squared error. */
  readonly objective: GlobalObjective;
}

/** A fit over many series: plain data. */
export interface GlobalFit {
  readonly kind: GlobalKind;
  readonly options: ResolvedGlobalOptions;
  readonly traits: Traits;
  /** Of y by its scale as of the origin; null where nothing but zeros was there to learn from. */
  readonly trees: PlainTrees | null;
  /** Rows that it learned from. */
  readonly rows: number;
  /** Whether no value was negative: then no forecast of these trees is. */
  readonly nonNegative: boolean;
}

/** Fits of the trees by learner: each takes what it knows of the options for trees. */
const LEARNERS: Readonly<
  Record<Learner, (data: TreeDataset, kind: GlobalKind, options: ResolvedGlobalOptions) => PlainTrees>
> = {
  boosted_trees: (data, { objective }, { trees, variancePower, seed }) =>
    toPlainTrees(fitTrees(data, { ...BOOSTED, ...trees, objective, variancePower, seed })),
  random_forest: (data, _, { trees: { trees, leaves, minChildSamples, maxBins }, seed }) =>
    toPlainTrees(fitForest(data, { ...FOREST, ...given({ trees, leaves, minChildSamples, maxBins }), seed })),
};

const BOOSTED = { trees: 120, leaves: 31, learningRate: 0.06, minChildSamples: 30, featureFraction: 0.8, maxBins: 63 };
const FOREST = { trees: 60, minChildSamples: 10, maxBins: 63 };

/** The fields that are there. */
function given<T extends object>(fields: T): { [Field in keyof T]?: Exclude<T[Field], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}

/**
 * Fits one set of trees to all series of a panel: y_{t+k} by the scale of the series as of t, from what is known at t. Direct: the
 * number of steps k = 1 … h is a feature, and every other feature of y is as of the origin t. Recursive: k = 1, and forecasts
 * stand for what is not known yet.
 *
 * The order of the series does not matter, and neither does any value that a series does not have yet.
 *
 * @throws INVALID_ARGUMENT for a panel or options outside their rule; for the Tweedie objective, negative values, by the name of
 *   the series. FAILED_PRECONDITION where no series is longer than `minHistory`.
 * @see Montero-Manso & Hyndman (2021), Principles and algorithms for forecasting groups of time series: locality and globality,
 *   International Journal of Forecasting 37(4); Taieb et al. (2012), multi-step strategies, Expert Systems with Applications 39(8).
 */
export function fitGlobal(kind: GlobalKind, panel: Panel, options: GlobalOptions): GlobalFit {
  const resolved = resolveGlobalOptions(options);
  checkPanel(panel, 0);
  const ordered = inOrder(panel);
  const negative = ordered.series.find(({ y }) => y.some((value) => value < 0));
  if (kind.objective === 'tweedie' && negative !== undefined) {
    throw new DomainError('INVALID_ARGUMENT', `series '${negative.id}' must not be negative for the Tweedie objective`);
  }
  const traits = traitsOf(ordered.series);
  const furthest = kind.strategy === 'direct' ? resolved.h : 1;
  const data = trainingRows(ordered, featuresOf(resolved, traits), furthest, resolved);
  const onlyZeros = ordered.series.every(({ y }) => y.every((value) => value === 0 || Number.isNaN(value)));
  if (data === undefined && !onlyZeros) {
    throw new DomainError(
      'FAILED_PRECONDITION',
      `a series must have more than ${resolved.minHistory} values to learn from, the longest has ` +
        `${Math.max(...ordered.series.map(({ y }) => y.length))}`,
    );
  }
  const learnable = data !== undefined && Array.from(data.labels).some((value) => value !== 0);
  return {
    kind,
    options: resolved,
    traits,
    trees: learnable ? LEARNERS[kind.learner](data, kind, resolved) : null,
    rows: data?.rows ?? 0,
    nonNegative: negative === undefined,
  };
}
