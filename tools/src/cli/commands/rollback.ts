import type { ReasonOption } from '../registry/promotion.js';
import { type AddCommand, describe, withStackOptions } from '../command.js';

export const addRollback: AddCommand = (program, act) => {
  describe(
    withStackOptions(
      program
        .command('rollback <model>')
        .summary('put back the version that was in production before')
        .description('Puts the version that was in production before back into production. No gate is asked.')
        .option('--reason <text>', 'why, for the history and the audit log'),
    ),
    [['rollback churn_predictor', 'undo the last promotion']],
  ).action(
    act(async (session, options: ReasonOption, [model]) => {
      const { rollback } = await import('../registry/promotion.js');
      await rollback(session, model!, options);
    }),
  );
};
