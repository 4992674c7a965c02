import { DomainError } from '@bellwether/errors';
import type { Redis } from 'ioredis';

/** How long one use of the server may take, in milliseconds. */
const TIMEOUT_MS = 5_000;
/** How long a connection that is being made is waited for. */
const CONNECT_MS = 2_000;

const AWAY =
  /^(Stream isn't writeable|Connection is closed|Command timed out|LOADING|MASTERDOWN|CLUSTERDOWN|READONLY|TRYAGAIN)|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH/;

/** BullMQ's codes of a job that is gone, not running, or locked by another token. */
const LEASE_LOST: ReadonlySet<unknown> = new Set([-1, -2, -3, -6]);

/**
 * Runs work on the server, and no longer than it may take.
 *
 * @throws UNAVAILABLE when the server is away or silent, RESOURCE_EXHAUSTED when it is full, ABORTED when a lease was lost.
 */
export async function onRedis<Result>(redis: Redis, work: () => Promise<Result>): Promise<Result> {
  await connected(redis);
  try {
    return await within(TIMEOUT_MS, work());
  } catch (error) {
    throw domainErrorOf(error);
  }
}

async function connected(redis: Redis): Promise<void> {
  if (redis.status === 'ready') return;
  let onReady = () => {};
  try {
    await within(CONNECT_MS, new Promise<void>((resolve) => redis.once('ready', (onReady = resolve))));
  } finally {
    redis.off('ready', onReady);
  }
}

function within<Result>(ms: number, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(away(`the job queue has not answered within ${ms} ms`)), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

function domainErrorOf(error: unknown): unknown {
  if (error instanceof DomainError || !(error instanceof Error)) return error;
  if (LEASE_LOST.has((error as { readonly code?: unknown }).code)) {
    return new DomainError('ABORTED', 'the lease of the job was lost', { cause: error });
  }
  if (AWAY.test(error.message)) return away('the job queue is away', error);
  if (/^OOM /.test(error.message)) {
    return new DomainError('RESOURCE_EXHAUSTED', 'the job queue is full', { cause: error, retryAfterSeconds: 10 });
  }
  return error;
}

function away(message: string, cause?: Error): DomainError {
  return new DomainError('UNAVAILABLE', message, { retryAfterSeconds: 1, ...(cause && { cause }) });
}
