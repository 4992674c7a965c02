import { type AddCommand, describe, withStackOptions } from '../command.js';
import { readCount } from '../option-values.js';

export interface SourcesOptions {
  readonly limit: number;
  readonly after?: string;
}

export const addSources: AddCommand = (program, act) => {
  describe(
    withStackOptions(
      program
        .command('sources')
        .summary('what the analytics store holds, and how fresh it is')
        .description(
          'Lists the sources of the analytics store: what was imported or simulated under which name, how many rows it ' +
            'has and how many were refused, how new the newest event is, and when it was written.',
        )
        .option('--limit <n>', 'at most as many', readCount(1, 1_000), 100)
        .option('--after <source>', 'those after this one, in the order of their names'),
    ),
    [
      ['sources', 'the first hundred'],
      ['sources --json | jq -r ".sources[].newest_event_at"', 'how new their events are'],
    ],
  ).action(
    act<SourcesOptions>(async (session, options) => {
      const { listSources } = await import('../importing/list-sources.js');
      await listSources(session, options);
    }),
  );
};
