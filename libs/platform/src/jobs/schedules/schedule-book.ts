import { DomainError } from '@bellwether/errors';
import type { Job, JobQueue } from '../job-queue.js';
import type { JobSchedule, JobSchedules, NewSchedule, ScheduleTicks, Tick } from '../job-schedules.js';
import { nextInstant } from './cron.js';
import { duePayload } from './due-payload.js';
import { newSchedule, tickId } from './new-schedule.js';
import type { DueSchedule, ScheduleRecord, ScheduleTable } from './schedule-table.js';

const MAX_SCHEDULES = 100;
/** How long a tick is with one worker, in milliseconds; after that it died, or the queue refused, and another tries. */
const CLAIM_MS = 30_000;
/** Nobody is there at night to start a job again that failed of something that passes. */
const RETRY = { attempts: 3, backoffMs: 60_000 };

/** The schedules of one store of jobs. What is the same on every adapter is here; a table keeps the rest. */
export class ScheduleBook implements JobSchedules, ScheduleTicks {
  constructor(
    private readonly table: ScheduleTable,
    private readonly queue: JobQueue,
    private readonly clock: () => Date = () => new Date(),
  ) {}

  async schedule(schedule: NewSchedule): Promise<JobSchedule> {
    const kept = await this.table.put(newSchedule(schedule, this.clock()), MAX_SCHEDULES);
    if (kept === null) {
      throw new DomainError('RESOURCE_EXHAUSTED', `schedules must be at most ${MAX_SCHEDULES}, and as many are`);
    }
    return this.viewOf(kept);
  }

  async schedules(): Promise<JobSchedule[]> {
    return Promise.all((await this.table.all()).map((record) => this.viewOf(record)));
  }

  async unschedule(name: string): Promise<void> {
    if (!(await this.table.remove(name))) throw new DomainError('NOT_FOUND', `no schedule '${name}'`);
  }

  async tick(): Promise<Tick[]> {
    const ticks: Tick[] = [];
    for (const due of await this.table.claimDue(this.clock(), CLAIM_MS)) ticks.push(await this.tickOf(due));
    return ticks;
  }

  /**
   * The job is enqueued before the schedule moves on: a worker that dies in between leaves a claim, and the next one
   * enqueues the same id again, which changes nothing.
   */
  private async tickOf(due: DueSchedule): Promise<Tick> {
    const { name, kind, cron, timeZone, nextAt, lastJobId } = due.record;
    const now = this.clock();
    // A worker whose clock is behind must not find the same tick again.
    const following = nextInstant(cron, timeZone, now > nextAt ? now : nextAt);
    const last = await this.find(lastJobId);
    if (last?.status === 'queued' || last?.status === 'running') {
      await this.table.advance(due, { nextAt: following, lastJobId });
      return { name, kind, outcome: 'skipped' };
    }
    const reason = await this.enqueue(due.record);
    if (reason !== null) return { name, kind, outcome: 'refused', reason };
    await this.table.advance(due, { nextAt: following, lastJobId: tickId(name, nextAt) });
    return { name, kind, outcome: 'enqueued' };
  }

  /** @returns why the queue refused the job, null if it did not. One refused schedule holds up no other. */
  private async enqueue({ name, kind, payloadJson, timeZone, nextAt }: DueSchedule['record']): Promise<string | null> {
    try {
      const payload = duePayload(JSON.parse(payloadJson), nextAt, timeZone);
      await this.queue.enqueue(kind, payload, { id: tickId(name, nextAt), retry: RETRY });
      return null;
    } catch (error) {
      if (error instanceof DomainError) return error.message;
      throw error;
    }
  }

  private async viewOf({ nextAt, ...record }: ScheduleRecord): Promise<JobSchedule> {
    const last = await this.find(record.lastJobId);
    return {
      name: record.name,
      kind: record.kind,
      payload: JSON.parse(record.payloadJson),
      cron: record.cron,
      time_zone: record.timeZone,
      paused: nextAt === null,
      next_at: nextAt?.toISOString() ?? null,
      last_job_id: record.lastJobId,
      last_status: last?.status ?? null,
    };
  }

  /** A job, or null when there was none or it was forgotten. */
  private async find(id: string | null): Promise<Job | null> {
    if (id === null) return null;
    try {
      return await this.queue.get(id);
    } catch (error) {
      if (error instanceof DomainError && error.code === 'NOT_FOUND') return null;
      throw error;
    }
  }
}
