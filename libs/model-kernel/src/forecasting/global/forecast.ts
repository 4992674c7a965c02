import { DomainError } from '@bellwether/errors';
import {
  compileTrees,
  fromPlainTrees,
  predictionOfMargin,
  type PlainTrees,
  type TreeEnsemble,
  type TreeScorer,
} from '../../trees/index.js';
import { checkHorizon } from '../check-series.js';
import { calendarOf } from './calendar.js';
import { featuresOf, type View } from './features.js';
import type { GlobalFit } from './fit.js';
import { GrowingHistory } from './growing-history.js';
import { checkPanel, type Panel } from './panel.js';
import { writeRow } from './training-rows.js';

export interface GlobalForecast {
  readonly id: string;
  /** Expected value by step ahead of the series' own end, shape (h,), in its unit. */
  readonly mean: Float64Array;
}

/**
 * Forecasts every series of a panel from its own end. The panel need not be that of the fit: later values, or series that the fit
 * did not see.
 *
 * @param panel history up to the origin; days, prices and promotions on to h steps after it, for whatever the fit had of them.
 * @returns in the order of the series.
 * @throws INVALID_ARGUMENT for a panel outside its rule, a price or promotion that the fit had and a series lacks, by name, or h beyond
 *   what a direct fit is for.
 */
export function forecastGlobal(fit: GlobalFit, panel: Panel, h: number): GlobalForecast[] {
  checkHorizon(h);
  const { strategy } = fit.kind;
  if (strategy === 'direct' && h > fit.options.h) {
    throw new DomainError('INVALID_ARGUMENT', `the fit is for up to ${fit.options.h} steps ahead, got h = ${h}`);
  }
  checkPanel(panel, h);
  checkCovariates(fit, panel);
  const histories = panel.series.map((series) => new GrowingHistory(series, strategy === 'recursive' ? h : 0));
  const means = histories.map(() => new Float64Array(h));
  if (fit.trees === null) return named(panel, means);
  const score = scorerOf(fit, panel);
  if (strategy === 'direct') {
    histories.forEach((history, i) => {
      const steps = Array.from({ length: h }, (_, step) => ({ history, ahead: step + 1 }));
      means[i]!.set(score(steps));
    });
  } else {
    for (let step = 0; step < h; step++) {
      const next = score(histories.map((history) => ({ history, ahead: 1 })));
      histories.forEach((history, i) => {
        means[i]![step] = next[i]!;
        history.push(next[i]!);
      });
    }
  }
  return named(panel, means);
}

const named = ({ series }: Panel, means: readonly Float64Array[]): GlobalForecast[] =>
  series.map(({ id }, i) => ({ id, mean: means[i]! }));

function checkCovariates({ traits }: GlobalFit, { series }: Panel): void {
  for (const name of traits.covariates) {
    const without = series.find((each) => each[name] === undefined);
    if (without !== undefined) {
      throw new DomainError('INVALID_ARGUMENT', `series '${without.id}' must have a ${name}, as the fit had`);
    }
  }
}

type Step = Pick<View, 'history' | 'ahead'>;

/** Forecasts of steps, each from the end of its history as it is now. */
function scorerOf(
  { options, traits, trees, nonNegative }: GlobalFit,
  panel: Panel,
): (steps: readonly Step[]) => Float64Array {
  const features = featuresOf(options, traits);
  const calendar = calendarOf(panel);
  const window = Math.max(...options.windows);
  const { objective, scorer } = compiled(trees!);
  return (steps) => {
    const matrix = new Float32Array(steps.length * features.length);
    const scales = new Float64Array(steps.length);
    steps.forEach(({ history, ahead }, row) => {
      const origin = history.length - 1;
      const scale = history.scale(origin, window);
      scales[row] = scale;
      // Nothing but zeros so far: the forecast is 0 whatever the trees say.
      if (scale > 0) writeRow(features, { history, calendar, origin, ahead, scale }, matrix, row);
    });
    return scorer.margins(matrix, steps.length).map((margin, row) => {
      const value = scales[row]! * predictionOfMargin(objective, margin);
      return nonNegative ? Math.max(0, value) : value;
    });
  };
}

interface Compiled {
  readonly objective: TreeEnsemble['objective'];
  readonly scorer: TreeScorer;
}

/** Compiled once while a fit is in use: it is asked for one series after the other. */
const COMPILED = new WeakMap<PlainTrees, Compiled>();

function compiled(trees: PlainTrees): Compiled {
  let found = COMPILED.get(trees);
  if (found === undefined) {
    const ensemble = fromPlainTrees(trees);
    found = { objective: ensemble.objective, scorer: compileTrees(ensemble) };
    COMPILED.set(trees, found);
  }
  return found;
}
