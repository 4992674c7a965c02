import type { JobStatus } from './job-queue.js';

/** A job that is to be enqueued again and again. */
export interface NewSchedule {
  /** 1–63 of a–z, 0–9 and -; a schedule of the same name is replaced. */
  readonly name: string;
  readonly kind: string;
  /** A text `$due_date` among its values stands for the day of the tick, in the schedule's time zone. */
  readonly payload: unknown;
  /** Five fields (minute, hour, day of month, month, day of week) or `@hourly`, `@daily`, `@weekly`, `@monthly`, `@yearly`. */
  readonly cron: string;
  /** IANA name in whose local time the expression is meant. Default UTC. */
  readonly timeZone?: string;
  /** Kept without ticking. Default false. */
  readonly paused?: boolean;
}

export interface JobSchedule {
  readonly name: string;
  readonly kind: string;
  readonly payload: unknown;
  readonly cron: string;
  readonly time_zone: string;
  readonly paused: boolean;
  /** When the next job is due, ISO 8601 UTC; null while paused. One in the past is made up at the next look. */
  readonly next_at: string | null;
  /** The job enqueued last, and how it stands; null when there was none, its status also when it was forgotten. */
  readonly last_job_id: string | null;
  readonly last_status: JobStatus | null;
}

/** Jobs by the calendar. */
export interface JobSchedules {
  /**
   * Puts a schedule, or replaces the one of that name. A tick that is due and was not made up yet stays due, unless
   * expression, zone or pause changed.
   *
   * @throws INVALID_ARGUMENT with the field at fault, RESOURCE_EXHAUSTED when there are as many as may be, UNAVAILABLE.
   */
  schedule(schedule: NewSchedule): Promise<JobSchedule>;
  /** By name. */
  schedules(): Promise<JobSchedule[]>;
  /**
   * Forgets a schedule; a job that it enqueued goes on.
   *
   * @throws NOT_FOUND
   */
  unschedule(name: string): Promise<void>;
}

/** What became of one tick of a schedule. */
export interface Tick {
  readonly name: string;
  readonly kind: string;
  /** Skipped: the job before is still queued or running. Refused: it could not be enqueued, and is tried again. */
  readonly outcome: 'enqueued' | 'skipped' | 'refused';
  /** Why it was refused. */
  readonly reason?: string;
}

/** What workers do for schedules. */
export interface ScheduleTicks {
  /**
   * Enqueues the jobs that are due: each tick at most once, however many call this at the same time and wherever one of
   * them dies, because the job's id says which tick it is. Ticks that passed while nobody called are made up by one job.
   */
  tick(): Promise<Tick[]>;
}

export const JOB_SCHEDULES = Symbol('JobSchedules');
