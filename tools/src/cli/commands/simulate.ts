import { Argument } from 'commander';
import { type AddCommand, describe, withStackOptions } from '../command.js';
import { readCount, readDay } from '../option-values.js';

export interface SimulateOptions {
  readonly guests?: number;
  readonly rooms?: number;
  readonly years?: number;
  readonly seed?: number;
  readonly asOf?: string;
  readonly out?: string;
}

export const addSimulate: AddCommand = (program, act) => {
  describe(
    withStackOptions(
      program
        .command('simulate')
        .addArgument(new Argument('<world>', 'what to simulate').choices(['hotel']))
        .summary('build a hotel whose truth is known')
        .description(
          'Simulates a hotel up to a day: guests, rooms, bookings, cancellations, with the true probabilities kept ' +
            'beside. The same options give the same hotel; left out, they are those of `start`. It goes into the analytics store, or with --out into CSV ' +
            'files, for which nothing needs to run.',
        )
        .option('--guests <n>', 'number of guests', readCount(1, 1_000_000))
        .option('--rooms <n>', 'number of rooms', readCount(3, 10_000))
        .option('--years <n>', 'years of history', readCount(1, 10))
        .option('--seed <n>', 'seed of all that is drawn', readCount(0, 4_294_967_295))
        .option('--as-of <day>', 'the day that counts as today, YYYY-MM-DD (default: today at the hotel)', readDay)
        .option('--out <dir>', 'write CSV files into this folder instead'),
    ),
    [
      ['simulate hotel', 'the hotel of 100 rooms and three years that `start` uses'],
      ['simulate hotel --guests 5000 --seed 7 --as-of 2026-01-31', 'a smaller one, of a fixed day'],
      ['simulate hotel --out ./hotel', 'CSV files to look at, with the truth'],
    ],
  ).action(
    act<SimulateOptions>(async (session, options) => {
      const { simulateHotel } = await import('../simulating/simulate-hotel.js');
      await simulateHotel(session, options);
    }),
  );
};
