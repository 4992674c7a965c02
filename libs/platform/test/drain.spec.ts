import { spawn } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import { createInterface } from 'node:readline';
import { expect, it } from '@jest/globals';
import { createGrpcClient, createHttpClient } from '@bellwether/contracts';

async function slowApp(environment: Record<string, string> = {}, channel: 'ipc' | 'ignore' = 'ignore') {
  const child = spawn(process.execPath, [new URL('drain-app.mjs', import.meta.url).pathname], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit', channel],
  });
  const [line] = (await once(createInterface(child.stdout!), 'line')) as [string];
  const { url, grpc: address } = JSON.parse(line) as { url: string; grpc: string };
  return { child, url, address };
}

it('SIGTERM with requests in flight: none is lost, new ones are turned away, the process ends by itself', async () => {
  const { child, url, address } = await slowApp();
  const overHttp = createHttpClient({ baseUrl: url, timeoutMs: 10_000 });
  const grpc = createGrpcClient({ address, timeoutMs: 10_000 });
  const inFlight = Array.from({ length: 40 }, (_, i) =>
    (i % 2 ? overHttp : grpc).getJob({ job_id: String(600 + 10 * i) }),
  );
  await new Promise((resolve) => setTimeout(resolve, 300));
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const answers = await Promise.all(inFlight);
  expect(answers.map((job) => job.job_id)).toEqual(Array.from({ length: 40 }, (_, i) => String(600 + 10 * i)));
  grpc.close();
  expect(await exited).toEqual([0, null]);
  await expect(fetch(`${url}/livez`)).rejects.toThrow();
});

it('ends by itself when its parent does, whose channel to it breaks: requests in flight are answered', async () => {
  const { child, url } = await slowApp({}, 'ipc');
  const inFlight = createHttpClient({ baseUrl: url, timeoutMs: 10_000 }).getJob({ job_id: '600' });
  await new Promise((resolve) => setTimeout(resolve, 200));
  const exited = once(child, 'exit');
  child.disconnect();
  expect((await inFlight).job_id).toBe('600');
  expect(await exited).toEqual([0, null]);
});

it('while draining it is not ready, answers all the same, and every answer closes its connection', async () => {
  const { child, url } = await slowApp({ DRAIN_DELAY_MS: '1500' });
  const agent = new http.Agent({ keepAlive: true });
  const get = async (path: string) => {
    const [answer] = (await once(http.get(url + path, { agent }), 'response')) as [http.IncomingMessage];
    answer.resume();
    await once(answer, 'end');
    return [answer.statusCode, answer.headers.connection];
  };
  expect(await get('/api/v1/ml/jobs/1')).toEqual([200, 'keep-alive']);
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  // A busy machine may be not ready for a reason of its own before it has heard the signal.
  while ((await get('/readyz'))[1] !== 'close') await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await get('/readyz')).toEqual([503, 'close']);
  expect(await get('/api/v1/ml/jobs/1')).toEqual([200, 'close']);
  agent.destroy();
  expect(await exited).toEqual([0, null]);
});
