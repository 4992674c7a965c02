import { once } from 'node:events';
import { SIMULATED_SOURCE } from '@bellwether/datasets';
import type { StartOptions } from '../commands/start.js';
import { CommandError } from '../command-error.js';
import type { Session } from '../session.js';
import { buildWorld } from '../simulating/build-world.js';
import { publishFeatures, publishReservations } from '../simulating/publish-features.js';
import { hotelBuild } from '../simulating/world-builds.js';
import { worldRequest } from '../simulating/world-request.js';
import { readStackFile } from '../stack/stack-file.js';
import type { Stack } from '../stack/stack.js';
import { startOwnStack } from '../stack/standalone.js';
import { RISK_MODELS } from '../training/trainable-models.js';
import { showing } from '../terminal/progress.js';
import { FIRST_QUESTION } from './first-answer.js';
import { furtherWorlds } from './further-worlds.js';
import { readyModels } from './ready-models.js';
import { type StartedStack, startedText } from './started-text.js';

/** `bellwether start`: everything in this process or, with --services, in one for each service; a hotel to ask about, models trained on it; until Ctrl-C. */
export async function start(session: Session, options: StartOptions): Promise<void> {
  const { host, home, report } = session;
  // Asked for first, so that Ctrl-C closes the stores in good order from here on.
  const { signal } = host;
  await refuseSecond(home);
  const startedAt = host.now();
  const stack = await openStores(session, options);
  try {
    const started = await bringUp(session, stack, options, startedAt);
    report.result(started, startedText);
    await furtherWorlds(session, stack, started.as_of);
    if (!signal.aborted) await once(signal, 'abort');
  } finally {
    report.note('Stopping: finishing what was begun, closing the stores …');
    await stack.close();
  }
}

async function refuseSecond(home: string): Promise<void> {
  const running = await readStackFile(home);
  if (running === undefined) return;
  throw new CommandError(
    'ALREADY_EXISTS',
    `a stack runs on ${home} already: process ${running.pid} at ${running.url}`,
    `Use that one, end it with kill ${running.pid}, or start another on a folder of its own: ` +
      'bellwether start --home DIR --port PORT --grpc-port PORT.',
  );
}

async function openStores(session: Session, { port, grpcPort, services }: StartOptions): Promise<Stack> {
  if (services === true) {
    const { startServices } = await import('../../services/start-services.js');
    return startServices(session, port === undefined ? {} : { PORT: String(port) });
  }
  return showing(session.report.progress, 'Opening the stores', async () => ({
    value: await startOwnStack(session, {
      quiet: false,
      settings: {
        // Warnings of slow requests while a model trains on the same cores would bury what is shown here.
        LOG_LEVEL: session.host.env['LOG_LEVEL'] ?? 'error',
        ...(port !== undefined && { PORT: String(port) }),
        ...(grpcPort !== undefined && { GRPC_PORT: String(grpcPort) }),
      },
    }),
    outcome: session.home,
  }));
}

/** From opened stores to models that answer. */
async function bringUp(
  session: Session,
  stack: Stack,
  options: StartOptions,
  startedAt: number,
): Promise<StartedStack> {
  const world = worldRequest(options, session.host);
  // Nothing that answers needs its details, which take as long as the hotel.
  await buildWorld(session, stack, hotelBuild({ ...world, detail_days: 0 }));
  const published = { source: SIMULATED_SOURCE, as_of: world.as_of };
  await publishFeatures(session, stack, published);
  const risks = await readyModels(session, stack, RISK_MODELS);
  // Forecasts take what no risk does: whoever waits for the first answer does not wait for it.
  await publishReservations(session, stack, published);
  const models = [...risks, ...(await readyModels(session, stack, ['occupancy_forecaster']))];
  const [churn] = models;
  const answer = churn?.first?.answer;
  const first = models.find(({ first }) => first !== undefined)?.first;
  return {
    url: stack.url,
    grpc_address: stack.grpcAddress ?? '',
    as_of: world.as_of,
    ...(first && { seconds_to_first_answer: seconds(first.atMs - startedAt) }),
    seconds_to_ready: seconds(session.host.now() - startedAt),
    models: models.map(({ quality }) => quality),
    request: FIRST_QUESTION,
    ...(answer !== undefined && 'risk_level' in answer && { answer }),
  };
}

/** To a tenth. */
function seconds(milliseconds: number): number {
  return Math.round(milliseconds / 100) / 10;
}
