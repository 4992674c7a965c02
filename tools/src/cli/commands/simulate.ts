import { Argument } from 'commander';
import { type AddCommand, describe, withStackOptions } from '../command.js';
import { withWorldOptions, type WorldOptions } from './world-options.js';

export interface SimulateOptions extends WorldOptions {
  readonly out?: string;
}

export const addSimulate: AddCommand = (program, act) => {
  describe(
    withStackOptions(
      withWorldOptions(
        program
          .command('simulate')
          .addArgument(new Argument('<world>', 'what to simulate').choices(['hotel']))
          .summary('build a hotel whose truth is known')
          .description(
            'Simulates a hotel up to a day: guests, rooms, bookings, cancellations, with the true probabilities kept ' +
              'beside. The same options give the same hotel; left out, they are those of `start`. It goes into the analytics store, and its open bookings to where predictions are made; or with --out into CSV ' +
              'files, for which nothing needs to run.',
          )
          .option('--out <dir>', 'write CSV files into this folder instead'),
      ),
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
