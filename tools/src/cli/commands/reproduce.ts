import { type AddCommand, describe, withStackOptions } from '../command.js';

export const addReproduce: AddCommand = (program, act) => {
  describe(
    withStackOptions(
      program
        .command('reproduce <model@version>')
        .summary('train a version again and compare the bytes')
        .description(
          'Trains a version again from what its training was asked, and compares every file of the bundle. Nothing is ' +
            'registered. Ends with 1 when something differs, and says what: data that changed since show as another ' +
            'fingerprint.',
        ),
    ),
    [['reproduce churn_predictor@3', 'version 3 of churn_predictor']],
  ).action(
    act(async (session, _options, [name]) => {
      const { reproduce } = await import('../training/reproduce.js');
      await reproduce(session, name!);
    }),
  );
};
