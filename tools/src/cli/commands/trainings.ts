import { Option } from 'commander';
import { type AddCommand, describe, withStackOptions } from '../command.js';
import { readCount } from '../option-values.js';

export interface TrainingsOptions {
  readonly status?: 'open' | 'succeeded' | 'failed' | 'cancelled';
  readonly limit: number;
}

export const addTrainings: AddCommand = (program, act) => {
  describe(
    withStackOptions(
      program
        .command('trainings [model]')
        .summary('trainings under way, waiting and over')
        .description('Lists trainings, newest first: how each stands, what came of it, or why it failed.')
        .addOption(new Option('--status <status>').choices(['open', 'succeeded', 'failed', 'cancelled']))
        .option('--limit <n>', 'at most as many', readCount(1, 100), 20),
    ),
    [
      ['trainings', 'of every model'],
      ['trainings churn_predictor --status failed', 'which failed, and why'],
    ],
  ).action(
    act<TrainingsOptions>(async (session, options, [model]) => {
      const { listTrainings } = await import('../training/list-trainings.js');
      await listTrainings(session, options, model);
    }),
  );
};
