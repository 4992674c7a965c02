import { DomainError } from '@bellwether/errors';
import type { EnqueueOptions, Job, JobQueue, JobStatus } from '@bellwether/platform/jobs';

const NEW: Omit<Job, 'id' | 'kind' | 'payload' | 'created_at'> = {
  status: 'queued',
  progress: 0,
  message: 'waiting',
  result: null,
  error: null,
  attempt: 0,
  started_at: null,
  finished_at: null,
};

/** A job queue whose jobs move only when the test says so. */
export class HandDrivenQueue implements JobQueue {
  readonly jobs = new Map<string, Job>();
  isAway = false;

  async enqueue(kind: string, payload: unknown, { id = `job-${this.jobs.size}` }: EnqueueOptions = {}): Promise<Job> {
    this.requirePresent();
    const known = this.jobs.get(id);
    if (known !== undefined) return known;
    const job = { ...NEW, id, kind, payload, created_at: new Date().toISOString() };
    this.jobs.set(id, job);
    return job;
  }

  async get(id: string): Promise<Job> {
    this.requirePresent();
    const job = this.jobs.get(id);
    if (job === undefined) throw new DomainError('NOT_FOUND', `no job '${id}'`);
    return job;
  }

  async list({ kind, status, limit = 100 }: { kind?: string; status?: JobStatus; limit?: number } = {}): Promise<
    Job[]
  > {
    const wanted = (job: Job) => (!kind || job.kind === kind) && (!status || job.status === status);
    return [...this.jobs.values()].filter(wanted).slice(0, limit);
  }

  async cancel(id: string): Promise<Job> {
    await this.get(id);
    return this.move(id, { status: 'cancelled', finished_at: new Date().toISOString() });
  }

  private requirePresent(): void {
    if (this.isAway) throw new DomainError('UNAVAILABLE', 'the job queue does not answer');
  }

  move(id: string, change: Partial<Job>): Job {
    const job = { ...this.jobs.get(id)!, ...change };
    this.jobs.set(id, job);
    return job;
  }

  finish(id: string, result: unknown, tookMs = 60_000): Job {
    const end = Date.now();
    const times = { started_at: new Date(end - tookMs).toISOString(), finished_at: new Date(end).toISOString() };
    return this.move(id, { status: 'succeeded', progress: 1, result, ...times });
  }
}
