import { openDataSource } from '../relational/index.js';
import type { JobStore } from './job-store.js';
import type { JobQueueOptions } from './relational/relational-job-queue.js';
import { jobsSource, relationalJobStore } from './relational/relational-job-store.js';

/** Whether the jobs of a url are BullMQ's, on Redis, rather than a table's. */
export function isRedisUrl(url: string): boolean {
  return /^rediss?:/.test(url);
}

/**
 * Opens the jobs of a url: `redis://host:port/db[?prefix=…]`, or that of a relational store.
 *
 * @throws INVALID_ARGUMENT for any other url; for a relational one what openDataSource throws. A Redis that is away is
 *   waited for by those who use the jobs, not here.
 */
export async function openJobStore(url: string, options: JobQueueOptions = {}): Promise<JobStore> {
  if (isRedisUrl(url)) return openRedisJobs(url, options);
  return relationalJobStore(await openDataSource(jobsSource(url)), url, options);
}

/** The driver is loaded when it is named: a stack on embedded stores pays nothing for it. */
export async function openRedisJobs(url: string, options: JobQueueOptions = {}): Promise<JobStore> {
  const { openBullJobStore } = await import('./redis/bull-job-store.js');
  return openBullJobStore(url, options);
}
