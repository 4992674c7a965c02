import { getDataSourceToken } from '@nestjs/typeorm';

/** Puts runs as clients make them into the registry of an app, a thousand at a time. */
export async function fillRuns(app, { runs, metrics }) {
  const dataSource = app.get(getDataSourceToken('model-registry'), { strict: false });
  // The same values each time.
  await dataSource.query('SELECT setseed(0.5)');
  for (let from = 1; from <= runs; from += 1_000) {
    const bounds = [from, Math.min(runs, from + 999)];
    for (const statement of statementsFor(metrics)) await dataSource.query(statement, bounds);
  }
  // What autovacuum does soon after.
  for (const table of ['run', 'latest_metric', 'run_param', 'run_tag']) {
    await dataSource.query(`VACUUM ANALYZE ${table}`);
  }
}

function statementsFor(metrics) {
  const each = 'FROM generate_series($1::int, $2::int) AS run_no';
  const kept = (what, count) => `${each}, generate_series(0, ${count - 1}) AS ${what}`;
  return [
    `INSERT INTO run (run_id, experiment_id, run_name, user_id, status, start_time, end_time, lifecycle_stage, artifact_uri)
     SELECT md5(run_no::text), 0, 'run-' || run_no, 'bench', 'FINISHED', 1700000000000 + run_no * 1000::bigint,
       1700000000500 + run_no * 1000::bigint, 'active', 'mlflow-artifacts:/0/' || md5(run_no::text) || '/artifacts' ${each}`,
    `INSERT INTO latest_metric (run_id, key, value, timestamp, step)
     SELECT md5(run_no::text), 'metric_' || metric, random(), 1700000000000 + run_no * 1000::bigint + metric, 100
     ${kept('metric', metrics)}`,
    `INSERT INTO run_param (run_id, key, value)
     SELECT md5(run_no::text), 'param_' || param, floor(random() * 10)::text ${kept('param', 5)}`,
    `INSERT INTO run_tag (run_id, key, value)
     SELECT md5(run_no::text), 'mlflow.tag_' || tag, 'value-' || run_no % 7 ${kept('tag', 3)}`,
  ];
}
