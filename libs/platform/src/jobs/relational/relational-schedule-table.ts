import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { withDomainErrors } from '../../relational/index.js';
import type { DueSchedule, ScheduleRecord, ScheduleTable, TickEnd } from '../schedules/schedule-table.js';
import { scheduleOf, type ScheduleRow } from './schedule-row.js';

/** Schedules in a table beside the jobs. */
export class RelationalScheduleTable implements ScheduleTable {
  constructor(private readonly dataSource: DataSource) {}

  async put(record: Omit<ScheduleRecord, 'lastJobId'>, most: number): Promise<ScheduleRecord | null> {
    const { name, kind, payloadJson, cron, timeZone, nextAt } = record;
    const rows = await this.query<ScheduleRow[]>(
      `INSERT INTO schedules (name, kind, payload, cron, time_zone, next_at)
       SELECT $1, $2, $3, $4, $5, $6::timestamptz
       WHERE (SELECT count(*) FROM schedules WHERE name <> $1) < $7
       ON CONFLICT (name) DO UPDATE SET
         kind = EXCLUDED.kind, payload = EXCLUDED.payload, cron = EXCLUDED.cron, time_zone = EXCLUDED.time_zone,
         next_at = CASE WHEN schedules.cron = EXCLUDED.cron AND schedules.time_zone = EXCLUDED.time_zone
                         AND schedules.next_at IS NOT NULL AND EXCLUDED.next_at IS NOT NULL
                   THEN schedules.next_at ELSE EXCLUDED.next_at END,
         claim = NULL, claim_until = NULL
       RETURNING *`,
      [name, kind, payloadJson, cron, timeZone, nextAt, most],
    );
    return rows[0] === undefined ? null : scheduleOf(rows[0]);
  }

  async all(): Promise<ScheduleRecord[]> {
    const rows = await this.query<ScheduleRow[]>('SELECT * FROM schedules ORDER BY name COLLATE "C"', []);
    return rows.map(scheduleOf);
  }

  async remove(name: string): Promise<boolean> {
    const removed = await this.update('DELETE FROM schedules WHERE name = $1 RETURNING *', [name]);
    return removed.length > 0;
  }

  async claimDue(now: Date, claimMs: number): Promise<DueSchedule[]> {
    const claim = randomUUID();
    const rows = await this.update(
      `UPDATE schedules SET claim = $2, claim_until = $3
       WHERE name IN (SELECT name FROM schedules
                      WHERE next_at <= $1 AND (claim_until IS NULL OR claim_until <= $1) FOR UPDATE SKIP LOCKED)
       RETURNING *`,
      [now, claim, new Date(now.getTime() + claimMs)],
    );
    return rows.map((row) => ({ record: { ...scheduleOf(row), nextAt: row.next_at! }, claim }));
  }

  async advance({ record, claim }: DueSchedule, { nextAt, lastJobId }: TickEnd): Promise<void> {
    await this.update(
      `UPDATE schedules SET next_at = $3, last_job_id = $4, claim = NULL, claim_until = NULL
       WHERE name = $1 AND claim = $2 RETURNING *`,
      [record.name, claim, nextAt, lastJobId],
    );
  }

  private async update(sql: string, values: readonly unknown[]): Promise<ScheduleRow[]> {
    const [rows] = await this.query<[ScheduleRow[], number]>(sql, values);
    return rows;
  }

  private query<Result>(sql: string, values: readonly unknown[]): Promise<Result> {
    return withDomainErrors(() => this.dataSource.query(sql, [...values]));
  }
}
