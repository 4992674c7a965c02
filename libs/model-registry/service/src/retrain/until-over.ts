import { setTimeout as sleep } from 'node:timers/promises';
import type { RetrainJob } from '@bellwether/contracts';

const POLL_MS = 250;

export interface Patience {
  readonly timeoutMs: number;
  /** Of the caller: aborted when nobody waits any more. */
  readonly signal: AbortSignal;
  /** Of the server. */
  readonly stopping: AbortSignal;
}

/**
 * Looks at a training until it is over or patience ends, whichever comes first.
 *
 * @returns how it stands then.
 * @throws the reason of the caller's signal.
 */
export async function untilOver(
  look: () => Promise<RetrainJob>,
  { timeoutMs, signal, stopping }: Patience,
): Promise<RetrainJob> {
  const ends = AbortSignal.any([signal, stopping]);
  const until = performance.now() + timeoutMs;
  for (;;) {
    signal.throwIfAborted();
    const job = await look();
    const isOver = job.status !== 'queued' && job.status !== 'running';
    if (isOver || stopping.aborted || performance.now() > until) return job;
    await sleep(POLL_MS, undefined, { signal: ends }).catch(() => undefined);
  }
}
