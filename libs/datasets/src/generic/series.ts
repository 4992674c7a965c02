import { isoDate, type Day } from '../calendar/day.js';
import { date, decimal, text } from '../importing/cells.js';
import type { FileKind } from '../importing/file-kind.js';
import { fileImporter } from '../importing/make-importer.js';

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
export const genericSeries = fileImporter<Cells>({
  name: 'generic-series',
  description: 'Your own time series with regressors, whose columns a mapping may name',
  tables: ['series'],
  file: FILE,
  take({ series_id, observed_on, value }, put, { others }) {
    put('series', { series_id, observed_on: isoDate(observed_on), value, regressors: others });
    return undefined;
  },
});
