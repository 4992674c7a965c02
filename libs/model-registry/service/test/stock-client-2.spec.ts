import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testDatabases } from './support/databases.js';
import { startRegistry, type TestRegistry } from './support/registry.js';
import { ONNX_FILES, ONNX_MODEL, query, replayOn, type Replay } from './support/replay.js';

const databases = await testDatabases('stock2');

/**
 * What the Python client of MLflow 2.22 sends, request by request, in its order and with its bodies: unset fields of a
 * message are left out, both names of a run are sent, a GET carries its message in the query.
 *
 * @see MLflow 2.22, `mlflow/models/model.py`, `mlflow/store/tracking/rest_store.py`,
 *   `mlflow/tracking/_model_registry/fluent.py`, `mlflow/store/artifact/mlflow_artifacts_repo.py`.
 */
describe.each(databases)('the client of MLflow 2.x on $engine', ({ url, drop }) => {
  let registry: TestRegistry;
  let client: Replay;

  beforeAll(async () => {
    registry = await startRegistry({ databaseUrl: url });
    client = replayOn(registry);
  }, 60_000);
  afterAll(async () => {
    await registry?.stop();
    await drop();
  });

  async function setExperiment(name: string): Promise<string> {
    const missing = await client.refused('GET', `experiments/get-by-name?${query({ experiment_name: name })}`);
    expect(missing).toEqual({ status: 404, error_code: 'RESOURCE_DOES_NOT_EXIST' });
    const { experiment_id } = await client.ok('POST', 'experiments/create', { name });
    const { experiment } = await client.ok('GET', `experiments/get?${query({ experiment_id })}`);
    expect(experiment).toMatchObject({ name, lifecycle_stage: 'active' });
    return experiment_id as string;
  }

  async function startRun(experiment_id: string) {
    const { run } = await client.ok('POST', 'runs/create', {
      experiment_id,
      user_id: 'ada',
      start_time: 1_700_000_000_000,
      tags: [
        { key: 'mlflow.user', value: 'ada' },
        { key: 'mlflow.source.name', value: 'train.py' },
        { key: 'mlflow.source.type', value: 'LOCAL' },
      ],
      run_name: 'bright-crane-317',
    });
    expect(run.info).toMatchObject({ experiment_id, status: 'RUNNING', lifecycle_stage: 'active' });
    return run.info as { run_id: string; artifact_uri: string };
  }

  /** `mlflow.onnx.log_model(model, "model", registered_model_name=name)`, with parameters and metrics before it. */
  async function logModel(name: string, experiment_id: string) {
    const { run_id } = await startRun(experiment_id);
    const run_uuid = run_id;
    await client.ok('POST', 'runs/log-batch', {
      run_id,
      params: [
        { key: 'learning_rate', value: '0.05' },
        { key: 'max_depth', value: '7' },
      ],
    });
    await client.ok('POST', 'runs/log-batch', {
      run_id,
      metrics: [{ key: 'auc', value: 0.78, timestamp: 1_700_000_000_500, step: 0 }],
    });
    const { run } = await client.ok('GET', `runs/get?${query({ run_uuid, run_id })}`);
    const root = `${run.info.artifact_uri}/model`;
    for (const [path, content, type] of ONNX_MODEL) await client.put(root, path, content, type);
    const model = { run_id, artifact_path: 'model', utc_time_created: '2026-11-27 10:00:00', flavors: { onnx: {} } };
    await client.ok('POST', 'runs/log-model', { run_id, model_json: JSON.stringify(model) });
    await client.refused('POST', 'registered-models/create', { name });
    await client.ok('GET', `runs/get?${query({ run_uuid, run_id })}`);
    const { model_version } = await client.ok('POST', 'model-versions/create', { name, source: root, run_id });
    const { version } = model_version as { version: string };
    const polled = await client.ok('GET', `model-versions/get?${query({ name, version })}`);
    expect(polled['model_version']).toMatchObject({ name, version, status: 'READY', run_id, source: root });
    await client.ok('GET', `runs/get?${query({ run_uuid, run_id })}`);
    await client.ok('POST', 'runs/update', { run_uuid, run_id, status: 'FINISHED', end_time: 1_700_000_009_000 });
    return { run_id, version };
  }

  it('logs a model and registers it, and again as its next version', async () => {
    const experiment_id = await setExperiment('hotel-ml');
    const first = await logModel('churn_predictor', experiment_id);
    const second = await logModel('churn_predictor', experiment_id);
    expect([first.version, second.version]).toEqual(['1', '2']);
    const clash = await client.refused('POST', 'registered-models/create', { name: 'churn_predictor' });
    expect(clash).toEqual({ status: 400, error_code: 'RESOURCE_ALREADY_EXISTS' });
    const { run } = await client.ok('GET', `runs/get?${query({ run_uuid: first.run_id, run_id: first.run_id })}`);
    expect(run).toMatchObject({
      info: { status: 'FINISHED', end_time: 1_700_000_009_000 },
      data: { metrics: [{ key: 'auc', value: 0.78 }], params: [{ key: 'learning_rate' }, { key: 'max_depth' }] },
    });
    const history = run.data.tags.find(({ key }: { key: string }) => key === 'mlflow.log-model.history');
    expect(JSON.parse(history.value)).toMatchObject([{ artifact_path: 'model', flavors: { onnx: {} } }]);
  });

  it('loads models:/name@alias, models:/name/3, models:/name/stage and models:/name/latest', async () => {
    const name = 'late_arrival';
    const experiment_id = await setExperiment('loading');
    for (let i = 0; i < 3; i += 1) await logModel(name, experiment_id);
    await client.ok('POST', 'registered-models/alias', { name, alias: 'champion', version: '2' });
    await client.ok('POST', 'model-versions/transition-stage', {
      name,
      version: '1',
      stage: 'Production',
      archive_existing_versions: false,
    });
    await client.ok('POST', 'registered-models/alias', { name, alias: 'champion', version: '2' });

    const load = async (version: string) => {
      const found = await client.ok('GET', `model-versions/get-download-uri?${query({ name, version })}`);
      expect(await client.download(found['artifact_uri'])).toEqual(ONNX_FILES);
    };
    const byAlias = await client.ok('GET', `registered-models/alias?${query({ name, alias: 'champion' })}`);
    expect(byAlias['model_version']).toMatchObject({ name, version: '2', aliases: ['champion'] });
    await load('2');
    await load('3');
    const inStage = await client.ok('POST', 'registered-models/get-latest-versions', { name, stages: ['Production'] });
    expect(inStage['model_versions']).toMatchObject([{ version: '1', current_stage: 'Production' }]);
    await load('1');
    const latest = await client.ok('POST', 'registered-models/get-latest-versions', { name });
    const numbers = latest['model_versions'].map(({ version }: { version: string }) => Number(version));
    expect(Math.max(...numbers)).toBe(3);
  });

  it('uploads a large file whole after it was told that parts are not taken', async () => {
    const { run_id, artifact_uri } = await startRun('0');
    const path = artifact_uri.slice('mlflow-artifacts:/'.length);
    const create = `/api/2.0/mlflow-artifacts/mpu/create/${path}/model`;
    const asked = await registry.call('POST', create, { path: '/tmp/model.onnx', num_parts: 3 });
    expect([asked.status, asked.json['error_code']]).toEqual([501, 'NOT_IMPLEMENTED']);
    // The client goes on only where the message begins with these words; any other ends the upload.
    expect(asked.json['message']).toMatch(/^Multipart upload is not supported for the current artifact repository/);
    await client.put(`${artifact_uri}/model`, 'model.onnx', 'x'.repeat(500_000), 'application/octet-stream');
    const listed = await client.ok('GET', `artifacts/list?${query({ run_id, path: 'model' })}`);
    expect(listed['files']).toEqual([{ path: 'model/model.onnx', is_dir: false, file_size: 500_000 }]);
  });

  it('sees nothing of MLflow 3 that it does not ignore', async () => {
    const { run_id } = await startRun('0');
    const { run } = await client.ok('GET', `runs/get?${query({ run_uuid: run_id, run_id })}`);
    expect(Object.keys(run).sort()).toEqual(['data', 'info', 'inputs', 'outputs']);
    expect([run.inputs, run.outputs]).toEqual([{ dataset_inputs: [], model_inputs: [] }, { model_outputs: [] }]);
  });
});
