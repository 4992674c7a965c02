import { isoDate, type Day } from '../calendar/day.js';
import { date, decimal, text } from '../importing/cells.js';
import type { FileKind } from '../importing/file-kind.js';
import { importStep, makeImporter } from '../importing/make-importer.js';

interface Cells {
  series_id: string;
  observed_on: Day;
  value: number;
}

const FILE: FileKind<Cells> = {
  name: 'values',
  about: 'one row a series and day; every further column is a regressor, a number or missing',
  others: 'numbers',
  columns: {
    series_id: { about: 'series', read: text(128) },
    observed_on: { about: 'day', read: date, isTime: true },
    value: { about: 'value', read: decimal(-1e15, 1e15) },
  },
};

/** Anyone's time series, by these columns or by those that a mapping names. */
export const genericSeries = makeImporter<Map<string, Set<Day>>>({
  name: 'generic-series',
  description: 'Your own time series with regressors, whose columns a mapping may name',
  tables: ['series'],
  // The days that a series has a value of.
  memory: () => new Map(),
  steps: [
    importStep<Cells, Map<string, Set<Day>>>({
      file: FILE,
      take({ series_id, observed_on, value }, put, { others, memory }) {
        const days = memory.get(series_id) ?? new Set();
        if (days.has(observed_on))
          return { column: 'observed_on', reason: 'must be the only row of the series and day' };
        memory.set(series_id, days.add(observed_on));
        put('series', { series_id, observed_on: isoDate(observed_on), value, regressors: others });
        return undefined;
      },
    }),
  ],
});
