import { Option } from 'commander';
import { type AddCommand, describe } from '../command.js';
import { readDay } from '../option-values.js';

export interface SegmentsOptions {
  readonly data: string;
  readonly id: string;
  readonly date: string;
  readonly value: string;
  readonly order?: string;
  readonly asOf?: string;
  readonly method: 'rules' | 'kmeans';
  readonly out?: string;
}

export const addSegments: AddCommand = (program, act) => {
  describe(
    program
      .command('segments')
      .summary('segments of the customers of any shop')
      .description(
        'Segments the customers of a CSV file of orders or of their lines, plain or gzipped, by recency, number of orders and ' +
          'revenue: into ten named segments by quintiles, or into groups by k-means, whose number is chosen by silhouette and ' +
          'stability. Says how many kept their segment from month to month. Rows without a customer are left out and counted, ' +
          'as are orders of nothing or less. Runs by itself; no stack is needed.',
      )
      .requiredOption('--data <file>', 'the table')
      .requiredOption('--id <column>', 'the customer')
      .requiredOption('--date <column>', 'when it was ordered')
      .requiredOption('--value <column>', 'money of the row')
      .option('--order <column>', 'the order that a row is of (default: what a customer orders in a day is one)')
      .option('--as-of <date>', 'only orders before this day (default: the day after the last)', readDay)
      .addOption(
        new Option('--method <method>', 'ten rules, or groups of like customers')
          .choices(['rules', 'kmeans'])
          .default('rules'),
      )
      .option('--out <file>', 'write every customer with its segment there as CSV'),
    [
      [
        'segments --data orders.csv --id customer --date day --value amount --out customers.csv',
        'ten segments, and the one of each customer',
      ],
      [
        'segments --data lines.csv.gz --id customer --date date --value price --order invoice --method kmeans --json',
        'groups, from the lines of orders',
      ],
    ],
  ).action(
    act<SegmentsOptions>(async (session, options) => {
      const { segmentFile } = await import('../segmenting/segment-file.js');
      await segmentFile(session, options);
    }),
  );
};
