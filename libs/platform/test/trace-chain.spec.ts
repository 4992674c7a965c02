import { describe, expect, it } from '@jest/globals';
import { Controller, Inject, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { pushBookings, type PushBookingsRequest, type PushBookingsResponse } from '@bellwether/contracts';
import { pino } from 'pino';
import { startApp } from '../src/bootstrap/index.js';
import { baseConfig, parseConfig } from '../src/config/index.js';
import { EVENT_BUS, type EventBus } from '../src/events/index.js';
import { JOB_QUEUE, JobWorkerModule, waitForJob, type JobQueue } from '../src/jobs/index.js';
import { Endpoint, RequestOf } from '../src/transport/index.js';
import { startCollector } from './otlp-collector.js';

const TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const PUSHED = 'test.pushed.v1';
const task = { module: new URL('./fixtures/tasks.mjs', import.meta.url).href, export: 'traceparent' };

@Controller()
class ChainController implements OnApplicationBootstrap {
  constructor(
    @Inject(EVENT_BUS) private readonly events: EventBus,
    @Inject(JOB_QUEUE) private readonly jobs: JobQueue,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.events.subscribe(
      PUSHED,
      'chain',
      async () => void (await this.jobs.enqueue('follow', {}, { id: 'j1' })),
    );
  }

  @Endpoint(pushBookings)
  async push(@RequestOf(pushBookings) _: PushBookingsRequest): Promise<PushBookingsResponse> {
    await this.events.publish(PUSHED, {});
    return { bookings: 0, states: 0, pushed_at: '2026-01-01T00:00:00.000Z' };
  }
}

@Module({ imports: [JobWorkerModule.forRoot({ tasks: { follow: task } })], controllers: [ChainController] })
class ChainModule {}

describe('one trace', () => {
  it('leads from a request through the event it published to the job that the event caused', async () => {
    const collector = await startCollector();
    const { app, url, stop } = await startApp({
      name: 'chain',
      version: '1.0.0',
      config: parseConfig(baseConfig({ http: 0, grpc: 0 }), { OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint }),
      ports: { events: 'memory://', jobs: 'pglite://memory', analytics: 'chdb://memory' },
      modules: [ChainModule],
      operations: { pushBookings },
      logger: pino({ level: 'silent' }),
    });
    try {
      const headers = { 'content-type': 'application/json', traceparent: TRACEPARENT };
      await fetch(`${url}${pushBookings.path}`, { method: 'POST', headers, body: '{}' });
      const jobs = app.get<JobQueue>(JOB_QUEUE);
      const missing = () =>
        jobs.get('j1').then(
          () => false,
          () => true,
        );
      while (await missing()) await new Promise((resolve) => setTimeout(resolve, 20));
      const job = await waitForJob(jobs, 'j1', { timeoutMs: 20_000 });
      const chain = [
        `POST ${pushBookings.path}`,
        `${PUSHED} publish`,
        `${PUSHED} process`,
        'follow enqueue',
        'follow run',
      ];
      let parent = 'b7ad6b7169203331';
      for (const name of chain) {
        const [span] = await collector.named(name);
        expect(span).toMatchObject({ name, traceId: '0af7651916cd43dd8448eb211c80319c', parentSpanId: parent });
        parent = span!.spanId;
      }
      // What the task does on other machines belongs to its run.
      expect(job.result).toBe(`00-0af7651916cd43dd8448eb211c80319c-${parent}-01`);
    } finally {
      await stop();
      await collector.close();
    }
  }, 120_000);
});
