import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Logged models, what runs read and made, and the datasets that they read. */
export class CreateLoggedModels1795219200010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createModels(runner);
    await createDatasets(runner);
    await runner.query(`ALTER TABLE model_version ADD COLUMN model_id text NOT NULL DEFAULT ''`);
    await runner.query(`CREATE INDEX model_version_logged_model ON model_version (model_id) WHERE model_id <> ''`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE model_version DROP COLUMN model_id');
    await runner.query(
      'DROP TABLE run_dataset_tag, run_dataset, dataset, run_model, logged_model_metric, logged_model_tag, logged_model_param, logged_model',
    );
  }
}

async function createModels(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE TABLE logged_model (
      model_id text PRIMARY KEY,
      experiment_id bigint NOT NULL REFERENCES experiment,
      name text NOT NULL,
      model_type text NOT NULL,
      source_run_id text NOT NULL,
      status text NOT NULL CHECK (status IN ('PENDING', 'READY', 'FAILED')),
      lifecycle_stage text NOT NULL CHECK (lifecycle_stage IN ('active', 'deleted')),
      creation_timestamp bigint NOT NULL,
      last_updated_timestamp bigint NOT NULL
    )`);
  // The order in which a search without order_by answers.
  await runner.query(
    'CREATE INDEX logged_model_of_experiment ON logged_model (experiment_id, creation_timestamp DESC, model_id)',
  );
  for (const table of ['logged_model_param', 'logged_model_tag']) {
    await runner.query(`
      CREATE TABLE ${table} (
        model_id text NOT NULL REFERENCES logged_model ON DELETE CASCADE,
        key text NOT NULL,
        value text NOT NULL,
        PRIMARY KEY (model_id, key)
      )`);
  }
  // The key is the whole point, as in metric; a dataset that is not named is ''.
  await runner.query(`
    CREATE TABLE logged_model_metric (
      model_id text NOT NULL REFERENCES logged_model ON DELETE CASCADE,
      key text NOT NULL,
      timestamp bigint NOT NULL,
      step bigint NOT NULL,
      value double precision NOT NULL,
      run_id text NOT NULL REFERENCES run ON DELETE CASCADE,
      dataset_name text NOT NULL,
      dataset_digest text NOT NULL,
      PRIMARY KEY (model_id, key, timestamp, step, value, run_id, dataset_name, dataset_digest)
    )`);
  await runner.query('CREATE INDEX logged_model_metric_of_run ON logged_model_metric (run_id)');
  await runner.query(`
    CREATE TABLE run_model (
      run_id text NOT NULL REFERENCES run ON DELETE CASCADE,
      role text NOT NULL CHECK (role IN ('input', 'output')),
      model_id text NOT NULL REFERENCES logged_model ON DELETE CASCADE,
      step bigint NOT NULL,
      PRIMARY KEY (run_id, role, model_id, step)
    )`);
  await runner.query('CREATE INDEX run_model_of_model ON run_model (model_id)');
}

async function createDatasets(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE TABLE dataset (
      dataset_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      experiment_id bigint NOT NULL REFERENCES experiment ON DELETE CASCADE,
      name text NOT NULL,
      digest text NOT NULL,
      source_type text NOT NULL,
      source text NOT NULL,
      schema text,
      profile text,
      UNIQUE (experiment_id, name, digest)
    )`);
  await runner.query(`
    CREATE TABLE run_dataset (
      run_id text NOT NULL REFERENCES run ON DELETE CASCADE,
      dataset_id bigint NOT NULL REFERENCES dataset ON DELETE CASCADE,
      PRIMARY KEY (run_id, dataset_id)
    )`);
  await runner.query('CREATE INDEX run_dataset_of_dataset ON run_dataset (dataset_id)');
  await runner.query(`
    CREATE TABLE run_dataset_tag (
      run_id text NOT NULL,
      dataset_id bigint NOT NULL,
      key text NOT NULL,
      value text NOT NULL,
      PRIMARY KEY (run_id, dataset_id, key),
      FOREIGN KEY (run_id, dataset_id) REFERENCES run_dataset ON DELETE CASCADE
    )`);
}
