import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import {
  fillGaps,
  forecastSeries,
  forecastWithRegressors,
  USUAL_SEASON,
  type ArrangedSeries,
} from '@bellwether/forecasting-core';
import { DomainError } from '@bellwether/errors';
import { FORECAST_METHODS, type ForecastMethodName } from '@bellwether/model-kernel/forecasting';
import { CommandError, UsageError } from '../command-error.js';
import type { ForecastOptions } from '../commands/forecast.js';
import { openInput, readWithShare } from '../importing/input-file.js';
import type { Session } from '../session.js';
import { showing } from '../terminal/progress.js';
import { forecastCsv } from './forecast-csv.js';
import { forecastRows } from './forecast-rows.js';
import { forecastText } from './forecast-text.js';
import { readSeries, type SeriesTable } from './read-series.js';

/** A series with its forecast, or why it has none. */
export interface ForecastOf {
  readonly series: ArrangedSeries;
  readonly forecast?: ReturnType<typeof forecastSeries>;
  readonly refused?: string;
}

type Chosen = ForecastOptions & { readonly method: ForecastMethodName };

/** Of the work, how much is reading. */
const READING_SHARE = 0.05;

/** `bellwether forecast`. */
export async function forecastFile({ report, path }: Session, options: ForecastOptions): Promise<void> {
  const method = readMethod(options.method);
  checkRegressors(options);
  const input = await openInput(path(options.data));
  const { table, forecasts } = await showing(
    report.progress,
    `Forecasting ${basename(options.data)}`,
    async (progress) => {
      const bytes = readWithShare(input, (share) => progress.update(READING_SHARE * share, 'reading'));
      const table = await readSeries(bytes, options);
      const forecasts = await forecastAll(table, { ...options, method }, (done) => {
        const share = READING_SHARE + ((1 - READING_SHARE) * done) / table.series.length;
        progress.update(share, `series ${done} of ${table.series.length}`);
      });
      return { value: { table, forecasts }, outcome: `${table.series.length} series` };
    },
  );
  if (forecasts.every(({ refused }) => refused !== undefined)) {
    throw new CommandError(
      'INVALID_ARGUMENT',
      forecasts[0]?.refused ?? 'the file has no values',
      'No series can be forecast.',
    );
  }
  const result = resultOf(table, forecasts, options);
  if (options.out !== undefined) await writeFile(path(options.out), forecastCsv(result.series));
  report.result(result, (result) => forecastText(result, options));
}

function readMethod(name: string): ForecastMethodName {
  if (Object.hasOwn(FORECAST_METHODS, name)) return name as ForecastMethodName;
  throw new UsageError(`--method must be one of ${Object.keys(FORECAST_METHODS).join(', ')}, got ${name}`);
}

function checkRegressors({ regressors = [], method, date, value, id }: ForecastOptions): void {
  if (regressors.length > 0 && method !== 'automatic') {
    throw new UsageError(`--regressors are taken by the additive model, not by ${method}: leave --method out`);
  }
  const twice = regressors.find((name, i) => regressors.indexOf(name) !== i);
  if (twice !== undefined) throw new UsageError(`--regressors must name each column once, got ${twice} twice`);
  const taken = regressors.find((name) => [date, value, id].includes(name));
  if (taken !== undefined)
    throw new UsageError(`--regressors must not name the column ${taken}, which has another part`);
}

async function forecastAll(
  { series }: SeriesTable,
  options: Chosen,
  onDone: (count: number) => void,
): Promise<ForecastOf[]> {
  const forecasts: ForecastOf[] = [];
  for (const each of series) {
    forecasts.push(forecastOne(each, options));
    onDone(forecasts.length);
    // The progress is drawn, and Ctrl-C heard, between two series.
    await turn();
  }
  return forecasts;
}

/** A series that cannot be forecast does not keep the others from it. */
function forecastOne(series: ArrangedSeries, options: Chosen): ForecastOf {
  const { horizon: h, season, level, method, gaps } = options;
  try {
    const coverages = level.map((percent) => percent / 100);
    if (series.regressors !== undefined) {
      return {
        series,
        forecast: forecastWithRegressors(series, { h, coverages, gaps, ...(season && { seasons: season }) }),
      };
    }
    const seasons = season ?? [USUAL_SEASON[series.grid.frequency]];
    return { series, forecast: forecastSeries(fillGaps(series, gaps), { h, seasons, coverages, method }) };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { series, refused: `series '${series.id}': ${error.message}` };
  }
}

export type ForecastResult = ReturnType<typeof resultOf>;

function resultOf(table: SeriesTable, forecasts: readonly ForecastOf[], { horizon, level }: ForecastOptions) {
  return {
    horizon,
    levels: level,
    series: forecasts.flatMap((each) => {
      const { series, forecast } = each;
      if (forecast === undefined) return [];
      const { id, grid, y, gaps } = series;
      return [
        {
          ...{ id, frequency: grid.frequency, values: y.length, gaps, method: forecast.method },
          intervals: [...new Set(forecast.intervals.map(({ method }) => method))],
          ...(forecast.back_test && { back_test: forecast.back_test }),
          forecasts: forecastRows(table, each, level),
        },
      ];
    }),
    refused: forecasts.flatMap(({ refused }) => refused ?? []),
  };
}
