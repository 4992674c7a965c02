import { type AddCommand, describe } from '../command.js';

export interface QualityCommandOptions {
  readonly id?: string;
  readonly time?: string;
  readonly reference?: string;
}

export const addQuality: AddCommand = (program, act) => {
  describe(
    program
      .command('quality <file>')
      .summary('what is missing, doubled, far out or old in a file')
      .description(
        'Checks every column of a file: CSV, TSV, Parquet or lines of JSON, compressed or not. Under 1 % missing, under ' +
          '0.1 % beyond three standard deviations, no id twice, under 24 hours old. Runs by itself; nothing is kept.',
      )
      .option('--id <column>', 'column whose values must be unique')
      .option('--time <column>', 'column of the time of a row: the newest must be less than a day old')
      .option('--reference <file>', 'file whose ranges and categories the rows must keep to'),
    [
      ['quality bookings.csv.gz --id booking_id --time created_at', 'before an import'],
      ['quality today.parquet --reference train.parquet --json', 'against what a model was trained on'],
    ],
  ).action(
    act<QualityCommandOptions>(async (session, options, [file]) => {
      const { quality } = await import('../monitoring/quality.js');
      await quality(session, options, file!);
    }),
  );
};
