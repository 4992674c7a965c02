import type { DataSource } from 'typeorm';
import { pingDatabase, withDomainErrors, type RelationalOptions } from '../../relational/index.js';
import { parseRelationalUrl } from '../../relational/relational-url.js';
import type { JobCounts, JobStore } from '../job-store.js';
import { ScheduleBook } from '../schedules/schedule-book.js';
import { CreateJobs1760000000000, JobRow, ScheduleJobs1761000000000 } from './job-row.js';
import { RelationalJobLeases } from './relational-job-leases.js';
import { RelationalScheduleTable } from './relational-schedule-table.js';
import { CreateSchedules1764230000000, ScheduleRow } from './schedule-row.js';
import { RelationalJobQueue, type JobQueueOptions } from './relational-job-queue.js';

/** The domain name, and so the schema, of the jobs table. */
export const JOBS_DOMAIN = 'jobs';

/** What openDataSource needs to open the jobs of a relational url. */
export function jobsSource(url: string): RelationalOptions {
  return {
    domain: JOBS_DOMAIN,
    url,
    entities: [JobRow, ScheduleRow],
    migrations: [CreateJobs1760000000000, ScheduleJobs1761000000000, CreateSchedules1764230000000],
  };
}

/**
 * The jobs of an open data source. A PGlite folder belongs to one process, so that jobs found running in it were left by
 * one that died: they go on at once, without waiting for the end of a lease.
 */
export async function relationalJobStore(
  dataSource: DataSource,
  url: string,
  options: JobQueueOptions = {},
): Promise<JobStore> {
  const queue = new RelationalJobQueue(dataSource, options);
  const leases = new RelationalJobLeases(dataSource, options.clock);
  if (parseRelationalUrl(url).engine === 'pglite') await leases.expireAll();
  return {
    queue,
    leases,
    schedules: new ScheduleBook(new RelationalScheduleTable(dataSource), queue, options.clock),
    changes: queue.changes,
    counts: () => countsOf(dataSource),
    ping: async () => void (await pingDatabase(dataSource)),
    close: () => dataSource.destroy(),
  };
}

function countsOf(dataSource: DataSource): Promise<JobCounts[]> {
  return withDomainErrors(() =>
    dataSource.query(`
      SELECT kind, count(*) FILTER (WHERE status = 'queued')::int AS queued,
             count(*) FILTER (WHERE status = 'running')::int AS running
      FROM jobs WHERE status IN ('queued', 'running') GROUP BY kind`),
  );
}
