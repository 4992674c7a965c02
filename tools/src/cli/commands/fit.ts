import { Option } from 'commander';
import { type AddCommand, describe } from '../command.js';
import { readCount, readNames, readShare } from '../option-values.js';

export interface FitOptions {
  readonly data: string;
  readonly target: string;
  readonly task: 'binary' | 'regression';
  readonly exclude?: readonly string[];
  readonly cv?: number;
  readonly timeColumn?: string;
  readonly testShare?: number;
}

export const addFit: AddCommand = (program, act) => {
  describe(
    program
      .command('fit')
      .summary('a baseline on any table of your own')
      .description(
        'Trains boosted trees on a CSV file, plain or gzipped, and measures them on rows they have not seen: by folds, ' +
          'or with --time-column on the newest rows. Columns that give the target away are yours to name in --exclude. ' +
          'Runs by itself; no stack is needed and nothing is kept.',
      )
      .requiredOption('--data <file>', 'the table')
      .requiredOption('--target <column>', 'what to predict')
      .addOption(
        new Option('--task <task>', 'two outcomes, or a number')
          .choices(['binary', 'regression'])
          .makeOptionMandatory(),
      )
      .option('--exclude <columns>', 'columns to leave out, separated by commas; may be repeated', readNames)
      .addOption(new Option('--cv <folds>', 'folds (default: 5)').argParser(readCount(2, 20)).conflicts('timeColumn'))
      .option('--time-column <column>', 'train on the older rows, test on the newest by this column')
      .option('--test-share <share>', 'share of the newest rows that test (default: 0.2)', readShare),
    [
      ['fit --data telco.csv --target Churn --task binary --exclude customerID', 'who leaves, by five folds'],
      [
        'fit --data sales.csv --target units --task regression --time-column date --test-share 0.2 --json',
        'the newest fifth as a test',
      ],
    ],
  ).action(
    act<FitOptions>(async (session, options) => {
      const { fit } = await import('../training/fit.js');
      await fit(session, options);
    }),
  );
};
