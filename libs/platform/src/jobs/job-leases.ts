import { randomUUID } from 'node:crypto';
import { DomainError } from '@bellwether/errors';
import type { DataSource } from 'typeorm';
import { withDomainErrors } from '../relational/index.js';
import type { JobRow } from './job-row.js';

export interface Claim {
  readonly job: JobRow;
  /** Token without which nothing about the running job can be written. */
  readonly lease: string;
}

export type JobOutcome =
  | { readonly status: 'succeeded'; readonly resultJson: string }
  | { readonly status: 'failed'; readonly error: string }
  | { readonly status: 'cancelled' };

/**
 * Who runs what. A worker holds a lease on each job that it runs and renews it; the job of a worker that died is queued
 * again when its lease runs out. Leases are timed by the database's clock, the only one that all workers share.
 */
export class JobLeases {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: () => Date = () => new Date(),
  ) {}

  /** Takes the oldest queued job of these kinds; workers that ask at the same time get different ones. */
  async claim(kinds: readonly string[], leaseMs: number): Promise<Claim | null> {
    const lease = randomUUID();
    const [job] = await this.update(
      `UPDATE jobs SET status = 'running', attempt = attempt + 1, lease = $1, lease_expires_at = ${inMs('$2')},
         started_at = COALESCE(started_at, $3)
       WHERE id = (SELECT id FROM jobs WHERE status = 'queued' AND kind = ANY($4) ORDER BY seq
                   FOR UPDATE SKIP LOCKED LIMIT 1)
       RETURNING *`,
      [lease, leaseMs, this.clock(), kinds],
    );
    return job ? { job, lease } : null;
  }

  /**
   * Renews a lease and writes the progress made.
   *
   * @returns whether the job is to be cancelled.
   * @throws ABORTED when the lease was lost: another worker may run the job by now.
   */
  async renew({ job, lease }: Claim, leaseMs: number, progress: number, message: string): Promise<boolean> {
    const [row] = await this.update(
      `UPDATE jobs SET lease_expires_at = ${inMs('$3')}, progress = $4, message = $5
       WHERE id = $1 AND lease = $2 RETURNING *`,
      [job.id, lease, leaseMs, progress, message],
    );
    return held(row, job.id).cancel_requested;
  }

  /** @throws ABORTED when the lease was lost. */
  async checkpoint({ job, lease }: Claim, stateJson: string): Promise<void> {
    const sql = 'UPDATE jobs SET checkpoint = $3 WHERE id = $1 AND lease = $2 RETURNING *';
    const [row] = await this.update(sql, [job.id, lease, stateJson]);
    held(row, job.id);
  }

  /** @throws ABORTED when the lease was lost. */
  async finish({ job, lease }: Claim, outcome: JobOutcome): Promise<void> {
    const [row] = await this.update(
      `UPDATE jobs SET status = $3, result = $4, error = $5, finished_at = $6, lease = NULL, lease_expires_at = NULL,
         checkpoint = NULL, progress = CASE $3 WHEN 'succeeded' THEN 1 ELSE progress END
       WHERE id = $1 AND lease = $2 RETURNING *`,
      [
        job.id,
        lease,
        outcome.status,
        outcome.status === 'succeeded' ? outcome.resultJson : null,
        outcome.status === 'failed' ? outcome.error : null,
        this.clock(),
      ],
    );
    held(row, job.id);
  }

  /** Gives a job back that its worker has no time left for; the try does not count. */
  async giveBack({ job, lease }: Claim): Promise<void> {
    await this.update(
      `UPDATE jobs SET status = 'queued', lease = NULL, lease_expires_at = NULL, attempt = attempt - 1
       WHERE id = $1 AND lease = $2 RETURNING *`,
      [job.id, lease],
    );
  }

  /** Queues the jobs of dead workers again; one that took down as many workers as it has attempts has failed. */
  async recoverStalled(maxAttempts: number): Promise<JobRow[]> {
    return this.update(
      `UPDATE jobs SET
         status = CASE WHEN cancel_requested THEN 'cancelled' WHEN attempt >= $1 THEN 'failed' ELSE 'queued' END,
         error = CASE WHEN NOT cancel_requested AND attempt >= $1
                 THEN 'its worker stopped in the middle of it, ' || attempt || ' times' END,
         finished_at = CASE WHEN cancel_requested OR attempt >= $1 THEN $2::timestamptz END,
         lease = NULL, lease_expires_at = NULL
       WHERE status = 'running' AND lease_expires_at < clock_timestamp() RETURNING *`,
      [maxAttempts, this.clock()],
    );
  }

  private async update(sql: string, values: readonly unknown[]): Promise<JobRow[]> {
    const [rows] = await withDomainErrors<[JobRow[], number]>(() => this.dataSource.query(sql, [...values]));
    return rows;
  }
}

function inMs(parameter: string): string {
  return `clock_timestamp() + ${parameter}::int * interval '1 millisecond'`;
}

function held(row: JobRow | undefined, id: string): JobRow {
  if (!row) throw new DomainError('ABORTED', `the lease of job '${id}' was lost`);
  return row;
}
