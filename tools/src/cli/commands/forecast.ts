import { Option } from 'commander';
import type { Frequency, GapFilling } from '@bellwether/forecasting-core';
import { type AddCommand, describe } from '../command.js';
import { readCount, readCounts, readNames } from '../option-values.js';

export interface ForecastOptions {
  readonly data: string;
  readonly date: string;
  readonly value: string;
  readonly id?: string;
  readonly freq?: Frequency;
  readonly season?: readonly number[];
  readonly horizon: number;
  readonly level: readonly number[];
  readonly method: string;
  readonly gaps: GapFilling;
  readonly regressors?: readonly string[];
  readonly out?: string;
}

// Written out, since help is there before the code that forecasts; a new one does not compile until it is here.
const FREQUENCIES = Object.keys({ H: 0, D: 0, W: 0, M: 0 } satisfies Record<Frequency, 0>);
const GAP_FILLINGS = Object.keys({ interpolate: 0, zero: 0, refuse: 0 } satisfies Record<GapFilling, 0>);

export const addForecast: AddCommand = (program, act) => {
  describe(
    program
      .command('forecast')
      .summary('forecasts of any series of your own')
      .description(
        'Forecasts every series of a CSV file in long format (a row for each series and date), plain or gzipped, with a ' +
          'method that is chosen for each by how it did on its own past, and intervals from the errors it made there. ' +
          'Dates are days or ISO 8601 timestamps; without a zone they are taken as UTC. Runs by itself; no stack is needed.',
      )
      .requiredOption('--data <file>', 'the table')
      .requiredOption('--date <column>', 'when')
      .requiredOption('--value <column>', 'how much; rows with an empty cell are gaps')
      .requiredOption('--horizon <steps>', 'how many steps ahead', readCount(1, 1_000))
      .option('--id <column>', 'which series; without it the file is one')
      .addOption(
        new Option('--freq <frequency>', 'hours, days, weeks or months (default: as the dates are)').choices(
          FREQUENCIES,
        ),
      )
      .option(
        '--season <steps>',
        'seasonal periods, as 7,365 (default: 24 of hours, 7 of days, 52 of weeks, 12 of months)',
        readCounts(1, 10_000),
      )
      .addOption(
        new Option('--level <percent>', 'coverage of the intervals')
          .argParser(readCounts(1, 99))
          .default([80, 95], '80,95'),
      )
      .option('--method <name>', 'one method for all series, as ets, theta or croston', 'automatic')
      .option(
        '--regressors <columns>',
        'columns that the value depends on, as price,promotion: the additive model takes them; their values to come are rows ' +
          'with an empty value after the last date',
        readNames,
      )
      .addOption(
        new Option('--gaps <how>', 'what stands for dates that are missing')
          .choices(GAP_FILLINGS)
          .default('interpolate'),
      )
      .option('--out <file>', 'write the forecasts there as CSV: id, date, yhat, yhat_lower_95, yhat_upper_95'),
    [
      [
        'forecast --data sales.csv --id product --date day --value units --horizon 28 --out next.csv',
        'four weeks of every product',
      ],
      [
        'forecast --data visits.csv --date hour --value visits --freq H --season 24,168 --horizon 48 --json',
        'two days, by the hour of the day and of the week',
      ],
      [
        'forecast --data sales.csv --date day --value units --regressors price,promotion --horizon 14',
        'two weeks, for which the file has prices and promotions but no units yet',
      ],
    ],
  ).action(
    act<ForecastOptions>(async (session, options) => {
      const { forecastFile } = await import('../forecasting/forecast-file.js');
      await forecastFile(session, options);
    }),
  );
};
