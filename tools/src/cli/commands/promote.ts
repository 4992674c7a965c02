import { type AddCommand, describe, withStackOptions } from '../command.js';

export const addPromote: AddCommand = (program, act) => {
  describe(
    withStackOptions(
      program
        .command('promote <model> <version>')
        .summary('put a version into production')
        .description('Puts a version into production. Every replica takes it over without a failed request.'),
    ),
    [
      ['promote churn_predictor 3', 'version 3 from now on'],
      ['promote churn_predictor 3 --url http://ml.internal:8002', 'on another machine'],
    ],
  ).action(
    act(async (session, _options, [model, version]) => {
      const { promote } = await import('../registry/promotion.js');
      await promote(session, model!, version!);
    }),
  );
};
