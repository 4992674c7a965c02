import { Column, Entity, PrimaryColumn, type MigrationInterface, type QueryRunner } from 'typeorm';
import type { ClaimedJob } from '../job-leases.js';
import type { Job, JobStatus } from '../job-queue.js';

/** A job as it is stored; the columns after `finished_at` are the worker's own business. */
@Entity({ name: 'jobs' })
export class JobRow {
  @PrimaryColumn('text') id!: string;
  @Column('text') kind!: string;
  // json rather than jsonb: the text stays as the caller wrote it.
  @Column('json') payload!: unknown;
  @Column('text') status!: JobStatus;
  @Column('double precision') progress!: number;
  @Column('text') message!: string;
  @Column('json', { nullable: true }) result!: unknown;
  @Column('text', { nullable: true }) error!: string | null;
  @Column('int') attempt!: number;
  @Column('timestamptz') created_at!: Date;
  @Column('timestamptz', { nullable: true }) started_at!: Date | null;
  @Column('timestamptz', { nullable: true }) finished_at!: Date | null;
  /** Order of arrival. */
  @Column('bigint', { generated: 'increment' }) seq!: string;
  @Column('boolean') cancel_requested!: boolean;
  @Column('json', { nullable: true }) checkpoint!: unknown;
  /** Who may write about a running job: a token of one claim, good until it expires by the database's clock. */
  @Column('text', { nullable: true }) lease!: string | null;
  @Column('timestamptz', { nullable: true }) lease_expires_at!: Date | null;
  /** 0 is taken first. */
  @Column('int') priority!: number;
  /** Not to be taken before, by the database's clock. */
  @Column('timestamptz', { nullable: true }) run_at!: Date | null;
  @Column('int', { nullable: true }) retry_attempts!: number | null;
  @Column('int', { nullable: true }) retry_backoff_ms!: number | null;
  /** Tries that ended in an error that may pass. */
  @Column('int') failures!: number;
  /** Times that a worker died of it, or with it. */
  @Column('int') stalls!: number;
  @Column('text', { nullable: true }) traceparent!: string | null;
}

export class CreateJobs1760000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE jobs (
        id text PRIMARY KEY,
        kind text NOT NULL,
        payload json,
        status text NOT NULL CHECK (status IN ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
        progress double precision NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 1),
        message text NOT NULL DEFAULT '',
        result json,
        error text,
        attempt int NOT NULL DEFAULT 0,
        created_at timestamptz NOT NULL,
        started_at timestamptz,
        finished_at timestamptz,
        seq bigserial NOT NULL,
        cancel_requested boolean NOT NULL DEFAULT false,
        checkpoint json,
        lease text,
        lease_expires_at timestamptz,
        CHECK ((status = 'running') = (lease IS NOT NULL AND lease_expires_at IS NOT NULL))
      )`);
    await runner.query(`CREATE INDEX jobs_by_age ON jobs (seq DESC)`);
    await runner.query(`CREATE INDEX jobs_queued ON jobs (seq) WHERE status = 'queued'`);
    await runner.query(`CREATE INDEX jobs_running ON jobs (lease_expires_at) WHERE status = 'running'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE jobs');
  }
}

export class ScheduleJobs1761000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE jobs
        ADD COLUMN priority int NOT NULL DEFAULT 5 CHECK (priority BETWEEN 0 AND 9),
        ADD COLUMN run_at timestamptz,
        ADD COLUMN retry_attempts int,
        ADD COLUMN retry_backoff_ms int,
        ADD COLUMN failures int NOT NULL DEFAULT 0,
        ADD COLUMN stalls int NOT NULL DEFAULT 0,
        ADD COLUMN traceparent text`);
    await runner.query('DROP INDEX jobs_queued');
    await runner.query(`CREATE INDEX jobs_queued ON jobs (priority, seq) WHERE status = 'queued'`);
    await runner.query('CREATE INDEX jobs_finished ON jobs (finished_at) WHERE finished_at IS NOT NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX jobs_finished, jobs_queued');
    await runner.query(`CREATE INDEX jobs_queued ON jobs (seq) WHERE status = 'queued'`);
    await runner.query(`
      ALTER TABLE jobs DROP COLUMN priority, DROP COLUMN run_at, DROP COLUMN retry_attempts,
        DROP COLUMN retry_backoff_ms, DROP COLUMN failures, DROP COLUMN stalls, DROP COLUMN traceparent`);
  }
}

/** What everybody may see of a job. */
export function jobOf(row: JobRow): Job {
  return {
    id: row.id,
    kind: row.kind,
    payload: row.payload,
    status: row.status,
    progress: row.progress,
    message: row.message,
    result: row.result,
    error: row.error,
    attempt: row.attempt,
    created_at: row.created_at.toISOString(),
    started_at: row.started_at?.toISOString() ?? null,
    finished_at: row.finished_at?.toISOString() ?? null,
  };
}

/** What its worker has to know of a job. */
export function claimedJobOf(row: JobRow): ClaimedJob {
  const { id, kind, payload, attempt, failures, progress, message, checkpoint, traceparent } = row;
  const { retry_attempts: attempts, retry_backoff_ms: backoffMs } = row;
  const retry = attempts === null || backoffMs === null ? null : { attempts, backoffMs };
  return { id, kind, payload, attempt, failures, progress, message, checkpoint, retry, traceparent };
}
