import { z } from 'zod';
import type { Job, JobStatus } from '../job-queue.js';
import { FIELDS, idOf, kindOf } from './bull-layout.js';
import type { RawJob } from './bull-scripts.js';

/** What is stored as a job's data: the payload and what a worker needs to know of how to run it. */
export const Envelope = z.object({
  payload: z.unknown(),
  retry: z.object({ attempts: z.number(), backoffMs: z.number() }).nullable(),
  traceparent: z.string().nullable(),
});
export type Envelope = z.output<typeof Envelope>;

/** What everybody may see of a job; null for one forgotten between two looks. */
export function jobOf([queue, id, state, fields]: RawJob): Job | null {
  const hash = new Map<string, string>();
  for (let i = 0; i + 1 < fields.length; i += 2) hash.set(fields[i]!, fields[i + 1]!);
  if (!hash.has('data')) return null;
  const instant = (field: string) => (hash.has(field) ? new Date(Number(hash.get(field))).toISOString() : null);
  const status = statusOf(state, hash);
  const hasEnded = status !== 'queued' && status !== 'running';
  return {
    id: idOf(id),
    kind: kindOf(queue),
    payload: Envelope.parse(JSON.parse(hash.get('data')!)).payload ?? null,
    status,
    progress: status === 'succeeded' ? 1 : Number(hash.get('progress') ?? 0),
    message: hash.get(FIELDS.message) ?? '',
    result: status === 'succeeded' ? JSON.parse(hash.get('returnvalue') ?? 'null') : null,
    error: status === 'failed' ? (hash.get('failedReason') ?? null) : null,
    attempt: Number(hash.get(FIELDS.attempt) ?? 0),
    created_at: instant('timestamp')!,
    started_at: instant(FIELDS.started),
    finished_at: hasEnded ? instant('finishedOn') : null,
  };
}

function statusOf(state: string, hash: ReadonlyMap<string, string>): JobStatus {
  return state === 'failed' && hash.has(FIELDS.cancelled) ? 'cancelled' : (state as JobStatus);
}
