import { Column, Entity, PrimaryColumn, type MigrationInterface, type QueryRunner } from 'typeorm';
import type { ScheduleRecord } from '../schedules/schedule-table.js';

/** A schedule as it is stored. */
@Entity({ name: 'schedules' })
export class ScheduleRow {
  @PrimaryColumn('text') name!: string;
  @Column('text') kind!: string;
  /** JSON as the caller wrote it. */
  @Column('text') payload!: string;
  @Column('text') cron!: string;
  @Column('text') time_zone!: string;
  /** Null while paused. */
  @Column('timestamptz', { nullable: true }) next_at!: Date | null;
  @Column('text', { nullable: true }) last_job_id!: string | null;
  /** Which worker is at its tick: a token, good until then. */
  @Column('text', { nullable: true }) claim!: string | null;
  @Column('timestamptz', { nullable: true }) claim_until!: Date | null;
}

export class CreateSchedules1764230000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE schedules (
        name text PRIMARY KEY,
        kind text NOT NULL,
        payload text NOT NULL,
        cron text NOT NULL,
        time_zone text NOT NULL,
        next_at timestamptz,
        last_job_id text,
        claim text,
        claim_until timestamptz,
        CHECK ((claim IS NULL) = (claim_until IS NULL))
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE schedules');
  }
}

export function scheduleOf(row: ScheduleRow): ScheduleRecord {
  return {
    name: row.name,
    kind: row.kind,
    payloadJson: row.payload,
    cron: row.cron,
    timeZone: row.time_zone,
    nextAt: row.next_at,
    lastJobId: row.last_job_id,
  };
}
