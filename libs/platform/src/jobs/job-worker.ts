import { randomInt } from 'node:crypto';
import { SpanKind } from '@opentelemetry/api';
import { Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { DomainError } from '@bellwether/errors';
import type { ResourceLimits } from 'node:worker_threads';
import type { AnalyticsStore } from '../analytics/index.js';
import type { OnlineStore } from '../online-store/index.js';
import type { Tracing } from '../tracing/index.js';
import type { RecoveredJob, Retention } from './job-leases.js';
import type { JobMetrics } from './job-metrics.js';
import type { TaskLocation } from './job-queue.js';
import type { JobStore } from './job-store.js';
import { cancelShards } from './run-shards.js';
import { RunningJob } from './running-job.js';
import { Slots } from './slots.js';

export interface JobWorkerOptions {
  /** Where the task of each kind is; jobs of other kinds are left to other workers. */
  readonly tasks: Readonly<Record<string, TaskLocation>>;
  /** Given to every task. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Jobs run at once, those that wait for their shards not counted. Default 1. */
  readonly concurrency?: number;
  /** Jobs that may wait for their shards, each with its thread. Default 8. */
  readonly maxParked?: number;
  /** How long a job stays in the queue that found no place to wait for its shards. Default 5 s. */
  readonly parkRetryMs?: number;
  /** How often the queue is looked at; a job enqueued in this process wakes the worker at once. Default 250 ms. */
  readonly pollMs?: number;
  /** How long a job stays with a worker that says nothing. Default 15 s. */
  readonly leaseMs?: number;
  /** How often progress is written, cancellation looked for and the lease renewed. Default 500 ms. */
  readonly beatMs?: number;
  /** How long a task has to stop by itself when cancelled, or when the process must stop. Default 5 s. */
  readonly graceMs?: number;
  /** Workers that a job may take down before it has failed. Default 3. */
  readonly maxAttempts?: number;
  /** Of a task's thread. Default 4 GB of heap. */
  readonly resourceLimits?: ResourceLimits;
  /** How long jobs that have ended are kept. Default 7 days and 10,000 jobs. */
  readonly retention?: Retention;
  /** How often schedules are looked at. Default 1 s. */
  readonly tickMs?: number;
  /** Of the chance in the back-off, uniform in [0, 1). */
  readonly random?: () => number;
}

const DEFAULTS = {
  settings: {},
  concurrency: 1,
  maxParked: 8,
  parkRetryMs: 5_000,
  pollMs: 250,
  leaseMs: 15_000,
  beatMs: 500,
  graceMs: 5_000,
  maxAttempts: 3,
  resourceLimits: { maxOldGenerationSizeMb: 4_096 },
  retention: { maxAgeMs: 7 * 86_400_000, maxCount: 10_000 },
  tickMs: 1_000,
  random: () => randomInt(2 ** 32) / 2 ** 32,
} as const;

/** How long to let a queue be that failed a poll. */
const FAILED_POLL_MS = 2_000;
const PRUNE_EVERY_MS = 60_000;

/**
 * Runs queued jobs, each in a thread of its own. Any number of workers may share a queue: a job is with one of them at a
 * time, and comes back when that one dies. Stopping gives running jobs their grace, then queues them again.
 */
export class JobWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly options: Required<JobWorkerOptions>;
  private readonly running = new Set<RunningJob>();
  private readonly logger = new Logger(JobWorker.name);
  private loop: Promise<void> | null = null;
  private stopping = false;
  private lastRecovery = -Infinity;
  private lastPruning = -Infinity;
  private lastTick = -Infinity;
  private readonly slots: Slots;
  private wake: () => void = () => {};

  constructor(
    private readonly store: JobStore,
    private readonly analytics: AnalyticsStore,
    options: JobWorkerOptions,
    private readonly metrics?: JobMetrics,
    private readonly tracing?: Tracing | null,
    private readonly online?: OnlineStore,
  ) {
    this.options = { ...DEFAULTS, ...options };
    this.slots = new Slots(this.options.concurrency);
    const { leaseMs, beatMs } = this.options;
    if (beatMs * 3 > leaseMs) {
      throw new DomainError('INVALID_ARGUMENT', `beatMs must be at most a third of leaseMs ${leaseMs}, got ${beatMs}`);
    }
  }

  onApplicationBootstrap(): void {
    this.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.stop();
  }

  start(): void {
    if (this.loop) return;
    this.store.changes.on('queued', this.onQueued);
    this.store.changes.on('cancelled', this.onCancelled);
    this.loop = this.run();
  }

  /** Takes no more jobs, gives those running their grace, and queues again what is not done by then. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.store.changes.off('queued', this.onQueued);
    this.wake();
    await this.loop;
    await Promise.all([...this.running].map((job) => job.giveBack()));
    this.store.changes.off('cancelled', this.onCancelled);
  }

  private readonly onQueued = () => this.wake();
  private readonly onCancelled = (id: string) => {
    for (const job of this.running) if (job.id === id) job.cancel();
  };

  private async run(): Promise<void> {
    while (!this.stopping) {
      // Set before looking, so that a job enqueued while looking is not slept over.
      const woken = new Promise<void>((resolve) => (this.wake = resolve));
      let rest = this.options.pollMs;
      try {
        await this.recover();
        await this.prune();
        await this.tick();
        while (!this.stopping && this.slots.hasFree && (await this.startNext()));
      } catch (error) {
        this.logger.error(`the job queue cannot be read: ${String(error)}`);
        rest = FAILED_POLL_MS;
      }
      await Promise.race([woken, sleep(rest)]);
    }
  }

  /** Looks for jobs of dead workers, a few times a lease. */
  private async recover(): Promise<void> {
    const { leaseMs, maxAttempts } = this.options;
    if (performance.now() - this.lastRecovery < leaseMs / 3) return;
    this.lastRecovery = performance.now();
    for (const job of await this.store.leases.recoverStalled(maxAttempts)) await this.tellOf(job);
  }

  private async tellOf({ id, kind, status }: RecoveredJob): Promise<void> {
    this.logger.warn(`job ${id} (${kind}) was left by its worker: ${status}`);
    if (status !== 'queued') await cancelShards(this.store.queue, id);
  }

  private async prune(): Promise<void> {
    if (performance.now() - this.lastPruning < PRUNE_EVERY_MS) return;
    this.lastPruning = performance.now();
    await this.store.leases.prune(this.options.retention);
  }

  private async tick(): Promise<void> {
    if (performance.now() - this.lastTick < this.options.tickMs) return;
    this.lastTick = performance.now();
    for (const tick of await this.store.schedules.tick()) {
      this.metrics?.ticked(tick);
      if (tick.outcome === 'refused') this.logger.warn(`a job of schedule ${tick.name} is refused: ${tick.reason}`);
    }
  }

  private async startNext(): Promise<boolean> {
    const { tasks, leaseMs, maxParked } = this.options;
    const claim = await this.store.leases.claim(Object.keys(tasks), leaseMs);
    if (!claim) return false;
    const { kind, id, traceparent } = claim.job;
    const started = performance.now();
    const span = this.tracing?.begin(`${kind} run`, {
      kind: SpanKind.CONSUMER,
      traceparent: traceparent ?? undefined,
      attributes: { 'bellwether.job_id': id, 'bellwether.attempt': claim.job.attempt },
    });
    this.slots.take();
    const job = new RunningJob(
      // What the task does elsewhere belongs to this run of it.
      span === undefined ? claim : { ...claim, job: { ...claim.job, traceparent: span.traceparent ?? null } },
      this.store,
      {
        ...this.options,
        location: tasks[kind] as TaskLocation,
        analytics: this.analytics,
        online: this.online,
        slots: this.slots,
        mayPark: () => [...this.running].filter(({ isParked }) => isParked).length < maxParked,
        onFree: () => this.wake(),
      },
      this.logger,
    );
    this.running.add(job);
    void job.ended.then((ending) => {
      this.running.delete(job);
      span?.end(ending === 'failed' || ending === 'lost');
      this.metrics?.left(kind, ending, (performance.now() - started) / 1_000);
    });
    return true;
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
