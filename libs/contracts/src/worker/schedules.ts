import { z } from 'zod';
import { Identifier, Instant } from '../fields.js';
import { operation } from '../operation.js';

const schedules = { domain: 'worker', service: 'JobService' } as const;

const ScheduleName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be 1–63 of a–z, 0–9 and -');

/** A job that is enqueued again and again. */
export const ScheduleView = z.strictObject({
  name: z.string(),
  kind: z.string(),
  /** What each job is asked, as JSON text with the defaults written out. */
  payload_json: z.string(),
  cron: z.string(),
  time_zone: z.string(),
  paused: z.boolean(),
  /** When the next job is due; absent while paused. */
  next_at: Instant.optional(),
  /** The job enqueued last, and how it stands while it is remembered. */
  last_job_id: z.string().optional(),
  last_status: z.enum(['queued', 'running', 'succeeded', 'failed', 'cancelled']).optional(),
});
export type ScheduleView = z.output<typeof ScheduleView>;

export const PutScheduleRequest = z.strictObject({
  name: ScheduleName,
  /** Kind of the jobs: `import`, `simulate-hotel`, `publish-features`, `retrain` … */
  kind: Identifier,
  /**
   * JSON text of the request that starts one such job by hand; text, because each kind has a request of its own. The
   * value `$due_date` stands for the day on which a job is due.
   */
  payload_json: z.string().max(100_000).default('{}'),
  /** Minute, hour, day of month, month and day of week; or @hourly, @daily, @weekly, @monthly, @yearly. */
  cron: z.string().min(1).max(100),
  /** IANA name, in whose local time the expression is meant. */
  time_zone: z.string().min(1).max(64).default('UTC'),
  /** Kept, without enqueuing anything. */
  paused: z.boolean().default(false),
});
export const PutScheduleResponse = ScheduleView;
export type PutScheduleRequest = z.output<typeof PutScheduleRequest>;

export const putSchedule = operation({
  ...schedules,
  method: 'PutSchedule',
  verb: 'PUT',
  path: '/schedules/{name}',
  access: 'engineer',
  summary: 'Has a job enqueued by the calendar; replaces the schedule of that name',
  request: PutScheduleRequest,
  response: PutScheduleResponse,
});

export const ListSchedulesRequest = z.strictObject({});
export const ListSchedulesResponse = z.strictObject({ schedules: z.array(ScheduleView) });
export type ListSchedulesResponse = z.output<typeof ListSchedulesResponse>;

export const listSchedules = operation({
  ...schedules,
  method: 'ListSchedules',
  verb: 'GET',
  path: '/schedules',
  access: 'reader',
  summary: 'All schedules, when each is due next and how its last job stands',
  request: ListSchedulesRequest,
  response: ListSchedulesResponse,
});

export const DeleteScheduleRequest = z.strictObject({ name: ScheduleName });
export const DeleteScheduleResponse = z.strictObject({ name: z.string() });
export type DeleteScheduleResponse = z.output<typeof DeleteScheduleResponse>;

export const deleteSchedule = operation({
  ...schedules,
  method: 'DeleteSchedule',
  verb: 'DELETE',
  path: '/schedules/{name}',
  access: 'engineer',
  summary: 'Forgets a schedule; a job that it enqueued goes on',
  request: DeleteScheduleRequest,
  response: DeleteScheduleResponse,
});
