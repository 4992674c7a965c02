import { InvalidArgumentError } from 'commander';
import type { ImporterName } from '@bellwether/datasets';
import { type AddCommand, describe, withStackOptions } from '../command.js';

export interface ImportOptions {
  readonly source?: string;
  readonly rejects?: string;
  readonly mapping?: string;
}

/** Named here too, so that help need not load them. */
export const IMPORTER_NAMES = [
  'hotel-bookings',
  'olist',
  'online-retail',
  'cdnow',
  'airbnb',
  'movielens',
  'walmart',
  'generic-transactions',
  'generic-interactions',
  'generic-series',
] as const satisfies readonly ImporterName[];

export const addImport: AddCommand = (program, act) => {
  describe(
    withStackOptions(
      program
        .command('import <dataset> <files...>')
        .summary('read files of data into the analytics store')
        .description(
          'Reads files, CSV or Parquet, plain or gzipped, row by row into the analytics store. Which file is which is ' +
            'told by its first row. A row that breaks a rule is not taken; it goes, with line, column and reason, into a ' +
            'reject file beside the input. An import under the same source replaces the earlier one. Datasets: ' +
            `${IMPORTER_NAMES.join(', ')}.`,
        )
        .option('--source <name>', 'name that the rows are kept under (default: the name of the dataset)', readSource)
        .option('--mapping <path>', 'JSON file that says which of your columns are those of the dataset')
        .option('--rejects <path>', 'where the reject file of a single file goes (default: FILE.rejects.csv)'),
    ),
    [
      ['import hotel-bookings hotel_bookings.csv.gz', 'the public hotel bookings'],
      ['import hotel-bookings ours.csv --source city-hotel', 'your own bookings in the same columns'],
      ['import airbnb listings.csv.gz calendar.csv.gz --source boston', 'several files of one origin'],
      ['import generic-transactions orders.parquet --mapping mapping.json', 'your own columns'],
      ['import hotel-bookings ours.csv --json | jq .rejected', 'how many rows broke a rule'],
    ],
  ).action(
    act<ImportOptions>(async (session, options, [dataset, ...files]) => {
      const { importFiles } = await import('../importing/import-files.js');
      await importFiles(session, { ...options, dataset: dataset!, files });
    }),
  );
};

export function readSource(text: string): string {
  if (/^[a-z0-9][a-z0-9-]{0,62}$/.test(text)) return text;
  throw new InvalidArgumentError('It must be 1–63 of a–z, 0–9 and -.');
}
