import type { EventEmitter } from 'node:events';
import type { JobLeases } from './job-leases.js';
import type { JobQueue } from './job-queue.js';
import type { JobSchedules, ScheduleTicks } from './job-schedules.js';

/** How many jobs of a kind there are. */
export interface JobCounts {
  readonly kind: string;
  readonly queued: number;
  readonly running: number;
}

/** What one adapter of the jobs port gives: queue and schedules to everybody, leases and ticks to workers. */
export interface JobStore {
  readonly queue: JobQueue;
  readonly leases: JobLeases;
  readonly schedules: JobSchedules & ScheduleTicks;
  /** Tells a worker of this process at once what it would find at its next poll or beat. */
  readonly changes: JobChanges;
  counts(): Promise<JobCounts[]>;
  /** @throws UNAVAILABLE within seconds when it is away. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export type JobChanges = EventEmitter<{ queued: []; cancelled: [id: string] }>;

export const JOB_STORE = Symbol('JobStore');
