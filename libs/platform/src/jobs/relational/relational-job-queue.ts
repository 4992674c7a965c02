import { EventEmitter } from 'node:events';
import { DomainError } from '@bellwether/errors';
import type { DataSource } from 'typeorm';
import { withDomainErrors } from '../../relational/index.js';
import type { EnqueueOptions, Job, JobFilter, JobQueue } from '../job-queue.js';
import type { JobChanges } from '../job-store.js';
import { listLimit, newJob, tooManyQueued } from '../new-job.js';
import { cancelShards } from '../run-shards.js';
import { JobRow, jobOf } from './job-row.js';

export interface JobQueueOptions {
  readonly clock?: () => Date;
  /** How many may be queued, of all kinds, before the next gets RESOURCE_EXHAUSTED. Default 10,000. */
  readonly maxQueued?: number;
}

/** Jobs in a table of the relational store, so that an accepted job is as safe as any other row. */
export class RelationalJobQueue implements JobQueue {
  readonly changes: JobChanges = new EventEmitter();
  private readonly clock: () => Date;
  private readonly maxQueued: number;

  constructor(
    private readonly dataSource: DataSource,
    { clock = () => new Date(), maxQueued = 10_000 }: JobQueueOptions = {},
  ) {
    this.clock = clock;
    this.maxQueued = maxQueued;
  }

  async enqueue(kind: string, payload: unknown, options: EnqueueOptions = {}): Promise<Job> {
    const job = newJob(kind, payload, options);
    const { id, retry } = job;
    const maxOfKind = Math.min(job.maxQueued, this.maxQueued);
    const [inserted] = await this.query<JobRow[]>(
      `INSERT INTO jobs (id, kind, payload, status, created_at, priority, run_at, retry_attempts, retry_backoff_ms,
                         traceparent)
       SELECT $1, $2, $3::json, 'queued', $4::timestamptz, $5::int, clock_timestamp() + $6::double precision * interval '1 millisecond',
              $7::int, $8::int, $9
       FROM (SELECT count(*) AS all_kinds, count(*) FILTER (WHERE kind = $2) AS this_kind
             FROM jobs WHERE status = 'queued') AS queued
       WHERE all_kinds < $10 AND this_kind < $11
       ON CONFLICT (id) DO NOTHING RETURNING *`,
      [
        ...[id, kind, job.payloadJson, this.clock(), job.priority, job.delayMs],
        ...[retry?.attempts ?? null, retry?.backoffMs ?? null, job.traceparent, this.maxQueued, maxOfKind],
      ],
    );
    if (inserted) {
      this.changes.emit('queued');
      return jobOf(inserted);
    }
    const standing = await this.find(id);
    if (standing) return standing;
    throw maxOfKind < this.maxQueued ? tooManyQueued(kind, maxOfKind) : tooManyQueued(null, this.maxQueued);
  }

  async get(id: string): Promise<Job> {
    const job = await this.find(id);
    if (!job) throw new DomainError('NOT_FOUND', `no job '${id}'`);
    return job;
  }

  async list(filter: JobFilter = {}): Promise<Job[]> {
    const { kind, status } = filter;
    const take = listLimit(filter);
    const where = { ...(kind !== undefined && { kind }), ...(status !== undefined && { status }) };
    const rows = await withDomainErrors(() =>
      this.dataSource.getRepository(JobRow).find({ where, order: { seq: 'DESC' }, take }),
    );
    return rows.map(jobOf);
  }

  async cancel(id: string): Promise<Job> {
    const [[row]] = await this.query<[JobRow[], number]>(
      `UPDATE jobs SET
         cancel_requested = true,
         status = CASE status WHEN 'queued' THEN 'cancelled' ELSE status END,
         finished_at = CASE status WHEN 'queued' THEN $2 ELSE finished_at END
       WHERE id = $1 AND status IN ('queued', 'running') RETURNING *`,
      [id, this.clock()],
    );
    if (!row) return this.get(id);
    if (row.status === 'running') this.changes.emit('cancelled', id);
    else await cancelShards(this, id);
    return jobOf(row);
  }

  private async find(id: string): Promise<Job | null> {
    const row = await withDomainErrors(() => this.dataSource.getRepository(JobRow).findOneBy({ id }));
    return row && jobOf(row);
  }

  private query<Result>(sql: string, values: readonly unknown[]): Promise<Result> {
    return withDomainErrors(() => this.dataSource.query(sql, [...values]));
  }
}
