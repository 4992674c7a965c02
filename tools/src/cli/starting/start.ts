import { once } from 'node:events';
import { SIMULATED_SOURCE } from '@bellwether/datasets';
import type { StartOptions } from '../commands/start.js';
import { CommandError } from '../command-error.js';
import type { Session } from '../session.js';
import { buildWorld } from '../simulating/build-world.js';
import { worldRequest } from '../simulating/world-request.js';
import { readStackFile } from '../stack/stack-file.js';
import type { Stack } from '../stack/stack.js';
import { startOwnStack } from '../stack/standalone.js';
import { formatDuration } from '../terminal/format.js';
import { showing } from '../terminal/progress.js';
import { type ModelQuality, qualityOf } from '../training/model-quality.js';
import { TRAINABLE_MODELS } from '../training/trainable-models.js';
import { trainModel } from '../training/train-model.js';
import { firstAnswer } from './first-answer.js';
import { publishFeatures } from './publish-features.js';
import { type StartedStack, startedText } from './started-text.js';

/** `bellwether start`: everything in this process, a hotel to ask about, models trained on it; until Ctrl-C. */
export async function start(session: Session, options: StartOptions): Promise<void> {
  const { host, home, report } = session;
  // Asked for first, so that Ctrl-C closes the stores in good order from here on.
  const { signal } = host;
  const started = host.now();
  await refuseSecond(home);
  const stack = await openStores(session, options);
  try {
    signal.throwIfAborted();
    const world = worldRequest(options, host);
    await buildWorld(session, stack, world);
    await publishFeatures(session, stack, { source: SIMULATED_SOURCE, as_of: world.as_of });
    const models = await ensureModels(session, stack);
    const { request, answer } = await firstAnswer(session, stack);
    const seconds = (host.now() - started) / 1_000;
    const result: StartedStack = {
      url: stack.url,
      grpc_address: stack.grpcAddress ?? '',
      as_of: world.as_of,
      seconds_to_first_answer: Math.round(seconds * 10) / 10,
      models,
      request,
      answer,
    };
    report.result(result, startedText);
    await untilAborted(signal);
    await showing(report.progress, 'Stopping', async () => ({
      value: await stack.close(),
      outcome: 'all stores closed',
    }));
  } catch (error) {
    await stack.close();
    throw error;
  }
}

async function refuseSecond(home: string): Promise<void> {
  const running = await readStackFile(home);
  if (running === undefined) return;
  throw new CommandError(
    'ALREADY_EXISTS',
    `a stack runs on ${home} already: process ${running.pid} at ${running.url}`,
    `Use that one, end it with kill ${running.pid}, or start another on a folder of its own: --home DIR --port PORT --grpc-port PORT.`,
  );
}

function openStores(session: Session, { port, grpcPort }: StartOptions): Promise<Stack> {
  return showing(session.report.progress, 'Opening the stores', async () => ({
    value: await startOwnStack(session, {
      quiet: false,
      settings: {
        ...(port !== undefined && { PORT: String(port) }),
        ...(grpcPort !== undefined && { GRPC_PORT: String(grpcPort) }),
      },
    }),
    outcome: session.home,
  }));
}

/** Trains the models that have no version in production, and tells the quality of all. */
async function ensureModels(session: Session, stack: Stack): Promise<ModelQuality[]> {
  const { models } = await stack.api.listModels({});
  const champions = new Map(
    models.filter(({ status }) => status === 'production').map(({ model_name, version }) => [model_name, version]),
  );
  const started = session.host.now();
  const quality: ModelQuality[] = [];
  for (const name of TRAINABLE_MODELS) {
    const version =
      champions.get(name) ?? (await trainModel(session, stack, name, { source: SIMULATED_SOURCE })).model_version;
    quality.push(await qualityOf(stack, name, version!));
  }
  if (champions.size > 0) {
    session.report.note(`Models of an earlier start are there (${formatDuration(session.host.now() - started)})`);
  }
  return quality;
}

async function untilAborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}
