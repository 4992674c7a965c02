import { Global, Module, type DynamicModule } from '@nestjs/common';
import { getDataSourceToken } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { ANALYTICS_STORE, type AnalyticsStore } from '../analytics/index.js';
import { RelationalModule, type RelationalOptions } from '../relational/index.js';
import { JobLeases } from './job-leases.js';
import { JOB_QUEUE } from './job-queue.js';
import { CreateJobs1760000000000, JobRow } from './job-row.js';
import { JobWorker, type JobWorkerOptions } from './job-worker.js';
import { RelationalJobQueue, type JobQueueOptions } from './relational-job-queue.js';

/** The domain name, and so the schema, of the jobs table. */
const JOBS = 'jobs';

/** What openDataSource needs to open the jobs of a relational url. */
export function jobsSource(url: string): RelationalOptions {
  return { domain: JOBS, url, entities: [JobRow], migrations: [CreateJobs1760000000000] };
}

/** The job queue for everybody who enqueues or asks: `@Inject(JOB_QUEUE)`. */
@Global()
@Module({})
export class JobsModule {
  /** @param options.url relational url, see the relational port. */
  static forRoot({ url, ...options }: { readonly url: string } & JobQueueOptions): DynamicModule {
    const dataSource = getDataSourceToken(JOBS);
    return {
      module: JobsModule,
      imports: [RelationalModule.forDomain(jobsSource(url))],
      providers: [
        {
          provide: RelationalJobQueue,
          useFactory: (source: DataSource) => new RelationalJobQueue(source, options),
          inject: [dataSource],
        },
        {
          provide: JobLeases,
          useFactory: (source: DataSource) => new JobLeases(source, options.clock),
          inject: [dataSource],
        },
        { provide: JOB_QUEUE, useExisting: RelationalJobQueue },
      ],
      exports: [JOB_QUEUE, RelationalJobQueue, JobLeases],
    };
  }
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
          useFactory: (queue: RelationalJobQueue, leases: JobLeases, analytics: AnalyticsStore) =>
            new JobWorker(queue, leases, analytics, options),
          inject: [RelationalJobQueue, JobLeases, ANALYTICS_STORE],
        },
      ],
      exports: [JobWorker],
    };
  }
}
