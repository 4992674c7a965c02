import { fitGlobal, type GlobalFit, type GlobalKind } from './fit.js';
import { forecastGlobal, type GlobalForecast } from './forecast.js';
import type { GlobalOptions } from './options.js';
import type { Panel } from './panel.js';

/** A way to forecast many series by one fit. The fit is plain data: it survives JSON. */
export interface GlobalMethod {
  readonly title: string;
  /** Whether it takes values ≥ 0 only. */
  readonly countsOnly: boolean;
  /** Errors: as {@link fitGlobal}. */
  fit(panel: Panel, options: GlobalOptions): GlobalFit;
  /** Errors: as {@link forecastGlobal}. */
  forecast(fit: GlobalFit, panel: Panel, h: number): GlobalForecast[];
}

function method(title: string, kind: GlobalKind): GlobalMethod {
  return {
    title,
    countsOnly: kind.objective === 'tweedie',
    fit: (panel, options) => fitGlobal(kind, panel, options),
    forecast: forecastGlobal,
  };
}

/** Every method over many series, by name: one line each. The conformance suite (methods.spec.ts) walks it. */
export const GLOBAL_METHODS = {
  direct_trees: method('Boosted trees, steps ahead as a feature', {
    ...{ strategy: 'direct', learner: 'boosted_trees', objective: 'squared' },
  }),
  recursive_trees: method('Boosted trees, step by step', {
    ...{ strategy: 'recursive', learner: 'boosted_trees', objective: 'squared' },
  }),
  direct_tweedie_trees: method('Boosted trees for counts, steps ahead as a feature', {
    ...{ strategy: 'direct', learner: 'boosted_trees', objective: 'tweedie' },
  }),
  recursive_tweedie_trees: method('Boosted trees for counts, step by step', {
    ...{ strategy: 'recursive', learner: 'boosted_trees', objective: 'tweedie' },
  }),
  direct_forest: method('Random forest, steps ahead as a feature', {
    ...{ strategy: 'direct', learner: 'random_forest', objective: 'squared' },
  }),
  recursive_forest: method('Random forest, step by step', {
    ...{ strategy: 'recursive', learner: 'random_forest', objective: 'squared' },
  }),
} as const satisfies Readonly<Record<string, GlobalMethod>>;

export type GlobalMethodName = keyof typeof GLOBAL_METHODS;
