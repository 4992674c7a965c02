import { type AddCommand, describe, withStackOptions } from '../command.js';
import type { GarbageOptions } from '../registry/garbage.js';

export const addGc: AddCommand = (program, act) => {
  describe(
    withStackOptions(
      program
        .command('gc')
        .summary('delete what nothing in the registry refers to')
        .description(
          'Marks the artifacts of runs that were deleted longer ago than their retention, and deletes what an earlier ' +
            'call marked and nothing refers to yet. Needs the role admin.',
        )
        .option('--dry-run', 'tell what would be done, and do nothing'),
    ),
    [
      ['gc --dry-run', 'what would be marked and deleted'],
      ['gc', 'do it; again a day later, for what is marked now'],
    ],
  ).action(
    act(async (session, options: GarbageOptions) => {
      const { collectGarbage } = await import('../registry/garbage.js');
      await collectGarbage(session, options);
    }),
  );
};
