import type { PromoteOptions } from '../registry/promotion.js';
import { type AddCommand, describe, withStackOptions } from '../command.js';

export const addPromote: AddCommand = (program, act) => {
  describe(
    withStackOptions(
      program
        .command('promote <model> <version>')
        .summary('put a version into production')
        .description(
          'Puts a version into production, if the gate of its model lets it. Every replica takes it over without a ' +
            'failed request.',
        )
        .option('--reason <text>', 'why, for the history and the audit log')
        .option('--force', 'whatever the gate says: for an admin, with a reason'),
    ),
    [
      ['promote churn_predictor 3', 'version 3 from now on'],
      ["promote churn_predictor 3 --force --reason 'version 2 leaks prices'", 'although its gate refuses it'],
      ['promote churn_predictor 3 --url http://ml.internal:8002', 'on another machine'],
    ],
  ).action(
    act(async (session, options: PromoteOptions, [model, version]) => {
      const { promote } = await import('../registry/promotion.js');
      await promote(session, model!, version!, options);
    }),
  );
};
