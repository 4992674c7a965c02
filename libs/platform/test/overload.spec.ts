import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import { createGrpcClient, getRollout, predictChurnBatch } from '@bellwether/contracts';

const script = (name: string) => fileURLToPath(new URL(`../../../tools/bench/overload/${name}`, import.meta.url));
const request = { booking_ids: ['A'] };

interface LoadResult {
  readonly byStatus: Readonly<Record<string, readonly { readonly ms: number }[]>>;
  readonly broken: number;
  readonly unanswered: number;
}

async function loadOf(url: string, rate: number, seconds: number): Promise<LoadResult> {
  const args = [script('open-loop.mjs'), url, `${rate}x${seconds}`, JSON.stringify(request)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 2 ** 28 });
  return JSON.parse(stdout) as LoadResult;
}

it('under several times its load it answers some, refuses the rest, is reachable throughout and well right after', async () => {
  const child = spawn(process.execPath, [script('small-app.mjs')], {
    env: { ...process.env, PORT: '0', GRPC_PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const [, url, address] = /^(\S+) \(HTTP\), (\S+) \(gRPC\)$/.exec(line) as unknown as [string, string, string];
  const grpc = createGrpcClient({ address, timeoutMs: 10_000 });
  try {
    const load = loadOf(url + predictChurnBatch.path, 6_000, 2);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect((await fetch(`${url}/livez`)).status).toBe(200);
    // What a replica asks that takes a model into use waits its turn.
    const rollout = url + getRollout.path.replace('{model_name}', 'churn_predictor');
    const asked = await Promise.all(Array.from({ length: 40 }, async () => (await fetch(rollout)).status));
    expect(asked).toEqual(asked.map(() => 200));
    const { byStatus, broken, unanswered } = await load;
    expect(Object.keys(byStatus).sort()).toEqual(['200', '429']);
    expect([broken, unanswered]).toEqual([0, 0]);
    expect((await grpc.predictChurnBatch(request)).total_processed).toBe(1);
    const after = await loadOf(url + predictChurnBatch.path, 20, 1);
    expect(Object.keys(after.byStatus)).toEqual(['200']);
    const metrics = await (await fetch(`${url}/api/v1/ml/metrics`)).text();
    const shed = Number(/bellwether_admission_shed_total\{reason="event_loop"\} (\d+)/.exec(metrics)?.[1]);
    expect(shed).toBe(byStatus['429']!.length);
    expect(metrics).toMatch(/bellwether_admission_in_flight \d/);
  } finally {
    grpc.close();
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
  }
});
