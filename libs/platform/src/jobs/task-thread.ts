import { MessageChannel, Worker, type ResourceLimits } from 'node:worker_threads';
import { DomainError, type ErrorCode } from '@bellwether/errors';
import { serveAnalytics, type AnalyticsStore } from '../analytics/index.js';
import type { OnlineRow, OnlineStore } from '../online-store/index.js';
import type { FanOut, TaskLocation } from './job-queue.js';

/** What a task thread is started with. */
export interface TaskThreadData {
  readonly location: TaskLocation;
  readonly jobId: string;
  readonly attempt: number;
  readonly traceparent: string | null;
  readonly payload: unknown;
  /** What an earlier attempt saved, undefined if none did. */
  readonly restored: unknown;
  readonly settings: Readonly<Record<string, string>>;
  readonly analytics: MessagePort;
  /** Raised to 1 on cancel, so that a task that never yields sees it at its next progress report. */
  readonly cancelled: Int32Array;
}
type MessagePort = InstanceType<typeof MessageChannel>['port1'];

export type FromTask =
  | { readonly kind: 'progress'; readonly share: number; readonly message: string }
  | { readonly kind: 'checkpoint'; readonly id: number; readonly stateJson: string }
  | { readonly kind: 'fan out'; readonly id: number; readonly work: FanOut }
  | { readonly kind: 'put online'; readonly id: number; readonly put: OnlinePut }
  | { readonly kind: 'succeeded'; readonly resultJson: string }
  /** `error` is fit to be shown; absent, the failure is a bug, told in `report`. */
  | { readonly kind: 'failed'; readonly error?: string; readonly code?: ErrorCode; readonly report: string };

/** Rows for the online store, which is one of the process. */
export interface OnlinePut {
  readonly view: string;
  readonly rows: readonly OnlineRow[];
  readonly ttlSeconds: number;
}

/** What is answered to a question of the task: done, with its value, or why not. */
export type ToTask =
  | { readonly kind: 'cancel' }
  | { readonly kind: 'done'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'undone'; readonly id: number; readonly code?: ErrorCode; readonly failure: string };

export type TaskOutcome = Extract<FromTask, { kind: 'succeeded' | 'failed' }>;

export interface TaskThreadOptions extends Omit<TaskThreadData, 'analytics' | 'cancelled'> {
  readonly analytics: AnalyticsStore;
  readonly resourceLimits: ResourceLimits;
  onProgress(share: number, message: string): void;
  onCheckpoint(stateJson: string): Promise<void>;
  onFanOut(work: FanOut): Promise<unknown[]>;
  /** Undefined where the process has no online store. */
  readonly online: Pick<OnlineStore, 'put'> | undefined;
}

/** A worker is loaded from what was built, also when this file runs from its source under test. */
const THREAD = new URL('../../dist/jobs/job-thread.js', import.meta.url);

/** One task in a thread of its own, seen from the worker process. */
export class TaskThread {
  /** Settles once, with how the task ended; also when its thread dies or is terminated. */
  readonly outcome: Promise<TaskOutcome>;
  private readonly worker: Worker;
  private readonly cancelled = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

  constructor(options: TaskThreadOptions) {
    const { analytics, resourceLimits, onProgress, onCheckpoint, onFanOut, online, ...data } = options;
    const { port1, port2 } = new MessageChannel();
    serveAnalytics(analytics, port1);
    const workerData: TaskThreadData = { ...data, analytics: port2, cancelled: this.cancelled };
    this.worker = new Worker(THREAD, { workerData, transferList: [port2], resourceLimits });
    this.outcome = new Promise((resolve) => {
      this.worker.on('message', (message: FromTask) => {
        switch (message.kind) {
          case 'progress':
            return onProgress(message.share, message.message);
          case 'checkpoint':
            return void this.answer(message.id, onCheckpoint(message.stateJson));
          case 'fan out':
            return void this.answer(message.id, onFanOut(message.work));
          case 'put online':
            return void this.answer(message.id, putOnline(online, message.put));
          default:
            return resolve(message);
        }
      });
      this.worker.on('error', (error: NodeJS.ErrnoException) => resolve(deathOf(error, resourceLimits)));
      this.worker.on('exit', (code) => resolve({ kind: 'failed', report: `the thread ended early with code ${code}` }));
    });
    void this.outcome.then(() => port1.close());
  }

  cancel(): void {
    Atomics.store(this.cancelled, 0, 1);
    this.tell({ kind: 'cancel' });
  }

  async terminate(): Promise<void> {
    await this.worker.terminate();
  }

  private async answer(id: number, work: Promise<unknown>): Promise<void> {
    try {
      this.tell({ kind: 'done', id, value: await work });
    } catch (error) {
      const known = error instanceof DomainError;
      this.tell({
        kind: 'undone',
        id,
        ...(known && { code: error.code }),
        failure: known ? error.message : String(error),
      });
    }
  }

  private tell(message: ToTask): void {
    this.worker.postMessage(message);
  }
}

async function putOnline(
  online: Pick<OnlineStore, 'put'> | undefined,
  { view, rows, ttlSeconds }: OnlinePut,
): Promise<void> {
  if (online === undefined)
    throw new DomainError('FAILED_PRECONDITION', 'this worker has no online store: set ONLINE_URL');
  await online.put(view, rows, ttlSeconds);
}

function deathOf(error: NodeJS.ErrnoException, { maxOldGenerationSizeMb }: ResourceLimits): TaskOutcome {
  const report = error.stack ?? String(error);
  if (error.code !== 'ERR_WORKER_OUT_OF_MEMORY') return { kind: 'failed', report };
  // No passing failure: it would need as much again.
  return {
    kind: 'failed',
    code: 'FAILED_PRECONDITION',
    error: `the task needs more memory than the ${maxOldGenerationSizeMb} MB it may have`,
    report,
  };
}
