import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, it } from '@jest/globals';
import { createGrpcClient, createHttpClient } from '@bellwether/contracts';

it('SIGTERM with requests in flight: none is lost, new ones are turned away, the process ends by itself', async () => {
  const child = spawn(process.execPath, [new URL('drain-app.mjs', import.meta.url).pathname], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const { url, grpc: address } = JSON.parse(line) as { url: string; grpc: string };
  const http = createHttpClient({ baseUrl: url, timeoutMs: 10_000 });
  const grpc = createGrpcClient({ address, timeoutMs: 10_000 });
  const inFlight = Array.from({ length: 40 }, (_, i) => (i % 2 ? http : grpc).getJob({ job_id: String(600 + 10 * i) }));
  await new Promise((resolve) => setTimeout(resolve, 300));
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const answers = await Promise.all(inFlight);
  expect(answers.map((job) => job.job_id)).toEqual(Array.from({ length: 40 }, (_, i) => String(600 + 10 * i)));
  grpc.close();
  expect(await exited).toEqual([0, null]);
  await expect(fetch(`${url}/livez`)).rejects.toThrow();
});
