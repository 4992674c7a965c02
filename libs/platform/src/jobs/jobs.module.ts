import { Global, Inject, Module, type DynamicModule, type OnApplicationShutdown, type Provider } from '@nestjs/common';
import { getDataSourceToken } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { ANALYTICS_STORE, type AnalyticsStore } from '../analytics/index.js';
import { HealthRegistry } from '../health/index.js';
import { Metrics } from '../metrics/index.js';
import { ONLINE_STORE, type OnlineStore } from '../online-store/index.js';
import { RelationalModule } from '../relational/index.js';
import { TRACING, type Tracing } from '../tracing/index.js';
import { JobMetrics, measureQueue } from './job-metrics.js';
import { JOB_QUEUE } from './job-queue.js';
import { JOB_SCHEDULES } from './job-schedules.js';
import { JOB_STORE, type JobStore } from './job-store.js';
import { JobWorker, type JobWorkerOptions } from './job-worker.js';
import { isRedisUrl, openRedisJobs } from './open-job-store.js';
import type { JobQueueOptions } from './relational/relational-job-queue.js';
import { TracedJobQueue } from './traced-job-queue.js';
import { JOBS_DOMAIN, jobsSource, relationalJobStore } from './relational/relational-job-store.js';

/** Health and metrics are there in an app, and may be missing in a test of jobs alone. */
const OBSERVERS = [
  { token: HealthRegistry, optional: true },
  { token: Metrics, optional: true },
  { token: TRACING, optional: true },
] as const;

/** The job queue for everybody who enqueues or asks: `@Inject(JOB_QUEUE)`; `@Inject(JOB_SCHEDULES)` for the calendar. */
@Global()
@Module({})
export class JobsModule implements OnApplicationShutdown {
  constructor(@Inject(JOB_STORE) private readonly store: JobStore) {}

  /** @param options.url `redis://host:port/db[?prefix=…]` or a relational url, see the relational port. */
  static forRoot({ url, ...options }: { readonly url: string } & JobQueueOptions): DynamicModule {
    return {
      module: JobsModule,
      imports: isRedisUrl(url) ? [] : [RelationalModule.forDomain(jobsSource(url))],
      providers: [
        storeProvider(url, options),
        {
          provide: JOB_QUEUE,
          useFactory: (store: JobStore, health?: HealthRegistry, metrics?: Metrics, tracing?: Tracing | null) => {
            // Who only enqueues can do without for a while; a worker says otherwise.
            health?.register('jobs', { check: () => store.ping(), required: false });
            if (metrics) measureQueue(store, metrics.registry);
            return tracing ? new TracedJobQueue(store.queue, tracing) : store.queue;
          },
          inject: [JOB_STORE, ...OBSERVERS],
        },
        { provide: JOB_SCHEDULES, useFactory: ({ schedules }: JobStore) => schedules, inject: [JOB_STORE] },
      ],
      exports: [JOB_QUEUE, JOB_SCHEDULES, JOB_STORE],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.store.close();
  }
}

function storeProvider(url: string, options: JobQueueOptions): Provider {
  if (isRedisUrl(url)) return { provide: JOB_STORE, useFactory: () => openRedisJobs(url, options) };
  return {
    provide: JOB_STORE,
    useFactory: async (source: DataSource) => ({
      ...(await relationalJobStore(source, url, options)),
      // The relational module closes what it opened.
      close: async () => {},
    }),
    inject: [getDataSourceToken(JOBS_DOMAIN)],
  };
}

/** Runs jobs in this process. Needs JobsModule and the analytics store; starts with the application, drains with it. */
@Module({})
export class JobWorkerModule {
  static forRoot(options: JobWorkerOptions): DynamicModule {
    return {
      module: JobWorkerModule,
      providers: [
        {
          provide: JobWorker,
          // JOB_QUEUE first: what it says of the queue's health is overruled here.
          useFactory: (
            _: unknown,
            store: JobStore,
            analytics: AnalyticsStore,
            health?: HealthRegistry,
            metrics?: Metrics,
            tracing?: Tracing | null,
            online?: OnlineStore,
          ) => {
            health?.register('jobs', { check: () => store.ping(), required: true });
            const measured = metrics && new JobMetrics(metrics.registry);
            return new JobWorker(store, analytics, options, measured, tracing, online);
          },
          inject: [JOB_QUEUE, JOB_STORE, ANALYTICS_STORE, ...OBSERVERS, { token: ONLINE_STORE, optional: true }],
        },
      ],
      exports: [JobWorker],
    };
  }
}
