import { describe, type AddCommand } from '../command.js';

export const addBench: AddCommand = (program, act) => {
  describe(
    program
      .command('bench [areas...]')
      .summary('measure, and write docs/benchmarks.md')
      .description(
        'Runs the benchmarks of tools/bench, all or those named, keeps each result in docs/benchmarks/ and writes ' +
          'docs/benchmarks.md from all results kept: each figure with its protocol, day and machine. Peers run beside ' +
          'where they are installed.',
      )
      .option('--list', 'only tell which areas there are'),
    [
      ['bench', 'everything'],
      ['bench trees', 'one area; the others keep their last result'],
    ],
  ).action(
    act<{ readonly list?: true }>(async (session, { list }, areas) => {
      const { bench } = await import('../../bench/run.js');
      await bench(session, areas, { listOnly: list === true });
    }),
  );
};
