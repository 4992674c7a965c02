import { type AddCommand, describe } from '../command.js';

export const addDrift: AddCommand = (program, act) => {
  describe(
    program
      .command('drift <reference> <current>')
      .summary('whether the columns of a file are spread as they were')
      .description(
        'Compares two files column by column: CSV, TSV, Parquet or lines of JSON, compressed or not. Up to 1,000 ' +
          'reference rows by tests (Kolmogorov–Smirnov, chi-square, proportions), beyond by distances (Wasserstein, ' +
          'Jensen–Shannon), as Evidently does by default. Runs by itself; nothing is kept.',
      ),
    [
      ['drift train.csv.gz today.csv', 'what has changed since the training'],
      ['drift january.parquet february.parquet --json', 'for scripts'],
    ],
  ).action(
    act(async (session, _options, [reference, current]) => {
      const { drift } = await import('../monitoring/drift.js');
      await drift(session, reference!, current!);
    }),
  );
};
