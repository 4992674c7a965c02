import { Argument } from 'commander';
import { type AddCommand, describe } from '../command.js';
import { readAnother, readDay } from '../option-values.js';

export interface EvaluateOptions {
  readonly trainData: readonly string[];
  readonly data: readonly string[];
  readonly cutoff: string;
}

export const addEvaluate: AddCommand = (program, act) => {
  describe(
    program
      .command('evaluate')
      .addArgument(new Argument('<model>', 'what to evaluate').choices(['churn_predictor']))
      .summary('measure a model on later bookings, leak-safe')
      .description(
        'Trains on the rows of --train-data whose outcome was known before the cut-off, with the columns known at ' +
          'booking alone, and scores the de-duplicated rows of --data booked from the cut-off on. Files as for ' +
          'import hotel-bookings, gzipped or not. Runs by itself; no stack is needed and nothing is kept.',
      )
      .requiredOption('--train-data <file>', 'bookings to train on; may be repeated', readAnother)
      .requiredOption('--data <file>', 'bookings to score; may be repeated, and may be the same file', readAnother)
      .requiredOption(
        '--cutoff <day>',
        'what is known before this day trains, what is booked from it on tests',
        readDay,
      ),
    [
      [
        'evaluate churn_predictor --train-data a.csv.gz --data b.csv.gz --cutoff 2017-01-01 --json',
        'train on one file, score another',
      ],
      [
        'evaluate churn_predictor --train-data all.csv --data all.csv --cutoff 2016-09-01',
        'one file, before and after a day',
      ],
    ],
  ).action(
    act<EvaluateOptions>(async (session, options) => {
      const { evaluate } = await import('../training/evaluate.js');
      await evaluate(session, options);
    }),
  );
};
