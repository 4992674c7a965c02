import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Inject, Module } from '@nestjs/common';
import {
  createGrpcClient,
  createHttpClient,
  getJob,
  predictChurnBatch,
  type ResponseOf,
  type PredictChurnBatchRequest,
  type PredictChurnBatchResponse,
} from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import { pino, type Logger } from 'pino';
import { startApp, LOGGER, type RunningApp } from '../src/bootstrap/index.js';
import { baseConfig, parseConfig } from '../src/config/index.js';
import { spanIdsOf } from '../src/logging/index.js';
import { traceHeaders } from '../src/tracing/index.js';
import { Endpoint, RequestOf } from '../src/transport/index.js';
import { startCollector, type OtlpCollector } from './otlp-collector.js';

const PARENT = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' };
const TRACEPARENT = `00-${PARENT.traceId}-${PARENT.spanId}-01`;
type Job = ResponseOf<typeof getJob>;
const JOB = { job_id: 'j1', kind: 'train', status: 'queued', progress: 0, message: '' } as const;

let callNeighbour: (jobId: string) => Promise<Job>;

@Controller()
class TracedController {
  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  @Endpoint(predictChurnBatch)
  async batch(@RequestOf(predictChurnBatch) request: PredictChurnBatchRequest): Promise<PredictChurnBatchResponse> {
    this.logger.info('scoring');
    if (request.booking_ids[0] === 'BUG') throw new Error('password=hunter2');
    if (request.booking_ids[0] === 'ABSENT') throw new DomainError('NOT_FOUND', 'no such booking');
    await callNeighbour(request.booking_ids[0]!);
    return {
      predictions: [],
      total_processed: 0,
      high_risk_count: 0,
      medium_risk_count: 0,
      low_risk_count: 0,
      model_version: '1',
      inference_time_ms: 1,
    };
  }

  @Endpoint(getJob)
  job(): Job {
    return { ...JOB, created_at: '2026-01-01T00:00:00.000Z' };
  }
}

@Module({ controllers: [TracedController] })
class TracedModule {}

const HTTP_SPAN = `POST ${predictChurnBatch.path}`;
const GRPC_SPAN = 'bellwether.customer_analytics.v1.ChurnService/PredictChurnBatch';
const NEIGHBOUR_SPAN = 'bellwether.worker.v1.JobService/GetJob';

describe('an app with a collector', () => {
  const lines: Record<string, unknown>[] = [];
  let collector: OtlpCollector;
  let running: RunningApp;
  const traced = (address: string) =>
    createGrpcClient({ address, timeoutMs: 5_000, headers: traceHeaders, operations: { getJob } });
  let grpc: ReturnType<typeof traced>;

  const ask = (booking: string, headers: Readonly<Record<string, string>> = { traceparent: TRACEPARENT }) =>
    fetch(`${running.url}${predictChurnBatch.path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ booking_ids: [booking] }),
    });

  beforeAll(async () => {
    collector = await startCollector();
    const sink = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        lines.push(JSON.parse(chunk.toString()) as Record<string, unknown>);
        done();
      },
    });
    running = await startApp({
      name: 'traced',
      version: '1.2.3',
      config: parseConfig(baseConfig({ http: 0, grpc: 0 }), { OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint }),
      modules: [TracedModule],
      operations: { predictChurnBatch, getJob },
      logger: pino({ mixin: spanIdsOf }, sink),
    });
    grpc = traced(running.grpcAddress);
    callNeighbour = (job_id) => grpc.getJob({ job_id });
  });
  afterAll(async () => {
    grpc.close();
    await running.stop();
    await collector.close();
  });

  it('continues the caller’s trace over HTTP, and hands it on to a neighbour over gRPC', async () => {
    expect((await ask('B1')).status).toBe(200);
    const [served] = await collector.named(HTTP_SPAN);
    const [asked] = await collector.named(NEIGHBOUR_SPAN);
    expect(served).toMatchObject({ traceId: PARENT.traceId, parentSpanId: PARENT.spanId, service: 'traced' });
    expect(served!.attributes).toMatchObject({
      'http.response.status_code': 200,
      'http.route': predictChurnBatch.path,
    });
    expect(asked).toMatchObject({ traceId: PARENT.traceId, parentSpanId: served!.spanId });
  });

  it('continues it over gRPC too', async () => {
    const client = createGrpcClient({
      address: running.grpcAddress,
      timeoutMs: 5_000,
      headers: () => ({ traceparent: TRACEPARENT }),
    });
    await client.predictChurnBatch({ booking_ids: ['B1'] });
    client.close();
    const [served] = await collector.named(GRPC_SPAN);
    expect(served).toMatchObject({ traceId: PARENT.traceId, parentSpanId: PARENT.spanId });
    expect(served!.attributes['rpc.grpc.status_code']).toBe(0);
  });

  it('writes the ids of the span into every log line of the request', async () => {
    const [served] = await collector.named(HTTP_SPAN);
    const line = lines.find(({ msg, span_id }) => msg === 'scoring' && span_id === served!.spanId);
    expect(line).toMatchObject({ trace_id: PARENT.traceId });
  });

  it('marks what is the server’s fault as failed and what is the caller’s as not, without the message', async () => {
    expect((await ask('BUG')).status).toBe(500);
    expect((await ask('ABSENT')).status).toBe(404);
    const spans = await collector.named(HTTP_SPAN, 3);
    const failedBy = (status: number) =>
      spans.find(({ attributes }) => attributes['http.response.status_code'] === status)?.failed;
    expect([failedBy(500), failedBy(404)]).toEqual([true, false]);
    expect(JSON.stringify(collector.spans)).not.toContain('hunter2');
  });

  it('begins a trace of its own for a caller without one, and for one whose header is malformed', async () => {
    await ask('B1', {});
    await ask('B1', { traceparent: '00-zz-1-01' });
    const own = (await collector.named(HTTP_SPAN, 5)).filter(({ traceId }) => traceId !== PARENT.traceId);
    expect(own.map(({ parentSpanId }) => parentSpanId)).toEqual(['', '']);
    expect(new Set(own.map(({ traceId }) => traceId)).size).toBe(2);
  });

  it('leaves out what a caller has decided not to keep, and the probes', async () => {
    const before = collector.spans.length;
    await ask('UNSAMPLED', { traceparent: TRACEPARENT.replace(/01$/, '00') });
    await fetch(`${running.url}/livez`);
    await ask('LAST', { traceparent: '00-11111111111111111111111111111111-2222222222222222-01' });
    const spans = await collector.named(HTTP_SPAN, 6);
    expect(spans.at(-1)!.traceId).toBe('1'.repeat(32));
    // The last request and its call of the neighbour.
    expect(collector.spans.length - before).toBe(2);
  });

  it('leads from a bucket of the request histogram to a trace, for scrapers that read OpenMetrics', async () => {
    const scrape = (accept: string) => fetch(`${running.url}/api/v1/ml/metrics`, { headers: { accept } });
    const open = await scrape('application/openmetrics-text; version=1.0.0');
    const text = await open.text();
    expect(open.headers.get('content-type')).toContain('application/openmetrics-text');
    expect(text).toMatch(
      /^bellwether_http_request_duration_seconds_bucket\{.*\} \d+ # \{trace_id="[0-9a-f]{32}",span_id/m,
    );
    expect(text).toMatch(/^process_cpu_seconds_total \d/m);
    expect(text).not.toContain('_total_total');
    expect(text.endsWith('# EOF\n')).toBe(true);
    const plain = await (await scrape('text/plain')).text();
    expect(plain).not.toContain('trace_id');
    expect(plain).toMatch(/^# TYPE process_cpu_seconds_total counter$/m);
    expect(plain).toMatch(/^process_cpu_seconds_total \d/m);
  });
});

describe('an app whose collector is away', () => {
  it('answers, and stops, as if there were none', async () => {
    const running = await startApp({
      name: 'untraced',
      version: '1.2.3',
      config: parseConfig(baseConfig({ http: 0, grpc: 0 }), { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' }),
      modules: [TracedModule],
      operations: { predictChurnBatch, getJob },
      logger: pino({ level: 'silent' }),
    });
    const client = createHttpClient({ baseUrl: running.url, timeoutMs: 5_000 });
    const answer = await client.getJob({ job_id: 'j1' }).catch((error: unknown) => error);
    const started = performance.now();
    await running.stop();
    expect(answer).toMatchObject({ job_id: 'j1' });
    expect(performance.now() - started).toBeLessThan(4_000);
  });
});
