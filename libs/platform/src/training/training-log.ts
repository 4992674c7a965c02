import type { MlflowClient } from '@bellwether/mlflow-js-client';
import { DomainError } from '@bellwether/errors';
import type { JobContext } from '../jobs/index.js';

/** Where the log of a training is, below its run's artifacts. */
const LOG_FILE = 'logs/training.log';
/** The most steps that are kept; what comes after is counted. */
const MOST_LINES = 1_000;
/** How long the end of a training may wait for its log to be stored, in milliseconds. */
const STORING_MS = 10_000;

/** What a training said on its way: a line for each step, with its time. */
export class TrainingLog {
  private readonly lines: string[] = [];
  private last = '';
  private left = 0;

  constructor(private readonly now: () => Date) {}

  /** A step that says the same as the one before adds nothing. */
  step(share: number, message: string): void {
    if (message === this.last) return;
    this.last = message;
    this.line(`${String(Math.round(share * 100)).padStart(3)} %  ${message}`);
  }

  /** How it ended. */
  end(words: string): void {
    if (this.left > 0) this.lines.push(`… ${this.left} further steps`);
    this.lines.push(this.timed(words));
  }

  get text(): string {
    return `${this.lines.join('\n')}\n`;
  }

  private line(words: string): void {
    if (this.lines.length < MOST_LINES) this.lines.push(this.timed(words));
    else this.left += 1;
  }

  private timed(words: string): string {
    return `${this.now().toISOString()}  ${words}`;
  }
}

/**
 * Runs a training and keeps what it says as an artifact of its run, however it ends. A log that cannot be stored is no
 * reason for a training to fail.
 */
export async function keepingLog<Result>(
  context: JobContext,
  { client, runId, now }: { readonly client: MlflowClient; readonly runId: string; readonly now: () => Date },
  train: (context: JobContext) => Promise<Result>,
): Promise<Result> {
  const log = new TrainingLog(now);
  const progress: JobContext['progress'] = (share, message) => {
    log.step(share, message);
    context.progress(share, message);
  };
  try {
    const result = await train({ ...context, progress });
    log.end('succeeded');
    return result;
  } catch (error) {
    log.end(context.signal.aborted ? 'cancelled' : `failed: ${reasonOf(error)}`);
    throw error;
  } finally {
    await store(client, runId, log.text).catch(() => undefined);
  }
}

async function store(client: MlflowClient, runId: string, text: string): Promise<void> {
  const options = { signal: AbortSignal.timeout(STORING_MS) };
  const { info } = await client.runs.get(runId, options);
  await client.artifacts.upload(info.artifact_uri, LOG_FILE, new TextEncoder().encode(text), options);
}

/** What is not ours may tell more than callers are to know; the worker's own log has it. */
function reasonOf(error: unknown): string {
  return error instanceof DomainError ? error.message : 'a fault of the trainer';
}
