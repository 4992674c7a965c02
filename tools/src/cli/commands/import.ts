import { InvalidArgumentError } from 'commander';
import { type AddCommand, describe, withStackOptions } from '../command.js';

export interface ImportOptions {
  readonly source?: string;
  readonly rejects?: string;
}

export const addImport: AddCommand = (program, act) => {
  describe(
    withStackOptions(
      program
        .command('import <dataset> <file>')
        .summary('read a file of bookings into the analytics store')
        .description(
          'Reads a CSV file, plain or gzipped, row by row into the analytics store. A row that breaks a rule is not ' +
            'taken; it goes, with line, column and reason, into a reject file beside the input. An import under the ' +
            'same source replaces the earlier one. Datasets: hotel-bookings.',
        )
        .option('--source <name>', 'name that the rows are kept under (default: the name of the dataset)', readSource)
        .option('--rejects <path>', 'where the reject file goes (default: FILE.rejects.csv)'),
    ),
    [
      ['import hotel-bookings hotel_bookings.csv.gz', 'the public hotel bookings'],
      ['import hotel-bookings ours.csv --source city-hotel', 'your own bookings in the same columns'],
      ['import hotel-bookings ours.csv --json | jq .rejected', 'how many rows broke a rule'],
    ],
  ).action(
    act<ImportOptions>(async (session, options, [dataset, file]) => {
      const { importFile } = await import('../importing/import-file.js');
      await importFile(session, { ...options, dataset: dataset!, file: file! });
    }),
  );
};

export function readSource(text: string): string {
  if (/^[a-z0-9][a-z0-9-]{0,62}$/.test(text)) return text;
  throw new InvalidArgumentError('It must be 1–63 of a–z, 0–9 and -.');
}
