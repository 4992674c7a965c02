import type { ScheduleView } from '@bellwether/contracts';
import type { JobSchedule } from '@bellwether/platform/jobs';

/** A schedule as callers see it. */
export function scheduleView(schedule: JobSchedule): ScheduleView {
  const { name, kind, payload, cron, time_zone, paused, next_at, last_job_id, last_status } = schedule;
  return {
    ...{ name, kind, payload_json: JSON.stringify(payload), cron, time_zone, paused },
    ...(next_at !== null && { next_at }),
    ...(last_job_id !== null && { last_job_id }),
    ...(last_status !== null && { last_status }),
  };
}
