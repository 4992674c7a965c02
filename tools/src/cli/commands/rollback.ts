import { type AddCommand, describe, withStackOptions } from '../command.js';

export const addRollback: AddCommand = (program, act) => {
  describe(
    withStackOptions(
      program
        .command('rollback <model>')
        .summary('put back the version that was in production before')
        .description('Puts the version that was in production before back into production.'),
    ),
    [['rollback churn_predictor', 'undo the last promotion']],
  ).action(
    act(async (session, _options, [model]) => {
      const { rollback } = await import('../registry/promotion.js');
      await rollback(session, model!);
    }),
  );
};
