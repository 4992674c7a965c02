import { type AddCommand, describe } from '../command.js';
import { readCount } from '../option-values.js';
import { withWorldOptions, type WorldOptions } from './world-options.js';

export interface StartOptions extends WorldOptions {
  readonly port?: number;
  readonly grpcPort?: number;
  readonly services?: true;
}

export const addStart: AddCommand = (program, act) => {
  describe(
    withWorldOptions(
      program
        .command('start')
        .summary('run everything in one process, with a simulated hotel')
        .description(
          'Starts all services in one process on embedded stores, brings the simulated hotel forward to today, trains ' +
            'the models that are not there yet, tells how good they are, and answers until Ctrl-C. A second start takes ' +
            'up what the first one left.',
        )
        .option('--port <port>', 'HTTP port (default: PORT, else 8002)', readCount(0, 65_535))
        .option('--grpc-port <port>', 'gRPC port (default: GRPC_PORT, else 50051)', readCount(0, 65_535))
        .option('--services', 'each service as a process of its own on PostgreSQL, behind one HTTP address')
        .option('--home <dir>', 'folder of the embedded stores (default: BELLWETHER_HOME, else .bellwether)'),
    ),
    [
      ['start', 'on ports 8002 (HTTP) and 50051 (gRPC)'],
      ['start --as-of 2026-01-31 --guests 5000 --home /tmp/try', 'a small world of a fixed day, for tests'],
      ['start --services', 'as it is deployed: a process for each app; DATABASE_URL and others say on which servers'],
    ],
  ).action(
    act<StartOptions>(async (session, options) => {
      const { start } = await import('../starting/start.js');
      await start(session, options);
    }),
  );
};
