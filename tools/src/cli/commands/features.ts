import { type AddCommand, describe, withStackOptions } from '../command.js';

export const addFeatures: AddCommand = (program, act) => {
  describe(
    withStackOptions(
      program
        .command('features [view]')
        .summary('which features there are, and how fresh they are')
        .description(
          'Lists the views of features: their keys, how often they are renewed, for how long a row may be used, and how ' +
            'old the newest rows are; or tells of one view with each of its features.',
        ),
    ),
    [
      ['features', 'every view'],
      ['features property_features', 'what is in one, and from when on each value may be known'],
    ],
  ).action(
    act(async (session, _options, [view]) => {
      const { features } = await import('../features/features.js');
      await features(session, view);
    }),
  );
};
