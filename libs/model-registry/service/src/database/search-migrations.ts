import type { MigrationInterface, QueryRunner } from 'typeorm';

const KEYED = ['metric', 'latest_metric', 'run_param', 'run_tag'];

/** What searches read: values in their order, and runs written out. */
export class IndexSearches1795219200015 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Compared as bytes: identifiers and keys are in no language, and comparing them in one takes twice the time and more.
    await runner.query('ALTER TABLE run ALTER run_id TYPE text COLLATE "C"');
    for (const table of KEYED) {
      await runner.query(`ALTER TABLE ${table} ALTER run_id TYPE text COLLATE "C", ALTER key TYPE text COLLATE "C"`);
    }
    // A metric's runs in the order of its values, without a look at the table.
    await runner.query('CREATE INDEX latest_metric_by_value ON latest_metric (key, value, run_id)');
    // Whole values may be longer than an index takes; compile-filter.ts compares the same prefix.
    for (const table of ['run_param', 'run_tag']) {
      await runner.query(`CREATE INDEX ${table}_by_value ON ${table} (key, left(value, 64), run_id)`);
    }
    // Room on each page, so that counting up a revision moves no row and touches no index.
    await runner.query('ALTER TABLE run SET (fillfactor = 85)');
    await runner.query('ALTER TABLE run ADD COLUMN revision bigint NOT NULL DEFAULT 0');
    await runner.query(`
      CREATE UNLOGGED TABLE run_document (
        run_id text COLLATE "C" PRIMARY KEY REFERENCES run ON DELETE CASCADE,
        revision bigint NOT NULL,
        body text NOT NULL
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE run_document');
    await runner.query('ALTER TABLE run DROP COLUMN revision');
    await runner.query('ALTER TABLE run RESET (fillfactor)');
    await runner.query('DROP INDEX latest_metric_by_value, run_param_by_value, run_tag_by_value');
    for (const table of KEYED) {
      await runner.query(
        `ALTER TABLE ${table} ALTER run_id TYPE text COLLATE "default", ALTER key TYPE text COLLATE "default"`,
      );
    }
    await runner.query('ALTER TABLE run ALTER run_id TYPE text COLLATE "default"');
  }
}
