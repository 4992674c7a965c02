import { type AddCommand, describe, withStackOptions } from '../command.js';

export const addDoctor: AddCommand = (program, act) => {
  describe(
    withStackOptions(
      program
        .command('doctor')
        .summary('what is wrong here, and what to do')
        .description(
          'Checks the machine, the build, the stores, the ports and, where one runs, the stack. Changes nothing. Exits ' +
            'with 1 when something is wrong.',
        ),
    ),
    [
      ['doctor', 'this machine and the stack of the home folder'],
      ['doctor --url http://ml.internal:8002', 'another stack'],
    ],
  ).action(
    act(async (session) => {
      const { examine } = await import('../doctor/examine.js');
      await examine(session);
    }),
  );
};
