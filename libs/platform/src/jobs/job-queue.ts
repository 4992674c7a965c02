import type { AnalyticsStore } from '../analytics/analytics-store.js';
import type { OnlineStore } from '../online-store/online-store.js';

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

/** How often, and how soon, a task is tried again that failed of something that may pass. */
export interface RetryPolicy {
  /** Tries in all, 1–20. */
  readonly attempts: number;
  /** Wait before the second try, in milliseconds; it doubles with each further one, up to an hour. */
  readonly backoffMs: number;
}

export interface EnqueueOptions {
  /** An id of the caller's own makes a repeated request harmless: the job that stands is returned. */
  readonly id?: string;
  /** 0 is taken first, 9 last; among equals the oldest. Default 5. */
  readonly priority?: number;
  /** Default: a task that throws has failed. */
  readonly retry?: RetryPolicy;
  /** How long it is not to be taken, in milliseconds, up to 30 days. Default 0. */
  readonly delayMs?: number;
  /** How many jobs of this kind may be queued before this one is refused. Default: as many as the queue holds. */
  readonly maxQueued?: number;
  /** W3C trace context of the request behind the job; its task gets it. */
  readonly traceparent?: string;
}

/** Work that a task splits over jobs of its own. */
export interface FanOut {
  /** Which task runs a shard. */
  readonly kind: string;
  /** Payload of each shard, at most 10,000; the same after a crash, because a shard is known by its place. */
  readonly shards: readonly unknown[];
  readonly priority?: number;
  readonly retry?: RetryPolicy;
  /** Share of the parent's progress when all are done. Default 1. */
  readonly upTo?: number;
}

/** What a running task sees of the world; everything else comes in its payload. */
export interface JobContext {
  readonly jobId: string;
  /** 1 for the first try; more after a crash or a failure that may pass. */
  readonly attempt: number;
  /** What `enqueue` was given. */
  readonly traceparent?: string;
  readonly signal: AbortSignal;
  readonly analytics: AnalyticsStore;
  /** Settings of the worker process that tasks need, such as the URL of the registry. */
  readonly settings: Readonly<Record<string, string>>;
  progress(share: number, message: string): void;
  /** What an earlier attempt saved with `checkpoint`, or undefined. */
  restored(): Promise<unknown>;
  /** Saves a place to resume from after a crash. */
  checkpoint(state: unknown): Promise<void>;
  /**
   * Runs the shards as jobs `<job>/0000`, `<job>/0001` … and waits for all, without a slot of its worker in the meantime.
   * Shards that had ended before a crash of this task are not run again.
   *
   * @returns their results, in order.
   * @throws FAILED_PRECONDITION with the error of the first shard that failed, the others cancelled; or in a shard.
   */
  fanOut(work: FanOut): Promise<unknown[]>;
  /**
   * Puts rows into the online store of the worker's process.
   *
   * @throws FAILED_PRECONDITION where it has none, and what {@link OnlineStore.put} throws.
   */
  readonly putOnline: OnlineStore['put'];
}

export type JobTask = (payload: never, context: JobContext) => Promise<unknown>;

/** Where a worker thread finds a task: the URL of a module and the name of its export. */
export interface TaskLocation {
  readonly module: string;
  readonly export: string;
}

export interface JobFilter {
  readonly kind?: string;
  readonly status?: JobStatus;
  /** At most 1,000. Default 100. */
  readonly limit?: number;
}

/** Accepts jobs and tells of them; workers elsewhere, or threads here, run them. */
export interface JobQueue {
  /**
   * @throws INVALID_ARGUMENT for what is malformed or too large, RESOURCE_EXHAUSTED when too many wait, UNAVAILABLE within
   *   seconds when the queue is away. One refused with UNAVAILABLE may have been accepted: try again with the same id.
   */
  enqueue(kind: string, payload: unknown, options?: EnqueueOptions): Promise<Job>;
  /** @throws NOT_FOUND */
  get(id: string): Promise<Job>;
  /** Newest first. */
  list(filter?: JobFilter): Promise<Job[]>;
  /**
   * Asks a job to stop, and its shards with it; a queued one ends at once, a running one at its next progress report.
   *
   * @throws NOT_FOUND
   */
  cancel(id: string): Promise<Job>;
}

export const JOB_QUEUE = Symbol('JobQueue');
