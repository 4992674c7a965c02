// Standalone with the simulated hotel of the standard size and its trained model, on a home of its own: what several
// benchmarks ask for answers.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createHttpClient } from '@bellwether/contracts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Starts it and has models trained; `stop` ends it and removes its home. `version` is what `prepare` returns. */
export async function startServing(environment = {}, prepare = prepareChurn) {
  const home = mkdtempSync(join(tmpdir(), 'bellwether-bench-'));
  const stack = await startProcess([join(root, 'apps/standalone/dist/main.js')], {
    BELLWETHER_HOME: home,
    PORT: '0',
    GRPC_PORT: '0',
    LOG_LEVEL: 'error',
    ...environment,
  });
  const stop = async () => {
    stack.child.kill('SIGTERM');
    await once(stack.child, 'exit');
    rmSync(home, { recursive: true, force: true });
  };
  try {
    const [, url, address] = /^(\S+) \(HTTP\), (\S+) \(gRPC\)$/.exec(stack.line);
    const client = createHttpClient({ baseUrl: url, timeoutMs: 120_000 });
    return { pid: stack.pid, url, address, client, version: await prepare(client), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Starts a Node process and waits for the line that it prints when it listens. */
export async function startProcess(args, environment) {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(createInterface(child.stdout), 'line');
  return { child, line, pid: child.pid };
}

/** User and system time of a process, from /proc; 100 clock ticks a second on every Linux that Node runs on. */
export function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

async function prepareChurn(client) {
  const as_of = today();
  await jobDone(client, await client.simulateHotel({ as_of }));
  await jobDone(client, await client.publishFeatures({ source: 'simulated-hotel', as_of }));
  await client.retrainModel({ model_name: 'churn_predictor', async: false });
  for (;;) {
    const ready = await client.predictChurn({ booking_id: 'BOOK001' }).then(
      () => true,
      () => false,
    );
    if (ready) return client.getModelInfo({ model_name: 'churn_predictor' });
    await pause(100);
  }
}

export const today = () => new Date().toISOString().slice(0, 10);

export async function jobDone(client, { job_id }) {
  for (;;) {
    const job = await client.getJob({ job_id });
    if (job.status === 'succeeded') return;
    if (job.status === 'failed') throw new Error(job.error);
    await pause(100);
  }
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
