import { DailySeriesModel } from '../../series/daily-series-model.js';
import { contentOf, type SeriesBundleParts } from './series-bundle.js';

const TIMED = 50;

/** Median time of one forecast that was not asked before, on the machine that trained; in milliseconds. */
export function predictionMs(parts: SeriesBundleParts): number {
  const content = contentOf(parts);
  const model = new DailySeriesModel(content);
  const entities = content.kinds.flatMap(({ kind, series }) => series.map(({ id }) => ({ kind, id })));
  const every = Math.max(1, Math.floor(entities.length / TIMED));
  const times = entities
    .filter((_, i) => i % every === 0)
    .map((entity) => {
      const start = performance.now();
      model.forecast(entity, content.last_day + 1, 30);
      return performance.now() - start;
    });
  return times.sort((a, b) => a - b)[times.length >> 1]!;
}
