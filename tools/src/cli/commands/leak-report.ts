import { Argument } from 'commander';
import { type AddCommand, describe } from '../command.js';
import { readAnother } from '../option-values.js';

export interface LeakReportOptions {
  readonly data?: readonly string[];
}

export const addLeakReport: AddCommand = (program, act) => {
  describe(
    program
      .command('leak-report')
      .addArgument(new Argument('<model>', 'whose data to look at').choices(['churn_predictor']))
      .summary('what each kind of leak adds to the score')
      .description(
        'Measures the same trees on the same bookings five times, each time with one leak less: a random split with ' +
          'every column, leak-safe columns, a split by arrival, a split by booking with matured labels, and the same ' +
          'without duplicates. Without --data it takes a simulated hotel. Runs by itself; nothing is kept.',
      )
      .option('--data <file>', 'bookings as for import hotel-bookings; may be repeated', readAnother),
    [
      ['leak-report churn_predictor --data hotel_bookings.csv.gz', 'the ladder on the public hotel bookings'],
      ['leak-report churn_predictor --data hotel_bookings.csv.gz --json', 'for a script'],
    ],
  ).action(
    act<LeakReportOptions>(async (session, options) => {
      const { leakReport } = await import('../training/leak-report.js');
      await leakReport(session, options);
    }),
  );
};
