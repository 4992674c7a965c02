import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { DomainError } from '@bellwether/errors';
import type { DataSource } from 'typeorm';
import { withDomainErrors } from '../relational/index.js';
import type { Job, JobQueue, JobStatus } from './job-queue.js';
import { JobRow, jobOf } from './job-row.js';
import { jsonOf } from './json-of.js';

export interface JobQueueOptions {
  readonly clock?: () => Date;
  readonly newId?: () => string;
  /** How many may be queued before the next gets RESOURCE_EXHAUSTED. Default 10,000. */
  readonly maxQueued?: number;
}

const MAX_PAYLOAD_BYTES = 1_000_000;
const MAX_LISTED = 1_000;
const NAME = /^[\w][\w.:@/-]{0,199}$/;

/** Jobs in a table of the relational store, so that an accepted job is as safe as any other row. */
export class RelationalJobQueue implements JobQueue {
  /** Tells a worker of this process at once what it would find at its next poll. */
  readonly changes = new EventEmitter<{ queued: []; cancelled: [id: string] }>();
  private readonly clock: () => Date;
  private readonly newId: () => string;
  private readonly maxQueued: number;

  constructor(
    private readonly dataSource: DataSource,
    { clock = () => new Date(), newId = randomUUID, maxQueued = 10_000 }: JobQueueOptions = {},
  ) {
    this.clock = clock;
    this.newId = newId;
    this.maxQueued = maxQueued;
  }

  /** @throws INVALID_ARGUMENT for a kind, id or payload that is malformed, RESOURCE_EXHAUSTED when too many wait. */
  async enqueue(kind: string, payload: unknown, id: string = this.newId()): Promise<Job> {
    named('kind', kind);
    named('id', id);
    const json = jsonOf('payload', payload, MAX_PAYLOAD_BYTES);
    const [inserted] = await this.query<JobRow[]>(
      `INSERT INTO jobs (id, kind, payload, status, created_at)
       SELECT $1, $2, $3::json, 'queued', $4::timestamptz WHERE (SELECT count(*) FROM jobs WHERE status = 'queued') < $5
       ON CONFLICT (id) DO NOTHING RETURNING *`,
      [id, kind, json, this.clock(), this.maxQueued],
    );
    if (inserted) {
      this.changes.emit('queued');
      return jobOf(inserted);
    }
    const standing = await this.find(id);
    if (standing) return standing;
    throw new DomainError('RESOURCE_EXHAUSTED', `jobs queued must be at most ${this.maxQueued}, and as many are`, {
      retryAfterSeconds: 10,
    });
  }

  async get(id: string): Promise<Job> {
    const job = await this.find(id);
    if (!job) throw new DomainError('NOT_FOUND', `no job '${id}'`);
    return job;
  }

  /** Newest first, at most 1,000. */
  async list({ kind, status, limit = 100 }: { kind?: string; status?: JobStatus; limit?: number } = {}): Promise<
    Job[]
  > {
    if (!(Number.isInteger(limit) && limit >= 1 && limit <= MAX_LISTED)) {
      throw new DomainError('INVALID_ARGUMENT', `limit must be a whole number in 1–${MAX_LISTED}, got ${limit}`);
    }
    const rows = await withDomainErrors(() =>
      this.dataSource.getRepository(JobRow).find({
        where: { ...(kind !== undefined && { kind }), ...(status !== undefined && { status }) },
        order: { seq: 'DESC' },
        take: limit,
      }),
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

function named(argument: string, value: string): void {
  if (!NAME.test(value)) {
    const message = `${argument} of a job must be 1–200 letters, digits or . : @ / _ -, got ${JSON.stringify(value)}`;
    throw new DomainError('INVALID_ARGUMENT', message);
  }
}
