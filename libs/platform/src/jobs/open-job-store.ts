import { openDataSource } from '../relational/index.js';
import type { JobStore } from './job-store.js';
import type { JobQueueOptions } from './relational/relational-job-queue.js';
import { jobsSource, relationalJobStore } from './relational/relational-job-store.js';

/**
 * Opens the jobs of a relational url.
 *
 * @throws what openDataSource throws.
 */
export async function openJobStore(url: string, options: JobQueueOptions = {}): Promise<JobStore> {
  return relationalJobStore(await openDataSource(jobsSource(url)), url, options);
}
