import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Test } from '@nestjs/testing';
import { ANALYTICS_STORE, type AnalyticsStore } from '../src/analytics/index.js';
import { ARTIFACT_STORE, type ArtifactStore } from '../src/artifacts/index.js';
import { EVENT_BUS, type EventBus } from '../src/events/index.js';
import { JOB_QUEUE, JobsModule, JobWorker, JobWorkerModule, waitForJob, type JobQueue } from '../src/jobs/index.js';
import { PortsModule } from '../src/ports/index.js';

const task = { module: new URL('./fixtures/tasks.mjs', import.meta.url).href, export: 'query' };

describe('the ports of an app', () => {
  it('are provided by their symbols, work together and are closed with it', async () => {
    const root = await mkdtemp(join(tmpdir(), 'bellwether-ports-'));
    const app = await Test.createTestingModule({
      imports: [
        PortsModule.forRoot({
          analyticsUrl: 'chdb://memory',
          artifactsUrl: `file://${root}`,
          eventsUrl: 'memory://',
        }),
        JobsModule.forRoot({ url: 'pglite://memory' }),
        JobWorkerModule.forRoot({ tasks: { query: task } }),
      ],
    }).compile();
    await app.init();
    const [analytics, artifacts, events, jobs] = [
      app.get<AnalyticsStore>(ANALYTICS_STORE),
      app.get<ArtifactStore>(ARTIFACT_STORE),
      app.get<EventBus>(EVENT_BUS),
      app.get<JobQueue>(JOB_QUEUE),
    ];
    await artifacts.put('a', Buffer.from('x'));
    const { id } = await jobs.enqueue('query', { sql: 'SELECT number * 1.5 FROM numbers(4)' });
    expect(await waitForJob(jobs, id, { timeoutMs: 10_000 })).toMatchObject({
      status: 'succeeded',
      result: [0, 1.5, 3, 4.5],
    });
    expect(app.get(JobWorker)).toBeInstanceOf(JobWorker);
    await app.close();
    await expect(analytics.rows('SELECT 1')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await expect(events.publish('t', 1)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await rm(root, { recursive: true });
  });

  it('are only those whose url is given', async () => {
    const app = await Test.createTestingModule({
      imports: [PortsModule.forRoot({ eventsUrl: 'memory://' })],
    }).compile();
    expect(() => app.get(ANALYTICS_STORE)).toThrow();
    expect(app.get<EventBus>(EVENT_BUS)).toBeDefined();
    await app.close();
  });
});
