import { CommandError } from '../command-error.js';
import type { Session } from '../session.js';
import { showing } from '../terminal/progress.js';
import { isAlive } from './probe.js';
import { type Stack, stackAt } from './stack.js';
import { readStackFile } from './stack-file.js';
import { startOwnStack } from './standalone.js';

const PROBE_TIMEOUT_MS = 3_000;

/**
 * Runs work on a stack: the one named, the one that runs on the home folder, or else one started in this process on the
 * same stores and stopped afterwards. So there is one way to everything, HTTP, and never two owners of a store.
 */
export async function withStack<T>(session: Session, work: (stack: Stack) => Promise<T>): Promise<T> {
  const stack = (await findStack(session)) ?? (await startForOneCommand(session));
  try {
    return await work(stack);
  } finally {
    await stack.close();
  }
}

/**
 * The stack that runs already; undefined when none does.
 *
 * @throws UNAVAILABLE when one is named, or owns the home folder, and does not answer.
 */
export async function findStack({ url, home, host }: Session): Promise<Stack | undefined> {
  const apiKey = host.env['BELLWETHER_API_KEY'];
  if (url !== undefined) {
    if (await isAlive(url, PROBE_TIMEOUT_MS)) return stackAt({ url, apiKey, grpcAddress: host.env['BELLWETHER_GRPC'] });
    throw new CommandError(
      'UNAVAILABLE',
      `no stack answers at ${url}`,
      'Check the address, or leave it out (--url and BELLWETHER_URL) to work on the stores of the home folder.',
    );
  }
  const found = await readStackFile(home);
  if (found === undefined) return undefined;
  if (await isAlive(found.url, PROBE_TIMEOUT_MS)) {
    return stackAt({ url: found.url, apiKey, grpcAddress: found.grpc });
  }
  throw new CommandError(
    'UNAVAILABLE',
    `process ${found.pid} holds the stores in ${home} but does not answer at ${found.url}`,
    `Wait until it has started or stopped; if it hangs, end it: kill ${found.pid}.`,
  );
}

function startForOneCommand(session: Session): Promise<Stack> {
  return showing(session.report.progress, 'Opening the stores', async () => ({
    value: await startOwnStack(session, { quiet: true }),
    outcome: session.home,
  }));
}
