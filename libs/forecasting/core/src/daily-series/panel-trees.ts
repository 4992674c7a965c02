import { GLOBAL_METHODS, type GlobalFit, type Panel } from '@bellwether/model-kernel/forecasting';
import type { DailySeries } from './daily-series.js';
import type { SeriesModel } from './series-models.js';

/** One fit says all of every series. */
export type InShared = Readonly<Record<never, never>>;

const { fit, forecast } = GLOBAL_METHODS.recursive_tweedie_trees;

/** Small trees over few rows: they are fitted anew at every origin of the back-test. */
const SIZE = {
  lags: [1, 2, 7, 14, 28, 364],
  maxRows: 8_000,
  trees: { trees: 60, leaves: 15, learningRate: 0.1, maxBins: 31 },
} as const;

/** What is learnt of a kind. */
export interface PanelTreesFit {
  readonly trees: GlobalFit;
  /** The last days that a forecast looks at: no more than are kept with a model in use. */
  readonly looksBack: number;
}

/** Boosted trees over all series of a kind together, day by day, for what is not negative. */
export const panelTrees: SeriesModel<PanelTreesFit, InShared> = {
  title: 'Boosted trees over all series of the kind (Montero-Manso & Hyndman 2021), Tweedie loss',
  fit: (panel, { seed, keptDays }) => ({
    shared: { trees: fit(panelOf(panel), { h: 1, seed, ...SIZE }), looksBack: keptDays },
    fits: panel.map(() => ({})),
  }),
  forecast: ({ trees, looksBack }, _, { lastDay, values }, h) => {
    const looked = Float64Array.from(values).subarray(-looksBack);
    const known: DailySeries = { kind: '', id: '', startDay: lastDay + 1 - looked.length, values: looked };
    return forecast(trees, panelOf([known], h), h)[0]!.mean;
  },
};

/** @param series of the same days. */
function panelOf(series: readonly DailySeries[], ahead = 0): Panel {
  const { startDay, values } = series[0]!;
  return {
    days: Float64Array.from({ length: values.length + ahead }, (_, t) => startDay + t),
    series: series.map(({ id, values: y }) => ({ id, start: 0, y })),
  };
}
