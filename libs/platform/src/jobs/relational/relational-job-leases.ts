import { randomUUID } from 'node:crypto';
import { DomainError } from '@bellwether/errors';
import type { DataSource } from 'typeorm';
import { withDomainErrors } from '../../relational/index.js';
import type { Claim, JobLeases, JobOutcome, RecoveredJob, Retention } from '../job-leases.js';
import { claimedJobOf, type JobRow } from './job-row.js';

/** How many jobs one call forgets at most. */
const PRUNED_AT_ONCE = 1_000;

/** Leases in the table of jobs, timed by the database's clock, the only one that all workers share. */
export class RelationalJobLeases implements JobLeases {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: () => Date = () => new Date(),
  ) {}

  async claim(kinds: readonly string[], leaseMs: number): Promise<Claim | null> {
    const lease = randomUUID();
    const [job] = await this.update(
      `UPDATE jobs SET status = 'running', attempt = attempt + 1, lease = $1, lease_expires_at = ${inMs('$2')},
         started_at = COALESCE(started_at, $3), run_at = NULL
       WHERE id = (SELECT id FROM jobs WHERE status = 'queued' AND kind = ANY($4)
                     AND (run_at IS NULL OR run_at <= clock_timestamp())
                   ORDER BY priority, seq FOR UPDATE SKIP LOCKED LIMIT 1)
       RETURNING *`,
      [lease, leaseMs, this.clock(), kinds],
    );
    return job ? { job: claimedJobOf(job), lease } : null;
  }

  async renew({ job, lease }: Claim, leaseMs: number, progress: number, message: string): Promise<boolean> {
    const [row] = await this.update(
      `UPDATE jobs SET lease_expires_at = ${inMs('$3')}, progress = $4, message = $5
       WHERE id = $1 AND lease = $2 RETURNING *`,
      [job.id, lease, leaseMs, progress, message],
    );
    return held(row, job.id).cancel_requested;
  }

  async checkpoint({ job, lease }: Claim, stateJson: string): Promise<void> {
    const sql = 'UPDATE jobs SET checkpoint = $3 WHERE id = $1 AND lease = $2 RETURNING *';
    const [row] = await this.update(sql, [job.id, lease, stateJson]);
    held(row, job.id);
  }

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

  async retry({ job, lease }: Claim, delayMs: number): Promise<void> {
    const [row] = await this.update(
      `UPDATE jobs SET status = 'queued', lease = NULL, lease_expires_at = NULL, failures = failures + 1,
         run_at = ${inMs('$3')}
       WHERE id = $1 AND lease = $2 RETURNING *`,
      [job.id, lease, delayMs],
    );
    held(row, job.id);
  }

  async giveBack({ job, lease }: Claim, delayMs = 0): Promise<void> {
    await this.update(
      `UPDATE jobs SET status = 'queued', lease = NULL, lease_expires_at = NULL, attempt = attempt - 1,
         run_at = ${inMs('$3')}
       WHERE id = $1 AND lease = $2 RETURNING *`,
      [job.id, lease, delayMs],
    );
  }

  async recoverStalled(maxStalls: number): Promise<RecoveredJob[]> {
    const rows = await this.update(
      `UPDATE jobs SET stalls = stalls + 1,
         status = CASE WHEN cancel_requested THEN 'cancelled' WHEN stalls + 1 >= $1 THEN 'failed' ELSE 'queued' END,
         error = CASE WHEN NOT cancel_requested AND stalls + 1 >= $1
                 THEN 'its worker stopped in the middle of it, ' || stalls + 1 || ' times' END,
         finished_at = CASE WHEN cancel_requested OR stalls + 1 >= $1 THEN $2::timestamptz END,
         lease = NULL, lease_expires_at = NULL
       WHERE status = 'running' AND lease_expires_at < clock_timestamp() RETURNING *`,
      [maxStalls, this.clock()],
    );
    return rows.map(({ id, kind, status }) => ({ id, kind, status }));
  }

  /** Ends every lease, for a store that only one process can have open: whoever held them is no more. */
  async expireAll(): Promise<void> {
    await this.update(
      `UPDATE jobs SET lease_expires_at = clock_timestamp() - interval '1 millisecond'
       WHERE status = 'running' RETURNING *`,
      [],
    );
  }

  async prune({ maxAgeMs, maxCount }: Retention): Promise<void> {
    await this.update(
      `DELETE FROM jobs WHERE id IN (
         SELECT id FROM (
           SELECT id, finished_at, row_number() OVER (ORDER BY finished_at DESC) AS place
           FROM jobs WHERE finished_at IS NOT NULL) AS finished
         WHERE place > $1 OR finished_at < $2 ORDER BY finished_at LIMIT ${PRUNED_AT_ONCE}) RETURNING *`,
      [maxCount, new Date(this.clock().getTime() - maxAgeMs)],
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
