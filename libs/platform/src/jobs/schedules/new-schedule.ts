import { DomainError } from '@bellwether/errors';
import type { NewSchedule } from '../job-schedules.js';
import { newJob } from '../new-job.js';
import { nextInstant } from './cron.js';
import { duePayload } from './due-payload.js';
import type { ScheduleRecord } from './schedule-table.js';

const NAME = /^[a-z0-9][a-z0-9-]{0,62}$/;
const MAX_CRON = 100;

/** Id of the job of one tick: whoever enqueues it, and however often, it is the same job. */
export function tickId(name: string, due: Date): string {
  return `schedule:${name}@${due.toISOString()}`;
}

/**
 * A schedule as every adapter takes it: checked, with its defaults and its first instant after `now`.
 *
 * @throws INVALID_ARGUMENT with the path of the field at fault: one of its jobs must be one that a queue takes.
 */
export function newSchedule(
  { name, kind, payload, cron, timeZone = 'UTC', paused = false }: NewSchedule,
  now: Date,
): Omit<ScheduleRecord, 'lastJobId'> {
  if (!NAME.test(name)) throw refused('name', `must be 1–63 of a–z, 0–9 and -, got ${JSON.stringify(name)}`);
  if (cron.length > MAX_CRON) throw refused('cron', `must have at most ${MAX_CRON} characters, got ${cron.length}`);
  const firstAt = nextInstant(cron, timeZone, now);
  at('kind', () => newJob(kind, null, {}));
  at('payload', () => newJob(kind, duePayload(payload, firstAt, timeZone), {}));
  const payloadJson = JSON.stringify(payload ?? null);
  return { name, kind, payloadJson, cron, timeZone, nextAt: paused ? null : firstAt };
}

/** Says of which field a refusal is. */
function at(path: string, check: () => unknown): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new DomainError(error.code, error.message, { cause: error, fields: [{ path, message: error.message }] });
  }
}

function refused(path: string, message: string): DomainError {
  return new DomainError('INVALID_ARGUMENT', `${path} ${message}`, { fields: [{ path, message }] });
}
