import { Option } from 'commander';
import { type AddCommand, describe, withStackOptions } from '../command.js';
import { readCount, readDay } from '../option-values.js';
import { TABLE_FORMATS, type TableFormat } from '../simulating/table-format.js';
import { withWorldOptions, type WorldOptions } from './world-options.js';

export interface SimulateHotelOptions extends WorldOptions {
  readonly out?: string;
  readonly format?: TableFormat;
  readonly detailDays?: number;
}

export interface SimulateDiscountsOptions {
  readonly samples: number;
  readonly output?: string;
  readonly truth?: string;
  readonly format?: TableFormat;
  readonly startDate: string;
  readonly days: number;
  readonly seed: number;
}

export interface SimulateShopOptions {
  readonly out?: string;
  readonly format: TableFormat;
  readonly asOf?: string;
  readonly days: number;
  readonly customers: number;
  readonly products: number;
  readonly seed: number;
}

export interface SimulateRentalsOptions {
  readonly out?: string;
  readonly format: TableFormat;
  readonly asOf?: string;
  readonly days: number;
  readonly users: number;
  readonly properties: number;
  readonly destinations: number;
  readonly seed: number;
}

const formatOption = (text: string) => new Option('--format <format>', text).choices(TABLE_FORMATS);

export const addSimulate: AddCommand = (program, act) => {
  const simulate = program
    .command('simulate')
    .summary('build a world whose truth is known')
    .description('Makes data to learn from and to be judged by: the probabilities behind it are kept beside it.');

  describe(
    withStackOptions(
      withWorldOptions(
        simulate
          .command('hotel')
          .summary('guests, rooms, bookings and cancellations of a hotel')
          .description(
            'Simulates a hotel up to a day: guests, rooms, bookings, cancellations, with the true probabilities kept ' +
              'beside. The same options give the same hotel; left out, they are those of `start`. It goes into the analytics store, and its open bookings to where predictions are made; or with --out into ' +
              'files, for which nothing needs to run.',
          )
          .option(
            '--detail-days <n>',
            'days up to today with website sessions, the house by room type and housekeeping (default: all)',
            readCount(0, 3_650),
          )
          .option('--out <dir>', 'write files into this folder instead')
          .addOption(formatOption('format of the files (default: csv)')),
      ),
    ),
    [
      ['simulate hotel', 'the hotel of 100 rooms and three years that `start` uses'],
      ['simulate hotel --guests 5000 --seed 7 --as-of 2026-01-31', 'a smaller one, of a fixed day'],
      ['simulate hotel --out ./hotel', 'CSV files to look at, with the truth'],
      ['simulate hotel --out ./hotel --format parquet', 'the same, typed'],
    ],
  ).action(
    act<SimulateHotelOptions>(async (session, options) => {
      const { simulateHotel } = await import('../simulating/simulate-hotel.js');
      await simulateHotel(session, options);
    }),
  );

  describe(
    withStackOptions(
      simulate
        .command('discounts')
        .summary('purchases of perishable goods at a grocer, by discount')
        .description(
          'Writes purchase events of a grocer into a file and prints their totals: what was offered, at which ' +
            'discount, how near its expiry, and whether it was bought. Discounts are given by chance, so that their ' +
            'effect can be learned. The same options give the same file, and nothing needs to run. Without --output the ' +
            'events go into the analytics store, their true probabilities beside them.',
        )
        .option('--samples <n>', 'number of events', readCount(1, 100_000_000), 10_000)
        .option('--output <file>', 'file to write, instead of the analytics store')
        .option('--truth <file>', 'file for the true probabilities, in the order of the events')
        .addOption(formatOption('format of the files (default: what their names end in, else csv)'))
        .option('--start-date <day>', 'first day, YYYY-MM-DD', readDay, '2024-01-01')
        .option('--days <n>', 'days that the events are spread over', readCount(1, 3_650), 365)
        .option('--seed <n>', 'seed of all that is drawn', readCount(0, 4_294_967_295), 42),
    ),
    [
      ['simulate discounts --output discounts.csv', '10,000 events of 2024'],
      ['simulate discounts --samples 1000000 --output big.parquet', 'typed columns, a fifth of the size'],
      ['simulate discounts --samples 1000000 --output big.csv --truth truth.csv --seed 7', 'with the truth beside it'],
      ['simulate discounts --samples 100000', 'into the analytics store'],
    ],
  ).action(
    act<SimulateDiscountsOptions>(async (session, options) => {
      const { simulateDiscounts } = await import('../simulating/simulate-discounts.js');
      await simulateDiscounts(session, options);
    }),
  );

  describe(
    withStackOptions(
      simulate
        .command('shop')
        .summary('customers, products and interactions of a web shop')
        .description(
          'Simulates a web shop: products with texts and stock, customers, views, clicks, carts and ' +
            'purchases, weekly prices and promotions, advertisements over five channels; and beside them what made ' +
            'it all: tastes, elasticities, hazards, the true effect of each channel. It goes into the analytics store; ' +
            'or with --out into files, for which nothing needs to run.',
        )
        .option('--out <dir>', 'write files into this folder instead')
        .addOption(formatOption('format of the files').default('csv'))
        .option('--as-of <day>', 'the day that counts as today, YYYY-MM-DD (default: today)', readDay)
        .option('--days <n>', 'days of history', readCount(30, 3_650), 730)
        .option('--customers <n>', 'customers, C001 and on', readCount(1, 10_000_000), 2_000)
        .option('--products <n>', 'products, P001 and on', readCount(8, 100_000), 400)
        .option('--seed <n>', 'seed of all that is drawn', readCount(0, 4_294_967_295), 42),
    ),
    [
      ['simulate shop', 'into the analytics store'],
      ['simulate shop --out ./shop', 'two years of 2,000 customers up to today'],
      ['simulate shop --out ./shop --customers 50000 --as-of 2026-01-01 --seed 7', 'a larger one, of a fixed day'],
    ],
  ).action(
    act<SimulateShopOptions>(async (session, options) => {
      const { simulateShop } = await import('../simulating/simulate-marketplaces.js');
      await simulateShop(session, options);
    }),
  );

  describe(
    withStackOptions(
      simulate
        .command('rentals')
        .summary('users, properties and bookings of a marketplace of vacation rentals')
        .description(
          'Simulates a marketplace: destinations, properties, users, views and clicks, bookings, ' +
            'cancellations, ratings, a calendar with prices; and beside them what made it all: the probability of ' +
            'each conversion, elasticities, the demand expected, the searches that each user has still to come. ' +
            'It goes into the analytics store; or with --out into files, for which nothing needs to run.',
        )
        .option('--out <dir>', 'write files into this folder instead')
        .addOption(formatOption('format of the files').default('csv'))
        .option('--as-of <day>', 'the day that counts as today, YYYY-MM-DD (default: today)', readDay)
        .option('--days <n>', 'days of history', readCount(30, 3_650), 900)
        .option('--users <n>', 'users, 1 and on', readCount(1, 10_000_000), 3_000)
        .option('--properties <n>', 'properties, 1 and on', readCount(1, 100_000), 180)
        .option('--destinations <n>', 'destinations, D01 and on', readCount(1, 99), 12)
        .option('--seed <n>', 'seed of all that is drawn', readCount(0, 4_294_967_295), 42),
    ),
    [
      ['simulate rentals', 'into the analytics store'],
      ['simulate rentals --out ./rentals', 'two and a half years of 3,000 users up to today'],
      ['simulate rentals --out ./rentals --users 50000 --as-of 2026-01-01 --seed 7', 'a larger one, of a fixed day'],
    ],
  ).action(
    act<SimulateRentalsOptions>(async (session, options) => {
      const { simulateRentals } = await import('../simulating/simulate-marketplaces.js');
      await simulateRentals(session, options);
    }),
  );
};
