import { Option } from 'commander';
import { type AddCommand, describe } from '../command.js';
import { readCount, readDay, readNumber } from '../option-values.js';

export interface ClvOptions {
  readonly data: string;
  readonly id: string;
  readonly date: string;
  readonly value?: string;
  readonly calibrationEnd: string;
  readonly horizon?: number;
  readonly discount: number;
  readonly level: number;
  readonly seed: number;
  readonly out?: string;
  readonly plot?: string;
}

export const addClv: AddCommand = (program, act) => {
  describe(
    program
      .command('clv')
      .summary('lifetime value of the customers of any table of purchases')
      .description(
        'Fits models of repeat purchases (BG/NBD, MBG/NBD, Pareto/NBD) with gamma-gamma spend, a zero-inflated lognormal head, ' +
          'hurdle trees and their mix to the purchases up to a day, says how each did on those after it, and forecasts ' +
          'every customer from the last day of the file on. Purchases of a customer on one day are one purchase. Runs by ' +
          'itself; no stack is needed.',
      )
      .requiredOption('--data <file>', 'a row for each purchase, CSV, plain or gzipped')
      .requiredOption('--id <column>', 'who')
      .requiredOption('--date <column>', 'when: days, or ISO 8601 timestamps')
      .option('--value <column>', 'how much, at least 0 (default: purchases are counted, each is worth 1)')
      .requiredOption('--calibration-end <day>', 'the last day that models see in the comparison', readDay)
      .option(
        '--horizon <weeks>',
        'how far forecasts of --out look (default: as long as the hold-out)',
        readCount(1, 520),
      )
      .addOption(
        new Option('--discount <share>', 'in a year; value that comes then counts 1 / (1 + share) in --out')
          .argParser(readNumber(0, 10))
          .default(0),
      )
      .addOption(
        new Option('--level <percent>', 'coverage of the intervals of --out').argParser(readCount(1, 99)).default(90),
      )
      .addOption(new Option('--seed <number>', 'of draws and trees').argParser(readCount(0, 2 ** 31)).default(1))
      .option('--out <file>', 'write a row for each customer there as CSV')
      .option('--plot <file>', 'draw the deciles of the best method against what came, as SVG'),
    [
      [
        'clv --data transactions.csv --id customer --date day --value amount --calibration-end 2025-06-30 --json',
        'how every method does on the purchases after June',
      ],
      [
        'clv --data orders.csv.gz --id customer --date created_at --value total --calibration-end 2025-12-31 --out value.csv --plot deciles.svg',
        'and what each customer is worth from now on',
      ],
    ],
  ).action(
    act<ClvOptions>(async (session, options) => {
      const { clvFile } = await import('../customer-value/clv-file.js');
      await clvFile(session, options);
    }),
  );
};
