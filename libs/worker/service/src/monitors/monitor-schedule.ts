import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { JOB_SCHEDULES, type JobSchedules } from '@bellwether/platform/jobs';

/** How often it is looked for monitors that are due; each says itself how often it is. */
const SCHEDULE = {
  name: 'run-monitors',
  kind: 'run-monitors',
  payload: { monitor_ids: [] },
  cron: '*/10 * * * *',
} as const;

/** Has monitors look by the calendar. A schedule of that name that is there already, paused or not, stays as it is. */
@Injectable()
export class MonitorSchedule implements OnApplicationBootstrap {
  private readonly logger = new Logger(MonitorSchedule.name);

  constructor(@Inject(JOB_SCHEDULES) private readonly schedules: JobSchedules) {}

  async onApplicationBootstrap(): Promise<void> {
    try {
      const there = await this.schedules.schedules();
      if (!there.some(({ name }) => name === SCHEDULE.name)) await this.schedules.schedule(SCHEDULE);
    } catch (error) {
      // A worker starts also while its queue is away; another start makes up for it.
      this.logger.warn(`monitors are not scheduled: ${String(error)}`);
    }
  }
}
