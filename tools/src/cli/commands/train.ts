import { type AddCommand, describe, withStackOptions } from '../command.js';
import { readCount, readSetting, readShare } from '../option-values.js';
import { readSource } from './import.js';

export interface TrainOptions {
  readonly all?: true;
  readonly data?: string;
  readonly source?: string;
  readonly testShare?: number;
  readonly cv?: number;
  readonly set?: Readonly<Record<string, number>>;
}

export const addTrain: AddCommand = (program, act) => {
  describe(
    withStackOptions(
      program
        .command('train [model]')
        .summary('train a new version of a model, and promote it if it is good enough')
        .description(
          'Trains a model on bookings whose outcome is known and tests it on later ones. The new version goes into ' +
            'production when it is no worse there than the one in production. Models: churn_predictor (cancellations), ' +
            'no_show_predictor.',
        )
        .option('--all', 'every model, one after the other')
        .option('--data <file>', 'import this file of hotel-bookings first and train on it')
        .option('--source <name>', 'train on the rows kept under this name', readSource)
        .option('--test-share <share>', 'share of the newest rows that test, between 0 and 1', readShare)
        .option('--cv <folds>', 'also report the spread over this many folds in time', readCount(2, 20))
        .option('--set <name=number>', 'a hyperparameter; may be repeated', readSetting),
    ),
    [
      ['train churn_predictor', 'on the data at hand'],
      ['train churn_predictor --data hotel_bookings.csv.gz', 'on the public hotel bookings'],
      ['train churn_predictor --set learning_rate=0.05 --set n_estimators=300 --cv 5', 'with other settings'],
      ['train --all', 'all models'],
    ],
  ).action(
    act<TrainOptions>(async (session, options, [model]) => {
      const { trainModels } = await import('../training/train-models.js');
      await trainModels(session, options, model);
    }),
  );
};
