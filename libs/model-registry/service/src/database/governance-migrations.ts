import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateGovernance1795219200020 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createAuditLog(runner);
    await extendHistory(runner);
    await runner.query(`
      CREATE TABLE gate_result (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        name text NOT NULL,
        version int NOT NULL,
        passed boolean NOT NULL,
        champion_version int,
        rules jsonb NOT NULL,
        evidence jsonb NOT NULL,
        decided_at bigint NOT NULL,
        decided_by text NOT NULL,
        FOREIGN KEY (name, version) REFERENCES model_version ON DELETE CASCADE ON UPDATE CASCADE
      )`);
    await runner.query('CREATE INDEX gate_result_of_version ON gate_result (name, version, id)');
    await createGarbage(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE garbage, gate_result, stage_history, audit_entry');
    await runner.query('DROP FUNCTION refuse_audit_change');
    await runner.query('ALTER TABLE alias_history DROP COLUMN forced, DROP COLUMN changed_by, DROP COLUMN reason');
    for (const table of ['run', 'experiment']) await runner.query(`ALTER TABLE ${table} DROP COLUMN deleted_at`);
  }
}

/** No foreign keys: an entry outlives what it tells of. `tx` is what a listing goes by, see audit-reader.ts. */
async function createAuditLog(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE TABLE audit_entry (
      tx xid8 NOT NULL DEFAULT pg_current_xact_id(),
      id bigint GENERATED ALWAYS AS IDENTITY,
      at bigint NOT NULL,
      actor text NOT NULL,
      role text NOT NULL,
      request_id text NOT NULL,
      action text NOT NULL,
      model_name text NOT NULL,
      version int,
      subject text,
      reason text NOT NULL,
      before jsonb,
      after jsonb,
      PRIMARY KEY (tx, id)
    )`);
  await runner.query('CREATE INDEX audit_entry_of_model ON audit_entry (model_name, tx, id)');
  await runner.query(`
    CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'audit_entry is append-only: % is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
    END $$`);
  await runner.query(`
    CREATE TRIGGER audit_entry_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()`);
  // Also in sessions that play a replica, where ordinary triggers rest.
  await runner.query('ALTER TABLE audit_entry ENABLE ALWAYS TRIGGER audit_entry_is_append_only');
}

/** Who and why, and stages as aliases; of stages before this, what is known: the last change of the version. */
async function extendHistory(runner: QueryRunner): Promise<void> {
  await runner.query(`
    ALTER TABLE alias_history
      ADD COLUMN forced boolean NOT NULL DEFAULT false,
      ADD COLUMN changed_by text NOT NULL DEFAULT '',
      ADD COLUMN reason text NOT NULL DEFAULT ''`);
  await runner.query(`
    CREATE TABLE stage_history (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      name text NOT NULL REFERENCES registered_model ON DELETE CASCADE ON UPDATE CASCADE,
      version int NOT NULL,
      stage text,
      changed_at bigint NOT NULL,
      changed_by text NOT NULL,
      reason text NOT NULL
    )`);
  await runner.query('CREATE INDEX stage_history_of_version ON stage_history (name, version, id)');
  await runner.query(`
    INSERT INTO stage_history (name, version, stage, changed_at, changed_by, reason)
    SELECT name, version, current_stage, last_updated_timestamp, '', 'held when this history began'
    FROM model_version WHERE current_stage <> 'None'`);
}

/** What is on its way out of the store: marked at an instant, later condemned, then gone. */
async function createGarbage(runner: QueryRunner): Promise<void> {
  for (const table of ['run', 'experiment']) {
    await runner.query(`ALTER TABLE ${table} ADD COLUMN deleted_at bigint`);
    // Since when those are deleted that are by now is not known: their retention begins here.
    await runner.query(
      `UPDATE ${table} SET deleted_at = extract(epoch FROM now())::bigint * 1000 WHERE lifecycle_stage = 'deleted'`,
    );
  }
  await runner.query(`
    CREATE TABLE garbage (
      path text PRIMARY KEY,
      kind text NOT NULL CHECK (kind IN ('run', 'logged-model', 'orphan')),
      marked_at bigint NOT NULL,
      condemned_at bigint
    )`);
}
