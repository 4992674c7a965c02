import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Trainings of a model take turns: those that the job queue has, one a model, and those that wait here. */
export class QueueTrainings1795219200050 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE training_job
        ADD COLUMN priority int NOT NULL DEFAULT 5 CHECK (priority BETWEEN 0 AND 9),
        ADD COLUMN dispatched_at bigint,
        ADD COLUMN finished_at bigint,
        ADD COLUMN error text`);
    // Of several that were given to the queue at once, the oldest keeps its turn.
    await runner.query(`
      UPDATE training_job SET dispatched_at = created_at
      WHERE outcome IS NOT NULL OR job_id IN (
        SELECT DISTINCT ON (model_name) job_id FROM training_job WHERE outcome IS NULL
        ORDER BY model_name, created_at, job_id)`);
    await runner.query(`
      CREATE UNIQUE INDEX training_job_turn ON training_job (model_name)
      WHERE dispatched_at IS NOT NULL AND outcome IS NULL`);
    await runner.query(`
      CREATE INDEX training_job_waiting ON training_job (model_name, priority, created_at, job_id)
      WHERE dispatched_at IS NULL AND outcome IS NULL`);
    await runner.query('CREATE INDEX training_job_newest ON training_job (created_at DESC, job_id)');
    await runner.query('CREATE INDEX training_job_of_run ON training_job (run_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX training_job_turn, training_job_waiting, training_job_newest, training_job_of_run');
    await runner.query(`
      ALTER TABLE training_job
        DROP COLUMN priority, DROP COLUMN dispatched_at, DROP COLUMN finished_at, DROP COLUMN error`);
  }
}
