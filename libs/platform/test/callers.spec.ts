import http from 'node:http';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Module } from '@nestjs/common';
import {
  createGrpcClient,
  getJob,
  predictChurnBatch,
  type JobView,
  type PredictChurnBatchRequest,
  type PredictChurnBatchResponse,
  type RequestOf as Request,
} from '@bellwether/contracts';
import { CallerOf, EventLoopTurns, TIMEOUT_HEADER, type Caller } from '../src/callers/index.js';
import { baseConfig, parseConfig } from '../src/config/index.js';
import { startApp, type RunningApp } from '../src/bootstrap/index.js';
import { Endpoint, RequestOf } from '../src/transport/index.js';

let piecesDone = 0;
let reasons: string[] = [];

/** Long work in small pieces, as a batch is: it ends only when nobody waits for it any longer. */
@Controller()
class EndlessController {
  constructor(private readonly turns: EventLoopTurns) {}

  @Endpoint(predictChurnBatch)
  async batch(
    @RequestOf(predictChurnBatch) _request: PredictChurnBatchRequest,
    @CallerOf() { signal }: Caller,
  ): Promise<PredictChurnBatchResponse> {
    try {
      for (;;) {
        await this.turns.next(signal);
        piecesDone += 1;
      }
    } catch (error) {
      reasons.push((error as Error).message);
      throw error;
    }
  }

  /** Knows nothing of deadlines. */
  @Endpoint(getJob)
  async deaf(@RequestOf(getJob) { job_id }: Request<typeof getJob>): Promise<JobView> {
    await new Promise((resolve) => setTimeout(resolve, 300));
    return { job_id, kind: 'k', status: 'succeeded', progress: 1, message: '', created_at: '2026-01-01T00:00:00.000Z' };
  }
}

@Module({ controllers: [EndlessController] })
class EndlessModule {}

let running: RunningApp;
let grpc: ReturnType<typeof grpcClient>;
const grpcClient = (address: string) => createGrpcClient({ address, timeoutMs: 10_000 });

beforeAll(async () => {
  const config = parseConfig(baseConfig({ http: 0, grpc: 0 }), { LOG_LEVEL: 'silent' });
  const operations = { predictChurnBatch, getJob };
  running = await startApp({ name: 'test', version: '1.0.0', config, modules: [EndlessModule], operations });
  grpc = grpcClient(running.grpcAddress);
});

afterAll(async () => {
  grpc.close();
  await running.stop();
});

const batch = { booking_ids: ['A'] };
const post = (headers: Record<string, string>, signal?: AbortSignal) =>
  fetch(running.url + predictChurnBatch.path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(batch),
    ...(signal && { signal }),
  });

/** Fails unless work is under way now, and none is a moment later. */
async function expectWorkToStop(leave: () => Promise<unknown>): Promise<void> {
  reasons = [];
  const before = piecesDone;
  await leave();
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(piecesDone).toBeGreaterThan(before);
  const stopped = piecesDone;
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(piecesDone).toBe(stopped);
}

describe('a batch that nobody waits for any longer uses no more CPU', () => {
  it('when the deadline of an HTTP request passes, which is answered 504', async () => {
    await expectWorkToStop(async () => {
      const started = performance.now();
      const answer = await post({ [TIMEOUT_HEADER]: '80' });
      expect([answer.status, await answer.json()]).toMatchObject([504, { detail: 'no answer within 80 ms' }]);
      expect(performance.now() - started).toBeLessThan(1_000);
    });
    expect(reasons).toEqual(['the deadline has passed']);
  });

  it('when an HTTP caller hangs up', async () => {
    await expectWorkToStop(() => post({}, AbortSignal.timeout(80)).catch(() => undefined));
    expect(reasons).toEqual(['the caller has hung up']);
  });

  it('when the deadline of a gRPC call passes', async () => {
    await expectWorkToStop(async () => {
      const call = grpc.predictChurnBatch(batch, { deadlineMs: 80 });
      await expect(call).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    });
    // The client gives up at the same instant, and may be heard first.
    expect(reasons).toEqual([expect.stringMatching(/^the (deadline has passed|caller has hung up)$/)]);
  });

  it('when a gRPC call is cancelled', async () => {
    await expectWorkToStop(() =>
      grpc.predictChurnBatch(batch, { signal: AbortSignal.timeout(80) }).catch(() => undefined),
    );
    expect(reasons).toEqual(['the caller has hung up']);
  });
});

describe('the deadline of an HTTP request', () => {
  const get = (headers: Record<string, string>) => fetch(`${running.url}/api/v1/ml/jobs/1`, { headers });

  it('is kept for work that knows nothing of it, and the late answer harms nothing', async () => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    const ask = async (headers: Record<string, string>) => {
      const request = http.get(`${running.url}/api/v1/ml/jobs/1`, { agent, headers });
      const [answer] = (await once(request, 'response')) as [http.IncomingMessage];
      answer.resume();
      await once(answer, 'end');
      return answer.statusCode;
    };
    expect(await ask({ [TIMEOUT_HEADER]: '50' })).toBe(504);
    // The first work answers while the second is under way on the same connection.
    expect(await ask({})).toBe(200);
    agent.destroy();
  });

  it('may come from Envoy, and the shorter of two counts', async () => {
    expect((await get({ [TIMEOUT_HEADER]: '5000', 'x-envoy-expected-rq-timeout-ms': '50' })).status).toBe(504);
  });

  it.each(['0', '-5', '1.5', 'soon', '99999999999'])('is refused as %s', async (value) => {
    const answer = await get({ [TIMEOUT_HEADER]: value });
    expect([answer.status, await answer.json()]).toMatchObject([400, { errors: [{ path: TIMEOUT_HEADER }] }]);
  });
});
