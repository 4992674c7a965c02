import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rollouts with their history and their traffic, and what replicas could not load. */
export class CreateRollouts1795219200040 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE rollout (
        rollout_id text PRIMARY KEY,
        name text NOT NULL REFERENCES registered_model ON DELETE CASCADE ON UPDATE CASCADE,
        mode text NOT NULL CHECK (mode IN ('shadow', 'canary', 'split')),
        revision int NOT NULL CHECK (revision > 0),
        challengers jsonb NOT NULL,
        guard jsonb NOT NULL,
        reason text NOT NULL,
        started_at bigint NOT NULL,
        changed_at bigint NOT NULL,
        ended_at bigint
      )`);
    // Two that start one at the same moment do not both get it.
    await runner.query('CREATE UNIQUE INDEX rollout_running ON rollout (name) WHERE ended_at IS NULL');
    await runner.query('CREATE INDEX rollout_of_model ON rollout (name, started_at DESC)');
    await runner.query(`
      CREATE TABLE rollout_change (
        rollout_id text NOT NULL REFERENCES rollout ON DELETE CASCADE,
        revision int NOT NULL,
        action text NOT NULL CHECK (action IN ('started', 'changed', 'stopped', 'ended')),
        challengers jsonb NOT NULL,
        reason text NOT NULL,
        changed_at bigint NOT NULL,
        PRIMARY KEY (rollout_id, revision)
      )`);
    await runner.query(`
      CREATE TABLE rollout_traffic (
        rollout_id text NOT NULL REFERENCES rollout ON DELETE CASCADE,
        replica text NOT NULL,
        version int NOT NULL,
        requests bigint NOT NULL,
        errors bigint NOT NULL,
        latency_ms_sum double precision NOT NULL,
        recent_requests double precision NOT NULL,
        recent_errors double precision NOT NULL,
        recent_latency_ms_sum double precision NOT NULL,
        reported_at bigint NOT NULL,
        PRIMARY KEY (rollout_id, replica, version)
      )`);
    await runner.query(`ALTER TABLE serving_report ADD COLUMN refused jsonb NOT NULL DEFAULT '[]'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE serving_report DROP COLUMN refused');
    await runner.query('DROP TABLE rollout_traffic, rollout_change, rollout');
  }
}
