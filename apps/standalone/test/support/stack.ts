import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createGrpcClient, createHttpClient, type JobView, type RetrainJob } from '@bellwether/contracts';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));
const MAIN = join(ROOT, 'apps/standalone/dist/main.js');

/** A standalone stack in a process of its own, as it runs for a user. */
export interface Stack {
  readonly process: ChildProcess;
  readonly url: string;
  /** `host:port` of gRPC. */
  readonly grpcAddress: string;
  readonly home: string;
  readonly http: ReturnType<typeof httpClient>;
  readonly grpc: ReturnType<typeof grpcClient>;
  /** Ends the process: SIGTERM drains, SIGKILL is the crash. Resolves with its exit code. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>;
}

const httpClient = (baseUrl: string) => createHttpClient({ baseUrl, timeoutMs: 60_000 });
const grpcClient = (address: string) => createGrpcClient({ address, timeoutMs: 60_000 });

export const newHome = (): Promise<string> => mkdtemp(join(tmpdir(), 'bellwether-test-'));
export const removeHome = (home: string): Promise<void> => rm(home, { recursive: true, force: true });

export async function startStack(home: string, environment: Record<string, string> = {}): Promise<Stack> {
  const child = spawn(process.execPath, [MAIN], {
    cwd: ROOT,
    env: {
      ...process.env,
      ...{ BELLWETHER_HOME: home, PORT: '0', GRPC_PORT: '0', LOG_LEVEL: 'error' },
      // Busy machines answer late; what overload is refused is tested elsewhere.
      MAX_LOOP_TURN_MS: '60000',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit') as Promise<[number | null]>;
  const line = await Promise.race([
    once(createInterface(child.stdout), 'line').then(([text]) => text as string),
    exited.then(([code]) => Promise.reject(new Error(`the stack ended with ${code} before it listened`))),
  ]);
  const [, url, address] = /^(\S+) \(HTTP\), (\S+) \(gRPC\)$/.exec(line)!;
  const grpc = grpcClient(address!);
  return {
    process: child,
    url: url!,
    grpcAddress: address!,
    home,
    http: httpClient(url!),
    grpc,
    end: async (signal) => {
      grpc.close();
      child.kill(signal);
      return (await exited)[0];
    },
  };
}

const ended = ({ status }: { status: string }): boolean => ['succeeded', 'failed', 'cancelled'].includes(status);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits for a job of data. */
export async function finished({ http }: Stack, { job_id }: JobView): Promise<JobView> {
  for (;;) {
    const job = await http.getJob({ job_id });
    if (ended(job)) return job;
    await pause(100);
  }
}

/** Waits for a training. */
export async function trained({ http }: Stack, { job_id }: RetrainJob): Promise<RetrainJob> {
  for (;;) {
    const job = await http.getRetrainJob({ job_id });
    if (ended(job)) return job;
    await pause(100);
  }
}

/** Asks until it is so. */
export async function eventually(what: string, isSo: () => Promise<boolean>, timeoutMs = 30_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`not within ${timeoutMs} ms: ${what}`);
    await pause(50);
  }
}

export const today = (): string => new Date().toISOString().slice(0, 10);

/** The small simulated hotel, built, published, and a quickly trained cancellation model in use. */
export async function prepareSmallHotel(stack: Stack): Promise<void> {
  const { http } = stack;
  const world = { guests: 3_000, rooms: 20, years: 2, seed: 7, as_of: today(), detail_days: 0 };
  for (const job of [
    await finished(stack, await http.simulateHotel(world)),
    await finished(stack, await http.publishFeatures({ source: 'simulated-hotel', as_of: today() })),
  ]) {
    if (job.status !== 'succeeded') throw new Error(`${job.kind}: ${job.error}`);
  }
  await trainQuickly(stack, 'churn_predictor');
}

/** A model of few trees, promoted and in use. */
export async function trainQuickly(stack: Stack, model_name: string): Promise<RetrainJob> {
  const accepted = await stack.http.retrainModel({
    model_name,
    hyperparameters: { n_estimators: 20, learning_rate: 0.2 },
  });
  const job = await trained(stack, accepted);
  if (job.status !== 'succeeded') throw new Error(`training ${model_name}: ${job.error}`);
  // So small a hotel may not make a model that passes the gate; what is tested here is the serving of it.
  if (job.promoted === false) {
    const forced = { force: true, reason: 'a small hotel, for a test' };
    await stack.http.promoteModel({ model_name, version: job.model_version!, ...forced });
  }
  await eventually(`${model_name} ${job.model_version} is in use`, async () => {
    const health = (await (await fetch(`${stack.url}/api/v1/ml/health`)).json()) as {
      models_loaded: Record<string, string>;
    };
    return health.models_loaded[model_name] !== undefined;
  });
  return job;
}
