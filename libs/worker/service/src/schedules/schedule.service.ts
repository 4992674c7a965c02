import { Inject, Injectable } from '@nestjs/common';
import type { ListSchedulesResponse, PutScheduleRequest, ScheduleView } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import { JOB_SCHEDULES, type JobSchedules } from '@bellwether/platform/jobs';
import { isSchedulable, requireRunnable, schedulableKinds } from './schedulable-kinds.js';
import { schedulePayload } from './schedule-payload.js';
import { scheduleView } from './schedule-view.js';

/** Takes schedules of jobs that somebody could as well start by hand. */
@Injectable()
export class ScheduleService {
  constructor(@Inject(JOB_SCHEDULES) private readonly jobs: JobSchedules) {}

  /** @throws NOT_FOUND for a kind that cannot be scheduled, and what JobSchedules and the payload refuse. */
  async put({ name, kind, payload_json, cron, time_zone, paused }: PutScheduleRequest): Promise<ScheduleView> {
    if (!isSchedulable(kind)) {
      const kinds = Object.keys(schedulableKinds).join(', ');
      throw new DomainError('NOT_FOUND', `no kind '${kind}' to schedule; there are ${kinds}`);
    }
    const payload = schedulePayload(payload_json, schedulableKinds[kind], (request) => requireRunnable(kind, request));
    return scheduleView(await this.jobs.schedule({ name, kind, payload, cron, timeZone: time_zone, paused }));
  }

  async list(): Promise<ListSchedulesResponse> {
    return { schedules: (await this.jobs.schedules()).map(scheduleView) };
  }

  /** @throws NOT_FOUND */
  async remove(name: string): Promise<{ name: string }> {
    await this.jobs.unschedule(name);
    return { name };
  }
}
