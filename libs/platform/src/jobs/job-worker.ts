import { Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { DomainError } from '@bellwether/errors';
import type { ResourceLimits } from 'node:worker_threads';
import type { AnalyticsStore } from '../analytics/index.js';
import type { JobLeases } from './job-leases.js';
import type { TaskLocation } from './job-queue.js';
import type { RelationalJobQueue } from './relational-job-queue.js';
import { RunningJob } from './running-job.js';

export interface JobWorkerOptions {
  /** Where the task of each kind is; jobs of other kinds are left to other workers. */
  readonly tasks: Readonly<Record<string, TaskLocation>>;
  /** Given to every task. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Jobs run at once. Default 1. */
  readonly concurrency?: number;
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
}

const DEFAULTS = {
  settings: {},
  concurrency: 1,
  pollMs: 250,
  leaseMs: 15_000,
  beatMs: 500,
  graceMs: 5_000,
  maxAttempts: 3,
  resourceLimits: { maxOldGenerationSizeMb: 4_096 },
} as const;

/** How long to let a database be that failed a poll. */
const FAILED_POLL_MS = 2_000;

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
  private wake: () => void = () => {};

  constructor(
    private readonly queue: RelationalJobQueue,
    private readonly leases: JobLeases,
    private readonly analytics: AnalyticsStore,
    options: JobWorkerOptions,
  ) {
    this.options = { ...DEFAULTS, ...options };
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
    this.queue.changes.on('queued', this.onQueued);
    this.queue.changes.on('cancelled', this.onCancelled);
    this.loop = this.run();
  }

  /** Takes no more jobs, gives those running their grace, and queues again what is not done by then. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.queue.changes.off('queued', this.onQueued);
    this.wake();
    await this.loop;
    await Promise.all([...this.running].map((job) => job.giveBack()));
    this.queue.changes.off('cancelled', this.onCancelled);
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
        while (!this.stopping && this.running.size < this.options.concurrency && (await this.startNext()));
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
    for (const job of await this.leases.recoverStalled(maxAttempts)) {
      this.logger.warn(`job ${job.id} (${job.kind}) was left by its worker in attempt ${job.attempt}: ${job.status}`);
    }
  }

  private async startNext(): Promise<boolean> {
    const { tasks, leaseMs } = this.options;
    const claim = await this.leases.claim(Object.keys(tasks), leaseMs);
    if (!claim) return false;
    const { kind } = claim.job;
    const location = tasks[kind] as TaskLocation;
    const job = new RunningJob(
      claim,
      this.leases,
      { ...this.options, location, analytics: this.analytics },
      this.logger,
    );
    this.running.add(job);
    void job.ended.then(() => {
      this.running.delete(job);
      this.wake();
    });
    return true;
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
