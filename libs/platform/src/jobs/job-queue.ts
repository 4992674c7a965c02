import type { AnalyticsStore } from '../analytics/analytics-store.js';

export const JOB_STATUSES = ['queued', 'running', 'succeeded', 'failed', 'cancelled'] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];

export interface Job {
  readonly id: string;
  /** Which task runs it, e.g. 'train'. */
  readonly kind: string;
  readonly payload: unknown;
  readonly status: JobStatus;
  /** Share done, in [0, 1]. */
  readonly progress: number;
  /** What it is doing, for a person. */
  readonly message: string;
  readonly result: unknown;
  /** Fit to be shown to the caller; only of a failed job. */
  readonly error: string | null;
  readonly attempt: number;
  /** Instants, ISO 8601 UTC. */
  readonly created_at: string;
  readonly started_at: string | null;
  readonly finished_at: string | null;
}

/** What a running task sees of the world; everything else comes in its payload. */
export interface JobContext {
  readonly jobId: string;
  /** 1 for the first try; more after a crash. */
  readonly attempt: number;
  readonly signal: AbortSignal;
  readonly analytics: AnalyticsStore;
  /** Settings of the worker process that tasks need, such as the URL of the registry. */
  readonly settings: Readonly<Record<string, string>>;
  progress(share: number, message: string): void;
  /** What an earlier attempt saved with `checkpoint`, or undefined. */
  restored(): Promise<unknown>;
  /** Saves a place to resume from after a crash. */
  checkpoint(state: unknown): Promise<void>;
}

export type JobTask = (payload: never, context: JobContext) => Promise<unknown>;

/** Where a worker thread finds a task: the URL of a module and the name of its export. */
export interface TaskLocation {
  readonly module: string;
  readonly export: string;
}

/** Accepts jobs and tells of them; workers elsewhere, or threads here, run them. */
export interface JobQueue {
  /** @param id an id of the caller's own makes a repeated request harmless: the job that stands is returned. */
  enqueue(kind: string, payload: unknown, id?: string): Promise<Job>;
  /** @throws NOT_FOUND */
  get(id: string): Promise<Job>;
  list(filter?: { kind?: string; status?: JobStatus; limit?: number }): Promise<Job[]>;
  /** Asks a job to stop; a queued one ends at once, a running one at its next progress report. @throws NOT_FOUND */
  cancel(id: string): Promise<Job>;
}

export const JOB_QUEUE = Symbol('JobQueue');
