import { type AddCommand, describe, withStackOptions } from '../command.js';

export const addDoctor: AddCommand = (program, act) => {
  describe(
    withStackOptions(
      program
        .command('doctor')
        .summary('what is wrong here, and what to do')
        .description(
          'Checks the machine, the build, the stores, the ports, the servers that the environment names (DATABASE_URL, ' +
            'JOBS_URL, EVENTS_URL, ANALYTICS_URL, ARTIFACTS_URL, CACHE_URL, ONLINE_URL, REGISTRY_URL) and, where one ' +
            'runs, the stack. Changes nothing. Exits with 1 when something is wrong.',
        ),
    ),
    [
      ['doctor', 'this machine and the stack of the home folder'],
      ['doctor --url http://ml.internal:8002', 'another stack'],
      ['doctor --json', 'for scripts; DATABASE_URL and the like are read from the environment'],
    ],
  ).action(
    act(async (session) => {
      const { examine } = await import('../doctor/examine.js');
      await examine(session);
    }),
  );
};
