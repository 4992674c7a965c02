import { setTimeout as pause } from 'node:timers/promises';
import { DomainError } from '@bellwether/errors';

/**
 * Asks until the answer is so; while what is asked is away or too busy, that is no answer yet.
 *
 * @throws with the last answer or failure when it is not so in time, and any other failure at once.
 */
export async function until<Answer>(
  ask: () => Promise<Answer>,
  isSo: (answer: Answer) => boolean,
  timeoutMs: number,
): Promise<Answer> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask().catch((error: unknown) => {
      if (error instanceof DomainError && ['UNAVAILABLE', 'RESOURCE_EXHAUSTED'].includes(error.code)) return error;
      throw error;
    });
    if (!(answer instanceof DomainError) && isSo(answer)) return answer;
    if (Date.now() > deadline) {
      const last = answer instanceof DomainError ? answer.message : JSON.stringify(answer);
      throw new Error(`not so within ${timeoutMs} ms; last: ${last}`);
    }
    await pause(50);
  }
}

const ENDED = ['succeeded', 'failed', 'cancelled'];

/** The job when it has succeeded. @throws with its error when it ended otherwise. */
export async function succeeded<Job extends { readonly status: string; readonly error?: string | undefined }>(
  ask: () => Promise<Job>,
): Promise<Job> {
  const job = await until(ask, ({ status }) => ENDED.includes(status), 40_000);
  if (job.status !== 'succeeded') throw new Error(`the job ${job.status}: ${job.error ?? 'no reason given'}`);
  return job;
}
