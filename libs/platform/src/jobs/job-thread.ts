/** The worker thread that runs one task: finds it, gives it its context, reports how it ended. */
import { inspect } from 'node:util';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { DomainError } from '@bellwether/errors';
import { AnalyticsProxy } from '../analytics/index.js';
import type { JobContext, JobTask, TaskLocation } from './job-queue.js';
import { jsonOf } from './json-of.js';
import type { FromTask, TaskThreadData, ToTask } from './task-thread.js';

const MAX_RESULT_BYTES = 16_000_000;
const MAX_CHECKPOINT_BYTES = 64_000_000;
/** A progress report is sent when its message is new, or after so long. */
const PROGRESS_EVERY_MS = 100;

const port = parentPort as MessagePort;
const data = workerData as TaskThreadData;
const abort = new AbortController();
const saving = new Map<number, { resolve(): void; reject(error: Error): void }>();
let savings = 0;
let lastSent = { at: -Infinity, message: '' };

const tell = (message: FromTask) => port.postMessage(message);
const cancel = () => abort.abort(new DomainError('ABORTED', `job '${data.jobId}' was asked to stop`));

port.on('message', (message: ToTask) => {
  if (message.kind === 'cancel') return cancel();
  const waiting = saving.get(message.id);
  saving.delete(message.id);
  if (message.failure === undefined) waiting?.resolve();
  else waiting?.reject(new Error(`checkpoint was not saved: ${message.failure}`));
});

const context: JobContext = {
  jobId: data.jobId,
  attempt: data.attempt,
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
    const id = ++savings;
    const saved = new Promise<void>((resolve, reject) => saving.set(id, { resolve, reject }));
    tell({ kind: 'checkpoint', id, stateJson });
    await saved;
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
  const shown = error instanceof DomainError && error.code !== 'INTERNAL' ? { error: error.message } : {};
  tell({ kind: 'failed', ...shown, report: inspect(error) });
}
