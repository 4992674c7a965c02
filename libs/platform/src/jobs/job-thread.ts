/** The worker thread that runs one task: finds it, gives it its context, reports how it ended. */
import { inspect } from 'node:util';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { DomainError, type ErrorCode } from '@bellwether/errors';
// Not from the index: the clients of the stores behind it are most of what a thread would load.
import { AnalyticsProxy } from '../analytics/thread-proxy.js';
import type { FanOut, JobContext, JobTask, TaskLocation } from './job-queue.js';
import { jsonOf } from './json-of.js';
import type { FromTask, TaskThreadData, ToTask } from './task-thread.js';

const MAX_RESULT_BYTES = 16_000_000;
const MAX_CHECKPOINT_BYTES = 64_000_000;
const MAX_SHARD_BYTES = 1_000_000;
/** A progress report is sent when its message is new, or after so long. */
const PROGRESS_EVERY_MS = 100;

const port = parentPort as MessagePort;
const data = workerData as TaskThreadData;
const abort = new AbortController();
const asked = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
let questions = 0;
let lastSent = { at: -Infinity, message: '' };

const tell = (message: FromTask) => port.postMessage(message);
const cancel = () => abort.abort(new DomainError('ABORTED', `job '${data.jobId}' was asked to stop`));

port.on('message', (message: ToTask) => {
  if (message.kind === 'cancel') return cancel();
  const waiting = asked.get(message.id);
  asked.delete(message.id);
  if (message.kind === 'done') waiting?.resolve(message.value);
  else waiting?.reject(errorOf(message));
});

/** Asks the worker process for something and waits for its answer. */
function ask(question: (id: number) => FromTask): Promise<unknown> {
  const id = ++questions;
  return new Promise((resolve, reject) => {
    asked.set(id, { resolve, reject });
    tell(question(id));
  });
}

function errorOf({ code, failure }: { readonly code?: ErrorCode; readonly failure: string }): Error {
  return code === undefined ? new Error(failure) : new DomainError(code, failure);
}

const context: JobContext = {
  jobId: data.jobId,
  attempt: data.attempt,
  ...(data.traceparent !== null && { traceparent: data.traceparent }),
  signal: abort.signal,
  analytics: new AnalyticsProxy(data.analytics),
  settings: data.settings,
  progress(share, message) {
    if (!(share >= 0 && share <= 1)) {
      throw new DomainError('INVALID_ARGUMENT', `share of progress must be in [0, 1], got ${share}`);
    }
    // The flag, because the message waits for a turn of the event loop that a busy task may never give.
    if (Atomics.load(data.cancelled, 0) === 1 && !abort.signal.aborted) cancel();
    abort.signal.throwIfAborted();
    const at = performance.now();
    if (message === lastSent.message && at - lastSent.at < PROGRESS_EVERY_MS) return;
    lastSent = { at, message };
    tell({ kind: 'progress', share, message });
  },
  restored: () => Promise.resolve(data.restored),
  async checkpoint(state) {
    const stateJson = jsonOf('checkpoint', state, MAX_CHECKPOINT_BYTES);
    await ask((id) => ({ kind: 'checkpoint', id, stateJson }));
  },
  async fanOut(work: FanOut) {
    abort.signal.throwIfAborted();
    for (const shard of work.shards) jsonOf('payload of a shard', shard, MAX_SHARD_BYTES);
    // What cannot be cloned, such as a function, is an error here, and no hanging task.
    return (await ask((id) => ({ kind: 'fan out', id, work }))) as unknown[];
  },
  async putOnline(view, rows, ttlSeconds) {
    abort.signal.throwIfAborted();
    await ask((id) => ({ kind: 'put online', id, put: { view, rows, ttlSeconds } }));
  },
};

async function taskAt({ module, export: name }: TaskLocation): Promise<JobTask> {
  const found = ((await import(module)) as Record<string, unknown>)[name];
  if (typeof found !== 'function') throw new Error(`${module} exports no function '${name}'`);
  return found as JobTask;
}

try {
  const task = await taskAt(data.location);
  const result = await task(data.payload as never, context);
  tell({ kind: 'succeeded', resultJson: jsonOf('result', result, MAX_RESULT_BYTES) });
} catch (error) {
  const shown =
    error instanceof DomainError && error.code !== 'INTERNAL' ? { error: error.message, code: error.code } : {};
  tell({ kind: 'failed', ...shown, report: inspect(error) });
}
