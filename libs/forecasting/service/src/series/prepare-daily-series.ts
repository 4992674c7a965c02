import type { Bundle, PreparedModel } from '@bellwether/platform/model-runtime';
import { DailySeriesModel } from './daily-series-model.js';
import { readSeriesContent } from './series-content.js';

/** One series of each kind is forecast, so that the first request meets compiled code. */
export async function prepareDailySeries(bundle: Bundle): Promise<PreparedModel<DailySeriesModel>> {
  const content = readSeriesContent(bundle);
  const model = new DailySeriesModel(content);
  const started = performance.now();
  for (const { kind, series, last_day } of content.kinds) {
    for (const { id } of series.slice(0, 1)) model.forecast({ kind, id }, last_day, 30);
  }
  return { model, warmUpMs: (performance.now() - started) / content.kinds.length };
}
