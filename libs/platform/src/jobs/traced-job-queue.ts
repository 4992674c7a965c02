import { SpanKind } from '@opentelemetry/api';
import { currentTraceparent, type Tracing } from '../tracing/index.js';
import type { EnqueueOptions, Job, JobFilter, JobQueue } from './job-queue.js';

/** A queue whose jobs carry the trace they come from. */
export class TracedJobQueue implements JobQueue {
  constructor(
    private readonly queue: JobQueue,
    private readonly tracing: Tracing,
  ) {}

  enqueue(kind: string, payload: unknown, options: EnqueueOptions = {}): Promise<Job> {
    const { traceparent: given } = options;
    return this.tracing.run(`${kind} enqueue`, { kind: SpanKind.PRODUCER, traceparent: given }, () => {
      const traceparent = currentTraceparent();
      return this.queue.enqueue(kind, payload, { ...options, ...(traceparent !== undefined && { traceparent }) });
    });
  }

  get(id: string): Promise<Job> {
    return this.queue.get(id);
  }

  list(filter?: JobFilter): Promise<Job[]> {
    return this.queue.list(filter);
  }

  cancel(id: string): Promise<Job> {
    return this.queue.cancel(id);
  }
}
